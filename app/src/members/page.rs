//! `/t/{slug}/members`, and the same for an operator who looks.

use leptos::prelude::*;
use model::live::EventKind;
use model::permission::Permission;

use super::filters::Filters;
use super::listed::Listed;
use super::many::use_changing;
use super::many_roles_dialog::ManyRolesDialog;
use super::pager::Pager;
use super::query::{MemberQuery, use_member_query};
use super::removal::use_removal;
use super::roles_dialog::{RolesDialog, use_roles_editor};
use super::selection::{Selection, SelectionBar};
use super::table::MemberTable;
use super::toolbar::Toolbar;
use crate::invitations::api::list_invitations;
use crate::invitations::{InviteDialog, PendingInvitations};
use crate::kit::{Button, ButtonVariant, Empty, Glyph, PageHeader, SkeletonShape};
use crate::live;
use crate::load::{Follow, if_allowed};
use crate::roles::api::list_roles;
use crate::shell::{PageTitle, use_dialog, use_entrance, use_opened_by_address, use_permission, use_tenant_id};
use crate::text::use_text;

/// After these the list is read again.
const MEMBERS: &[EventKind] = &[
    EventKind::MemberJoined,
    EventKind::MemberRolesChanged,
    EventKind::MemberRemoved,
    EventKind::MemberRestored,
    EventKind::MemberProfileChanged,
    EventKind::MemberSuspended,
    EventKind::MemberReinstated,
];
/// After these the pending invitations are: an invitation that was accepted pends no more, nor one whose inviter has lost
/// the right to it, or whose receiver was removed or is in again.
const INVITATIONS: &[EventKind] = &[
    EventKind::InvitationCreated,
    EventKind::InvitationRevoked,
    EventKind::InvitationResent,
    EventKind::MemberSuspended,
    EventKind::MemberReinstated,
    EventKind::MemberJoined,
    EventKind::MemberRolesChanged,
    EventKind::MemberRemoved,
    EventKind::MemberRestored,
];

/// The list of members and, for those who may invite, the pending invitations.
#[component]
pub fn MembersPage() -> impl IntoView {
    let t = use_text();
    let (tenant, entrance) = (use_tenant_id(), use_entrance());
    let may_invite = use_permission(Permission::MemberInvite);
    let may_assign = use_permission(Permission::RoleAssign);

    let query = use_member_query();
    let changed = live::on(MEMBERS);
    let members =
        Resource::new(move || (query.get(), changed.get()), move |(query, _)| Listed::read(entrance(), query));
    let changed = live::on(INVITATIONS);
    let invitations = Resource::new(
        move || (may_invite.get(), changed.get()),
        move |(may_invite, _)| if_allowed(may_invite, list_invitations(tenant(), None)),
    );
    // To assign them, and to find those who hold one.
    let may_see_roles = use_permission(Permission::RoleList);
    let roles = Resource::new(move || may_see_roles.get(), move |may_see| if_allowed(may_see, list_roles(entrance())));

    // An invitation names the roles, so it takes both.
    let may_invite = Signal::derive(move || may_invite.get() && may_assign.get());
    let inviting = use_dialog(may_invite);
    use_opened_by_address("invite", inviting, may_invite);
    let editor = use_roles_editor();
    let remove = use_removal(Callback::new(move |()| members.refetch()));
    let changing = use_changing(Callback::new(move |()| members.refetch()));
    let selection = Selection::new(query);
    let many_roles = use_dialog(may_assign);
    view! {
        <PageTitle page=t.members_title() />
        <PageHeader title=t.members_title() text=t.members_text() />
        <Toolbar query may_invite inviting />
        <Filters query roles />
        <Follow resource=members skeleton=SkeletonShape::Table let:listed>
            <SelectionBar listed query selection changing roles_open=many_roles />
            <MemberTable listed query editor remove changing selection />
            <Pager listed query />
            <AloneHint listed query may_invite inviting />
        </Follow>
        <PendingInvitations invitations />
        <InviteDialog open=inviting roles on_invited=move || invitations.refetch() />
        <ManyRolesDialog open=many_roles selection changing roles />
        <RolesDialog editor roles on_changed=move || members.refetch() />
    }
}

/// The next step of somebody who has no company yet.
#[component]
fn AloneHint(
    listed: Signal<Listed>,
    query: MemberQuery,
    may_invite: Signal<bool>,
    inviting: RwSignal<bool>,
) -> impl IntoView {
    let t = use_text();
    let is_alone = Memo::new(move |_| listed.with(|listed| listed.page.total == 1) && !query.is_search());
    view! {
        <Show when=move || is_alone.get() && may_invite.get()>
            <Empty glyph=Glyph::UserPlus title=t.members_alone() text=t.members_alone_text()>
                <Button variant=ButtonVariant::Primary on_click=move || inviting.set(true)>{t.invite()}</Button>
            </Empty>
        </Show>
    }
}
