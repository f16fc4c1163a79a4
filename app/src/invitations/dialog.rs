//! The dialog that invites somebody.

use leptos::prelude::*;
use model::email::EmailAddress;
use model::invitations::InviteMember;
use model::roles::{DefaultRole, RoleView};
use model::{AppError, Code};

use super::api::invite_member;
use crate::form::{DialogForm, use_submission};
use crate::kit::{Dialog, Glyph, SkeletonShape, TextField, Toast, use_toasts};
use crate::load::Follow;
use crate::platform;
use crate::roles::{RoleField, chosen_roles};
use crate::shell::use_tenant_id;
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
    let tenant = use_tenant_id();
    let toasts = use_toasts();
    let key = platform::new_key();
    let email = RwSignal::new(String::new());
    let chosen = RwSignal::new(least(&roles));
    let input = move || {
        let input = InviteMember { email: email.get_untracked(), roles: chosen_roles(&chosen.get_untracked()), key };
        input.clone().parse().map(|_| input)
    };
    let send = move |input| {
        let answer = invite_member(tenant(), input);
        async move {
            let invitation = answer.await?;
            toasts.push(Toast::success(t.invited(&invitation.email)));
            // The page may be gone by now.
            let _ = on_invited.try_run(());
            Ok(())
        }
    };
    let submission = use_submission(open, input, send);
    let errors = submission.errors;
    view! {
        <DialogForm submission label=t.invite_send() icon=Glyph::Send>
            <Show when=move || errors.is_refused_for(Code::EmailUnverified)>
                // Another page: what is typed here stays until the address is confirmed there.
                <a class="link" href="/organizations?choose" target="_blank">{t.invite_confirm_first()}</a>
            </Show>
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
        </DialogForm>
    }
}

/// The role that is ticked at first: the one that allows the least.
fn least(roles: &[RoleView]) -> Vec<String> {
    let viewer = roles.iter().filter(|role| role.assignable && role.name == DefaultRole::Viewer.name());
    viewer.map(|role| role.id.to_string()).collect()
}
