//! Paths that can be read in one way only.
//!
//! Leptos reads a path as browsers do: dot segments lead upwards and a backslash is a slash. The router and proxies
//! take it as it stands: `/pkg/%2e%2e/admin` would be a file to them and the back office to Leptos, past whatever rule
//! a proxy has for that. No page, call or file of ours has such an address, so there is nothing at it.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use model::error::AppError;

use super::errors::{Refusal, Wants};

/// The layer.
pub async fn check(request: Request, next: Next) -> Response {
    if is_ambiguous(request.uri().path()) {
        return Refusal::from(AppError::NotFound).answer(Wants::of(&request));
    }
    next.run(request).await
}

/// Whether somebody may read another path in it: by dot segments, backslashes or control characters, escaped or not.
fn is_ambiguous(path: &str) -> bool {
    let path = path.to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/");
    path.split('/').any(|segment| matches!(segment, "." | ".."))
        || ["\\", "%5c", "%0", "%1", "%7f"].into_iter().any(|part| path.contains(part))
        || path.contains(|character: char| character.is_ascii_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_could_be_read_as_another_is_nobody_s() {
        for path in [
            "/pkg/../admin/mail",
            "/pkg/./x",
            "/..",
            "/a/.",
            "/pkg/%2e%2e/admin/mail",
            "/pkg/%2E%2e/admin/mail",
            "/pkg/.%2e/admin/mail",
            "/pkg/%2e./admin/mail",
            "/pkg/%2e",
            "/pkg/..%2fadmin/mail",
            "/pkg%2F..%2Fadmin/mail",
            "/pkg\\..\\admin",
            "/pkg/..%5cadmin",
            "/pkg%5Cadmin",
            "/a%00",
            "/a%0ab",
            "/%1F",
            "/a%7f",
            "/a\u{7f}",
            "/a\tb",
        ] {
            assert!(is_ambiguous(path), "{path:?}");
        }
    }

    #[test]
    fn dots_and_escapes_that_mean_themselves_are_left_alone() {
        for path in [
            "",
            "*",
            "/",
            "//",
            "/pkg/borough.css",
            "/.well-known/security.txt",
            "/...",
            "/a..b/..c/d..",
            "/t/%D9%85%D8%A4%D8%B3%D8%B3%D8%A9",
            "/a%20b%25%2b",
            "/%252e%252e/admin",
            "/api/organizations/list",
        ] {
            assert!(!is_ambiguous(path), "{path:?}");
        }
    }
}
