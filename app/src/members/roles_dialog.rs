//! The dialog that gives a member other roles.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::AppError;
use model::members::{ChangeMemberRoles, MemberView};
use model::roles::RoleView;

use super::api::change_member_roles;
use super::role_choice::{RoleField, chosen_roles};
use crate::form::FormErrors;
use crate::kit::{Button, ButtonVariant, Dialog, FormError, SkeletonShape, Toast, use_toasts};
use crate::load::Follow;
use crate::shell::use_tenant;
use crate::text::use_text;

/// Whose roles are being changed.
#[derive(Clone, Copy)]
pub struct RolesEditor {
    member: RwSignal<Option<MemberView>>,
    open: RwSignal<bool>,
}

impl RolesEditor {
    /// Nobody's.
    pub fn new() -> Self {
        Self { member: RwSignal::new(None), open: RwSignal::new(false) }
    }

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
    let tenant = use_tenant();
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let MemberView { id, name, email, roles: held, .. } = member;
    let chosen = RwSignal::new(held.iter().map(|role| role.id.to_string()).collect::<Vec<_>>());
    let change = Action::new(move |input: &ChangeMemberRoles| {
        let answer = change_member_roles(tenant.with_untracked(|tenant| tenant.public_id.clone()), input.clone());
        async move {
            match answer.await {
                Ok(member) => {
                    toasts.push(Toast::success(t.member_roles_changed(&member.name)));
                    // The page may be gone by now.
                    let _ = on_changed.try_run(());
                    open.set(false);
                }
                Err(error) => errors.show(error),
            }
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let input = ChangeMemberRoles { member: id, roles: chosen_roles(&chosen.get_untracked()) };
        if errors.passes(input.clone().parse()) {
            change.dispatch(input);
        }
    };
    view! {
        <form class="form" novalidate=true on:submit=send>
            <FormError message=errors.form() />
            <p>
                <bdi class="person__name">{name}</bdi>
                " "
                <bdi class="person__mail">{email}</bdi>
            </p>
            <RoleField roles chosen errors />
            <div class="dialog__actions">
                <Button on:click=move |_| open.set(false)>{t.cancel()}</Button>
                <Button variant=ButtonVariant::Primary kind="submit" busy=change.pending()>{t.save()}</Button>
            </div>
        </form>
    }
}
