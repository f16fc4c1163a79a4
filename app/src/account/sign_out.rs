//! Signing out: a plain form, so that nobody is signed out by a link.

use leptos::prelude::*;

use crate::shell::forget_recent;

/// Where a person's session is ended. The back office has an address of its own.
pub const SIGN_OUT: &str = "/sign-out";

/// Ends the session, and what the browser has kept for a person.
#[component]
pub fn SignOutForm(
    /// Where it is sent.
    #[prop(default = SIGN_OUT)]
    action: &'static str,
    /// Where to go on to, instead of signing in.
    #[prop(into, optional)]
    next: Option<String>,
    /// The button.
    children: Children,
) -> impl IntoView {
    let forget = move |_| {
        if action == SIGN_OUT {
            forget_recent();
        }
    };
    view! {
        <form method="post" action=action on:submit=forget>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            {children()}
        </form>
    }
}

texts! {
    sign_out { en: "Sign out", de: "Abmelden", ar: "تسجيل الخروج" }
}
