//! One member: who it is, what the person may do, and what can be done about it.

use leptos::prelude::*;
use model::entrance::Door;
use model::members::{ChangeMembers, ChosenMembers, MemberChange, MemberStatus, MemberView};
use model::permission::Permission;

use super::many::Changing;
use super::roles_dialog::RolesEditor;
use super::selection::{Selection, use_can_select};
use crate::kit::{Avatar, Badge, Cell, Glyph, Menu, MenuItem, Row, Time, TimeForm, Tone};
use crate::live;
use crate::roles::RoleBadges;
use crate::shell::{use_door, use_permission, use_tenant, use_tenant_path};
use crate::text::use_text;

/// A row of the table.
#[component]
pub fn MemberRow(
    /// The member as of now, always the same one.
    member: Memo<MemberView>,
    /// It has just changed.
    fresh: Signal<bool>,
    /// Opens the dialog that changes roles.
    editor: RolesEditor,
    /// Removes the member.
    remove: Callback<MemberView>,
    /// Suspends the member, or ends that.
    changing: Changing,
    /// Who was ticked.
    selection: Selection,
) -> impl IntoView {
    let t = use_text();
    let id = member.with_untracked(|member| member.id);
    let can_select = use_can_select();
    let select = move || member.with(|member| t.member_select(&member.name));
    let verified = move || member.with(|member| member.verified);
    let email = move || member.with(|member| member.email.clone());
    let roles = Signal::derive(move || member.with(|member| member.roles.clone()));
    view! {
        <Row fresh>
            <Show when=move || can_select.get()>
                <td class="table__cell table__cell--check" role="cell">
                    <input
                        class="check__box"
                        type="checkbox"
                        aria-label=select
                        prop:checked=move || selection.has(id)
                        on:change=move |event| selection.set(id, event_target_checked(&event))
                    />
                </td>
            </Show>
            <Cell primary=true>
                <Person member />
            </Cell>
            <Cell label=t.member_email()>
                <bdi class="person__mail">{email}</bdi>
                <Show when=move || !verified()>
                    " " <Badge>{t.member_unverified()}</Badge>
                </Show>
            </Cell>
            <Cell label=t.roles()>
                <RoleBadges roles />
            </Cell>
            <Cell label=t.member_joined()>
                <Time at=member.with_untracked(|member| member.joined_at) form=TimeForm::Date />
            </Cell>
            <Cell label=t.member_seen()>
                <LastSeen member />
            </Cell>
            <Cell actions=true>
                <Actions member editor remove changing />
            </Cell>
        </Row>
    }
}

/// When the member was last active here.
#[component]
pub fn LastSeen(
    /// Who.
    member: Memo<MemberView>,
) -> impl IntoView {
    let t = use_text();
    let seen_at = Memo::new(move |_| member.with(|member| member.seen_at));
    move || match seen_at.get() {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { <span class="muted">{t.member_never_seen()}</span> }.into_any(),
    }
}

/// The name, and whether it is the reader and who is there now.
#[component]
fn Person(member: Memo<MemberView>) -> impl IntoView {
    let t = use_text();
    let MemberView { id, name: first, .. } = member.get_untracked();
    let is_me = use_tenant().with_untracked(|tenant| tenant.me.member == id);
    let here = live::present();
    let present = Signal::derive(move || here.with(|here| here.contains(&id)));
    let name = move || member.with(|member| member.name.clone());
    let suspended = Memo::new(move |_| member.with(|member| member.status == MemberStatus::Suspended));
    let shown = move || view! { <bdi class="person__name">{name}</bdi> };
    let path = use_tenant_path();
    let shown = match use_door() {
        Door::Member => {
            view! { <a class="person__link" href=move || format!("{}/members/{id}", path())>{shown()}</a> }.into_any()
        }
        // A member's own page is for members alone.
        Door::Operator => shown().into_any(),
    };
    view! {
        <span class="person">
            <Avatar name=first present />
            <span class="person__text">
                <span>
                    {shown}
                    {is_me.then(|| view! { <span class="you">{t.member_you()}</span> })}
                </span>
                <Show when=move || suspended.get()>
                    <span><Badge tone=Tone::Warning>{t.member_status_suspended()}</Badge></span>
                </Show>
                <Show when=move || present.get()>
                    <span class="visually-hidden">{t.member_present()}</span>
                </Show>
            </span>
        </span>
    }
}

/// What the caller may do about this member; nothing is offered that the server would refuse for want of permission.
#[component]
pub fn Actions(
    /// Whom.
    member: Memo<MemberView>,
    /// Opens the dialog that changes roles.
    editor: RolesEditor,
    /// Removes the member.
    remove: Callback<MemberView>,
    /// Suspends the member, or ends that.
    changing: Changing,
) -> impl IntoView {
    let t = use_text();
    let id = member.with_untracked(|member| member.id);
    let name = Memo::new(move |_| member.with(|member| member.name.clone()));
    let is_me = use_tenant().with_untracked(|tenant| tenant.me.member == id);
    let may_assign = use_permission(Permission::RoleAssign);
    let may_remove = use_permission(Permission::MemberRemove);
    let may_remove = move || may_remove.get() && !is_me;
    let may_suspend = use_permission(Permission::MemberSuspend);
    let may_suspend = move || may_suspend.get() && !is_me;
    let suspended = Memo::new(move |_| member.with(|member| member.status == MemberStatus::Suspended));
    let change = move |change: MemberChange| {
        let MemberView { id, name, .. } = member.get_untracked();
        let said = match change {
            MemberChange::Suspend => t.member_suspended(&name),
            _ => t.member_reinstated(&name),
        };
        changing.run(ChangeMembers { who: ChosenMembers::These(vec![id]), change }, Some(said));
    };
    let menu = move || {
        view! {
            <Menu
                id=format!("member-{id}")
                label=t.member_actions_for(&name.get())
                glyph=Glyph::MoreVertical
                align_end=true
            >
                <Show when=move || may_assign.get()>
                    <MenuItem glyph=Glyph::Shield on_click=move || editor.open(member.get_untracked())>
                        {t.member_change_roles()}
                    </MenuItem>
                </Show>
                <Show when=move || may_suspend() && !suspended.get()>
                    <MenuItem glyph=Glyph::Lock on_click=move || change(MemberChange::Suspend)>
                        {t.member_suspend()}
                    </MenuItem>
                </Show>
                <Show when=move || may_suspend() && suspended.get()>
                    <MenuItem glyph=Glyph::Check on_click=move || change(MemberChange::Reinstate)>
                        {t.member_reinstate()}
                    </MenuItem>
                </Show>
                <Show when=may_remove>
                    <MenuItem
                        glyph=Glyph::UserMinus
                        danger=true
                        on_click=move || remove.run(member.get_untracked())
                    >
                        {t.member_remove()}
                    </MenuItem>
                </Show>
            </Menu>
        }
    };
    let any = Memo::new(move |_| may_assign.get() || may_suspend() || may_remove());
    move || any.get().then(&menu)
}
