//! One member: who it is, what the person may do, and what can be done about it.

use leptos::prelude::*;
use model::members::MemberView;
use model::permission::Permission;

use super::roles_dialog::RolesEditor;
use crate::kit::{Avatar, Cell, Glyph, Menu, MenuItem, Row, Time, TimeForm};
use crate::live;
use crate::roles::RoleBadges;
use crate::shell::{use_permission, use_tenant};
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
) -> impl IntoView {
    let t = use_text();
    let email = move || member.with(|member| member.email.clone());
    let roles = Signal::derive(move || member.with(|member| member.roles.clone()));
    view! {
        <Row fresh>
            <Cell primary=true>
                <Person member />
            </Cell>
            <Cell label=t.member_email()>
                <bdi class="person__mail">{email}</bdi>
            </Cell>
            <Cell label=t.roles()>
                <RoleBadges roles />
            </Cell>
            <Cell label=t.member_joined()>
                <Time at=member.with_untracked(|member| member.joined_at) form=TimeForm::Date />
            </Cell>
            <Cell actions=true>
                <Actions member editor remove />
            </Cell>
        </Row>
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
    view! {
        <span class="person">
            <Avatar name=first present />
            <span class="person__text">
                <span>
                    <bdi class="person__name">{name}</bdi>
                    {is_me.then(|| view! { <span class="you">{t.member_you()}</span> })}
                </span>
                <Show when=move || present.get()>
                    <span class="visually-hidden">{t.member_present()}</span>
                </Show>
            </span>
        </span>
    }
}

/// What the caller may do about this member; nothing is offered that the server would refuse for want of permission.
#[component]
fn Actions(member: Memo<MemberView>, editor: RolesEditor, remove: Callback<MemberView>) -> impl IntoView {
    let t = use_text();
    let MemberView { id, name, .. } = member.get_untracked();
    let is_me = use_tenant().with_untracked(|tenant| tenant.me.member == id);
    let may_assign = use_permission(Permission::RoleAssign);
    let may_remove = use_permission(Permission::MemberRemove);
    let may_remove = move || may_remove.get() && !is_me;
    let menu = move || {
        view! {
            <Menu
                id=format!("member-{id}")
                label=t.member_actions_for(&name)
                glyph=Glyph::MoreVertical
                align_end=true
            >
                <Show when=move || may_assign.get()>
                    <MenuItem glyph=Glyph::Shield on:click=move |_| editor.open(member.get_untracked())>
                        {t.member_change_roles()}
                    </MenuItem>
                </Show>
                <Show when=may_remove>
                    <MenuItem
                        glyph=Glyph::UserMinus
                        danger=true
                        on:click=move |_| remove.run(member.get_untracked())
                    >
                        {t.member_remove()}
                    </MenuItem>
                </Show>
            </Menu>
        }
    };
    let any = Memo::new(move |_| may_assign.get() || may_remove());
    move || any.get().then(&menu)
}
