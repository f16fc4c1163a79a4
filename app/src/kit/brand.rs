//! Borough's mark, the same drawing as `public/favicon.svg`.

use leptos::prelude::*;

/// The mark, in the accent colour; the name stands beside it, so it is decorative.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="brand__field" width="32" height="32" rx="8"></rect>
            <path class="brand__houses" d="M8 24V10.5L13 8v16zM14.5 24v-9l4-2v11zM20 24V11l4 2v11z"></path>
        </svg>
    }
}
