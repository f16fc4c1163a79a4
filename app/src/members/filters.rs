//! Above the list: whom it shows.

use leptos::prelude::*;
use model::AppError;
use model::members::{Inactive, MemberStatus};
use model::roles::RoleView;

use super::query::MemberQuery;
use crate::kit::{Select, SkeletonShape};
use crate::load::Follow;
use crate::shell::{use_permission, use_tenant};
use crate::text::use_text;

/// Role, status, last activity, address; and the list as a file, for those who may take it along.
#[component]
pub fn Filters(
    /// What is listed.
    query: MemberQuery,
    /// The roles that there are.
    roles: Resource<Result<Vec<RoleView>, AppError>>,
) -> impl IntoView {
    let t = use_text();
    let may_export = use_permission(model::permission::Permission::MemberExport);
    let either = |none: &str, named: Vec<(String, String)>| [vec![(String::new(), none.to_owned())], named].concat();
    let statuses = MemberStatus::ALL.map(|status| (status.as_str().to_owned(), t.member_status(status).to_owned()));
    let statuses = either(t.filter_any_status(), statuses.to_vec());
    let spans = Inactive::ALL.map(|span| (span.as_str().to_owned(), t.inactive_for(span)));
    let spans = either(t.filter_any_activity(), spans.to_vec());
    let status = move || query.whole().status.map(|status| status.as_str().to_owned()).unwrap_or_default();
    let inactive = move || query.whole().inactive.map(|span| span.as_str().to_owned()).unwrap_or_default();
    view! {
        <div class="filters" role="group" aria-label=t.filters()>
            <Follow resource=roles skeleton=SkeletonShape::Lines let:roles>
                <RoleFilter query roles />
            </Follow>
            <Select
                name="status"
                label=t.member_status_label()
                choices=Signal::stored(statuses)
                value=Signal::derive(status)
                on_change=move |status| query.set_status(status)
            />
            <Select
                name="inactive"
                label=t.member_seen()
                choices=Signal::stored(spans)
                value=Signal::derive(inactive)
                on_change=move |inactive| query.set_inactive(inactive)
            />
            <label class="check">
                <input
                    class="check__box"
                    type="checkbox"
                    name="unverified"
                    checked=untrack(move || query.whole().unverified)
                    prop:checked=move || query.whole().unverified
                    on:change=move |event| query.set_unverified(event_target_checked(&event))
                />
                <span>{t.filter_unverified()}</span>
            </label>
            <Show when=move || may_export.get()>
                <ExportLink query />
            </Show>
        </div>
    }
}

#[component]
fn RoleFilter(query: MemberQuery, roles: Signal<Vec<RoleView>>) -> impl IntoView {
    let t = use_text();
    let named = move |role: RoleView| (role.id.to_string(), t.role_name(&role.name));
    let choices = Signal::derive(move || {
        let any = (String::new(), t.filter_any_role().to_owned());
        std::iter::once(any).chain(roles.get().into_iter().map(named)).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || query.whole().role.map(|role| role.to_string()).unwrap_or_default());
    // Who may not see the roles has nothing to choose from.
    view! {
        <Show when=move || roles.with(|roles| !roles.is_empty())>
            <Select name="role" label=t.roles() choices value on_change=move |role| query.set_role(role) />
        </Show>
    }
}

/// Not by the router: the answer is a file.
#[component]
fn ExportLink(query: MemberQuery) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let href = move || {
        let slug = tenant.with(|tenant| tenant.slug.to_string());
        format!("/t/{slug}/members.csv{}", query.address())
    };
    view! { <a class="link filters__end" href=href rel="external" download="members.csv">{t.members_export()}</a> }
}
