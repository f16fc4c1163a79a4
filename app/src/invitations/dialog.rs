//! The dialog that invites people.

use leptos::prelude::*;
use model::invitations::{InviteMembers, RefusedLine};
use model::roles::{DefaultRole, RoleView};
use model::{AppError, Code};

use super::api::invite_members;
use crate::failure::Sentences as _;
use crate::form::{DialogForm, use_submission};
use crate::kit::{Dialog, Glyph, SkeletonShape, TextArea, Toast, use_toasts};
use crate::load::Follow;
use crate::platform;
use crate::roles::{RoleField, chosen_roles};
use crate::shell::use_tenant_id;
use crate::text::use_text;

/// Asks for addresses and roles. Each time it opens it is a new form with a new key, and so is what is left of one.
#[component]
pub fn InviteDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The roles that there are.
    roles: Resource<Result<Vec<RoleView>, AppError>>,
    /// There are more invitations.
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
    let key = RwSignal::new(platform::new_key());
    let emails = RwSignal::new(String::new());
    let chosen = RwSignal::new(least(&roles));
    let refused = RwSignal::new(Vec::<RefusedLine>::new());
    let input = move || {
        let roles = chosen_roles(&chosen.get_untracked());
        let input = InviteMembers { emails: emails.get_untracked(), roles, key: key.get_untracked() };
        input.clone().parse().map(|_| input)
    };
    let send = move |input| {
        let answer = invite_members(tenant(), input);
        async move {
            let answer = answer.await?;
            match &answer.invited[..] {
                [] => {}
                [one] => toasts.push(Toast::success(t.invited(&one.email))),
                many => toasts.push(Toast::success(t.invited_many(many.len()))),
            }
            // The page may be gone by now.
            let _ = on_invited.try_run(());
            let lines: Vec<_> = answer.refused.iter().map(|refused| refused.line.clone()).collect();
            let first = answer.refused.first().map(|refused| refused.code);
            let _ = refused.try_set(answer.refused);
            match first {
                None => Ok(()),
                Some(code) => {
                    // What was sent is gone from the field; what is wrong stays, to be mended and sent again, as a form of
                    // its own: this one was answered.
                    let _ = emails.try_set(lines.join("\n"));
                    let _ = key.try_set(platform::new_key());
                    Err(AppError::invalid("emails", code))
                }
            }
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
            <TextArea
                name="emails"
                label=t.invite_emails()
                hint=t.invite_emails_hint()
                rows=5
                code=true
                autofocus=true
                value=emails
                error=errors.field("emails")
            />
            <RefusedLines refused />
            <RoleField roles chosen errors />
        </DialogForm>
    }
}

/// What stands in the way of each line.
#[component]
fn RefusedLines(refused: RwSignal<Vec<RefusedLine>>) -> impl IntoView {
    let t = use_text();
    let line = move |RefusedLine { line, code }: RefusedLine| {
        view! { <li><bdi class="invite-lines__who">{line}</bdi> " " {t.of_code(code)}</li> }
    };
    view! {
        <Show when=move || refused.with(|refused| refused.len() > 1)>
            <ul class="invite-lines" role="list" aria-label=t.invite_refused()>
                <For each=move || refused.get() key=|refused| refused.line.clone() children=line />
            </ul>
        </Show>
    }
}

/// The role that is ticked at first: the one that allows the least.
fn least(roles: &[RoleView]) -> Vec<String> {
    let viewer = roles.iter().filter(|role| role.assignable && role.name == DefaultRole::Viewer.name());
    viewer.map(|role| role.id.to_string()).collect()
}
