//! The logo: shown, chosen as a file, or taken away. Nothing is sent before the form is saved.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::base64;
use model::ids::PublicId;
use model::settings::{LOGO_KIB, LogoChange, LogoTag};

use crate::failure::Sentences as _;
use crate::kit::{Button, ButtonVariant};
use crate::organizations::Logo;
use crate::platform;
use crate::text::use_text;

/// The field `logo`.
#[component]
pub fn LogoField(
    /// Whose.
    tenant: PublicId,
    /// The logo that is saved, if there is one.
    shown: RwSignal<Option<LogoTag>>,
    /// What shall become of it.
    change: RwSignal<LogoChange<String>>,
    /// Why the picture was refused.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_text();
    // What this browser itself has found wrong with the file that was chosen.
    let unreadable = RwSignal::new(None::<String>);
    let choose = move |event: leptos::ev::Event| {
        spawn_local(async move {
            let (wrong, wanted) = match platform::chosen_file(event, LOGO_KIB).await {
                None => (None, LogoChange::Keep),
                Some(Ok(bytes)) => (None, LogoChange::Replace(base64::encode(&bytes))),
                Some(Err(code)) => (Some(t.of_code(code)), LogoChange::Keep),
            };
            // The page may be gone by now.
            let _ = unreadable.try_set(wrong);
            let _ = change.try_set(wanted);
        });
    };
    let refused = Signal::derive(move || unreadable.get().or_else(|| error.get()));
    let picture = move || {
        let logo = shown.get().filter(|_| change.with(|change| *change == LogoChange::Keep))?;
        Some(view! { <Logo tenant=tenant.clone() logo /> })
    };
    let said = move || {
        change.with(|change| match change {
            LogoChange::Keep => None,
            LogoChange::Remove => Some(t.settings_logo_goes()),
            LogoChange::Replace(_) => Some(t.settings_logo_comes()),
        })
    };
    view! {
        <div class="field">
            <label class="field__label" for="field-logo">{t.settings_logo()}</label>
            <div class="logo-field">
                {picture}
                <input
                    class="logo-field__file"
                    id="field-logo"
                    type="file"
                    accept="image/png,image/webp"
                    aria-invalid=move || refused.with(Option::is_some).then_some("true")
                    aria-describedby="field-logo-error field-logo-hint"
                    on:change=choose
                />
                <Show when=move || shown.with(Option::is_some) && change.with(|change| *change == LogoChange::Keep)>
                    <Button variant=ButtonVariant::Ghost small=true on_click=move || change.set(LogoChange::Remove)>
                        {t.settings_logo_remove()}
                    </Button>
                </Show>
            </div>
            <p class="field__error" id="field-logo-error" aria-live="polite">{move || refused.get()}</p>
            <p class="field__hint" role="status">{said}</p>
            <p class="field__hint" id="field-logo-hint">{t.settings_logo_hint(LOGO_KIB)}</p>
        </div>
    }
}
