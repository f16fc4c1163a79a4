//! Language and theme: a form that works without JavaScript and comes back to where it was.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::preferences::{Language, Preferences, Theme};

use crate::text::{Text, use_text};

/// Offers every language and every theme; the page is loaded anew in the chosen one.
#[component]
pub fn PreferencesForm() -> impl IntoView {
    let t = use_text();
    let chosen = use_context::<Preferences>().unwrap_or_default();
    let location = use_location();
    let back = move || format!("{}{}", location.pathname.get(), query(&location.search.get()));
    let languages = Language::ALL.map(|language| {
        view! {
            <button
                class="preferences__choice"
                name="language"
                value=language.tag()
                lang=language.tag()
                aria-pressed=pressed(language == chosen.language)
            >
                {language.name()}
            </button>
        }
    });
    let themes = Theme::ALL.map(|theme| {
        view! {
            <button
                class="preferences__choice"
                name="theme"
                value=theme.name()
                aria-pressed=pressed(theme == chosen.theme)
            >
                {theme_name(t, theme)}
            </button>
        }
    });
    view! {
        <form class="preferences" method="post" action="/preferences" aria-label=t.preferences()>
            <input type="hidden" name="back" value=back />
            <span class="preferences__group">{languages}</span>
            <span class="preferences__group">{themes}</span>
        </form>
    }
}

fn pressed(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

fn query(search: &str) -> String {
    if search.is_empty() { String::new() } else { format!("?{}", search.trim_start_matches('?')) }
}

/// The theme's name as people read it.
pub fn theme_name(t: Text, theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => t.theme_auto(),
        Theme::Light => t.theme_light(),
        Theme::Dark => t.theme_dark(),
    }
}

texts! {
    preferences { en: "Language and theme", de: "Sprache und Farbschema", ar: "اللغة والمظهر" }
    theme_auto { en: "System", de: "System", ar: "النظام" }
    theme_light { en: "Light", de: "Hell", ar: "فاتح" }
    theme_dark { en: "Dark", de: "Dunkel", ar: "داكن" }
}
