//! Small coloured words, and boxed sentences in the same tones.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// What a colour means. The text says it too: colour is never the only sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No judgement.
    #[default]
    Neutral,
    /// Belongs to Borough.
    Accent,
    /// It went well.
    Success,
    /// Look at it.
    Warning,
    /// It failed, or takes something away.
    Danger,
}

impl Tone {
    /// The last part of a class name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    /// The icon that says the same.
    pub(super) const fn glyph(self) -> Glyph {
        match self {
            Self::Neutral | Self::Accent => Glyph::Info,
            Self::Success => Glyph::CheckCircle,
            Self::Warning | Self::Danger => Glyph::AlertTriangle,
        }
    }
}

/// A word about the thing beside it: a role, a status.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("badge badge--{}", tone.name())>{children()}</span> }.into_any()
}

/// A boxed sentence with an icon, part of the page from the start (what appears later is a toast or a `FormError`).
#[component]
pub fn Notice(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice--{}", tone.name())>
            <Icon glyph=tone.glyph() />
            <div class="notice__text">{children()}</div>
        </div>
    }
    .into_any()
}
