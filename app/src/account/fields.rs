//! The fields of a person's account, as forms have them in common. Each keeps what a refused form came back with.

use leptos::prelude::*;
use model::email::EmailAddress;
use model::password::Password;
use model::text::PersonName;

use crate::form::FormState;
use crate::kit::{PasswordField, TextField};
use crate::text::use_text;

/// The field `name`.
#[component]
pub fn NameField(
    /// The form as it was sent before, if it was.
    state: FormState,
) -> impl IntoView {
    view! {
        <TextField
            name="name"
            label=use_text().your_name()
            autocomplete="name"
            required=true
            maxlength=PersonName::MAX
            initial=state.value("name")
            error=state.field_error("name")
        />
    }
}

/// The field `email`.
#[component]
pub fn EmailField(
    /// The form as it was sent before, if it was.
    state: FormState,
) -> impl IntoView {
    view! {
        <TextField
            name="email"
            label=use_text().email()
            kind="email"
            autocomplete="username"
            required=true
            maxlength=EmailAddress::MAX
            initial=state.value("email")
            error=state.field_error("email")
        />
    }
}

/// The field `password`, where one is chosen.
#[component]
pub fn NewPasswordField(
    /// The form as it was sent before, if it was.
    state: FormState,
    /// What it is called, where the account has one already.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let t = use_text();
    view! {
        <PasswordField
            name="password"
            label=label.unwrap_or(t.password())
            hint=t.password_hint(Password::MIN)
            autocomplete="new-password"
            show_label=t.password_show()
            hide_label=t.password_hide()
            required=true
            error=state.field_error("password")
        />
    }
}

texts! {
    your_name { en: "Your name", de: "Ihr Name", ar: "اسمك" }
    email { en: "E-mail address", de: "E-Mail-Adresse", ar: "عنوان البريد الإلكتروني" }
    password { en: "Password", de: "Passwort", ar: "كلمة المرور" }
    password_hint(min: u16) {
        en: "At least {min} characters. A few words that only you would put together are best.",
        de: "Mindestens {min} Zeichen. Am besten sind ein paar Wörter, die nur Sie so zusammenstellen würden.",
        ar: "‏{min} حرفًا على الأقل. الأفضل بضع كلمات لا يجمعها غيرك."
    }
    password_show { en: "Show password", de: "Passwort anzeigen", ar: "إظهار كلمة المرور" }
    password_hide { en: "Hide password", de: "Passwort verbergen", ar: "إخفاء كلمة المرور" }
}
