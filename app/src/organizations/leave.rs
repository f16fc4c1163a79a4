//! Leaving an organization: asked once, because nobody can take it back alone.

use leptos::prelude::*;

use super::api::leave_organization;
use crate::failure::Sentences as _;
use crate::kit::ConfirmDialog;
use crate::platform;
use crate::shell::{use_tenant, use_tenant_id};
use crate::text::use_text;

/// Asks, leaves, and goes on to the organizations that are left.
#[component]
pub fn LeaveDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_text();
    let (tenant, id) = (use_tenant(), use_tenant_id());
    let title = Signal::derive(move || tenant.with(|tenant| t.leave_title(&tenant.title)));
    let refusal = RwSignal::new(None);
    let leaving = Action::new(move |(): &()| {
        let left = leave_organization(id());
        async move {
            match left.await {
                Ok(()) => platform::load_document("/organizations"),
                Err(error) => refusal.set(Some(t.of_error(&error))),
            }
        }
    });
    // What was refused the last time is not shown the next.
    Effect::new(move |_| {
        if open.get() {
            refusal.set(None);
        }
    });
    view! {
        <ConfirmDialog
            open
            title
            confirm_label=t.leave_confirm()
            cancel_label=t.cancel()
            busy=leaving.pending()
            error=refusal
            on_confirm=move |()| drop(leaving.dispatch(()))
        >
            <p>{t.leave_text()}</p>
        </ConfirmDialog>
    }
}

texts! {
    leave_organization { en: "Leave this organization", de: "Diese Organisation verlassen", ar: "مغادرة هذه المؤسسة" }
    leave_title(organization: &str) {
        en: "Leave {organization}?",
        de: "{organization} verlassen?",
        ar: "مغادرة {organization}؟"
    }
    leave_text {
        en: "You lose your access at once. To come back you need a new invitation.",
        de: "Sie verlieren Ihren Zugang sofort. Um zurückzukommen, brauchen Sie eine neue Einladung.",
        ar: "تفقد صلاحية الدخول فورًا. وللعودة تحتاج إلى دعوة جديدة."
    }
    leave_confirm { en: "Leave", de: "Verlassen", ar: "مغادرة" }
}
