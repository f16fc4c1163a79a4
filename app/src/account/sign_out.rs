//! Signing out: a plain form, so that nobody is signed out by a link.

use leptos::prelude::*;

use crate::shell::forget_recent;

/// Ends the session, and what the browser has kept for the person.
#[component]
pub fn SignOutForm(
    /// Where it is sent: the back office has an address of its own.
    #[prop(default = "/sign-out")]
    action: &'static str,
    /// Where to go on to, instead of signing in.
    #[prop(into, optional)]
    next: Option<String>,
    /// The button.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=action on:submit=|_| forget_recent()>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            {children()}
        </form>
    }
}

texts! {
    sign_out { en: "Sign out", ar: "تسجيل الخروج" }
}
