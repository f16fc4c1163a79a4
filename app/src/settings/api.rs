//! Server functions of this feature. An input's type is written with its path: the macro makes a type of the function's
//! own name.

use leptos::prelude::*;
use model::AppError;
use model::ids::PublicId;
use model::settings::SettingsView;

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::settings};

/// The settings as they are.
#[server(prefix = "/api", endpoint = "settings/read", input = server_fn::codec::Json)]
pub async fn read_settings(tenant: PublicId) -> Result<SettingsView, AppError> {
    visitor()?.as_person(|actor| async move { settings::read_settings(&actor, &tenant).await }).await
}

/// Saves the settings, all at once.
#[server(prefix = "/api", endpoint = "settings/update", input = server_fn::codec::Json)]
pub async fn update_settings(
    tenant: PublicId,
    input: model::settings::UpdateSettings,
) -> Result<SettingsView, AppError> {
    visitor()?.as_person(|actor| async move { settings::update_settings(&actor, &tenant, input).await }).await
}
