//! `/healthz`: the process answers. `/readyz`: it can serve, so a load balancer may send people here.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use futures::future::BoxFuture;

/// Asks whether the database answers.
pub type Readiness = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

pub async fn healthz() -> &'static str {
    "ok"
}

pub async fn readyz(is_ready: Readiness) -> (StatusCode, &'static str) {
    if is_ready().await {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
    }
}

/// Both routes.
pub fn routes(is_ready: Readiness) -> Router {
    Router::new().route("/healthz", get(healthz)).route("/readyz", get(move || readyz(Arc::clone(&is_ready))))
}
