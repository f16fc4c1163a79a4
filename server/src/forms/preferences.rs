//! Language and theme.

use axum::http::header;
use axum::response::Response;
use model::preferences::{Language, Theme};

use super::Posted;
use crate::cookies;

/// Remembers the choice and leads back to the page that it was made on.
pub async fn choose(posted: Posted) -> Response {
    let language = Language::from_tag(posted.field("language")).and_then(cookies::remember_language);
    let theme = Theme::from_name(posted.field("theme")).and_then(cookies::remember_theme);
    let mut response = posted.lead_to(posted.next("back").unwrap_or("/"));
    for cookie in [language, theme].into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
