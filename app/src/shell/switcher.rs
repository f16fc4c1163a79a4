//! The switcher: one's other organizations, each a link, so that it opens in a new tab too.

use leptos::prelude::*;

use super::tenant::use_tenant;
use crate::kit::{Glyph, Menu, MenuHeading, MenuLink, MenuSeparator};
use crate::organizations::api::list_organizations;
use crate::text::use_text;

/// Shows where one is; opens where one can go.
#[component]
pub fn Switcher() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    // Read anew for each organization that is entered: it may be one that was just made or joined.
    let organizations = Resource::new(move || tenant.with(|tenant| tenant.slug.clone()), |_| list_organizations());
    let choices = move || {
        Suspend::new(async move {
            let Ok(view) = organizations.await else { return ().into_any() };
            let here = tenant.with_untracked(|tenant| tenant.slug.clone());
            let link = |organization: model::tenants::OrganizationView| {
                let current = organization.slug == here;
                let href = format!("/t/{}", organization.slug);
                view! { <MenuLink href=href glyph=Glyph::Building current=current>{organization.title}</MenuLink> }
            };
            let invitations = view.invitations.len();
            view! {
                {view.organizations.into_iter().map(link).collect_view()}
                {(invitations > 0).then(|| view! {
                    <MenuLink href="/organizations?choose" glyph=Glyph::Inbox>{t.pending_invitations(invitations)}</MenuLink>
                })}
            }
            .into_any()
        })
    };
    let title = tenant.with_untracked(|tenant| tenant.title.clone());
    view! {
        <Menu id="switcher" text=title label=t.switch_organization() trigger_class="switcher">
            <MenuHeading>{t.organizations_title()}</MenuHeading>
            <Suspense>{choices}</Suspense>
            <MenuSeparator />
            <MenuLink href="/organizations/new" glyph=Glyph::Plus>{t.new_organization_title()}</MenuLink>
            <MenuLink href="/organizations?choose" glyph=Glyph::Layers>{t.all_organizations()}</MenuLink>
        </Menu>
    }
}

texts! {
    switch_organization { en: "Switch organization", ar: "تبديل المؤسسة" }
    all_organizations { en: "All organizations", ar: "كل المؤسسات" }
    pending_invitations(count: usize) { en: "Invitations: {count}", ar: "الدعوات: {count}" }
}
