//! Removing somebody: done at once, and for a while taken back by one click.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ids::PublicId;
use model::members::MemberView;

use super::api::{remove_member, restore_member};
use crate::failure::Sentences as _;
use crate::kit::{Toast, ToastQueue, use_toasts};
use crate::platform;
use crate::shell::use_tenant;
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
    let (t, toasts, tenant) = (use_text(), use_toasts(), use_tenant());
    Callback::new(move |member| {
        let tenant = tenant.with_untracked(|tenant| tenant.public_id.clone());
        spawn_local(Removal { t, toasts, tenant, member, on_done }.remove());
    })
}

impl Removal {
    async fn remove(self) {
        platform::focus_neighbouring_row();
        match remove_member(self.tenant.clone(), self.member.id).await {
            Ok(()) => {
                let toast = Toast::new(self.t.member_removed(&self.member.name));
                let undo = self.clone();
                self.toasts.push(toast.action(self.t.undo(), move || spawn_local(undo.clone().restore())));
            }
            Err(error) => {
                let why = self.t.of_error(&error);
                self.toasts.push(Toast::danger(self.t.member_not_removed(&self.member.name, &why)));
            }
        }
        self.tell_page();
    }

    /// The page may be gone by now: the toast stays when somebody goes elsewhere.
    fn tell_page(&self) {
        let _ = self.on_done.try_run(());
    }

    async fn restore(self) {
        match restore_member(self.tenant.clone(), self.member.id).await {
            Ok(member) => self.toasts.push(Toast::success(self.t.member_restored(&member.name))),
            Err(error) => {
                let why = self.t.of_error(&error);
                self.toasts.push(Toast::danger(self.t.member_not_restored(&self.member.name, &why)))
            }
        };
        self.tell_page();
    }
}
