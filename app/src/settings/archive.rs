//! Putting the organization away: typed, so that nobody does it in passing.

use leptos::prelude::*;
use model::AppError;
use model::permission::Permission;
use model::tenants::ArchiveOrganization;

use crate::form::{DialogForm, use_submission};
use crate::kit::{Button, ButtonVariant, Dialog, Glyph, TextField};
use crate::organizations::api::archive_organization;
use crate::platform;
use crate::shell::{use_dialog, use_permission, use_tenant, use_tenant_id};
use crate::text::use_text;

/// What it means, and the button that asks.
#[component]
pub fn ArchiveSection() -> impl IntoView {
    let t = use_text();
    let open = use_dialog(use_permission(Permission::OrganizationArchive));
    view! {
        <section class="section settings__end">
            <h2 class="section__title">{t.archive_title()}</h2>
            <p>{t.archive_text()}</p>
            <Button variant=ButtonVariant::Danger on_click=move || open.set(true)>{t.archive_action()}</Button>
        </section>
        <Dialog open title=t.archive_title() close_label=t.close()>
            <ArchiveForm open />
        </Dialog>
    }
}

#[component]
fn ArchiveForm(open: RwSignal<bool>) -> impl IntoView {
    let t = use_text();
    let (tenant, id) = (use_tenant(), use_tenant_id());
    let typed = RwSignal::new(String::new());
    let input = move || Ok::<_, AppError>(ArchiveOrganization { confirmation: typed.get_untracked() });
    let send = move |input| {
        let archived = archive_organization(id(), input);
        async move {
            archived.await?;
            platform::load_document("/organizations?choose");
            Ok(())
        }
    };
    let submission = use_submission(open, input, send);
    view! {
        <DialogForm submission label=t.archive_action() icon=Glyph::Inbox danger=true>
            <p>{t.archive_confirm()} " " <bdi class="code">{move || tenant.with(|tenant| tenant.slug.to_string())}</bdi></p>
            <TextField
                name="confirmation"
                label=t.organization_slug()
                value=typed
                required=true
                error=submission.errors.field("confirmation")
            />
        </DialogForm>
    }
}
