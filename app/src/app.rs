//! The document, and which page stands at which address.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{ParamSegment, SsrMode, StaticSegment};
use model::preferences::Preferences;

use crate::account::{AccountPage, AskResetPage, EmailLinkPage, ResetPage, SignInPage, SignUpPage, VerifyEmailPage};
use crate::admin::{AdminShell, AdminSignInPage, AdminTenantShell, MailsPage, PeoplePage, TenantsPage};
use crate::audit::{AuditEntryPage, AuditPage};
use crate::home::HomePage;
use crate::invitations::InvitationPage;
use crate::kit::{Toasts, provide_toasts};
use crate::landing::LandingPage;
use crate::members::{MemberDetailsPage, MembersPage};
use crate::not_found::NotFoundPage;
use crate::organizations::{NewOrganizationPage, OrganizationsPage};
use crate::platform;
use crate::settings::SettingsPage;
use crate::shell::TenantShell;
use crate::text::use_text;

/// Which page answers a form, where that is not the page at the address that the form was sent to.
#[derive(Clone)]
pub struct DrawnAt(pub String);

/// The name under which a page says so to the browser.
pub(crate) const DRAWN_AT: &str = "drawn-at";

/// The HTML around every page. Language, direction and theme are in its first byte.
pub fn document(options: LeptosOptions) -> impl IntoView {
    let Preferences { language, theme } = use_context().unwrap_or_default();
    let drawn_at = use_context().map(|DrawnAt(path)| view! { <meta name=DRAWN_AT content=path /> });
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir=language.direction() data-theme=theme.name()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                {drawn_at}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/borough.css" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application.
///
/// Every page is sent whole (`Async`): what it shows is there without JavaScript, with its title, and 404, 401 and
/// redirects are decided before the first byte. A page that is sent in parts would not come alive any earlier, because
/// that begins with its last byte.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(platform::preferences());
    provide_toasts();
    platform::mark_hydrated();
    let t = use_text();
    view! {
        <Title formatter=window_title />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=StaticSegment("") view=LandingPage ssr=SsrMode::Async />
                <Route path=StaticSegment("sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=StaticSegment("sign-up") view=SignUpPage ssr=SsrMode::Async />
                <Route path=(StaticSegment("verify-email"), ParamSegment("token")) view=VerifyEmailPage ssr=SsrMode::Async />
                <Route path=StaticSegment("reset-password") view=AskResetPage ssr=SsrMode::Async />
                <Route path=(StaticSegment("reset-password"), ParamSegment("token")) view=ResetPage ssr=SsrMode::Async />
                <Route path=StaticSegment("account") view=AccountPage ssr=SsrMode::Async />
                <Route path=(StaticSegment("account"), StaticSegment("email"), ParamSegment("token")) view=EmailLinkPage ssr=SsrMode::Async />
                <Route path=(StaticSegment("invitations"), ParamSegment("token")) view=InvitationPage ssr=SsrMode::Async />
                <Route path=StaticSegment("organizations") view=OrganizationsPage ssr=SsrMode::Async />
                <Route path=(StaticSegment("organizations"), StaticSegment("new")) view=NewOrganizationPage ssr=SsrMode::Async />
                <ParentRoute path=(StaticSegment("t"), ParamSegment("slug")) view=TenantShell ssr=SsrMode::Async>
                    <Route path=StaticSegment("") view=HomePage ssr=SsrMode::Async />
                    <Route path=StaticSegment("members") view=MembersPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("settings") view=SettingsPage ssr=SsrMode::Async />
                    <Route path=(StaticSegment("members"), ParamSegment("id")) view=MemberDetailsPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("audit") view=AuditPage ssr=SsrMode::Async />
                    <Route path=(StaticSegment("audit"), ParamSegment("number")) view=AuditEntryPage ssr=SsrMode::Async />
                </ParentRoute>
                <Route path=(StaticSegment("admin"), StaticSegment("sign-in")) view=AdminSignInPage ssr=SsrMode::Async />
                <ParentRoute
                    path=(StaticSegment("admin"), StaticSegment("t"), ParamSegment("slug"))
                    view=AdminTenantShell
                    ssr=SsrMode::Async
                >
                    <Route path=StaticSegment("") view=HomePage ssr=SsrMode::Async />
                    <Route path=StaticSegment("members") view=MembersPage ssr=SsrMode::Async />
                </ParentRoute>
                <ParentRoute path=StaticSegment("admin") view=AdminShell ssr=SsrMode::Async>
                    <Route path=StaticSegment("") view=TenantsPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("tenants") view=TenantsPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("people") view=PeoplePage ssr=SsrMode::Async />
                    <Route path=StaticSegment("mail") view=MailsPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
        <Toasts label=t.notifications() dismiss_label=t.dismiss() />
    }
}

fn window_title(title: String) -> String {
    if title.is_empty() { "Borough".to_owned() } else { platform::title_text(format!("{title} · Borough")) }
}

texts! {
    notifications { en: "Notifications", de: "Benachrichtigungen", ar: "إشعارات" }
    dismiss { en: "Dismiss", de: "Schließen", ar: "إغلاق" }
}
