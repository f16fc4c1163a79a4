//! Removing somebody: done at once, and for a while taken back by one click.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ids::PublicId;
use model::members::MemberView;

use super::api::{remove_member, restore_member};
use crate::failure::Sentences as _;
use crate::kit::{Toast, ToastQueue, use_toasts};
use crate::platform;
use crate::shell::use_tenant_id;
use crate::text::{Text, use_text};

/// What a removal needs once it was asked for; it outlives the page, as its toast does.
#[derive(Clone)]
struct Removal {
    t: Text,
    toasts: ToastQueue,
    tenant: PublicId,
    member: MemberView,
    on_done: Callback<()>,
}

/// Removes a member. `on_done` is called when the list is another, whether by the removal or by its undoing.
pub fn use_removal(on_done: Callback<()>) -> Callback<MemberView> {
    let (t, toasts, tenant) = (use_text(), use_toasts(), use_tenant_id());
    Callback::new(move |member| spawn_local(Removal { t, toasts, tenant: tenant(), member, on_done }.remove()))
}

impl Removal {
    async fn remove(self) {
        platform::focus_neighbouring_row();
        let name = &self.member.name;
        let toast = match remove_member(self.tenant.clone(), self.member.id).await {
            Ok(()) => {
                let removal = self.clone();
                let undo = move || spawn_local(removal.clone().undo());
                Toast::new(self.t.member_removed(name)).action(self.t.undo(), undo)
            }
            Err(error) => Toast::danger(self.t.member_not_removed(name, &self.t.of_error(&error))),
        };
        self.finish(toast);
    }

    async fn undo(self) {
        let name = &self.member.name;
        let toast = match restore_member(self.tenant.clone(), self.member.id).await {
            Ok(_) => Toast::success(self.t.member_restored(name)),
            Err(error) => Toast::danger(self.t.member_not_restored(name, &self.t.of_error(&error))),
        };
        self.finish(toast);
    }

    fn finish(&self, toast: Toast) {
        self.toasts.push(toast);
        // The page may be gone by now: the toast stays when somebody goes elsewhere.
        let _ = self.on_done.try_run(());
    }
}
