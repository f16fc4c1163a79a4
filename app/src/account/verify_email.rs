//! `/verify-email/{token}`: the mailed link. Opening it changes nothing (mail scanners do that); the button does.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::ids::LinkToken;
use model::{AppError, Code};

use super::card::AccountCard;
use crate::form::{FormState, PostFormWith, use_form_state};
use crate::kit::{Button, ButtonVariant, Glyph, LinkButton};
use crate::not_found::NotFoundPage;
use crate::text::use_text;

/// Confirms an address. What is no token of ours is no page: it would become a part of the form's address.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let params = use_params_map();
    let form = use_form_state();
    let draw = move || {
        let token = params.with(|params| LinkToken::parse(&params.get("token").unwrap_or_default()));
        Suspend::new(async move {
            let state = form.await;
            match token {
                Some(token) => view! { <VerifyEmail state token /> }.into_any(),
                None => view! { <NotFoundPage /> }.into_any(),
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

#[component]
fn VerifyEmail(state: FormState, token: LinkToken) -> impl IntoView {
    let t = use_text();
    let spent = state.error == Some(AppError::Conflict { reason: Code::LinkExpired });
    let foot = move |busy| {
        if spent {
            view! { <LinkButton href="/organizations?choose" wide=true>{t.verify_email_again()}</LinkButton> }
                .into_any()
        } else {
            view! {
                <Button variant=ButtonVariant::Primary kind="submit" wide=true icon=Glyph::Check busy>
                    {t.verify_email_action()}
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <AccountCard title=t.verify_email_title() text=t.verify_email_text()>
            <PostFormWith action=format!("/verify-email/{}", token.as_str()) state foot />
        </AccountCard>
    }
}

texts! {
    verify_email_title {
        en: "Confirm your e-mail address",
        de: "E-Mail-Adresse bestätigen",
        ar: "أكِّد عنوان بريدك الإلكتروني"
    }
    verify_email_text {
        en: "One click shows that the mail reached you. After that, invitations to your address appear among your \
             organizations.",
        de: "Ein Klick zeigt, dass die E-Mail Sie erreicht hat. Danach erscheinen Einladungen an Ihre Adresse bei \
             Ihren Organisationen.",
        ar: "نقرة واحدة تُثبت أن الرسالة وصلتك. بعدها تظهر الدعوات الموجّهة إلى عنوانك ضمن مؤسساتك."
    }
    verify_email_action { en: "This is my address", de: "Das ist meine Adresse", ar: "هذا عنواني" }
    verify_email_again {
        en: "Get a new link from my organizations",
        de: "Neuen Link bei meinen Organisationen anfordern",
        ar: "اطلب رابطًا جديدًا من صفحة مؤسساتي"
    }
}
