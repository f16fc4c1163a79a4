//! `/t/{slug}/settings`.

use leptos::prelude::*;
use model::permission::Permission;

use super::api::read_settings;
use super::archive::ArchiveSection;
use super::form::SettingsForm;
use crate::kit::{PageHeader, SkeletonShape};
use crate::load::Follow;
use crate::shell::{PageTitle, use_permission, use_tenant_id};
use crate::text::use_text;

/// The form, drawn anew when the settings are read again; and what ends the organization.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let may_archive = use_permission(Permission::OrganizationArchive);
    let settings = Resource::new(|| (), move |()| read_settings(tenant()));
    let read_again = Callback::new(move |()| settings.refetch());
    view! {
        <PageTitle page=t.settings_title() />
        <PageHeader title=t.settings_title() text=t.settings_text() />
        <Follow resource=settings skeleton=SkeletonShape::Form let:settings>
            // By their version: new fields, since those that are there keep what was typed.
            <For each=move || [settings.get()] key=|settings| settings.version let:settings>
                <SettingsForm settings read_again />
            </For>
        </Follow>
        <Show when=move || may_archive.get()>
            <ArchiveSection />
        </Show>
    }
}
