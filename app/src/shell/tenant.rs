//! Going into an organization: the one answer that every page inside waits for.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_params_map;
use model::AppError;
use model::tenants::TenantView;

use super::account_menu::AccountMenu;
use super::arrival::{Arrival, provide_ways};
use super::directory::provide_directory;
use super::here::{use_sign_in_and_back, use_tenant};
use super::menu::SideMenu;
use super::recent::provide_recent;
use crate::account::SIGN_OUT;
use crate::account::card::AccountCard;
use crate::kit::{Drawer, DrawerButton, palette_class};
use crate::live::{self, LiveEnded, LiveStatus};
use crate::load::Failure;
use crate::not_found::NotFoundPage;
use crate::organizations::api::enter_tenant;
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
    provide_ways(slug);
    let sign_in = use_sign_in_and_back();
    let answer = platform::Answer::here();
    let enter = move |slug| {
        let answer = answer.clone();
        async move { enter_tenant(slug).await.inspect_err(|error| answer.refuse(error, &sign_in())) }
    };
    let tenant = Resource::new_blocking(move || slug.get(), enter);
    let draw = move || {
        Suspend::new(async move {
            match tenant.await {
                // Drawn once only, however often the server walks through what is ready: its lists would be read again.
                Ok(view) => Unsuspend::new(move || view! { <Inside view /> }).into_any(),
                Err(AppError::Unauthenticated) => view! { <Redirect path=sign_in() /> }.into_any(),
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
    provide_context(here);
    provide_recent(&view);
    provide_desk();
    use_shortcuts();
    live::provide_live(view.public_id.clone(), view.upto, Callback::new(move |()| drop(entered_again.dispatch(()))));
    let shell = format!("shell {}", palette_class("shell--stripe", view.slug.as_str()));
    view! {
        // A plain text: the title outlives what stands here by a moment, when another organization is entered.
        <Title text=view.title.clone() />
        <div class=shell>
            // Not by the router, which would scroll there and leave the focus where it was.
            <a class="skip-link" href="#main" rel="external">{t.skip_to_content()}</a>
            <Drawer id="side" label=t.navigation()>
                <SideMenu />
                <div class="shell__foot">
                    <AccountMenu name=view.me.name email=view.me.email sign_out=SIGN_OUT />
                </div>
            </Drawer>
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
            <div class="topbar__end">
                <OpenPalette />
                <LiveStatus />
            </div>
        </header>
    }
    .into_any()
}

texts! {
    tenant_failed { en: "This organization could not be opened", ar: "تعذّر فتح هذه المؤسسة" }
    skip_to_content { en: "Skip to content", ar: "انتقل إلى المحتوى" }
    navigation { en: "Navigation", ar: "التنقل" }
    navigation_open { en: "Open navigation", ar: "افتح التنقل" }
}
