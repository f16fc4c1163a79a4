//! `/account/email/{token}`: the link that was mailed to a new address. Opening it changes nothing; the button does.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::ids::LinkToken;
use model::{AppError, Code};

use super::card::AccountCard;
use crate::form::{FormState, use_form_state};
use crate::kit::{Button, ButtonVariant, FormError, Glyph, LinkButton};
use crate::not_found::NotFoundPage;
use crate::text::use_text;

/// Gives the account its new address.
#[component]
pub fn EmailLinkPage() -> impl IntoView {
    let params = use_params_map();
    let form = use_form_state();
    let draw = move || {
        let token = params.with(|params| LinkToken::parse(&params.get("token").unwrap_or_default()));
        Suspend::new(async move {
            let state = form.await;
            match token {
                Some(token) => view! { <UseAddress state token /> }.into_any(),
                None => view! { <NotFoundPage /> }.into_any(),
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

#[component]
fn UseAddress(state: FormState, token: LinkToken) -> impl IntoView {
    let t = use_text();
    let busy = RwSignal::new(false);
    let next = if matches!(state.error, Some(AppError::Conflict { reason: Code::LinkExpired | Code::Taken })) {
        view! { <LinkButton href="/account" wide=true>{t.account_title()}</LinkButton> }.into_any()
    } else {
        view! {
            <Button variant=ButtonVariant::Primary kind="submit" wide=true icon=Glyph::Check busy=busy>
                {t.email_link_action()}
            </Button>
        }
        .into_any()
    };
    view! {
        <AccountCard title=t.email_link_title() text=t.email_link_text()>
            <form
                class="form"
                method="post"
                action=format!("/account/email/{}", token.as_str())
                on:submit=move |_| busy.set(true)
            >
                <FormError message=state.form_error() />
                {next}
            </form>
        </AccountCard>
    }
}

texts! {
    email_link_title { en: "Your new e-mail address", de: "Ihre neue E-Mail-Adresse", ar: "عنوان بريدك الجديد" }
    email_link_text {
        en: "From then on you sign in with the address that this mail came to.",
        de: "Danach melden Sie sich mit der Adresse an, an die diese Mail ging.",
        ar: "بعد ذلك تسجّل الدخول بالعنوان الذي وصلت إليه هذه الرسالة."
    }
    email_link_action { en: "Use this address", de: "Diese Adresse verwenden", ar: "استخدم هذا العنوان" }
}
