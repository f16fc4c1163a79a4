//! The dialog that gives a member other roles.

use leptos::prelude::*;
use model::AppError;
use model::ids::RoleId;
use model::members::{ChangeMemberRoles, MemberView};
use model::permission::Permission;
use model::roles::RoleView;

use super::api::change_member_roles;
use crate::form::{DialogForm, use_submission};
use crate::kit::{Dialog, Glyph, SkeletonShape, Toast, use_toasts};
use crate::load::Follow;
use crate::roles::{RoleField, chosen_roles};
use crate::shell::{use_dialog, use_permission, use_tenant_id};
use crate::text::use_text;

/// Whose roles are being changed.
#[derive(Clone, Copy)]
pub struct RolesEditor {
    member: RwSignal<Option<MemberView>>,
    open: RwSignal<bool>,
}

/// Opens the dialog for one member after the other.
pub fn use_roles_editor() -> RolesEditor {
    RolesEditor { member: RwSignal::new(None), open: use_dialog(use_permission(Permission::RoleAssign)) }
}

impl RolesEditor {
    /// Opens the dialog for this member.
    pub fn open(self, member: MemberView) {
        self.member.set(Some(member));
        self.open.set(true);
    }
}

/// Stands beside the table, not in its rows, so that a row that changes or goes does not take the dialog with it.
#[component]
pub fn RolesDialog(
    /// Whose roles.
    editor: RolesEditor,
    /// The roles that there are.
    roles: Resource<Result<Vec<RoleView>, AppError>>,
    /// The member has other roles now.
    #[prop(into)]
    on_changed: Callback<()>,
) -> impl IntoView {
    let t = use_text();
    view! {
        <Dialog open=editor.open title=t.member_change_roles() close_label=t.close()>
            <Follow resource=roles skeleton=SkeletonShape::Form let:roles>
                {editor.member.get_untracked().map(|member| view! {
                    <RolesForm member roles=roles.get_untracked() open=editor.open on_changed />
                })}
            </Follow>
        </Dialog>
    }
}

#[component]
fn RolesForm(
    member: MemberView,
    roles: Vec<RoleView>,
    open: RwSignal<bool>,
    on_changed: Callback<()>,
) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let toasts = use_toasts();
    let MemberView { id, name, email, roles: held, .. } = member;
    let before: Vec<_> = held.iter().map(|role| role.id).collect();
    let chosen = RwSignal::new(before.iter().map(RoleId::to_string).collect::<Vec<_>>());
    let input = move || {
        let (roles, before) = (chosen_roles(&chosen.get_untracked()), Some(before.clone()));
        ChangeMemberRoles { member: id, roles, before }.parse()
    };
    let send = move |input| {
        let answer = change_member_roles(tenant(), input);
        async move {
            let member = answer.await?;
            toasts.push(Toast::success(t.member_roles_changed(&member.name)));
            // The page may be gone by now.
            let _ = on_changed.try_run(());
            Ok(())
        }
    };
    let submission = use_submission(open, input, send);
    view! {
        <DialogForm submission label=t.save() icon=Glyph::Check>
            <p>
                <bdi class="person__name">{name}</bdi>
                " "
                <bdi class="person__mail">{email}</bdi>
            </p>
            <RoleField roles chosen errors=submission.errors />
        </DialogForm>
    }
}
