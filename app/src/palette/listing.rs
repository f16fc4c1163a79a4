//! The list of shortcuts, and the switch that turns the single keys off.

use leptos::prelude::*;

use super::desk::use_desk;
use super::entries::{allowed_actions, allowed_screens};
use crate::kit::Dialog;
use crate::shell::use_tenant;
use crate::text::{Text, use_text};

/// The dialog.
#[component]
pub fn ShortcutList() -> impl IntoView {
    let t = use_text();
    let open = use_desk().shortcuts;
    view! {
        <Dialog open title=t.action_shortcuts() close_label=t.close()>
            <SingleKeys />
            <Listing />
        </Dialog>
    }
}

#[component]
fn SingleKeys() -> impl IntoView {
    let t = use_text();
    let desk = use_desk();
    view! {
        <div>
            <label class="check" for="single-keys">
                <input
                    class="check__box"
                    type="checkbox"
                    id="single-keys"
                    checked=desk.single_keys.get_untracked()
                    prop:checked=move || desk.single_keys.get()
                    aria-describedby="single-keys-hint"
                    on:change=move |event| desk.switch_single_keys(event_target_checked(&event))
                />
                <span>{t.single_keys()}</span>
            </label>
            <p class="field__hint check__hint" id="single-keys-hint">{t.single_keys_hint()}</p>
        </div>
    }
}

#[component]
fn Listing() -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let single_keys = use_desk().single_keys;
    let rows = move || {
        let permissions = tenant.with(|tenant| tenant.permissions);
        let screens = allowed_screens(permissions)
            .filter_map(|screen| Some((t.shortcut_go_to((screen.name)(t)), format!("g {}", screen.letter?))));
        let actions = allowed_actions(permissions)
            .filter_map(|action| Some(((action.name)(t).to_owned(), action.key?.to_string())));
        let singles = screens.chain(actions).filter(|_| single_keys.get());
        std::iter::once(palette(t)).chain(singles).map(|(name, keys)| view! { <Row name keys /> }).collect_view()
    };
    view! { <dl class="shortcuts">{rows}</dl> }
}

fn palette(t: Text) -> (String, String) {
    (t.palette_title().to_owned(), "Ctrl K / ⌘ K".to_owned())
}

#[component]
fn Row(name: String, keys: String) -> impl IntoView {
    view! {
        <div class="shortcuts__row">
            <dt>{name}</dt>
            <dd>
                <kbd class="keys" dir="ltr">{keys}</kbd>
            </dd>
        </div>
    }
}

texts! {
    single_keys { en: "Single-key shortcuts", de: "Kürzel aus einzelnen Tasten", ar: "اختصارات بمفتاح واحد" }
    single_keys_hint {
        en: "Keys that do something on their own, outside of fields. This browser remembers the choice.",
        de: "Tasten, die außerhalb von Feldern allein etwas auslösen. Dieser Browser merkt sich die Wahl.",
        ar: "مفاتيح تنفّذ شيئًا وحدها خارج الحقول. يتذكّر هذا المتصفح الاختيار."
    }
    shortcut_go_to(screen: &str) { en: "Go to {screen}", de: "Gehe zu {screen}", ar: "انتقل إلى {screen}" }
}
