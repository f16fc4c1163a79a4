//! `/t/{slug}/audit/{number}`: one entry, with all that the log holds of it.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use model::AppError;
use model::account::Device;
use model::audit::{AuditActor, AuditEntryPage as Entry, AuditEntryView};
use time::format_description::well_known::Rfc3339;

use super::api::read_entry;
use super::details::Details;
use crate::kit::{Glyph, LinkButton, PageHeader, Skeleton, SkeletonShape, Time};
use crate::load::Failure;
use crate::platform;
use crate::shell::{PageTitle, use_tenant, use_tenant_id};
use crate::text::{Text, use_text};

/// The entry of the number in the address; there is no page where there is no entry.
#[component]
pub fn AuditEntryPage() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let params = use_params_map();
    let number = Memo::new(move |_| params.with(|params| params.get("number")?.parse::<i64>().ok()).unwrap_or(0));
    let entry = Resource::new(move || number.get(), move |number| read_entry(tenant(), number));
    let draw = move || {
        Suspend::new(async move {
            match entry.await {
                // Drawn once only, however often the server walks through what is ready.
                Ok(entry) => Unsuspend::new(move || view! { <Whole entry /> }).into_any(),
                Err(error) => {
                    if error == AppError::NotFound {
                        platform::answer_with(&error);
                    }
                    view! { <Failure error on_retry=move |()| entry.refetch() /> }.into_any()
                }
            }
        })
    };
    view! {
        <PageTitle page=t.audit_entry() />
        <Transition fallback=move || view! { <Skeleton label=t.loading() shape=SkeletonShape::Lines /> }>{draw}</Transition>
    }
}

#[component]
fn Whole(entry: Entry) -> impl IntoView {
    let t = use_text();
    let (tenant, search) = (use_tenant(), use_location().search);
    let back = move || {
        let query = search.with_untracked(|search| search.trim_start_matches('?').to_owned());
        let query = if query.is_empty() { query } else { format!("?{query}") };
        tenant.with_untracked(|tenant| format!("/t/{}/audit{query}", tenant.slug))
    };
    let Entry { entry, ip, user_agent, request_id, session, hash } = entry;
    let AuditEntryView { number, at, action, actor, subject, details } = entry;
    let exact = at.format(&Rfc3339).unwrap_or_default();
    let session = session.map(|session| session.to_string()).unwrap_or_default();
    let has_details = !details.is_empty();
    view! {
        <PageHeader title=t.audit_action_named(&action) text=t.audit_entry_number(number)>
            <LinkButton href=back() icon=Glyph::ChevronLeft>{t.audit_all()}</LinkButton>
        </PageHeader>
        <dl class="facts">
            <dt>{t.audit_who()}</dt>
            <dd><Who actor /></dd>
            {subject.map(|subject| view! { <dt>{t.audit_subject()}</dt> <dd><bdi>{subject}</bdi></dd> })}
            {has_details.then(|| view! { <dt>{t.audit_changed()}</dt> <dd><Details details /></dd> })}
            <dt>{t.audit_when()}</dt>
            <dd><Time at /></dd>
            <Fact name=t.audit_at() value=exact />
            <Fact name=t.audit_ip() value=ip />
            <dt>{t.audit_program()}</dt>
            <dd>{program(t, &user_agent)}</dd>
            <Fact name=t.audit_request() value=request_id />
            <Fact name=t.audit_session() value=session />
            <Fact name=t.audit_hash() value=hash />
        </dl>
        <p class="muted">{t.audit_hash_hint()}</p>
    }
}

#[component]
fn Who(actor: Option<AuditActor>) -> impl IntoView {
    let t = use_text();
    match actor {
        Some(AuditActor { name, email, .. }) => view! {
            <span class="person__text">
                <bdi class="person__name">{name}</bdi>
                <bdi class="person__mail">{email}</bdi>
            </span>
        }
        .into_any(),
        None => view! { <span class="muted">{t.audit_nobody()}</span> }.into_any(),
    }
}

/// What machines write; left out where the log does not have it.
#[component]
fn Fact(name: &'static str, value: String) -> impl IntoView {
    (!value.is_empty()).then(|| {
        view! {
            <dt>{name}</dt>
            <dd><code class="code audit-code" dir="ltr">{value}</code></dd>
        }
    })
}

/// The program in words, and as it names itself.
fn program(t: Text, user_agent: &str) -> impl IntoView + use<> {
    let Device { browser, system } = Device::of(user_agent);
    let words = browser.zip(system).map(|(browser, system)| t.audit_program_of(&browser, &system));
    let (words, name) = (words.unwrap_or_default(), user_agent.to_owned());
    let name = (!name.is_empty()).then(|| view! { <code class="code audit-code" dir="ltr">{name}</code> });
    view! {
        <span class="person__text">
            <span>{words}</span>
            {name}
        </span>
    }
}
