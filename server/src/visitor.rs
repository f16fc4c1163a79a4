//! From a request to the [`Visitor`] that `domain` recognizes people by.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::header;
use axum::http::request::Parts;
use domain::access::{Caller, SessionToken, Visitor};

use crate::cookies::{self, Session};
use crate::http::request_id::RequestId;
use crate::state::AppState;

/// The longest description of a browser that is kept.
const LONGEST_USER_AGENT: usize = 300;

/// Who sent this request, as far as it says.
pub fn visitor(state: &AppState, parts: &Parts) -> Visitor {
    let token = |session: Session| {
        cookies::read(&parts.headers, session.name(state.cookies)).map(|token| SessionToken(token.to_owned()))
    };
    let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|peer| state.proxies.client(peer.0.ip(), &parts.headers));
    Visitor {
        db: state.db.clone(),
        caller: Caller {
            ip: address.map(|address| address.to_string()).unwrap_or_default(),
            user_agent: user_agent.chars().take(LONGEST_USER_AGENT).collect(),
            request_id: parts.extensions.get::<RequestId>().map(ToString::to_string).unwrap_or_default(),
            language: cookies::preferences(&parts.headers).language,
        },
        session: token(Session::Person),
        operator_session: token(Session::Operator),
    }
}
