//! A forgotten password: `/reset-password` asks for a mail, `/reset-password/{token}` is the link in it. Opening the link
//! changes nothing (mail scanners do that); its button does.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::account::ResetOffer;
use model::ids::LinkToken;
use model::{AppError, Code};

use super::api::read_reset_offer;
use super::card::AccountCard;
use super::fields::{EmailField, NewPasswordField};
use crate::failure::Sentences as _;
use crate::form::{FormState, PostForm, use_form_state};
use crate::kit::{ButtonVariant, LinkButton, Notice, TextField, Tone};
use crate::load::Failure;
use crate::not_found::NotFoundPage;
use crate::platform;
use crate::text::use_text;

/// Asks for the mail. What it says is the same for every address.
#[component]
pub fn AskResetPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    let sent = use_query_map().with_untracked(|query| query.get("sent").is_some());
    let draw = move || {
        Suspend::new(async move {
            let state = form.await;
            let sent = sent && state.error.is_none();
            view! {
                {sent.then(|| view! { <Notice tone=Tone::Success>{t.reset_sent()}</Notice> })}
                <PostForm
                    action="/reset-password"
                    state=state.clone()
                    label=if sent { t.reset_ask_again() } else { t.reset_ask() }
                >
                    <EmailField state />
                </PostForm>
            }
        })
    };
    view! {
        <AccountCard title=t.reset_title() text=t.reset_text()>
            <Suspense>{draw}</Suspense>
            <p class="account__alternative">
                <a class="link" href="/sign-in">{t.reset_back()}</a>
            </p>
        </AccountCard>
    }
}

/// Sets the password. What is no token of ours is no page: it would become a part of the form's address.
#[component]
pub fn ResetPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let form = use_form_state();
    let offer = Resource::new_blocking(move || token.get(), read_reset_offer);
    let draw = move || {
        let token = LinkToken::parse(&token.get());
        Suspend::new(async move {
            let state = form.await;
            let offer_now = offer.await;
            let Some(token) = token else { return view! { <NotFoundPage /> }.into_any() };
            match offer_now {
                Ok(offer) => view! { <SetPassword offer state token /> }.into_any(),
                Err(error) => {
                    platform::answer_with(&error);
                    view! { <NoReset error on_retry=move |()| offer.refetch() /> }.into_any()
                }
            }
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}

#[component]
fn SetPassword(offer: ResetOffer, state: FormState, token: LinkToken) -> impl IntoView {
    let t = use_text();
    let action = format!("/reset-password/{}", token.as_str());
    view! {
        <AccountCard title=t.reset_set_title() text=t.reset_set_text()>
            <PostForm action state=state.clone() label=t.reset_set()>
                <TextField
                    name="email"
                    label=t.email()
                    kind="email"
                    autocomplete="username"
                    readonly=true
                    initial=offer.email
                />
                <NewPasswordField state label=t.new_password() />
            </PostForm>
        </AccountCard>
    }
}

/// The link leads nowhere any more, or could not be read.
#[component]
fn NoReset(error: AppError, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let t = use_text();
    if error != (AppError::Conflict { reason: Code::LinkExpired }) {
        return view! { <AccountCard title=t.reset_set_title()><Failure error on_retry /></AccountCard> }.into_any();
    }
    view! {
        <AccountCard title=t.reset_gone() text=t.of_error(&error)>
            <div class="stack">
                <LinkButton href="/reset-password" variant=ButtonVariant::Primary wide=true>{t.reset_ask()}</LinkButton>
            </div>
        </AccountCard>
    }
    .into_any()
}

texts! {
    reset_title { en: "Forgot your password?", de: "Passwort vergessen?", ar: "هل نسيت كلمة المرور؟" }
    reset_text {
        en: "Tell us your address, and we send you a link by which you set a new one.",
        de: "Nennen Sie uns Ihre Adresse, und wir schicken Ihnen einen Link, mit dem Sie ein neues festlegen.",
        ar: "أدخل عنوانك لنرسل إليك رابطًا تعيّن به كلمة مرور جديدة."
    }
    reset_sent {
        en: "If there is an account with this address, a link is on its way to it. It can be used for an hour.",
        de: "Wenn es ein Konto mit dieser Adresse gibt, ist ein Link dorthin unterwegs. Er gilt eine Stunde.",
        ar: "إذا كان هناك حساب بهذا العنوان فالرابط في طريقه إليه. وهو صالح لمدة ساعة."
    }
    reset_ask { en: "Send me a link", de: "Link anfordern", ar: "أرسل لي رابطًا" }
    reset_ask_again { en: "Send it again", de: "Noch einmal anfordern", ar: "أرسله من جديد" }
    reset_back { en: "Back to signing in", de: "Zurück zur Anmeldung", ar: "العودة إلى تسجيل الدخول" }
    reset_set_title { en: "Set a new password", de: "Neues Passwort festlegen", ar: "تعيين كلمة مرور جديدة" }
    reset_set_text {
        en: "You are signed in with it here, and signed out everywhere else.",
        de: "Sie werden damit hier angemeldet und überall sonst abgemeldet.",
        ar: "ستُسجَّل دخولك بها هنا، وتُنهى جلساتك في كل مكان آخر."
    }
    reset_set { en: "Set password", de: "Passwort festlegen", ar: "تعيين كلمة المرور" }
    reset_gone { en: "This link opens nothing any more", de: "Dieser Link gilt nicht mehr", ar: "لم يعد هذا الرابط صالحًا" }
    new_password { en: "New password", de: "Neues Passwort", ar: "كلمة المرور الجديدة" }
}
