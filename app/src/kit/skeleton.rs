//! Waiting: grey bars in the shape of what is coming, so that nothing jumps when it comes.

use leptos::prelude::*;

/// The shape of what is coming.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Rows of a table, the first cell with an avatar.
    #[default]
    Table,
    /// Lines of text.
    Lines,
    /// Labelled fields.
    Form,
}

impl SkeletonShape {
    const fn class(self) -> &'static str {
        match self {
            Self::Table => "skeleton skeleton--table",
            Self::Lines => "skeleton skeleton--lines",
            Self::Form => "skeleton skeleton--form",
        }
    }
}

/// Stands in for data on its way. Assistive technology hears the label once.
#[component]
pub fn Skeleton(
    /// "Loading", in the person's language.
    #[prop(into)]
    label: String,
    /// The shape of what is coming.
    #[prop(optional)]
    shape: SkeletonShape,
) -> impl IntoView {
    let bars = if shape == SkeletonShape::Table { 4 } else { 1 };
    let rows = (0..6)
        .map(|_| {
            let bars = (0..bars).map(|_| view! { <span class="skeleton__bar"></span> }).collect_view();
            view! { <div class="skeleton__row">{bars}</div> }
        })
        .collect_view();
    view! {
        <div class=shape.class() role="status">
            <span class="visually-hidden">{label}</span>
            <div class="skeleton__rows" aria-hidden="true">
                {rows}
            </div>
        </div>
    }
    .into_any()
}
