//! What the holder of an invitation's link can do, by who that is.

use leptos::prelude::*;

use crate::account::{NameField, NewPasswordField, SignOutForm};
use crate::form::{FormState, PostForm};
use crate::kit::{Button, ButtonVariant, Glyph, LinkButton, Notice, TextField, Tone};
use crate::text::use_text;

/// Nobody is signed in and the address has no account: accepting makes one.
#[component]
pub fn NewAccount(
    /// The address that was invited.
    email: String,
    /// As it was sent before, if it was.
    state: FormState,
    /// This page's address, to which the form is sent.
    here: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <PostForm action=here state=state.clone() label=t.invitation_create()>
            <TextField
                name="email"
                label=t.email()
                hint=t.invitation_email_hint()
                kind="email"
                autocomplete="username"
                readonly=true
                initial=email
            />
            <NameField state=state.clone() />
            <NewPasswordField state />
        </PostForm>
    }
}

/// Nobody is signed in and the address has an account.
#[component]
pub fn SignInFirst(
    /// The address that was invited.
    email: String,
    /// This page's address, to come back to.
    here: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <div class="stack">
            <p>{t.invitation_existing(&email)}</p>
            <LinkButton href=format!("/sign-in?next={here}") variant=ButtonVariant::Primary wide=true>
                {t.sign_in_action()}
            </LinkButton>
        </div>
    }
}

/// The right account is signed in.
#[component]
pub fn Accept(
    /// The address that was invited.
    email: String,
    /// As it was sent before, if it was.
    state: FormState,
    /// This page's address, to which the form is sent.
    here: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <PostForm action=here state label=t.accept()>
            <p class="muted">{t.invitation_signed_in(&email)}</p>
        </PostForm>
    }
}

/// Another account is signed in: an invitation is bound to its address, so this one cannot accept it.
#[component]
pub fn OtherAccount(
    /// The address that was invited.
    email: String,
    /// The address that is signed in.
    signed_in: String,
    /// This page's address, to come back to.
    here: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <div class="stack">
            <Notice tone=Tone::Warning>{t.invitation_other(&email, &signed_in)}</Notice>
            <SignOutForm next=here>
                <Button variant=ButtonVariant::Primary kind="submit" wide=true icon=Glyph::LogOut>
                    {t.invitation_sign_out()}
                </Button>
            </SignOutForm>
            <LinkButton href="/organizations" variant=ButtonVariant::Ghost wide=true>{t.not_found_home()}</LinkButton>
        </div>
    }
}
