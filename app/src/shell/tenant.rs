//! Going into an organization: the one answer that every page inside waits for.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_params_map};
use leptos_router::location::Location;
use model::AppError;
use model::live::EventKind;
use model::settings::Environment;
use model::tenants::TenantView;

use super::account_menu::AccountMenu;
use super::arrival::{Arrival, leave_messages, provide_ways};
use super::directory::provide_directory;
use super::here::{use_sign_in_and_back, use_tenant};
use super::menu::SideMenu;
use super::recent::provide_recent;
use super::suspended::SuspendedPage;
use crate::account::SIGN_OUT;
use crate::account::card::AccountCard;
use crate::kit::{Drawer, DrawerButton, Glyph, MenuItem, palette_class, palette_class_at};
use crate::live::{self, LiveEnded, LiveStatus};
use crate::load::Failure;
use crate::not_found::NotFoundPage;
use crate::organizations::api::enter_tenant;
use crate::organizations::{EnvironmentBadge, LeaveDialog, palette_place};
use crate::palette::{OpenPalette, Palette, ShortcutList, provide_desk, use_shortcuts};
use crate::platform;
use crate::text::use_text;

/// `/t/{slug}` and all below it.
#[component]
pub fn TenantShell() -> impl IntoView {
    let t = use_text();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    provide_directory();
    provide_ways();
    let sign_in = use_sign_in_and_back();
    let address_now = use_address_now();
    let answer = platform::Answer::here();
    let enter = move |slug: String| {
        let answer = answer.clone();
        async move {
            let entered = enter_tenant(slug.clone()).await.inspect_err(|error| answer.refuse(error, &sign_in()));
            entered.inspect(|view| {
                if let Some(address) = address_now(&slug, view) {
                    answer.lead_to(&address);
                }
            })
        }
    };
    let tenant = Resource::new_blocking(move || slug.get(), enter);
    let draw = move || {
        Suspend::new(async move {
            match tenant.await {
                Ok(view) if address_now(&slug.get_untracked(), &view).is_some() => {
                    let path = address_now(&slug.get_untracked(), &view).unwrap_or_default();
                    view! { <Redirect path /> }.into_any()
                }
                // Drawn once only, however often the server walks through what is ready: its lists would be read again.
                Ok(view) => Unsuspend::new(move || view! { <Inside view /> }).into_any(),
                Err(AppError::Unauthenticated) => view! { <Redirect path=sign_in() /> }.into_any(),
                Err(AppError::Suspended { organization, message }) => {
                    view! { <SuspendedPage organization message /> }.into_any()
                }
                Err(AppError::NotFound) => view! { <NotFoundPage /> }.into_any(),
                Err(error) => view! {
                    <AccountCard title=t.tenant_failed()>
                        <Failure error on_retry=move || tenant.refetch() />
                    </AccountCard>
                }
                .into_any(),
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

/// Where a page of the organization stands, if it is not where the browser looked for it: an address that the organization
/// had before leads on to the one it has. The rest of the path stays.
fn use_address_now() -> impl Fn(&str, &TenantView) -> Option<String> + Copy + Send + Sync + 'static {
    let Location { pathname, search, .. } = use_location();
    move |slug: &str, view: &TenantView| {
        // Upper case is the same address.
        if view.slug.as_str() == slug.to_ascii_lowercase() {
            return None;
        }
        let (path, search) = (pathname.get_untracked(), search.get_untracked());
        let rest = path.strip_prefix(&format!("/t/{slug}")).unwrap_or_default();
        let question = if search.is_empty() || search.starts_with('?') { "" } else { "?" };
        Some(format!("/t/{}{rest}{question}{search}", view.slug))
    }
}

/// Reads the shell again when the organization has another name or look.
fn follow_settings(read_again: Callback<()>) {
    let changed = live::on(&[EventKind::TenantUpdated]);
    Effect::new(move |before: Option<u64>| {
        let now = changed.get();
        if before.is_some_and(|before| before != now) {
            read_again.run(());
        }
        now
    });
}

/// The organization's own colour, or else one that belongs to its address.
fn stripe_class(tenant: &TenantView) -> String {
    match tenant.colour {
        Some(colour) => palette_class_at("shell--stripe", palette_place(colour)),
        None => palette_class("shell--stripe", tenant.slug.as_str()),
    }
}

/// Told apart by the stripe's pattern, too, and not by its colour alone.
fn environment_class(tenant: &TenantView) -> &'static str {
    match tenant.environment {
        Environment::Production => "",
        Environment::Staging => "shell--staging",
        Environment::Development => "shell--development",
    }
}

/// The shell of an organization that was entered. When what one may do here changes, only the signal does: nothing is
/// drawn anew, so that nothing that is being typed is lost.
#[component]
fn Inside(view: TenantView) -> impl IntoView {
    let t = use_text();
    let (first, slug) = (view.clone(), view.slug.to_string());
    let entered_again = Action::new(move |(): &()| enter_tenant(slug.clone()));
    let current = Memo::new(move |before: Option<&TenantView>| match entered_again.value().get() {
        Some(Ok(now)) => now,
        _ => before.cloned().unwrap_or_else(|| first.clone()),
    });
    let here: Signal<TenantView> = current.into();
    let leaving = RwSignal::new(false);
    provide_context(here);
    leave_messages(view.public_id.clone());
    provide_recent(&view);
    provide_desk();
    use_shortcuts();
    live::provide_live(view.public_id.clone(), view.upto, Callback::new(move |()| drop(entered_again.dispatch(()))));
    follow_settings(Callback::new(move |()| drop(entered_again.dispatch(()))));
    let shell = move || here.with(|tenant| format!("shell {} {}", stripe_class(tenant), environment_class(tenant)));
    view! {
        // A plain text: the title outlives what stands here by a moment, when another organization is entered.
        <Title text=view.title.clone() />
        <div class=shell>
            // Not by the router, which would scroll there and leave the focus where it was.
            <a class="skip-link" href="#main" rel="external">{t.skip_to_content()}</a>
            <Drawer id="side" label=t.navigation()>
                <SideMenu />
                <div class="shell__foot">
                    <AccountMenu name=view.me.name email=view.me.email sign_out=SIGN_OUT>
                        <MenuItem glyph=Glyph::UserMinus danger=true on_click=move || leaving.set(true)>
                            {t.leave_organization()}
                        </MenuItem>
                    </AccountMenu>
                </div>
            </Drawer>
            <LeaveDialog open=leaving />
            <div class="shell__body">
                <TopBar />
                <main class="page" id="main" tabindex="-1">
                    <LiveEnded>
                        <Arrival />
                    </LiveEnded>
                </main>
            </div>
            <Palette />
            <ShortcutList />
        </div>
    }
    .into_any()
}

#[component]
fn TopBar() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    view! {
        <header class="topbar">
            <DrawerButton target="side" label=t.navigation_open() />
            <bdi class="topbar__title">{move || tenant.with(|tenant| tenant.title.clone())}</bdi>
            {move || tenant.with(|tenant| view! { <EnvironmentBadge environment=tenant.environment /> })}
            <div class="topbar__end">
                <OpenPalette />
                <LiveStatus />
            </div>
        </header>
    }
    .into_any()
}

texts! {
    tenant_failed {
        en: "This organization could not be opened",
        de: "Diese Organisation konnte nicht geöffnet werden",
        ar: "تعذّر فتح هذه المؤسسة"
    }
    skip_to_content { en: "Skip to content", de: "Zum Inhalt springen", ar: "انتقل إلى المحتوى" }
    navigation { en: "Navigation", de: "Navigation", ar: "التنقل" }
    navigation_open { en: "Open navigation", de: "Navigation öffnen", ar: "افتح التنقل" }
}
