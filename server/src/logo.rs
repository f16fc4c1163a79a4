//! An organization's logo, for its members. The browser may keep it, and asks each time whether it still may show it.

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::settings;
use model::AppError;
use model::ids::PublicId;

use crate::http::errors::{Refusal, Wants};
use crate::state::AppState;
use crate::visitor::visitor;

/// `GET /organizations/{tenant}/logo`.
pub async fn show(
    State(state): State<AppState>,
    tenant: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let wants = Wants::of(&request);
    let (parts, _) = request.into_parts();
    // What is no id of ours is one that nobody has; whoever is not signed in is told that first.
    let tenant = PublicId::try_from(tenant.map(|Path(tenant)| tenant).unwrap_or_default());
    let shown = visitor(&state, &parts)
        .as_person(|actor| async move {
            match tenant {
                Ok(tenant) => settings::read_logo(&actor, &tenant).await,
                Err(_) => Err(AppError::NotFound.into()),
            }
        })
        .await;
    let logo = match shown {
        Ok(logo) => logo,
        Err(error) => return Refusal::from(error).answer(wants),
    };
    let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", logo.tag.0)) else {
        return Refusal::from(AppError::internal()).answer(wants);
    };
    let has_it = parts.headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == tag);
    let mut response = Response::new(if has_it { Body::empty() } else { Body::from(logo.image) });
    if has_it {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    }
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
