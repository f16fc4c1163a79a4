//! Keeping everybody out of an organization, and letting them in again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::operators::{SuspendTenant, TenantRow};
use model::text::Reason;

use super::api::{restore_organization, suspend_organization};
use crate::failure::Sentences as _;
use crate::form::{DialogForm, use_submission};
use crate::kit::{Dialog, Glyph, TextField, Toast, use_toasts};
use crate::text::use_text;

/// Which organization is about to be suspended.
#[derive(Clone, Copy)]
pub struct Suspending {
    tenant: RwSignal<Option<TenantRow>>,
    open: RwSignal<bool>,
}

/// Opens the dialog for one organization after the other.
pub fn use_suspending() -> Suspending {
    Suspending { tenant: RwSignal::new(None), open: RwSignal::new(false) }
}

impl Suspending {
    /// Asks what the members of this organization shall be told.
    pub fn ask(self, tenant: TenantRow) {
        self.tenant.set(Some(tenant));
        self.open.set(true);
    }
}

/// Stands beside the list, so that a row that changes does not take the dialog with it.
#[component]
pub fn SuspendDialog(
    /// Which organization.
    suspending: Suspending,
    /// It is suspended now.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let t = use_text();
    view! {
        <Dialog open=suspending.open title=t.tenant_suspend_title() close_label=t.close()>
            {suspending.tenant.get_untracked().map(|tenant| view! {
                <SuspendForm tenant open=suspending.open on_done />
            })}
        </Dialog>
    }
}

#[component]
fn SuspendForm(tenant: TenantRow, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let t = use_text();
    let toasts = use_toasts();
    let TenantRow { public_id, title, .. } = tenant;
    let message = RwSignal::new(String::new());
    let input = move || {
        let input = SuspendTenant { tenant: public_id.clone(), message: message.get_untracked() };
        input.clone().parse().map(|_| input)
    };
    let name = title.clone();
    let send = move |input| {
        let (answer, name) = (suspend_organization(input), name.clone());
        async move {
            answer.await?;
            toasts.push(Toast::success(t.tenant_was_suspended(&name)));
            // The page may be gone by now.
            let _ = on_done.try_run(());
            Ok(())
        }
    };
    let submission = use_submission(open, input, send);
    view! {
        <DialogForm submission label=t.tenant_suspend() icon=Glyph::Lock danger=true>
            <p>{t.tenant_suspend_text(&title)}</p>
            <TextField
                name="message"
                label=t.tenant_suspend_message()
                hint=t.tenant_suspend_message_hint()
                autocomplete="off"
                autofocus=true
                required=true
                maxlength=Reason::MAX
                value=message
                error=submission.errors.field("message")
            />
        </DialogForm>
    }
}

/// Lets the members of an organization in again. It takes nothing away, so nobody is asked twice.
pub fn use_restoring(on_done: Callback<()>) -> Callback<TenantRow> {
    let (t, toasts) = (use_text(), use_toasts());
    Callback::new(move |tenant: TenantRow| {
        spawn_local(async move {
            let toast = match restore_organization(tenant.public_id).await {
                Ok(()) => Toast::success(t.tenant_was_restored(&tenant.title)),
                Err(error) => Toast::danger(t.of_error(&error)),
            };
            toasts.push(toast);
            let _ = on_done.try_run(());
        });
    })
}

texts! {
    tenant_suspend { en: "Suspend", de: "Sperren", ar: "تعليق" }
    tenant_suspend_title { en: "Suspend the organization", de: "Organisation sperren", ar: "تعليق المؤسسة" }
    tenant_suspend_text(organization: &str) {
        en: "Nobody can use {organization} until it is restored. Its open pages close within a second.",
        de: "Bis zur Freigabe kann niemand {organization} nutzen. Offene Seiten werden binnen einer Sekunde geschlossen.",
        ar: "لن يتمكن أحد من استخدام {organization} حتى تُستعاد. وتُغلق صفحاتها المفتوحة خلال ثانية."
    }
    tenant_suspend_message { en: "Message to its members", de: "Nachricht an die Mitglieder", ar: "رسالة إلى أعضائها" }
    tenant_suspend_message_hint {
        en: "They read it instead of their pages. Nobody else does.",
        de: "Sie lesen sie anstelle ihrer Seiten. Sonst liest sie niemand.",
        ar: "يقرؤونها بدل صفحاتهم، ولا يقرؤها غيرهم."
    }
    tenant_was_suspended(organization: &str) {
        en: "{organization} is suspended.",
        de: "{organization} ist gesperrt.",
        ar: "تم تعليق {organization}."
    }
    tenant_restore { en: "Restore", de: "Freigeben", ar: "استعادة" }
    tenant_was_restored(organization: &str) {
        en: "{organization} can be used again.",
        de: "{organization} kann wieder genutzt werden.",
        ar: "صار بالإمكان استخدام {organization} من جديد."
    }
}
