//! A password, hidden until asked for.

use super::alive::use_alive;
use super::field::{FieldFrame, FieldIds, invalid};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A password field. The button that shows what was typed comes with JavaScript; without it there is none.
#[component]
pub fn PasswordField(
    /// The name that the form sends.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The button's name while the password is hidden.
    #[prop(into)]
    show_label: String,
    /// The button's name while the password is shown.
    #[prop(into)]
    hide_label: String,
    /// `current-password` or `new-password`: password managers go by it.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Why what stands in it is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What to write.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let shown = RwSignal::new(false);
    let described_by = ids.described_by(hint.is_some(), error);
    let id = ids.input.clone();
    view! {
        <FieldFrame ids label hint error>
            <div class="field__box">
                <input
                    class="input"
                    id=id.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    dir="ltr"
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    aria-invalid=invalid(error)
                    aria-describedby=described_by
                />
                <Reveal shown input=id show_label hide_label />
            </div>
        </FieldFrame>
    }
    .into_any()
}

/// The button that shows and hides what was typed, there as soon as the page is alive.
#[component]
fn Reveal(shown: RwSignal<bool>, input: String, show_label: String, hide_label: String) -> impl IntoView {
    let alive = use_alive();
    let name = move || if shown.get() { hide_label.clone() } else { show_label.clone() };
    view! {
        <button
            type="button"
            class="field__button"
            hidden=move || !alive.get()
            aria-label=name
            aria-pressed=move || shown.get().to_string()
            aria-controls=input
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {move || {
                let glyph = if shown.get() { Glyph::EyeOff } else { Glyph::Eye };
                view! { <Icon glyph=glyph /> }
            }}
        </button>
    }
}
