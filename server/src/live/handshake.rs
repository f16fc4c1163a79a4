//! `GET /ws?tenant=…&from=…`: who asks for a socket, and whether there is one for them. What is refused is refused before
//! the upgrade, by an ordinary answer.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use domain::live::listener;
use model::error::{AppError, Code};
use model::ids::PublicId;

use super::feed::Follower;
use super::socket::Page;
use crate::http::errors::{Refusal, Wants};
use crate::listen::Stopping;
use crate::state::AppState;
use crate::visitor::visitor;

/// Seconds after which a session that has all its sockets may ask again: somebody has to close a page before.
const FULL: u32 = 60;

/// What a page asks for in its address.
#[derive(serde::Deserialize)]
struct Asked {
    tenant: Option<String>,
    /// The last number that the page already knows of; without it, it begins now.
    from: Option<String>,
}

/// Opens a page's socket.
pub async fn open(
    State(state): State<AppState>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    request: Request,
) -> Response {
    let wants = Wants::of(&request);
    let (request, _) = request.into_parts();
    let visitor = visitor(&state, &request);
    let asked = Query::<Asked>::try_from_uri(&request.uri).map(|Query(asked)| asked);
    let Asked { tenant, from } = asked.unwrap_or(Asked { tenant: None, from: None });
    let tenant = tenant.and_then(|text| PublicId::try_from(text).ok());
    let admitted = visitor.as_person(async move |actor| {
        // Text that is no id names no tenant.
        let tenant = tenant.ok_or(AppError::NotFound)?;
        let listener = listener(&actor, &tenant).await?;
        Ok((actor, tenant, listener))
    });
    let (actor, tenant, listener) = match admitted.await {
        Ok(admitted) => admitted,
        Err(error) => return Refusal::from(error).answer(wants),
    };
    let Ok(from) = from.as_deref().map_or(Ok(listener.upto), str::parse) else {
        return Refusal::from(AppError::invalid("from", Code::Malformed)).answer(wants);
    };
    // Before the upgrade is looked at: a page whose handshake failed asks by a plain request why.
    let Some(place) = state.hub.0.places.take(listener.session) else {
        return Refusal::from(AppError::RateLimited { retry_after: FULL }).answer(wants);
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let stopping = request.extensions.get::<Stopping>().cloned();
    // tungstenite's defaults cost 136 KiB for each socket. Clients have nothing to say, so their messages may be short;
    // the longest of ours names a hundred members.
    upgrade
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0)
        .max_write_buffer_size(64 * 1024)
        .max_message_size(1024)
        .max_frame_size(1024)
        .on_upgrade(move |web| async move {
            let seat = state.hub.join(&listener, place);
            let follower = Follower::new(&listener, from);
            Page::new(seat, web, actor, tenant, follower).serve(&listener, stopping).await;
        })
}
