//! Who is signed in, the way out, language and theme: at the foot of every side menu.

use leptos::prelude::*;

use crate::account::{SIGN_OUT, SignOutForm};
use crate::kit::{Avatar, Glyph, Menu, MenuHeading, MenuItem, MenuLink};
use crate::preferences::PreferencesForm;
use crate::text::use_text;

/// The foot of a side menu.
#[component]
pub fn AccountMenu(
    /// Who is signed in.
    name: String,
    /// The account's address.
    email: String,
    /// Where signing out is sent.
    sign_out: &'static str,
    /// What else can be done where one is.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let t = use_text();
    let (shown, mail) = (name.clone(), email.clone());
    let trigger = move || {
        view! {
            <Avatar name=name />
            <span class="account-button__text">
                <bdi class="account-button__name">{shown}</bdi>
                <span class="account-button__mail" dir="ltr">{mail}</span>
            </span>
        }
    };
    view! {
        <Menu id="account" label=t.account() trigger_class="account-button" trigger=trigger>
            <MenuHeading>{email}</MenuHeading>
            // An operator's account has no page.
            {(sign_out == SIGN_OUT).then(|| view! {
                <MenuLink href="/account" glyph=Glyph::Shield>{t.account_title()}</MenuLink>
            })}
            {children.map(|children| children())}
            <SignOutForm action=sign_out>
                <MenuItem kind="submit" glyph=Glyph::LogOut>{t.sign_out()}</MenuItem>
            </SignOutForm>
        </Menu>
        <PreferencesForm />
    }
}

texts! {
    account { en: "Account", de: "Konto", ar: "الحساب" }
}
