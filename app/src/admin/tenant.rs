//! `/admin/t/{slug}`: an operator inside an organization. The pages are those of its members, in a red frame, and nothing on
//! them can be changed. They are not live: an operator reloads to see what is new.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_params_map;
use model::entrance::Door;
use model::operators::REASON;
use model::tenants::TenantView;
use model::text::Reason;
use model::{AppError, Code};

use super::api::enter_organization;
use crate::account::card::AccountCard;
use crate::form::FormErrors;
use crate::kit::{
    Button, ButtonVariant, Drawer, DrawerButton, FormError, Glyph, Icon, LinkButton, TextField, use_alive,
};
use crate::load::Failure;
use crate::platform;
use crate::shell::{AccountMenu, SideMenu, tenant_path};
use crate::text::use_text;

/// The frame around every page of an organization that an operator has entered.
#[component]
pub fn AdminTenantShell() -> impl IntoView {
    const SIGN_IN: &str = "/admin/sign-in";
    let t = use_text();
    provide_context(Door::Operator);
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    let answer = platform::Answer::here();
    let enter = move |slug| {
        let answer = answer.clone();
        async move {
            let entered = enter_organization(slug, None).await;
            // To be asked why is no refusal.
            entered.inspect_err(|error| {
                if !asks_why(error) {
                    answer.refuse(error, SIGN_IN);
                }
            })
        }
    };
    let tenant = Resource::new_blocking(move || slug.get(), enter);
    let draw = move || {
        Suspend::new(async move {
            match tenant.await {
                // Drawn once only, however often the server walks through what is ready: its lists would be read again.
                Ok(view) => Unsuspend::new(move || view! { <Inside view /> }).into_any(),
                Err(AppError::Unauthenticated) => view! { <Redirect path=SIGN_IN /> }.into_any(),
                Err(error) if asks_why(&error) => {
                    let slug = slug.get_untracked();
                    view! { <AskWhy slug on_entered=move || tenant.refetch() /> }.into_any()
                }
                Err(AppError::NotFound) => view! {
                    <AccountCard title=t.not_found_title() text=t.operator_not_found() office=t.admin_title()>
                        <LinkButton href="/admin/tenants" variant=ButtonVariant::Primary>{t.operator_back()}</LinkButton>
                    </AccountCard>
                }
                .into_any(),
                Err(error) => view! {
                    <AccountCard title=t.tenant_failed() office=t.admin_title()>
                        <Failure error on_retry=move || tenant.refetch() />
                    </AccountCard>
                }
                .into_any(),
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

/// Whether nothing stands against the entry but that no reason was given.
fn asks_why(error: &AppError) -> bool {
    *error == AppError::invalid(REASON, Code::Required)
}

/// Asks why, before anything of the organization is shown.
#[component]
fn AskWhy(slug: String, #[prop(into)] on_entered: Callback<()>) -> impl IntoView {
    let t = use_text();
    let reason = RwSignal::new(String::new());
    let errors = FormErrors::new();
    let enter = Action::new(move |reason: &String| {
        let entering = enter_organization(slug.clone(), Some(reason.clone()));
        async move {
            match entering.await {
                Ok(_) => on_entered.run(()),
                Err(error) => errors.show(error),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = reason.get_untracked();
        let checked = Reason::parse(&reason).map_err(|code| AppError::invalid(REASON, code));
        if errors.check(checked).is_some() {
            enter.dispatch(reason);
        }
    };
    // A page that is not alive would send the reason as a part of its own address.
    let alive = use_alive();
    let deaf = Signal::derive(move || !alive.get());
    view! {
        <AccountCard title=t.operator_reason_title() text=t.operator_reason_text() office=t.admin_title()>
            <form class="form" novalidate=true on:submit=submit>
                <FormError message=errors.form() />
                <TextField
                    name=REASON
                    label=t.operator_reason()
                    autocomplete="off"
                    required=true
                    maxlength=Reason::MAX
                    value=reason
                    error=errors.field(REASON)
                />
                <Button variant=ButtonVariant::Primary kind="submit" icon=Glyph::Eye busy=enter.pending() disabled=deaf>
                    {t.operator_reason_enter()}
                </Button>
            </form>
            <p class="account__alternative"><a class="link" href="/admin/tenants">{t.operator_back()}</a></p>
        </AccountCard>
    }
}

#[component]
fn Inside(view: TenantView) -> impl IntoView {
    let t = use_text();
    let home = tenant_path(Door::Operator, &view.slug);
    let TenantView { title, me, .. } = view.clone();
    provide_context::<Signal<TenantView>>(Signal::stored(view));
    view! {
        // A plain text: the title outlives what stands here by a moment, when another organization is entered.
        <Title text=title.clone() />
        <div class="shell shell--operator">
            // Not by the router, which would scroll there and leave the focus where it was.
            <a class="skip-link" href="#main" rel="external">{t.skip_to_content()}</a>
            <Drawer id="side" label=t.navigation()>
                <SideMenu />
                <div class="shell__foot">
                    <AccountMenu name=me.name email=me.email sign_out="/admin/sign-out" />
                </div>
            </Drawer>
            <div class="shell__body">
                <header class="topbar">
                    <DrawerButton target="side" label=t.navigation_open() />
                    <bdi class="topbar__title">{title.clone()}</bdi>
                    <div class="topbar__end">
                        <span class="operator-mark">{t.operator_mark()}</span>
                    </div>
                </header>
                <section class="operator-banner" aria-label=t.operator_mark()>
                    <Icon glyph=Glyph::Eye />
                    <p class="operator-banner__text">{t.operator_banner(&title)}</p>
                    // A new document, so that everything is read again.
                    <a class="operator-banner__link" href=home rel="external">{t.operator_reload()}</a>
                    <a class="operator-banner__link" href="/admin/tenants">{t.operator_back()}</a>
                </section>
                <main class="page" id="main" tabindex="-1">
                    <Outlet />
                </main>
            </div>
        </div>
    }
    .into_any()
}

texts! {
    operator_mark { en: "Operator, read-only", de: "Betreiber, nur lesend", ar: "مشغّل، للقراءة فقط" }
    operator_banner(organization: &str) {
        en: "You look at {organization} as an operator; read-only. Its log tells of it.",
        de: "Sie sehen {organization} als Betreiber und können nur lesen. Das Protokoll der Organisation vermerkt es.",
        ar: "أنت تطّلع على {organization} بصفتك مشغّلًا؛ للقراءة فقط. ويُسجَّل ذلك في سجلها."
    }
    operator_reload { en: "Read again", de: "Neu laden", ar: "إعادة التحميل" }
    operator_back { en: "All organizations", de: "Alle Organisationen", ar: "كل المؤسسات" }
    operator_not_found {
        en: "There is no organization at this address, or it is suspended or archived: nobody looks into it until it is \
             restored.",
        de: "Unter dieser Adresse gibt es keine Organisation, oder sie ist gesperrt oder archiviert: Bis sie wieder \
             geöffnet ist, sieht niemand hinein.",
        ar: "لا توجد مؤسسة في هذا العنوان، أو أنها معلّقة أو مؤرشفة: لا يطّلع عليها أحد حتى تُستعاد."
    }
    operator_reason_title {
        en: "Why do you look into this organization?",
        de: "Warum sehen Sie in diese Organisation?",
        ar: "لماذا تريد الاطّلاع على هذه المؤسسة؟"
    }
    operator_reason_text {
        en: "Your reason stands in the log of the platform and in that of the organization.",
        de: "Ihr Grund steht im Protokoll der Plattform und in dem der Organisation.",
        ar: "يُدوَّن سببك في سجل المنصة وفي سجل المؤسسة."
    }
    operator_reason { en: "Reason", de: "Grund", ar: "السبب" }
    operator_reason_enter { en: "Look into it", de: "Hineinsehen", ar: "اطّلع عليها" }
}
