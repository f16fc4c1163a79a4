//! What stands where data would be: nothing yet, failed, forbidden. (Waiting is in `skeleton`.)

use super::button::Button;
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// There is nothing yet; says why and offers the next step.
#[component]
pub fn Empty(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// Why, or what to do.
    #[prop(into, optional)]
    text: Option<String>,
    /// What kind of thing is missing.
    #[prop(default = Glyph::Inbox)]
    glyph: Glyph,
    /// The next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class="state__icon">
                <Icon glyph=glyph large=true />
            </span>
            <p class="state__title">{title}</p>
            {text.map(|text| view! { <p class="state__text">{text}</p> })}
            {children.map(|children| view! { <div class="state__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// It is there, but not for this person; says who can help.
#[component]
pub fn Forbidden(
    /// What is not allowed.
    #[prop(into)]
    title: String,
    /// Who can help.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="state state--forbidden">
            <span class="state__icon">
                <Icon glyph=Glyph::Lock large=true />
            </span>
            <p class="state__title">{title}</p>
            <p class="state__text">{text}</p>
        </div>
    }
    .into_any()
}

/// It could not be had; says what happened, the number to ask about, and lets one try again.
#[component]
pub fn Failed(
    /// What failed.
    #[prop(into)]
    title: String,
    /// Why, as far as the person can know.
    #[prop(into)]
    text: String,
    /// The word before the request's id.
    #[prop(into, optional)]
    request_label: String,
    /// The id under which the server logged it.
    #[prop(into, optional_no_strip)]
    request_id: Option<String>,
    /// The button's text.
    #[prop(into, optional)]
    retry_label: String,
    /// Tries again; without it there is no button.
    #[prop(into, optional_no_strip)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="state state--failed" role="alert">
            <span class="state__icon">
                <Icon glyph=Glyph::AlertTriangle large=true />
            </span>
            <p class="state__title">{title}</p>
            <p class="state__text">{text}</p>
            {request_id
                .map(|id| {
                    view! {
                        <p class="state__request">
                            {request_label} " " <code class="code" dir="ltr">
                                {id}
                            </code>
                        </p>
                    }
                })}
            {on_retry
                .map(|on_retry| {
                    view! {
                        <div class="state__actions">
                            <Button icon=Glyph::Refresh on_click=move || on_retry.run(())>
                                {retry_label}
                            </Button>
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
}
