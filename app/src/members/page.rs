//! `/t/{slug}/members`.

use leptos::prelude::*;
use leptos_meta::Title;
use model::live::EventKind;
use model::permission::Permission;

use super::api::{list_invitations, list_roles};
use super::invitations::PendingInvitations;
use super::invite_form::InviteDialog;
use super::listed::Listed;
use super::query::use_member_query;
use super::removal::use_removal;
use super::roles_dialog::{RolesDialog, RolesEditor};
use super::table::MemberTable;
use super::toolbar::Toolbar;
use crate::kit::{PageHeader, SkeletonShape};
use crate::live;
use crate::load::Follow;
use crate::shell::{use_permission, use_tenant};
use crate::text::use_text;

/// After these the list is read again.
const MEMBERS: &[EventKind] =
    &[EventKind::MemberJoined, EventKind::MemberRolesChanged, EventKind::MemberRemoved, EventKind::MemberRestored];
/// After these the pending invitations are; an invitation that was accepted pends no more.
const INVITATIONS: &[EventKind] =
    &[EventKind::InvitationCreated, EventKind::InvitationRevoked, EventKind::MemberJoined];

/// The list of members and, for those who may invite, the pending invitations.
#[component]
pub fn MembersPage() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let here = move || tenant.with_untracked(|tenant| tenant.public_id.clone());
    let title = format!("{} · {}", t.members_title(), tenant.with_untracked(|tenant| tenant.title.clone()));
    let may_invite = use_permission(Permission::MemberInvite);
    let may_assign = use_permission(Permission::RoleAssign);

    let query = use_member_query();
    let changed = live::on(MEMBERS);
    let members = Resource::new(move || (query.get(), changed.get()), move |(query, _)| Listed::read(here(), query));

    let changed = live::on(INVITATIONS);
    let invitations = Resource::new(
        move || (may_invite.get(), changed.get()),
        move |(may_invite, _)| {
            let tenant = here();
            async move { if may_invite { list_invitations(tenant).await } else { Ok(Vec::new()) } }
        },
    );

    let roles = Resource::new(
        move || may_assign.get(),
        move |may_assign| {
            let tenant = here();
            async move { if may_assign { list_roles(tenant).await } else { Ok(Vec::new()) } }
        },
    );

    let inviting = RwSignal::new(false);
    let may_invite = Signal::derive(move || may_invite.get() && may_assign.get());
    let editor = RolesEditor::new();
    let remove = use_removal(Callback::new(move |()| members.refetch()));
    view! {
        <Title text=title />
        <PageHeader title=t.members_title() text=t.members_text() />
        <Toolbar query may_invite inviting />
        <Follow resource=members skeleton=SkeletonShape::Table let:listed>
            <MemberTable listed query may_invite inviting editor remove />
        </Follow>
        <PendingInvitations invitations />
        <InviteDialog open=inviting roles on_invited=move || invitations.refetch() />
        <RolesDialog editor roles on_changed=move || members.refetch() />
    }
}
