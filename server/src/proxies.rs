//! The reverse proxies in front of Borough, and from where a request comes that went through them.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv4Net};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A proxy's address, or the network in which proxies are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProxyNetwork(IpNet);

impl FromStr for ProxyNetwork {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let address = || text.parse::<IpAddr>().ok().map(|address| IpNet::from(address.to_canonical()));
        let network = text.parse::<IpNet>().ok().or_else(address);
        match network {
            None => Err("is neither an address nor a network such as 10.0.0.0/8".to_owned()),
            Some(network) if network.prefix_len() == 0 => Err("would believe everybody".to_owned()),
            Some(network) if network.addr().to_canonical() != network.addr() => Err("is IPv4: write it so".to_owned()),
            Some(network) => Ok(Self(network)),
        }
    }
}

/// The proxies whose word is taken for where a request comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<ProxyNetwork>);

impl Proxies {
    /// These.
    pub fn new(networks: Vec<ProxyNetwork>) -> Self {
        Self(networks)
    }

    /// Whatever runs on this machine.
    pub fn this_machine() -> Self {
        let v4 = IpNet::V4(Ipv4Net::new_assert([127, 0, 0, 0].into(), 8));
        Self(vec![ProxyNetwork(v4), ProxyNetwork(IpNet::from(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])))])
    }

    /// These and those.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether nobody is believed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this address is one of theirs.
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.0.contains(&address.to_canonical()))
    }

    /// From where a request comes that `peer` sent us.
    ///
    /// Each proxy writes its own peer behind what it was sent, and whatever stands before that anybody may have written.
    /// So the list is read from its end, for as long as a proxy of ours wrote it. What is no address ends it too.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lines = headers.get_all(X_FORWARDED_FOR).iter().rev();
        let mut hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        let mut client = peer.to_canonical();
        while self.contain(client) {
            match hops.next().and_then(address) {
                Some(hop) => client = hop,
                None => break,
            }
        }
        client
    }
}

/// An address as proxies write it: some add the port.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    hop.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn proxies(networks: &[&str]) -> Proxies {
        Proxies::new(networks.iter().map(|network| network.parse().unwrap()).collect())
    }

    fn client(trusted: &[&str], peer: &str, lines: &[&str]) -> String {
        let lines = lines.iter().map(|line| (X_FORWARDED_FOR, line.parse().unwrap()));
        proxies(trusted).client(peer.parse().unwrap(), &lines.collect()).to_string()
    }

    #[test]
    fn nobody_but_a_trusted_proxy_says_where_a_request_comes_from() {
        assert_eq!(client(&[], "10.0.0.1", &["192.0.2.1"]), "10.0.0.1", "no proxy is trusted");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.9", &["192.0.2.1"]), "192.0.2.9", "a stranger says so");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[]), "10.0.0.1", "the proxy itself, a probe perhaps");
    }

    #[test]
    fn what_a_client_writes_itself_is_not_believed() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32"];
        for (lines, expected) in [
            (&["1.1.1.1, 192.0.2.1"][..], "192.0.2.1"),
            (&["1.1.1.1", "192.0.2.1"], "192.0.2.1"),
            (&["1.1.1.1, 192.0.2.1, 10.0.0.2, 2001:db8::7"], "192.0.2.1"),
            // A client that pretends to be a proxy is one step further off than the proxy that saw it.
            (&["1.1.1.1, 10.9.9.9, 192.0.2.1"], "192.0.2.1"),
            (&["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ] {
            assert_eq!(client(&trusted, "10.0.0.1", lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn what_is_no_address_ends_the_list_at_the_last_that_can_be_trusted() {
        for broken in ["unknown", "", "1.1.1.1, ", "1.1.1.1, 192.0.2.1 x", "192.0.2.256", "fe80::1%eth0", "_h"] {
            assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[broken]), "10.0.0.1", "{broken}");
            let behind = format!("{broken}, 10.0.0.2");
            assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[&behind]), "10.0.0.2", "{broken}");
        }
        let no_text = HeaderMap::from_iter([(X_FORWARDED_FOR, HeaderValue::from_bytes(b"1.1.1.1, \xe4").unwrap())]);
        let peer = IpAddr::from([10, 0, 0, 1]);
        assert_eq!(proxies(&["10.0.0.0/8"]).client(peer, &no_text), peer);
    }

    #[test]
    fn an_address_is_read_however_a_proxy_writes_it() {
        for (hop, expected) in [
            ("192.0.2.1:40000", "192.0.2.1"),
            ("[2001:db8:1::1]:40000", "2001:db8:1::1"),
            ("2001:db8:1::1", "2001:db8:1::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(client(&["10.0.0.1"], "::ffff:10.0.0.1", &[hop]), expected);
        }
    }

    #[test]
    fn a_network_that_means_nobody_or_everybody_is_refused() {
        for wrong in ["", "proxy", "10.0.0.0/33", "10.0.0.256", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104"] {
            assert!(wrong.parse::<ProxyNetwork>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn this_machine_is_its_loopback_addresses() {
        let here = Proxies::this_machine();
        for (address, is_here) in [("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("10.0.0.1", false)] {
            assert_eq!(here.contain(address.parse().unwrap()), is_here, "{address}");
        }
    }
}
