//! The dialog that invites somebody.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::AppError;
use model::email::EmailAddress;
use model::invitations::InviteMember;
use model::roles::{DefaultRole, RoleView};

use super::api::invite_member;
use super::role_choice::{RoleField, chosen_roles};
use crate::form::FormErrors;
use crate::kit::{Button, ButtonVariant, Dialog, FormError, Glyph, SkeletonShape, TextField, Toast, use_toasts};
use crate::load::Follow;
use crate::platform;
use crate::shell::use_tenant;
use crate::text::use_text;

/// Asks for an address and roles. Each time it opens it is a new form with a new key.
#[component]
pub fn InviteDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The roles that there are.
    roles: Resource<Result<Vec<RoleView>, AppError>>,
    /// There is one more invitation.
    #[prop(into)]
    on_invited: Callback<()>,
) -> impl IntoView {
    let t = use_text();
    view! {
        <Dialog open title=t.invite_title() close_label=t.close()>
            <Follow resource=roles skeleton=SkeletonShape::Form let:roles>
                <InviteForm roles=roles.get_untracked() open on_invited />
            </Follow>
        </Dialog>
    }
}

#[component]
fn InviteForm(roles: Vec<RoleView>, open: RwSignal<bool>, on_invited: Callback<()>) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let key = platform::new_key();
    let email = RwSignal::new(String::new());
    let chosen = RwSignal::new(least(&roles));
    let invite = Action::new(move |input: &InviteMember| {
        let answer = invite_member(tenant.with_untracked(|tenant| tenant.public_id.clone()), input.clone());
        async move {
            match answer.await {
                Ok(invitation) => {
                    toasts.push(Toast::success(t.invited(&invitation.email)));
                    // The page may be gone by now.
                    let _ = on_invited.try_run(());
                    open.set(false);
                }
                Err(error) => errors.show(error),
            }
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let input = InviteMember { email: email.get_untracked(), roles: chosen_roles(&chosen.get_untracked()), key };
        if errors.passes(input.clone().parse()) {
            invite.dispatch(input);
        }
    };
    view! {
        <form class="form" novalidate=true on:submit=send>
            <FormError message=errors.form() />
            <TextField
                name="email"
                label=t.member_email()
                kind="email"
                hint=t.invite_email_hint()
                autocomplete="off"
                autofocus=true
                required=true
                maxlength=EmailAddress::MAX
                value=email
                error=errors.field("email")
            />
            <RoleField roles chosen errors />
            <div class="dialog__actions">
                <Button on:click=move |_| open.set(false)>{t.cancel()}</Button>
                <Button variant=ButtonVariant::Primary kind="submit" icon=Glyph::Send busy=invite.pending()>
                    {t.invite_send()}
                </Button>
            </div>
        </form>
    }
}

/// The role that is ticked at first: the one that allows the least.
fn least(roles: &[RoleView]) -> Vec<String> {
    let viewer = roles.iter().filter(|role| role.assignable && role.name == DefaultRole::Viewer.name());
    viewer.map(|role| role.id.to_string()).collect()
}
