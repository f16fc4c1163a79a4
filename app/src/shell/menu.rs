//! The menu: what this person's roles allow, and nothing else.

use leptos::prelude::*;
use leptos_router::components::A;
use model::permission::Permission;

use super::here::use_tenant;
use super::switcher::Switcher;
use crate::kit::{BrandMark, Glyph, Icon};
use crate::text::{Text, use_text};

/// A screen of an organization.
struct Screen {
    path: &'static str,
    glyph: Glyph,
    name: fn(Text) -> &'static str,
    /// What one must hold to see it; none: every member.
    permission: Option<Permission>,
}

/// Every screen, in the menu's order.
const SCREENS: [Screen; 3] = [
    Screen { path: "", glyph: Glyph::Home, name: Text::screen_home, permission: None },
    Screen {
        path: "/members",
        glyph: Glyph::Users,
        name: Text::screen_members,
        permission: Some(Permission::MemberList),
    },
    Screen {
        path: "/audit",
        glyph: Glyph::Activity,
        name: Text::screen_audit,
        permission: Some(Permission::AuditList),
    },
];

/// The application's name, the organization's under it, the switcher and the screens.
#[component]
pub fn SideMenu() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let title = move || tenant.with(|tenant| tenant.title.clone());
    let allowed = move |screen: &Screen| {
        screen.permission.is_none_or(|permission| tenant.with(|tenant| tenant.permissions.contains(permission)))
    };
    let items = move || {
        let slug = tenant.with(|tenant| tenant.slug.clone());
        let item = |screen: &'static Screen| {
            view! {
                <A href=format!("/t/{slug}{}", screen.path) exact=true attr:class="nav__item">
                    <Icon glyph=screen.glyph />
                    <span>{(screen.name)(t)}</span>
                </A>
            }
        };
        SCREENS.iter().filter(|screen| allowed(screen)).map(item).collect_view()
    };
    view! {
        <div class="brand">
            <BrandMark />
            <span class="brand__names">
                <span class="brand__app">"Borough"</span>
                <bdi class="brand__org">{title}</bdi>
            </span>
        </div>
        <Switcher />
        <nav class="nav" aria-label=t.screens()>{items}</nav>
    }
}

texts! {
    screens { en: "Screens", ar: "الشاشات" }
    screen_home { en: "Home", ar: "الرئيسية" }
    screen_members { en: "Members", ar: "الأعضاء" }
    screen_audit { en: "Audit log", de: "Protokoll", ar: "سجل التدقيق" }
}
