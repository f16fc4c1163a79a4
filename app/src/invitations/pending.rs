//! Invitations that nobody has accepted yet.

use leptos::prelude::*;
use model::AppError;
use model::invitations::InvitationView;
use model::permission::Permission;

use super::api::revoke_invitation;
use crate::failure::Sentences as _;
use crate::kit::{Button, ButtonVariant, ConfirmDialog, SkeletonShape, Time, Toast, use_toasts};
use crate::load::Follow;
use crate::platform;
use crate::roles::RoleBadges;
use crate::shell::{use_dialog, use_permission, use_tenant_id};
use crate::text::use_text;

/// Shown to those who may invite, and only when there are any.
#[component]
pub fn PendingInvitations(
    /// The newest first.
    invitations: Resource<Result<Vec<InvitationView>, AppError>>,
) -> impl IntoView {
    let t = use_text();
    let may_invite = use_permission(Permission::MemberInvite);
    let revoking = RwSignal::new(None::<InvitationView>);
    let asking = use_dialog(may_invite);
    let ask = Callback::new(move |invitation| {
        revoking.set(Some(invitation));
        asking.set(true);
    });
    view! {
        <Show when=move || may_invite.get()>
            <Follow resource=invitations skeleton=SkeletonShape::Lines let:pending>
                <Show when=move || pending.with(|pending| !pending.is_empty())>
                    <section class="section">
                        <h2 class="section__title">{t.invitations_pending()}</h2>
                        <ul class="invitations" role="list">
                            <For each=move || pending.get() key=|invitation| invitation.id let:invitation>
                                <PendingInvitation invitation on_revoke=ask />
                            </For>
                        </ul>
                    </section>
                </Show>
            </Follow>
        </Show>
        <RevokeDialog revoking asking on_revoked=move || invitations.refetch() />
    }
}

#[component]
fn PendingInvitation(invitation: InvitationView, on_revoke: Callback<InvitationView>) -> impl IntoView {
    let t = use_text();
    let InvitationView { email, roles, invited_by, expires_at, .. } = invitation.clone();
    let label = t.invitation_revoke_for(&email);
    view! {
        <li class="invitation">
            <bdi class="invitation__who">{email}</bdi>
            <RoleBadges roles />
            <span class="invitation__when">
                {t.invited_by(&invited_by)} " · " {t.invitation_expires()} " " <Time at=expires_at />
            </span>
            <span class="invitation__actions">
                <Button
                    variant=ButtonVariant::Ghost
                    small=true
                    attr:aria-label=label
                    on:click=move |_| on_revoke.run(invitation.clone())
                >
                    {t.invitation_revoke()}
                </Button>
            </span>
        </li>
    }
}

/// Asks before it revokes: a mailed link cannot be made valid again.
#[component]
fn RevokeDialog(
    revoking: RwSignal<Option<InvitationView>>,
    asking: RwSignal<bool>,
    #[prop(into)] on_revoked: Callback<()>,
) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let toasts = use_toasts();
    let revoke = Action::new(move |invitation: &InvitationView| {
        let InvitationView { id, email, .. } = invitation.clone();
        let answer = revoke_invitation(tenant(), id);
        async move {
            answer.await?;
            toasts.push(Toast::new(t.invitation_revoked(&email)));
            asking.set(false);
            platform::focus_neighbouring_row();
            // The page may be gone by now.
            let _ = on_revoked.try_run(());
            Ok::<_, AppError>(())
        }
    });
    let text = move || revoking.with(|invitation| invitation.as_ref().map(|one| t.invitation_revoke_text(&one.email)));
    let error = Signal::derive(move || match revoke.value().get() {
        Some(Err(error)) if !revoke.pending().get() => Some(t.of_error(&error)),
        _ => None,
    });
    // What went wrong with one invitation says nothing of the next.
    Effect::new(move |_| {
        if asking.get() {
            revoke.clear();
        }
    });
    let confirm = move || {
        if let Some(invitation) = revoking.get_untracked() {
            revoke.dispatch(invitation);
        }
    };
    view! {
        <ConfirmDialog
            open=asking
            title=t.invitation_revoke_title()
            confirm_label=t.invitation_revoke()
            cancel_label=t.cancel()
            busy=revoke.pending()
            error
            on_confirm=confirm
        >
            <p>{text}</p>
        </ConfirmDialog>
    }
}
