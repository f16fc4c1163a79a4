//! Files that are taken along: plain links, answered piece by piece as the client reads.

use app::member_columns;
use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::access::Visitor;
use domain::members::{self, MemberExport};
use futures::stream;
use model::AppError;
use model::members::{Inactive, ListMembers, MemberOrder, MemberStatus};
use serde::Deserialize;

use crate::http::errors::{Refusal, Wants};
use crate::state::AppState;
use crate::visitor::visitor;

/// The list of members as the page at this address shows it: the same names and values.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    search: String,
    sort: String,
    role: String,
    status: String,
    inactive: String,
    unverified: Option<String>,
}

impl Asked {
    /// What makes no sense is taken as not asked for, as on the page.
    fn list(self) -> ListMembers {
        let MemberOrder { by, descending } = self.sort.parse().unwrap_or_default();
        ListMembers {
            search: self.search,
            sort: by,
            descending,
            after: None,
            role: self.role.parse().ok(),
            status: MemberStatus::from_name(&self.status),
            inactive: Inactive::from_name(&self.inactive),
            unverified: self.unverified.is_some(),
        }
    }
}

/// `GET /t/{slug}/members.csv`
pub async fn members(
    State(state): State<AppState>,
    slug: Result<Path<String>, PathRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Response {
    let wants = Wants::of(&request);
    let (parts, _) = request.into_parts();
    let visitor = visitor(&state, &parts);
    // An address that cannot be read is nobody's.
    let slug = slug.map(|Path(slug)| slug).unwrap_or_default();
    let list = asked.map(|Query(asked)| asked).unwrap_or_default().list();
    let columns = member_columns(visitor.caller.language);
    let begun = visitor.clone().as_person(move |actor| async move {
        let mut export = members::export_members(&actor, &slug, list, columns).await?;
        let first = export.next().await?;
        Ok((first, export))
    });
    match begun.await {
        Ok((first, export)) => file("members.csv", body(visitor, first, export)),
        Err(error) => Refusal::from(error).answer(wants),
    }
}

/// The first piece, and then each when the client has room for it. One that fails breaks the file off, so that nobody
/// takes half of it for the whole.
fn body(visitor: Visitor, first: Option<String>, export: MemberExport) -> Body {
    let pieces = stream::try_unfold((first, visitor, export), |(piece, visitor, mut export)| async move {
        let Some(piece) = piece else { return Ok::<_, AppError>(None) };
        let read = visitor.clone().as_person(move |_| async move {
            let next = export.next().await?;
            Ok((next, export))
        });
        let (next, export) = read.await?;
        Ok(Some((piece, (next, visitor, export))))
    });
    Body::from_stream(pieces)
}

fn file(name: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
