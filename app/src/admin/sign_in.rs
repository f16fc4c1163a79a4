//! `/admin/sign-in`: operators have accounts and sessions of their own.

use leptos::prelude::*;

use crate::account::SignInForm;
use crate::account::card::AccountCard;
use crate::form::use_form_state;
use crate::text::use_text;

/// Asks an operator for e-mail address and password.
#[component]
pub fn AdminSignInPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    let draw = move || {
        Suspend::new(async move {
            let state = form.await;
            view! { <SignInForm state next=String::new() action="/admin/sign-in" /> }
        })
    };
    view! {
        <AccountCard title=t.admin_sign_in_title() text=t.admin_sign_in_text() office=t.admin_title()>
            <Suspense>{draw}</Suspense>
            <p class="account__alternative">
                {t.admin_sign_in_no_operator()} " " <a class="link" href="/sign-in">{t.admin_sign_in_person()}</a>
            </p>
        </AccountCard>
    }
}

texts! {
    admin_sign_in_title {
        en: "Sign in to the back office",
        de: "Im Backoffice anmelden",
        ar: "الدخول إلى مكتب الإدارة"
    }
    admin_sign_in_text {
        en: "For operators of this deployment only. Every sign-in is logged.",
        de: "Nur für Betreiber dieser Installation. Jede Anmeldung wird protokolliert.",
        ar: "لمشغّلي هذه المنصة فقط. كل عملية دخول تُسجَّل."
    }
    admin_sign_in_no_operator { en: "Not an operator?", de: "Sie sind kein Betreiber?", ar: "لست مشغّلًا؟" }
    admin_sign_in_person {
        en: "Sign in to your organizations",
        de: "Bei Ihren Organisationen anmelden",
        ar: "ادخل إلى مؤسساتك"
    }
}
