//! The parts of a table of rows. In a narrow place each row becomes a card; the roles are written out because a
//! browser forgets a table's meaning when its display changes.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Order {
    const fn name(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Ascending => Glyph::ArrowUp,
            Self::Descending => Glyph::ArrowDown,
        }
    }
}

/// A table: put one `TableHead` and one `TableBody` inside.
#[component]
pub fn Table(
    /// What it lists; heard, not seen.
    #[prop(into)]
    caption: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-wrap">
            <table class="table" role="table">
                <caption class="visually-hidden">{caption}</caption>
                {children()}
            </table>
        </div>
    }
    .into_any()
}

/// The row of headers: put `Column` and `SortColumn` inside.
#[component]
pub fn TableHead(children: Children) -> impl IntoView {
    view! {
        <thead class="table__head" role="rowgroup">
            <tr role="row">{children()}</tr>
        </thead>
    }
    .into_any()
}

/// The rows: put `Row` inside.
#[component]
pub fn TableBody(children: Children) -> impl IntoView {
    view! {
        <tbody class="table__body" role="rowgroup">
            {children()}
        </tbody>
    }
    .into_any()
}

/// The header of a column that cannot be sorted.
#[component]
pub fn Column(
    /// Heard, not seen: above a column of buttons.
    #[prop(optional)]
    hidden: bool,
    /// Its values are numbers and end the line.
    #[prop(optional)]
    num: bool,
    children: Children,
) -> impl IntoView {
    let class = if num { "table__column table__column--num" } else { "table__column" };
    let words = if hidden { "visually-hidden" } else { "table__label" };
    view! {
        <th class=class scope="col" role="columnheader">
            <span class=words>{children()}</span>
        </th>
    }
    .into_any()
}

/// The header of a column that can be sorted.
#[component]
pub fn SortColumn(
    /// What the column is.
    #[prop(into)]
    label: String,
    /// How the table is sorted by this column, if it is.
    #[prop(into)]
    order: Signal<Option<Order>>,
    /// Sorts by it, or turns the order round.
    #[prop(into)]
    on_sort: Callback<()>,
) -> impl IntoView {
    view! {
        <th
            class="table__column table__column--sort"
            scope="col"
            role="columnheader"
            aria-sort=move || order.get().map(Order::name)
        >
            <button type="button" class="sort" on:click=move |_| on_sort.run(())>
                <span>{label}</span>
                {move || {
                    let glyph = order.get().map_or(Glyph::ChevronsUpDown, Order::glyph);
                    view! { <Icon glyph=glyph /> }
                }}
            </button>
        </th>
    }
    .into_any()
}

/// One row.
#[component]
pub fn Row(
    /// Just changed by somebody else: it lights up for a moment.
    #[prop(into, optional)]
    fresh: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <tr class="table__row" class=("table__row--fresh", move || fresh.get()) role="row">
            {children()}
        </tr>
    }
    .into_any()
}

/// One cell.
#[component]
pub fn Cell(
    /// The column's name, shown before the value where the row is a card.
    #[prop(into, optional)]
    label: String,
    /// What the row is about: the head of the card.
    #[prop(optional)]
    primary: bool,
    /// The row's buttons: in the corner of the card.
    #[prop(optional)]
    actions: bool,
    /// A number: figures of one width, at the end of the line.
    #[prop(optional)]
    num: bool,
    children: Children,
) -> impl IntoView {
    let class = match (primary, actions, num) {
        (true, ..) => "table__cell table__cell--primary",
        (_, true, _) => "table__cell table__cell--actions",
        (.., true) => "table__cell table__cell--num",
        _ => "table__cell",
    };
    let label = (!label.is_empty()).then_some(label);
    view! {
        <td class=class role="cell" data-label=label>
            {children()}
        </td>
    }
    .into_any()
}
