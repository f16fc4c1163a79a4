//! `/organizations`: where one can go, what one was invited to, and whether the address is confirmed.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::invitations::PendingInvitation;
use model::tenants::{OrganizationView, OrganizationsView};
use model::{AppError, Code};

use super::api::list_organizations;
use super::look::{EnvironmentBadge, OrganizationMark};
use crate::account::SignOutForm;
use crate::account::card::AccountCard;
use crate::failure::Sentences as _;
use crate::form::use_form_state;
use crate::kit::{Avatar, Button, ButtonVariant, Empty, FormError, Glyph, Icon, LinkButton, Notice, Tone};
use crate::load::Failure;
use crate::platform;
use crate::text::use_text;

/// With one organization and nothing else to decide, it leads straight there.
#[component]
pub fn OrganizationsPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    let organizations = Resource::new_blocking(|| (), |()| list_organizations());
    let query = use_query_map();
    let just_signed_in = query.with_untracked(|query| query.get("signed-in").is_some());
    let stay = query.with_untracked(|query| query.get("choose").is_some());
    let just_sent = query.with_untracked(|query| query.get("sent").is_some());
    let just_verified = query.with_untracked(|query| query.get("verified").is_some());
    let draw = move || {
        Suspend::new(async move {
            let state = form.await;
            match organizations.await {
                Ok(view) => match only_one(&view).filter(|_| !stay && !just_verified && state.error.is_none()) {
                    Some(slug) => view! { <Redirect path=format!("/t/{slug}") /> }.into_any(),
                    None => view! { <Choose view just_verified just_sent error=state.form_error() /> }.into_any(),
                },
                Err(error @ AppError::Unauthenticated) if just_signed_in => {
                    platform::answer_with(&error);
                    let sentence = t.of_code(Code::CookieRefused);
                    view! {
                        <FormError message=sentence />
                        <LinkButton href="/sign-in" variant=ButtonVariant::Primary>{t.sign_in_action()}</LinkButton>
                    }
                    .into_any()
                }
                Err(AppError::Unauthenticated) => view! { <Redirect path="/sign-in" /> }.into_any(),
                Err(error) => {
                    platform::answer_with(&error);
                    view! { <Failure error on_retry=move || organizations.refetch() /> }.into_any()
                }
            }
        })
    };
    view! {
        <AccountCard title=t.organizations_title() wide=true>
            <Suspense>{draw}</Suspense>
        </AccountCard>
    }
}

fn only_one(view: &OrganizationsView) -> Option<String> {
    match (view.organizations.as_slice(), view.invitations.as_slice()) {
        ([only], []) if view.archived.is_empty() => Some(only.slug.to_string()),
        _ => None,
    }
}

#[component]
fn Choose(view: OrganizationsView, just_verified: bool, just_sent: bool, error: Option<String>) -> impl IntoView {
    let t = use_text();
    let OrganizationsView { name, email, email_verified, organizations, archived, invitations } = view;
    let verified = (just_verified && email_verified).then(|| t.verified_notice(&email));
    let empty = organizations.is_empty() && invitations.is_empty();
    view! {
        <FormError message=error />
        {verified.map(|sentence| view! { <Notice tone=Tone::Success>{sentence}</Notice> })}
        {(!email_verified).then(|| view! { <VerifyNotice email=email.clone() just_sent /> })}
        {(!invitations.is_empty()).then(|| view! { <Invitations invitations /> })}
        {empty.then(|| view! {
            <Empty glyph=Glyph::Building title=t.organizations_none() text=t.organizations_none_text() />
        })}
        <ul class="choices">
            {organizations.into_iter().map(|organization| view! { <OrganizationChoice organization /> }).collect_view()}
        </ul>
        {(!archived.is_empty()).then(|| view! { <Archived archived /> })}
        <LinkButton href="/organizations/new" icon=Glyph::Plus wide=true>{t.new_organization_title()}</LinkButton>
        <SignOutForm attr:class="account__alternative">
            <p>{t.signed_in_as(&name, &email)}</p>
            <LinkButton href="/account" variant=ButtonVariant::Ghost small=true icon=Glyph::Shield>
                {t.account_title()}
            </LinkButton>
            <Button kind="submit" variant=ButtonVariant::Ghost small=true icon=Glyph::LogOut>{t.sign_out()}</Button>
        </SignOutForm>
    }
}

#[component]
fn OrganizationChoice(organization: OrganizationView) -> impl IntoView {
    let OrganizationView { public_id, slug, title, environment, logo, roles, .. } = organization;
    view! {
        <li>
            <a class="choice" href=format!("/t/{slug}")>
                <OrganizationMark tenant=public_id title=title.clone() logo />
                <span class="choice__text">
                    <span class="choice__name"><bdi>{title}</bdi>" "<EnvironmentBadge environment /></span>
                    <span class="choice__detail">{use_text().role_names(&roles)}</span>
                </span>
                <Icon glyph=Glyph::ChevronRight />
            </a>
        </li>
    }
}

/// What was put away, for those who may take it out again.
#[component]
fn Archived(archived: Vec<OrganizationView>) -> impl IntoView {
    let t = use_text();
    let item = move |organization: OrganizationView| {
        let OrganizationView { public_id, slug, title, .. } = organization;
        let label = t.restore_named(&title);
        view! {
            <li class="choice">
                <Avatar name=title.clone() />
                <span class="choice__text">
                    <span class="choice__name"><bdi>{title}</bdi></span>
                    <span class="choice__detail" dir="ltr">{format!("/t/{slug}")}</span>
                </span>
                <form method="post" action="/organizations/restore">
                    <input type="hidden" name="tenant" value=public_id.to_string() />
                    <Button kind="submit" small=true attr:aria-label=label>{t.restore()}</Button>
                </form>
            </li>
        }
    };
    view! {
        <h2 class="section__title">{t.organizations_archived()}</h2>
        <ul class="choices">{archived.into_iter().map(item).collect_view()}</ul>
    }
}

#[component]
fn Invitations(invitations: Vec<PendingInvitation>) -> impl IntoView {
    let t = use_text();
    let item = move |invitation: PendingInvitation| {
        let PendingInvitation { id, organization, invited_by, roles } = invitation;
        view! {
            <li class="choice">
                <Avatar name=organization.clone() />
                <span class="choice__text">
                    <span class="choice__name"><bdi>{organization}</bdi></span>
                    <span class="choice__detail">{t.invited_by_as(&invited_by, &t.role_names(&roles))}</span>
                </span>
                <form method="post" action=format!("/organizations/invitations/{id}")>
                    <Button kind="submit" variant=ButtonVariant::Primary small=true>{t.accept()}</Button>
                </form>
            </li>
        }
    };
    view! {
        <h2 class="section__title">{t.organizations_invitations()}</h2>
        <ul class="choices">{invitations.into_iter().map(item).collect_view()}</ul>
    }
}

#[component]
fn VerifyNotice(email: String, just_sent: bool) -> impl IntoView {
    let t = use_text();
    view! {
        <Notice tone=Tone::Warning>
            <p>{if just_sent { t.verify_sent(&email) } else { t.verify_notice(&email) }}</p>
            {(!just_sent).then(|| view! {
                <form method="post" action="/verify-email">
                    <Button kind="submit" small=true icon=Glyph::Mail>{t.verify_resend()}</Button>
                </form>
            })}
        </Notice>
    }
}

texts! {
    organizations_title { en: "Your organizations", de: "Ihre Organisationen", ar: "مؤسساتك" }
    organizations_none { en: "No organization yet", de: "Noch keine Organisation", ar: "لا توجد مؤسسة بعد" }
    organizations_none_text {
        en: "Make one, or open the link of an invitation that you got by mail.",
        de: "Erstellen Sie eine, oder öffnen Sie den Link einer Einladung, die Sie per E-Mail bekommen haben.",
        ar: "أنشئ مؤسسة، أو افتح رابط دعوة وصلتك بالبريد."
    }
    organizations_archived { en: "Archived", de: "Archiviert", ar: "المؤرشفة" }
    restore { en: "Restore", de: "Wiederherstellen", ar: "استعادة" }
    restore_named(organization: &str) {
        en: "Restore {organization}",
        de: "{organization} wiederherstellen",
        ar: "استعادة {organization}"
    }
    organizations_invitations { en: "Invitations", de: "Einladungen", ar: "دعوات" }
    signed_in_as(name: &str, email: &str) {
        en: "Signed in as {name} ({email}).",
        de: "Angemeldet als {name} ({email}).",
        ar: "أنت {name} ({email})."
    }
    verify_notice(email: &str) {
        en: "Please confirm that {email} is yours: we sent you a link. Until then no invitations are shown here.",
        de: "Bitte bestätigen Sie, dass {email} Ihnen gehört: Wir haben Ihnen einen Link gesendet. Bis dahin werden \
             hier keine Einladungen angezeigt.",
        ar: "يرجى تأكيد أن {email} لك: أرسلنا إليك رابطًا. وحتى ذلك الحين لا تظهر الدعوات هنا."
    }
    verified_notice(email: &str) { en: "{email} is confirmed.", de: "{email} ist bestätigt.", ar: "تم تأكيد {email}." }
    verify_sent(email: &str) {
        en: "A new link is on its way to {email}. Open it to confirm that the address is yours.",
        de: "Ein neuer Link ist unterwegs an {email}. Öffnen Sie ihn, um zu bestätigen, dass die Adresse Ihnen gehört.",
        ar: "رابط جديد في طريقه إلى {email}. افتحه لتأكيد أن العنوان لك."
    }
    verify_resend { en: "Send the link again", de: "Link erneut senden", ar: "أرسل الرابط من جديد" }
}
