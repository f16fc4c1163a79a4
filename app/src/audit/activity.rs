//! What one member did and what was done to that member, on the member's page.

use leptos::prelude::*;
use model::AppError;
use model::audit::{AuditEntryView, ListAudit};
use model::ids::{MemberId, PublicId};

use super::api::list_entries;
use super::query::href;
use super::table::Entries;
use crate::shell::use_tenant;
use crate::text::use_text;

/// How many entries are shown; all others are in the log.
const SHOWN: usize = 10;

/// The newest entries about this member.
pub async fn read_activity(tenant: PublicId, member: MemberId) -> Result<Vec<AuditEntryView>, AppError> {
    let page = list_entries(tenant, about(member)).await?;
    Ok(page.entries.into_iter().take(SHOWN).collect())
}

fn about(member: MemberId) -> ListAudit {
    ListAudit { about: Some(member), ..ListAudit::default() }
}

/// The newest entries, and the way to the others; nothing where there are none.
#[component]
pub fn Activity(
    /// Whose.
    member: Signal<MemberId>,
    /// What [`read_activity`] answers.
    entries: Signal<Vec<AuditEntryView>>,
) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let asked = Signal::derive(move || about(member.get()));
    let all = move || tenant.with(|tenant| format!("/t/{}/audit{}", tenant.slug, asked.with(href)));
    view! {
        <Show when=move || entries.with(|entries| !entries.is_empty())>
            <section class="section">
                <h2 class="section__title">{t.audit_activity()}</h2>
                <Entries caption=t.audit_activity() entries asked />
                <p><a class="link" href=all>{t.audit_activity_all()}</a></p>
            </section>
        </Show>
    }
}
