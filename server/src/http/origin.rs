//! Changes and sockets only from our own pages. Server functions check no origin themselves, and a browser adds our
//! cookie to a request whoever made it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::errors::{Refusal, Wants};
use crate::config::BaseUrl;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What the decision looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'r> {
    /// Whether the request can change something or opens a socket.
    pub unsafe_or_socket: bool,
    pub sec_fetch_site: Option<&'r str>,
    pub origin: Option<&'r str>,
    pub host: Option<&'r str>,
    pub has_cookie: bool,
}

/// Whether a request may go on.
///
/// A browser's own statement about where the request comes from counts first, then the `Origin`, which must be the base
/// URL's or the request's own host. A request with neither is no browser's of today; it may go on if it has no cookie
/// (a program with a key), since then it has no rights that somebody else could borrow.
pub fn is_allowed(facts: Facts<'_>, base_url: &BaseUrl) -> bool {
    if !facts.unsafe_or_socket {
        return true;
    }
    match (facts.sec_fetch_site, facts.origin) {
        (Some("same-origin"), _) => true,
        (Some("same-site" | "cross-site"), _) => false,
        (_, Some(origin)) => {
            origin == base_url.origin() || facts.host.is_some_and(|host| is_of_host(origin, host, base_url))
        }
        (_, None) => !facts.has_cookie,
    }
}

/// Where people come by TLS, a page that came without it is not ours: anybody on its way may have written it. Within
/// one machine nobody is on the way.
fn is_of_host(origin: &str, host: &str, base_url: &BaseUrl) -> bool {
    let Some((scheme, of)) = origin.split_once("://") else { return false };
    let is_safe = match scheme {
        "https" => true,
        "http" => !base_url.is_https() || origin.parse::<BaseUrl>().is_ok_and(|page| page.is_loopback()),
        _ => false,
    };
    is_safe && of.eq_ignore_ascii_case(host)
}

/// The layer.
pub async fn check(State(base_url): State<Arc<BaseUrl>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host =
        request.uri().authority().map(axum::http::uri::Authority::as_str).or_else(|| text(headers, &header::HOST));
    let facts = Facts {
        unsafe_or_socket: !is_safe(request.method()) || headers.contains_key(header::UPGRADE),
        sec_fetch_site: text(headers, &SEC_FETCH_SITE),
        origin: text(headers, &header::ORIGIN),
        host,
        has_cookie: headers.contains_key(header::COOKIE),
    };
    if is_allowed(facts, &base_url) {
        return next.run(request).await;
    }
    tracing::warn!(
        origin = facts.origin,
        host = facts.host,
        site = facts.sec_fetch_site,
        "refused: not from our own pages"
    );
    Refusal::foreign_origin().answer(Wants::of(&request))
}

/// CONNECT opens a socket over HTTP/2, so it is not among these.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// A header's text; one that is no text at all is there, and equal to nothing.
fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("(not text)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_change_anything() {
        let own = Some("https://borough.example");
        let foreign = Some("https://evil.example");
        let table = [
            // (what, Sec-Fetch-Site, Origin, Host, cookie) → allowed
            ("browser of today", Some("same-origin"), own, Some("borough.example"), true, true),
            ("other site", Some("cross-site"), foreign, Some("borough.example"), true, false),
            (
                "other site without a cookie: sign-in",
                Some("cross-site"),
                foreign,
                Some("borough.example"),
                false,
                false,
            ),
            (
                "neighbour under the same domain",
                Some("same-site"),
                Some("https://x.example"),
                Some("borough.example"),
                true,
                false,
            ),
            ("statement wins over a forged origin", Some("cross-site"), own, Some("borough.example"), true, false),
            ("address bar, own origin", Some("none"), own, Some("borough.example"), true, true),
            ("address bar, no origin", Some("none"), None, Some("borough.example"), true, false),
            ("unknown statement", Some("moon"), foreign, Some("borough.example"), true, false),
            ("older browser", None, own, Some("borough.example"), true, true),
            (
                "older browser by another of our hosts",
                None,
                Some("https://10.0.0.1:3000"),
                Some("10.0.0.1:3000"),
                true,
                true,
            ),
            ("host in capitals", None, Some("https://tenant.example"), Some("Tenant.Example"), true, true),
            ("older browser, other site", None, foreign, Some("borough.example"), true, false),
            ("other port", None, Some("https://10.0.0.1:4000"), Some("10.0.0.1:3000"), true, false),
            ("sandboxed frame", None, Some("null"), Some("borough.example"), true, false),
            ("longer name", None, Some("https://borough.example.evil.example"), Some("borough.example"), true, false),
            ("no scheme", None, Some("borough.example"), Some("borough.example"), true, false),
            ("neither, with a cookie", None, None, Some("borough.example"), true, false),
            ("program with a key", None, None, Some("borough.example"), false, true),
            ("program without a host", None, None, None, false, true),
        ];
        let base_url: BaseUrl = "https://borough.example".parse().unwrap();
        for (what, sec_fetch_site, origin, host, has_cookie, allowed) in table {
            let facts = Facts { unsafe_or_socket: true, sec_fetch_site, origin, host, has_cookie };
            assert_eq!(is_allowed(facts, &base_url), allowed, "{what}");
            let reading = Facts { unsafe_or_socket: false, ..facts };
            assert!(is_allowed(reading, &base_url), "reading: {what}");
        }
    }

    #[test]
    fn a_page_that_came_without_tls_changes_nothing_where_people_come_by_it() {
        let (tls, plain) = ("https://borough.example", "http://127.0.0.1:3000");
        let table = [
            // (base URL, Origin, Host) → allowed
            (tls, "http://borough.example", "borough.example", false),
            (tls, "http://10.0.0.1:3000", "10.0.0.1:3000", false),
            (tls, "http://localhost.example", "localhost.example", false),
            (tls, "ws://borough.example", "borough.example", false),
            (tls, "https://tenant.example", "tenant.example", true),
            // On the machine itself, past the proxy.
            (tls, "http://127.0.0.1:3000", "127.0.0.1:3000", true),
            (tls, "http://[::1]:3000", "[::1]:3000", true),
            (tls, "http://localhost:3000", "localhost:3000", true),
            (tls, "http://localhost:3000", "borough.example", false),
            // Nobody has said by what people come: a proxy may add TLS.
            (plain, "http://10.0.0.1:3000", "10.0.0.1:3000", true),
            (plain, "https://borough.example", "borough.example", true),
        ];
        for (base_url, origin, host, allowed) in table {
            let (origin, host) = (Some(origin), Some(host));
            let facts = Facts { unsafe_or_socket: true, origin, host, has_cookie: true, ..Facts::default() };
            assert_eq!(is_allowed(facts, &base_url.parse().unwrap()), allowed, "{facts:?} at {base_url}");
        }
    }
}
