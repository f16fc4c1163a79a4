//! `/t/{slug}/members/{id}`: one member.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::AppError;
use model::audit::AuditEntryView;
use model::ids::{MemberId, PublicId};
use model::live::EventKind;
use model::members::{MemberDetails, MemberStatus};
use model::permission::Permission;

use super::api::read_member;
use super::many::{Changing, use_changing};
use super::removal::use_removal;
use super::roles_dialog::{RolesDialog, RolesEditor, use_roles_editor};
use super::row::{Actions, LastSeen};
use crate::audit::{Activity, read_activity};
use crate::kit::{Badge, PageHeader, SkeletonShape, Time, TimeForm, Tone};
use crate::live;
use crate::load::{Follow, if_allowed};
use crate::platform;
use crate::roles::RoleBadges;
use crate::roles::api::list_roles;
use crate::shell::{PageTitle, use_entrance, use_permission, use_tenant, use_tenant_id};
use crate::text::use_text;

/// Who it is, what the person may do, when the person was here, and, for those who read the log, what happened. Of another
/// organization there is nobody.
#[component]
pub fn MemberDetailsPage() -> impl IntoView {
    let t = use_text();
    let (tenant, entrance) = (use_tenant_id(), use_entrance());
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<MemberId>().ok())));
    let may_read_log = use_permission(Permission::AuditList);
    // Whatever the member does is a part of it.
    let happened = live::on(EventKind::ALL);
    let answer = platform::Answer::here();
    let read = move |(id, may_read_log, _)| {
        let (answer, found) = (answer.clone(), read_whole(tenant(), id, may_read_log));
        async move {
            found.await.inspect_err(|error| {
                if *error == AppError::NotFound {
                    answer.refuse(error, "");
                }
            })
        }
    };
    let whole = Resource::new_blocking(move || (id.get(), may_read_log.get(), happened.get()), read);
    let may_assign = use_permission(Permission::RoleAssign);
    let roles =
        Resource::new(move || may_assign.get(), move |may_assign| if_allowed(may_assign, list_roles(entrance())));
    let editor = use_roles_editor();
    let remove = use_removal(Callback::new(move |()| whole.refetch()));
    let changing = use_changing(Callback::new(move |()| whole.refetch()));
    let here = use_tenant();
    let back = move || here.with(|tenant| format!("/t/{}/members", tenant.slug));
    view! {
        <PageTitle page=t.member_page() />
        <p><a class="link" href=back>{t.members_back()}</a></p>
        <Follow resource=whole skeleton=SkeletonShape::Form let:whole>
            <Details
                details=Signal::derive(move || whole.with(|(details, _)| details.clone()))
                editor
                remove
                changing
            />
            <Activity
                member=Signal::derive(move || whole.with(|(details, _)| details.member.id))
                entries=Signal::derive(move || whole.with(|(_, activity)| activity.clone()))
            />
        </Follow>
        <RolesDialog editor roles on_changed=move || whole.refetch() />
    }
}

/// The member, and, for those who may read the log, what happened of late.
async fn read_whole(
    tenant: PublicId,
    id: Option<MemberId>,
    may_read_log: bool,
) -> Result<(MemberDetails, Vec<AuditEntryView>), AppError> {
    let id = id.ok_or(AppError::NotFound)?;
    // Boxed: on the server each is the whole of a call.
    let details = Box::pin(read_member(tenant.clone(), id)).await?;
    let activity = Box::pin(if_allowed(may_read_log, read_activity(tenant, id))).await?;
    Ok((details, activity))
}

#[component]
fn Details(
    details: Signal<MemberDetails>,
    editor: RolesEditor,
    remove: Callback<model::members::MemberView>,
    changing: Changing,
) -> impl IntoView {
    let t = use_text();
    let member = Memo::new(move |_| details.with(|details| details.member.clone()));
    let roles = Signal::derive(move || member.with(|member| member.roles.clone()));
    let status = Memo::new(move |_| member.with(|member| member.status));
    let badge = move || {
        let status = status.get();
        let tone = if status == MemberStatus::Suspended { Tone::Warning } else { Tone::Neutral };
        view! { <Badge tone>{t.member_status(status)}</Badge> }
    };
    let verified = Memo::new(move |_| member.with(|member| member.verified));
    let joined_at = Memo::new(move |_| member.with(|member| member.joined_at));
    // Somebody else, or by another name: the actions are about that person then.
    let who = Memo::new(move |_| member.with(|member| (member.id, member.name.clone())));
    let header = move || {
        let (_, title) = who.get();
        view! {
            <PageHeader title>
                <Actions member editor remove changing />
            </PageHeader>
        }
    };
    view! {
        {header}
        <dl class="facts">
            <dt>{t.member_email()}</dt>
            <dd>
                <bdi class="person__mail">{move || member.with(|member| member.email.clone())}</bdi>
                <Show when=move || !verified.get()>
                    " " <Badge>{t.member_unverified()}</Badge>
                </Show>
            </dd>
            <dt>{t.member_status_label()}</dt>
            <dd>{badge}</dd>
            <dt>{t.roles()}</dt>
            <dd><RoleBadges roles /></dd>
            <dt>{t.member_joined()}</dt>
            <dd>{move || view! { <Time at=joined_at.get() form=TimeForm::Date /> }}</dd>
            <dt>{t.member_seen()}</dt>
            <dd><LastSeen member /></dd>
            <dt>{t.member_sessions()}</dt>
            <dd>{move || details.with(|details| details.sessions)}</dd>
        </dl>
    }
}
