//! The switcher: one's organizations, found by what is typed, each a link, so that it opens in a new tab too.

use leptos::prelude::*;

use super::arrival::use_departure;
use super::directory::{use_directory, use_organizations};
use super::here::use_tenant;
use crate::failure::Sentences as _;
use crate::kit::{Button, Glyph, Icon, Pick, Picker, Popup};
use crate::matching::found;
use crate::palette::use_desk;
use crate::text::use_text;

/// Shows where one is; opens where one can go.
#[component]
pub fn Switcher() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let title = Signal::derive(move || tenant.with(|tenant| tenant.title.clone()));
    let open = use_desk().switcher;
    let directory = use_directory();
    Effect::new(move |_| {
        if open.get() {
            directory.read();
        }
    });
    let typed = RwSignal::new(String::new());
    let organizations = use_organizations();
    let fitting = Memo::new(move |_| organizations.with(|all| typed.with(|typed| found(all, typed))));
    let status = Signal::derive(move || match fitting.with(Vec::len) {
        _ if !directory.is_known() && directory.error().with(Option::is_some) => String::new(),
        _ if !directory.is_known() => t.loading().to_owned(),
        0 => t.nothing_found().to_owned(),
        count => t.switcher_found(count),
    });
    let depart = use_departure();
    let on_pick = move |pick: Pick| {
        if let Some(href) = pick.href.filter(|_| !pick.current) {
            depart(&href);
        }
        open.set(false);
    };
    view! {
        <Popup id="switcher" label=t.action_switch() text=title trigger_class="switcher" class="switcher-panel" open>
            <Picker id="switcher" label=t.switcher_search() typed found=fitting status open on_pick />
            <NotRead />
            <Ways />
        </Popup>
    }
}

/// Why the organizations are not there, and one more try.
#[component]
fn NotRead() -> impl IntoView {
    let t = use_text();
    let directory = use_directory();
    let failed = Memo::new(move |_| directory.error().with(|error| error.as_ref().map(|error| t.of_error(error))));
    view! {
        <div class="switcher-panel__failure" role="alert">
            {move || failed.get().map(|why| view! {
                <p>{why}</p>
                <Button small=true icon=Glyph::Refresh busy=directory.is_reading() on_click=move || directory.read()>
                    {t.failed_retry()}
                </Button>
            })}
        </div>
    }
}

/// The ways on, apart from the organizations that there are.
#[component]
fn Ways() -> impl IntoView {
    let t = use_text();
    let directory = use_directory();
    let invitations = Memo::new(move |_| directory.invitations());
    view! {
        <div class="switcher-panel__ways">
            <Show when=move || invitations.get() != 0>
                <Way href="/organizations?choose" glyph=Glyph::Inbox>
                    {move || t.pending_invitations(invitations.get())}
                </Way>
            </Show>
            <Way href="/organizations/new" glyph=Glyph::Plus>{t.new_organization_title()}</Way>
            <Way href="/organizations?choose" glyph=Glyph::Layers>{t.action_all_organizations()}</Way>
        </div>
    }
}

#[component]
fn Way(href: &'static str, glyph: Glyph, children: Children) -> impl IntoView {
    view! {
        <a class="menu__item" href=href>
            <Icon glyph />
            <span>{children()}</span>
        </a>
    }
}

texts! {
    switcher_search { en: "Find an organization", de: "Organisation suchen", ar: "ابحث عن مؤسسة" }
    switcher_found(count: usize) { en: "Organizations: {count}", de: "Organisationen: {count}", ar: "المؤسسات: {count}" }
    pending_invitations(count: usize) { en: "Invitations: {count}", de: "Einladungen: {count}", ar: "الدعوات: {count}" }
}
