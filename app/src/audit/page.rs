//! `/t/{slug}/audit`.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use model::audit::ListAudit;

use super::filters::Filters;
use super::listed::Listed;
use super::news::News;
use super::query::{href, use_asked};
use super::table::{EntryTable, Pages};
use crate::kit::{PageHeader, SkeletonShape};
use crate::load::Follow;
use crate::shell::{PageTitle, use_tenant_id};
use crate::text::use_text;

/// The log, and what of it is shown. It does not jump: what is new is announced, and read when somebody asks for it.
#[component]
pub fn AuditPage() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let asked = use_asked();
    let entries = Resource::new(move || asked.get(), move |asked| Listed::read(tenant(), asked));
    let (pathname, navigate) = (use_location().pathname, use_navigate());
    let to_newest = Callback::new(move |()| {
        let asked = asked.get_untracked();
        if asked.after.is_none() {
            entries.refetch();
        } else {
            let address = format!("{}{}", pathname.get_untracked(), href(&ListAudit { after: None, ..asked }));
            navigate(&address, NavigateOptions::default());
        }
    });
    view! {
        <PageTitle page=t.audit_title() />
        <PageHeader title=t.audit_title() text=t.audit_text() />
        <Filters asked />
        <Follow resource=entries skeleton=SkeletonShape::Table let:listed>
            <News listed to_newest />
            <EntryTable listed />
            <Pages listed />
        </Follow>
    }
}
