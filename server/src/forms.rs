//! Forms: plain posts that work with and without JavaScript.
//!
//! A form that succeeds leads on (303). One that is refused is answered by its own page, with what was typed and what is
//! wrong. That the request comes from our own pages was checked before it got here.

pub mod account;
pub mod invitations;
pub mod operators;
pub mod organizations;
pub mod own_account;
pub mod preferences;
pub mod reset;

use std::collections::BTreeMap;

use app::FormState;
use axum::body::Body;
use axum::extract::{Form, FromRequest, FromRequestParts as _, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::access::Visitor;
use domain::account::SignedIn;
use model::ids::{IdempotencyKey, LinkToken};
use model::{AppError, Code, Fields};
use serde::de::DeserializeOwned;

use crate::cookies::Session;
use crate::http::errors::{Refusal, Wants};
use crate::page;
use crate::state::AppState;
use crate::visitor::visitor;

/// An address that no page has.
const NOWHERE: &str = "/nothing-here";

/// A form as it was sent.
pub struct Posted {
    state: AppState,
    parts: Parts,
    wants: Wants,
    fields: BTreeMap<String, String>,
    /// The value of the address' parameter, if it has one.
    pub parameter: String,
    /// Who sent it.
    pub visitor: Visitor,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let wants = Wants::of(&request);
        let (mut parts, body) = request.into_parts();
        let visitor = visitor(state, &parts);
        let parameters = RawPathParams::from_request_parts(&mut parts, state).await;
        let parameter = parameters.ok().and_then(|all| all.iter().next().map(|(_, value)| value.to_owned()));
        let form = Form::from_request(Request::from_parts(parts.clone(), body), &()).await;
        let malformed = |_| Refusal::from(AppError::invalid(Fields::WHOLE, Code::Malformed)).answer(wants.clone());
        let Form(fields) = form.map_err(malformed)?;
        let parameter = parameter.unwrap_or_default();
        Ok(Self { state: state.clone(), parts, wants, fields, parameter, visitor })
    }
}

impl Posted {
    /// The fields as an input. What is missing is empty; what cannot be read refuses the form as a whole.
    pub fn input<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        // An empty key is a form without one.
        let fields = self.fields.iter().filter(|(name, value)| name.as_str() != "key" || !value.is_empty());
        let object = fields.map(|(name, value)| (name.clone(), value.clone().into())).collect();
        serde_json::from_value(serde_json::Value::Object(object))
            .map_err(|_| AppError::invalid(Fields::WHOLE, Code::Malformed))
    }

    /// The value of one field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The secret of the mailed link that the form was sent to; none: the address is no link of ours.
    pub fn link(&self) -> Option<LinkToken> {
        LinkToken::parse(&self.parameter)
    }

    /// Where the form wants to lead: an address of ours, or nothing.
    pub fn next(&self, field: &str) -> Option<&str> {
        Some(self.field(field)).filter(|next| is_own_address(next))
    }

    /// The page at `path`, with this form as it was typed and why it was refused.
    pub async fn refused(self, path: &str, error: AppError) -> Response {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = match error {
            AppError::RateLimited { retry_after } => Some(retry_after),
            AppError::Unavailable => Some(2),
            _ => None,
        };
        let key = self.field("key").parse().unwrap_or_else(|_| IdempotencyKey(uuid::Uuid::nil()));
        let error = match error {
            AppError::Internal { .. } => AppError::Internal { request_id: self.visitor.caller.request_id.clone() },
            error => error,
        };
        let values = self.fields.into_iter().filter(|(name, _)| !name.contains("password")).collect();
        let form = FormState { values, error: Some(error), key };
        let mut response = page::draw(&self.state, self.parts, path, form, status).await;
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }

    /// Why it was refused, where no page of the application shows it.
    pub fn failed(self, error: AppError) -> Response {
        Refusal::from(error).answer(self.wants)
    }

    /// The page that says that there is nothing, as at any address that no page has.
    pub async fn nothing_here(self) -> Response {
        let form = FormState::new(IdempotencyKey(uuid::Uuid::nil()));
        page::draw(&self.state, self.parts, NOWHERE, form, StatusCode::NOT_FOUND).await
    }

    /// Leads on.
    pub fn lead_to(&self, address: &str) -> Response {
        lead_to(address, [])
    }

    /// Leads on as somebody else.
    pub fn signed_in(&self, session: Session, signed_in: &SignedIn, address: &str) -> Response {
        let cookie = session.set(self.state.cookies, &signed_in.token, signed_in.lifetime.whole_seconds());
        lead_to(address, cookie)
    }

    /// Leads on as nobody.
    pub fn signed_out(&self, session: Session, address: &str) -> Response {
        lead_to(address, session.clear(self.state.cookies))
    }
}

fn lead_to(address: &str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// An address within this site: a path, and not one that browsers take for another host (`//host`, `/\host`).
fn is_own_address(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && address.len() < 2048
        && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_to_this_site_only() {
        for own in ["/", "/t/office-inc/members?search=a%20b", "/invitations/abc"] {
            assert!(is_own_address(own), "{own}");
        }
        for foreign in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x", "/a b", "x/"]
        {
            assert!(!is_own_address(foreign), "{foreign:?}");
        }
    }
}
