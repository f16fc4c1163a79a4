//! The switcher: one's organizations, each a link, so that it opens in a new tab too.

use leptos::prelude::*;
use model::ids::PublicId;
use model::tenants::{OrganizationView, OrganizationsView};

use super::here::use_tenant;
use super::recent::use_recent;
use crate::failure::Sentences as _;
use crate::kit::{Glyph, Menu, MenuFailed, MenuHeading, MenuLink, MenuPending, MenuSeparator};
use crate::organizations::api::list_organizations;
use crate::text::use_text;

/// Shows where one is; opens where one can go.
#[component]
pub fn Switcher() -> impl IntoView {
    let t = use_text();
    let title = use_tenant().with_untracked(|tenant| tenant.title.clone());
    let tries = RwSignal::new(0);
    let organizations = Resource::new(move || tries.get(), |_| list_organizations());
    let changed = Signal::derive(move || {
        tries.track();
        organizations.track();
    });
    let recent = use_recent();
    let retry = move |()| tries.update(|tries| *tries += 1);
    let choices = move || {
        Suspend::new(async move {
            match organizations.await {
                Ok(view) => view! { <Choices view recent /> }.into_any(),
                Err(error) => {
                    let (text, retry_label) = (t.of_error(&error), t.failed_retry());
                    view! { <MenuFailed id="switcher" text retry_label on_retry=retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <Menu id="switcher" text=title label=t.switch_organization() trigger_class="switcher" changed>
            <MenuHeading>{t.organizations_title()}</MenuHeading>
            <Suspense fallback=move || view! { <MenuPending label=t.loading() /> }>{choices}</Suspense>
            <MenuSeparator />
            <MenuLink href="/organizations/new" glyph=Glyph::Plus>{t.new_organization_title()}</MenuLink>
            <MenuLink href="/organizations?choose" glyph=Glyph::Layers>{t.all_organizations()}</MenuLink>
        </Menu>
    }
}

/// The organizations, those first in which one was last; the others by name.
#[component]
fn Choices(view: OrganizationsView, recent: ReadSignal<Vec<PublicId>>) -> impl IntoView {
    let t = use_text();
    let here = use_tenant().with_untracked(|tenant| tenant.public_id.clone());
    let OrganizationsView { organizations, invitations, .. } = view;
    let invitations = invitations.len();
    let sorted = move || {
        let mut sorted = organizations.clone();
        recent.with(|recent| {
            sorted.sort_by_key(|one| recent.iter().position(|id| *id == one.public_id).unwrap_or(usize::MAX));
        });
        sorted
    };
    let link = move |organization: OrganizationView| {
        let OrganizationView { public_id, slug, title, .. } = organization;
        view! { <MenuLink href=format!("/t/{slug}") glyph=Glyph::Building current=public_id == here>{title}</MenuLink> }
    };
    view! {
        <For each=sorted key=|organization| organization.public_id.clone() children=link />
        {(invitations > 0).then(|| view! {
            <MenuLink href="/organizations?choose" glyph=Glyph::Inbox>{t.pending_invitations(invitations)}</MenuLink>
        })}
    }
}

texts! {
    switch_organization { en: "Switch organization", de: "Organisation wechseln", ar: "تبديل المؤسسة" }
    all_organizations { en: "All organizations", de: "Alle Organisationen", ar: "كل المؤسسات" }
    pending_invitations(count: usize) { en: "Invitations: {count}", de: "Einladungen: {count}", ar: "الدعوات: {count}" }
}
