//! `/invitations/{token}`: the mailed link of an invitation. Opening it changes nothing; its buttons do.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::invitations::{InvitationOffer, PendingInvitation, Recipient};
use model::{AppError, Code};

use super::api::read_offer;
use super::recipient::{Accept, NewAccount, OtherAccount, SignInFirst};
use crate::account::card::AccountCard;
use crate::failure::Sentences as _;
use crate::form::{FormState, use_form_state};
use crate::kit::{Avatar, ButtonVariant, LinkButton};
use crate::load::Failure;
use crate::platform;
use crate::text::use_text;

/// Shows who invites whom to what, and lets the right person accept.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let form = use_form_state();
    let offer = Resource::new_blocking(move || token.get(), read_offer);
    let draw = move || {
        let here = format!("/invitations/{}", token.get());
        Suspend::new(async move {
            let state = form.await;
            match offer.await {
                Ok(offer) => view! { <Offer offer state here /> }.into_any(),
                Err(error) => {
                    platform::answer_with(&error);
                    view! { <NoOffer error on_retry=move |()| offer.refetch() /> }.into_any()
                }
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

#[component]
fn Offer(offer: InvitationOffer, state: FormState, here: String) -> impl IntoView {
    let t = use_text();
    let InvitationOffer { invitation, email, recipient } = offer;
    let PendingInvitation { organization, invited_by, roles, .. } = invitation;
    let next = match recipient {
        Recipient::NewAccount => view! { <NewAccount email state here /> }.into_any(),
        Recipient::ExistingAccount => view! { <SignInFirst email here /> }.into_any(),
        Recipient::SignedIn => view! { <Accept email state here /> }.into_any(),
        Recipient::OtherAccount(signed_in) => view! { <OtherAccount email signed_in here /> }.into_any(),
    };
    view! {
        <AccountCard title=t.invitation_title()>
            <div class="invite-head">
                <Avatar name=organization.clone() large=true />
                <div>
                    <p class="invite-head__name"><bdi>{organization}</bdi></p>
                    <p class="muted">{t.invited_by_as(&invited_by, &t.role_names(&roles))}</p>
                </div>
            </div>
            {next}
        </AccountCard>
    }
}

/// The link leads nowhere any more, or could not be read.
#[component]
fn NoOffer(error: AppError, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let t = use_text();
    if error != (AppError::Conflict { reason: Code::LinkExpired }) {
        return view! { <AccountCard title=t.invitation_title()><Failure error on_retry /></AccountCard> }.into_any();
    }
    view! {
        <AccountCard title=t.invitation_gone() text=t.of_error(&error)>
            <div class="stack">
                <p>{t.invitation_gone_text()}</p>
                <LinkButton href="/organizations" variant=ButtonVariant::Primary wide=true>
                    {t.not_found_home()}
                </LinkButton>
            </div>
        </AccountCard>
    }
    .into_any()
}
