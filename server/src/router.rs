//! The application's routes.

use std::sync::Arc;

use axum::Router;

use domain::access::Db;

use crate::config::Settings;
use crate::http::health;

/// Every route of the program.
pub fn router(_settings: &Settings, db: &Db) -> Router {
    let db = db.clone();
    health::routes(Arc::new(move || {
        let db = db.clone();
        Box::pin(async move { db.ready().await.is_ok() })
    }))
}
