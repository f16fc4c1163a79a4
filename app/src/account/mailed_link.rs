//! The page of a mailed link: what it is for, and one button. Opening it changes nothing (mail scanners do that); the button
//! does.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::AppError;
use model::ids::LinkToken;

use super::card::AccountCard;
use crate::form::{PostFormWith, use_form_state};
use crate::kit::{Button, ButtonVariant, Glyph, LinkButton};
use crate::not_found::NotFoundPage;

/// Uses the link up. What is no token of ours is no page: it would become a part of the form's address.
#[component]
pub fn MailedLink(
    /// Its address, up to the secret; the form is sent to the same.
    path: &'static str,
    /// What it is for.
    title: &'static str,
    /// What the button changes.
    text: &'static str,
    /// The button: a verb.
    label: &'static str,
    /// Where to go instead, when it can be used no more.
    way_on: &'static str,
    /// What that is called.
    way_on_label: &'static str,
) -> impl IntoView {
    let params = use_params_map();
    let form = use_form_state();
    let draw = move || {
        let token = params.with(|params| LinkToken::parse(&params.get("token").unwrap_or_default()));
        Suspend::new(async move {
            let state = form.await;
            let Some(token) = token else { return view! { <NotFoundPage /> }.into_any() };
            // Pressing it once more would change nothing.
            let is_spent = matches!(state.error, Some(AppError::Conflict { .. }));
            let foot = move |busy| {
                if is_spent {
                    view! { <LinkButton href=way_on wide=true>{way_on_label}</LinkButton> }.into_any()
                } else {
                    view! {
                        <Button variant=ButtonVariant::Primary kind="submit" wide=true icon=Glyph::Check busy>
                            {label}
                        </Button>
                    }
                    .into_any()
                }
            };
            view! {
                <AccountCard title=title text=text>
                    <PostFormWith action=format!("{path}/{}", token.as_str()) state foot />
                </AccountCard>
            }
            .into_any()
        })
    };
    view! { <Suspense>{draw}</Suspense> }
}
