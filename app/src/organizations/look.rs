//! How an organization is told from another at a glance: its logo, its colour, and what it is for.

use leptos::prelude::*;
use model::ids::PublicId;
use model::settings::{Colour, Environment, LogoTag};

use crate::kit::{Avatar, Badge, Tone};
use crate::text::{Text, use_text};

/// Where the colour stands in the palette of `style/tokens.css`.
pub fn palette_place(colour: Colour) -> u8 {
    match colour {
        Colour::Teal => 0,
        Colour::Blue => 1,
        Colour::Violet => 2,
        Colour::Magenta => 3,
        Colour::Red => 4,
        Colour::Orange => 5,
        Colour::Olive => 6,
        Colour::Green => 7,
    }
}

/// A logo. Decorative: the name stands beside it.
#[component]
pub fn Logo(
    /// Whose.
    tenant: PublicId,
    /// Which one.
    logo: LogoTag,
) -> impl IntoView {
    let source = format!("/organizations/{tenant}/logo?tag={}", logo.0);
    view! { <img class="logo" src=source alt="" width="32" height="32" loading="lazy" /> }
}

/// The logo, or initials where there is none.
#[component]
pub fn OrganizationMark(
    /// Whose.
    tenant: PublicId,
    /// The organization's name.
    title: String,
    /// Its logo, if it has one.
    logo: Option<LogoTag>,
) -> impl IntoView {
    match logo {
        Some(logo) => view! { <Logo tenant logo /> }.into_any(),
        None => view! { <Avatar name=title /> }.into_any(),
    }
}

/// Says what the organization is for, where it is not for work that counts.
#[component]
pub fn EnvironmentBadge(
    /// What it is for.
    environment: Environment,
) -> impl IntoView {
    let t = use_text();
    let tone = match environment {
        Environment::Production => return None,
        Environment::Staging => Tone::Warning,
        Environment::Development => Tone::Accent,
    };
    Some(view! { <Badge tone>{environment_name(t, environment)}</Badge> })
}

/// What people call it.
pub fn environment_name(t: Text, environment: Environment) -> &'static str {
    match environment {
        Environment::Production => t.environment_production(),
        Environment::Staging => t.environment_staging(),
        Environment::Development => t.environment_development(),
    }
}

texts! {
    environment_production { en: "Production", de: "Produktion", ar: "الإنتاج" }
    environment_staging { en: "Staging", de: "Staging", ar: "ما قبل الإنتاج" }
    environment_development { en: "Development", de: "Entwicklung", ar: "التطوير" }
}
