//! The menu: what this person's roles allow, and nothing else.

use leptos::prelude::*;
use leptos_router::components::A;
use model::entrance::Door;

use super::here::{use_door, use_tenant, use_tenant_path};
use super::switcher::Switcher;
use crate::admin::OperatorSwitcher;
use crate::kit::{BrandMark, Icon};
use crate::organizations::Logo;
use crate::registry::{SCREENS, Screen};
use crate::text::use_text;

/// The application's name, the organization's under it, the switcher and the screens.
#[component]
pub fn SideMenu() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let path = use_tenant_path();
    let title = move || tenant.with(|tenant| tenant.title.clone());
    let items = move || {
        let (path, permissions) = (path(), tenant.with(|tenant| tenant.permissions));
        let item = |screen: &'static Screen| {
            view! {
                <A href=format!("{path}{}", screen.path) exact=screen.path.is_empty() attr:class="nav__item">
                    <Icon glyph=screen.glyph />
                    <span>{(screen.name)(t)}</span>
                </A>
            }
        };
        SCREENS.iter().filter(|screen| screen.is_for(permissions)).map(item).collect_view()
    };
    view! {
        <div class="brand">
            {move || match tenant.with(|tenant| tenant.logo.clone()) {
                Some(logo) => view! { <Logo tenant=tenant.with(|tenant| tenant.public_id.clone()) logo /> }.into_any(),
                None => view! { <BrandMark /> }.into_any(),
            }}
            <span class="brand__names">
                <span class="brand__app">"Borough"</span>
                <bdi class="brand__org">{title}</bdi>
            </span>
        </div>
        {match use_door() {
            Door::Member => view! { <Switcher /> }.into_any(),
            Door::Operator => view! { <OperatorSwitcher /> }.into_any(),
        }}
        <nav class="nav" aria-label=t.screens()>{items}</nav>
    }
}

texts! {
    screens { en: "Screens", de: "Seiten", ar: "الشاشات" }
}
