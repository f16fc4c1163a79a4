//! Rendering: what every page and server function finds in its context, and the content security policy.

use app::{DrawnAt, FormState, document};
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::response::Response;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;

use crate::cookies;
use crate::state::AppState;
use crate::visitor::visitor;

/// Who asks, in which language, and the policy of the page that answers.
pub fn give_context(state: &AppState) {
    let Some(mut parts) = use_context::<Parts>() else { return };
    provide_context(cookies::preferences(&parts.headers));
    provide_context(visitor(state, &parts));
    if parts.method != Method::POST {
        // Of a client that does not say so Leptos believes that it is a script of its own, which it leads elsewhere by
        // status 200 and a header that nobody else reads.
        parts.headers.insert(header::ACCEPT, HeaderValue::from_static("text/html"));
        provide_context(parts);
    }
    if let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce())
        && let Ok(policy) = HeaderValue::from_str(&content_security_policy(&nonce.to_string()))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Scripts only with the page's nonce, styles only from files, nothing from anywhere else, in nobody's frame.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// Draws the page at `path` as the answer to a form that was sent to it or from it.
pub async fn draw(state: &AppState, mut parts: Parts, path: &str, form: FormState, status: StatusCode) -> Response {
    parts.method = Method::GET;
    parts.uri = path.parse().unwrap_or_else(|_| Uri::from_static("/"));
    let drawn_at = DrawnAt(parts.uri.to_string());
    let context = {
        let state = state.clone();
        move || {
            give_context(&state);
            provide_context(form.clone());
            provide_context(drawn_at.clone());
        }
    };
    let options = state.options.clone();
    let render = leptos_axum::render_app_async_with_context(context, move || document(options.clone()));
    let mut response = render(Request::from_parts(parts, Body::empty())).await;
    // A page that leads elsewhere, or is not there at all, keeps its own status.
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}
