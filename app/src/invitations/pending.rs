//! Invitations that nobody has accepted yet.

use leptos::prelude::*;
use model::AppError;
use model::invitations::{InvitationCursor, InvitationPage, InvitationView};
use model::permission::Permission;

use super::api::{list_invitations, resend_invitation, revoke_invitation};
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
    invitations: Resource<Result<InvitationPage, AppError>>,
) -> impl IntoView {
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
                <FirstPage pending on_revoke=ask />
            </Follow>
        </Show>
        <RevokeDialog revoking asking on_revoked=move || invitations.refetch() />
    }
}

#[component]
fn FirstPage(pending: Signal<InvitationPage>, on_revoke: Callback<InvitationView>) -> impl IntoView {
    let t = use_text();
    let listed = Memo::new(move |_| pending.with(|pending| pending.invitations.clone()));
    view! {
        <Show when=move || listed.with(|listed| !listed.is_empty())>
            <section class="section">
                <h2 class="section__title">{t.invitations_pending()}</h2>
                <ul class="invitations" role="list">
                    <For each=move || listed.get() key=|invitation| invitation.id let:invitation>
                        <PendingInvitation invitation listed on_revoke />
                    </For>
                    <More pending on_revoke />
                </ul>
            </section>
        </Show>
    }
}

/// The pages behind the first, as far as somebody has asked for them. When the first changes, they are forgotten.
#[component]
fn More(pending: Signal<InvitationPage>, on_revoke: Callback<InvitationView>) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let toasts = use_toasts();
    let shown = RwSignal::new(Vec::<InvitationView>::new());
    let next = RwSignal::new(None::<InvitationCursor>);
    Effect::new(move |_| {
        next.set(pending.with(|pending| pending.next.clone()));
        shown.set(Vec::new());
    });
    let read = Action::new(move |after: &InvitationCursor| {
        let answer = list_invitations(tenant(), Some(after.clone()));
        async move {
            match answer.await {
                Ok(page) => {
                    let _ = shown.try_update(|shown| shown.extend(page.invitations));
                    let _ = next.try_set(page.next);
                }
                Err(error) => toasts.push(Toast::danger(t.of_error(&error))),
            }
        }
    });
    let more = move || {
        if let Some(after) = next.get_untracked() {
            read.dispatch(after);
        }
    };
    view! {
        <For each=move || shown.get() key=|invitation| invitation.id let:invitation>
            <PendingInvitation invitation listed=shown on_revoke />
        </For>
        <Show when=move || next.with(Option::is_some)>
            <li class="invitation">
                <Button small=true busy=read.pending() on_click=more>{t.invitations_more()}</Button>
            </li>
        </Show>
    }
}

#[component]
fn PendingInvitation(
    invitation: InvitationView,
    #[prop(into)] listed: Signal<Vec<InvitationView>>,
    on_revoke: Callback<InvitationView>,
) -> impl IntoView {
    let t = use_text();
    let InvitationView { id, email, roles, invited_by, expires_at } = invitation.clone();
    let label = t.invitation_revoke_for(&email);
    let again = t.invitation_resend_for(&email);
    let (tenant, toasts) = (use_tenant_id(), use_toasts());
    // Sent again, here or by somebody else, it ends later.
    let renewed = RwSignal::new(expires_at);
    let expires_at = Memo::new(move |_| {
        let now = listed.with(|listed| listed.iter().find(|one| one.id == id).map(|one| one.expires_at));
        renewed.get().max(now.unwrap_or(expires_at))
    });
    let resend = Action::new(move |(): &()| {
        let answer = resend_invitation(tenant(), id);
        async move {
            toasts.push(match answer.await {
                Ok(invitation) => {
                    let _ = renewed.try_set(invitation.expires_at);
                    Toast::success(t.invitation_resent(&invitation.email))
                }
                Err(error) => Toast::danger(t.of_error(&error)),
            });
        }
    });
    view! {
        <li class="invitation">
            <bdi class="invitation__who">{email}</bdi>
            <RoleBadges roles />
            <span class="invitation__when">
                {t.invited_by(&invited_by)} " · " {t.invitation_expires()} " "
                {move || view! { <Time at=expires_at.get() /> }}
            </span>
            <span class="invitation__actions">
                <Button
                    variant=ButtonVariant::Ghost
                    small=true
                    busy=resend.pending()
                    attr:aria-label=again
                    on_click=move || drop(resend.dispatch(()))
                >
                    {t.invitation_resend()}
                </Button>
                <Button
                    variant=ButtonVariant::Ghost
                    small=true
                    attr:aria-label=label
                    on_click=move || on_revoke.run(invitation.clone())
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
