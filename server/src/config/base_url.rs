//! The address under which people reach Borough. Links in mails and the Origin check use it, whatever `Host` says.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;

use super::WrongSetting;

/// `scheme://host[:port]`, lower case, the scheme's own port left out, no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    host: String,
    https: bool,
}

impl BaseUrl {
    /// What a browser sends as `Origin`; also the beginning of every absolute link: `https://borough.example`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether browsers reach Borough over TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether only this machine can reach that host.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// `http://` and the listening address: what holds when nobody set a base URL.
    pub fn of_address(address: SocketAddr) -> Self {
        let host = match address.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let origin =
            if address.port() == 80 { format!("http://{host}") } else { format!("http://{host}:{}", address.port()) };
        Self { origin, host, https: false }
    }
}

impl FromStr for BaseUrl {
    type Err = WrongSetting;

    fn from_str(text: &str) -> Result<Self, WrongSetting> {
        let wrong =
            |why: &str| WrongSetting(format!("the base URL {text:?} {why}; it looks like https://borough.example"));
        let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| wrong("is not a URL"))?;
        let (https, own_port) = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => (true, 443),
            Some(scheme) if *scheme == Scheme::HTTP => (false, 80),
            _ => return Err(wrong("begins with neither http:// nor https://")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("has no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("holds a user name"));
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(wrong("has a path or a query"));
        }
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() {
            return Err(wrong("has no host"));
        }
        let port_is_wrong = authority.as_str().len() > host.len() && authority.port_u16().is_none();
        if port_is_wrong {
            return Err(wrong("has a wrong port"));
        }
        let scheme = if https { "https" } else { "http" };
        let origin = match authority.port_u16() {
            Some(port) if port != own_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        Ok(Self { origin, host, https })
    }
}
