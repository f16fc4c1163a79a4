//! A password, hidden until asked for.

use super::field::{FieldIds, FieldNotes, invalid};
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
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let button_name = move || if shown.get() { hide_label.clone() } else { show_label.clone() };
    view! {
        <div class="field">
            <label class="field__label" for=ids.input.clone()>
                {label}
            </label>
            <div class="field__box">
                <input
                    class="input"
                    id=ids.input.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    dir="ltr"
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    aria-invalid=invalid(error)
                    aria-describedby=ids.described_by(hint.is_some(), error)
                />
                <button
                    type="button"
                    class="field__reveal"
                    hidden=move || !alive.get()
                    aria-label=button_name
                    aria-pressed=move || shown.get().to_string()
                    aria-controls=ids.input.clone()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        let glyph = if shown.get() { Glyph::EyeOff } else { Glyph::Eye };
                        view! { <Icon glyph=glyph /> }
                    }}
                </button>
            </div>
            <FieldNotes ids=ids hint=hint error=error />
        </div>
    }
    .into_any()
}
