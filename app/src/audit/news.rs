//! That there is more by now than what is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::audit::AuditPage;
use model::live::EventKind;

use super::api::count_newer;
use super::listed::Listed;
use crate::kit::{Button, Glyph};
use crate::live;
use crate::shell::use_tenant_id;
use crate::text::use_text;

/// Counts what has come since the page was read, whenever something happens in the organization, and offers to show it.
#[component]
pub fn News(
    /// What is shown.
    listed: Signal<Listed>,
    /// Shows the newest.
    to_newest: Callback<()>,
) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant_id();
    let happened = live::on(EventKind::ALL);
    let count = RwSignal::new(0);
    Effect::new(move |_| {
        let happened = happened.get();
        let (asked, newest) = listed.with(|listed| (listed.asked.clone(), listed.page.newest));
        if happened == 0 {
            return;
        }
        spawn_local(async move {
            // What cannot be counted now is counted after the next event.
            let Ok(newer) = count_newer(tenant(), asked, newest).await else { return };
            let is_still_shown = listed.try_with_untracked(|listed| listed.page.newest == newest);
            if is_still_shown == Some(true) {
                let _ = count.try_set(newer);
            }
        });
    });
    let show = move || {
        count.set(0);
        to_newest.run(());
    };
    let text = move || match count.get() {
        AuditPage::MOST_NEW.. => t.audit_news_many(AuditPage::MOST_NEW),
        1 => t.audit_news_one().to_owned(),
        count => t.audit_news(count),
    };
    view! {
        <div class="audit-news" role="status">
            <Show when=move || { count.get() > 0 }>
                <Button small=true icon=Glyph::ArrowUp on_click=show>{text}</Button>
            </Show>
        </div>
    }
}
