//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use domain::access::Db;
use leptos::config::LeptosOptions;

use crate::config::{Cookies, Settings};
use crate::live::Hub;
use crate::proxies::Proxies;

/// Cloning it is cheap.
#[derive(Clone)]
pub struct AppState {
    /// The databases, behind their doors.
    pub db: Db,
    /// Where the built site is.
    pub options: LeptosOptions,
    /// How session cookies are set.
    pub cookies: Cookies,
    /// Who is believed where a request comes from.
    pub proxies: Arc<Proxies>,
    /// The open pages of this process.
    pub hub: Hub,
}

impl AppState {
    /// The state of a server with these settings.
    pub fn new(settings: &Settings, db: Db, hub: Hub) -> Self {
        let options = LeptosOptions::builder()
            .output_name("borough")
            .site_root(Arc::<str>::from(settings.site.to_string_lossy().as_ref()))
            .site_pkg_dir("pkg")
            .site_addr(settings.address)
            .build();
        let proxies = Arc::new(settings.trusted_proxies.clone());
        Self { db, options, cookies: settings.cookies, proxies, hub }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}
