//! The frame of the back office. It is red all around: nobody takes it for an organization.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use model::AppError;
use model::operators::OperatorView;
use model::permission::PlatformPermission;

use super::api::current_operator;
use crate::account::card::AccountCard;
use crate::kit::{BrandMark, Drawer, DrawerButton, Glyph, Icon};
use crate::load::Failure;
use crate::platform;
use crate::shell::AccountMenu;
use crate::text::{Text, use_text};

/// A screen of the back office.
struct Screen {
    /// Its addresses: the first is the link's.
    paths: &'static [&'static str],
    glyph: Glyph,
    name: fn(Text) -> &'static str,
    /// What one must hold to see it.
    permission: PlatformPermission,
}

/// Every screen, in the menu's order.
const SCREENS: [Screen; 3] = [
    Screen {
        paths: &["/admin/tenants", "/admin"],
        glyph: Glyph::Building,
        name: Text::admin_tenants,
        permission: PlatformPermission::TenantList,
    },
    Screen {
        paths: &["/admin/people"],
        glyph: Glyph::Users,
        name: Text::admin_people,
        permission: PlatformPermission::PersonList,
    },
    Screen {
        paths: &["/admin/mail"],
        glyph: Glyph::Mail,
        name: Text::admin_mails,
        permission: PlatformPermission::MailRead,
    },
];

/// Who is signed in at the back office.
#[derive(Clone, Copy)]
pub struct OperatorSession(Resource<Result<OperatorView, AppError>>);

impl OperatorSession {
    /// The session of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Hands the answer on. One that says that the session has ended makes the frame look again, and lead to the
    /// sign-in.
    pub fn checked<T>(self, answer: Result<T, AppError>) -> Result<T, AppError> {
        if matches!(answer, Err(AppError::Unauthenticated)) {
            self.0.refetch();
        }
        answer
    }
}

/// What the operator may do, as far as screens ask: the server decides.
pub fn use_platform_permission(permission: PlatformPermission) -> bool {
    expect_context::<OperatorView>().permissions.contains(&permission)
}

/// The red mark of a screen whose lists are over several organizations.
#[component]
pub fn AcrossMark() -> impl IntoView {
    let t = use_text();
    view! { <span class="operator-mark">{t.admin_across()}</span> }
}

/// `/admin` and all below it.
#[component]
pub fn AdminShell() -> impl IntoView {
    const SIGN_IN: &str = "/admin/sign-in";
    let t = use_text();
    let answer = platform::Answer::here();
    let enter = move |()| {
        let answer = answer.clone();
        async move { current_operator().await.inspect_err(|error| answer.refuse(error, SIGN_IN)) }
    };
    let operator = Resource::new_blocking(|| (), enter);
    provide_context(OperatorSession(operator));
    let draw = move || {
        Suspend::new(async move {
            match operator.await {
                // Drawn once only, however often the server walks through what is ready: its lists would be read again.
                Ok(view) => Unsuspend::new(move || view! { <Inside view /> }).into_any(),
                Err(AppError::Unauthenticated) => view! { <Redirect path=SIGN_IN /> }.into_any(),
                Err(error) => view! {
                    <AccountCard title=t.admin_failed() office=t.admin_title()>
                        <Failure error on_retry=move || operator.refetch() />
                    </AccountCard>
                }
                .into_any(),
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

#[component]
fn Inside(view: OperatorView) -> impl IntoView {
    let t = use_text();
    let pathname = use_location().pathname;
    let item = move |screen: &'static Screen| {
        let current = move || pathname.with(|path| screen.paths.contains(&path.as_str())).then_some("page");
        view! {
            <a class="nav__item" href=screen.paths[0] aria-current=current>
                <Icon glyph=screen.glyph />
                <span>{(screen.name)(t)}</span>
            </a>
        }
    };
    provide_context(view.clone());
    let allowed = |screen: &&Screen| view.permissions.contains(&screen.permission);
    let screens = SCREENS.iter().filter(allowed).map(item).collect_view();
    view! {
        <Title text=t.admin_title() />
        <div class="shell shell--operator">
            <a class="skip-link" href="#main" rel="external">{t.skip_to_content()}</a>
            <Drawer id="side" label=t.navigation()>
                <div class="brand">
                    <BrandMark />
                    <span class="brand__names">
                        <span class="brand__app">"Borough"</span>
                        <span class="brand__org">{t.admin_title()}</span>
                    </span>
                </div>
                <nav class="nav" aria-label=t.screens()>{screens}</nav>
                <div class="shell__foot">
                    <AccountMenu name=view.name email=view.email sign_out="/admin/sign-out" />
                </div>
            </Drawer>
            <div class="shell__body">
                <header class="topbar">
                    <DrawerButton target="side" label=t.navigation_open() />
                    <span class="topbar__title">"Borough"</span>
                    <div class="topbar__end">
                        <span class="operator-mark">{t.admin_title()}</span>
                    </div>
                </header>
                <main class="page" id="main" tabindex="-1">
                    <Outlet />
                </main>
            </div>
        </div>
    }
}

texts! {
    admin_failed {
        en: "The back office could not be opened",
        de: "Das Backoffice konnte nicht geöffnet werden",
        ar: "تعذّر فتح مكتب الإدارة"
    }
    admin_title { en: "Back office", de: "Backoffice", ar: "مكتب الإدارة" }
    admin_tenants { en: "Organizations", de: "Organisationen", ar: "المؤسسات" }
    admin_people { en: "People", de: "Personen", ar: "الأشخاص" }
    admin_across {
        en: "Over all organizations",
        de: "Über alle Organisationen",
        ar: "عبر كل المؤسسات"
    }
    admin_mails { en: "Mail", de: "E-Mails", ar: "البريد" }
}
