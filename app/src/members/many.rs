//! Doing the same to one member or to many: at once, and for a while taken back by one click.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ids::{BatchId, PublicId};
use model::members::{ChangeMembers, MembersChanged};

use super::api::{change_members, undo_change};
use crate::failure::Sentences as _;
use crate::kit::{Toast, ToastQueue, use_toasts};
use crate::shell::use_tenant_id;
use crate::text::{Text, use_text};

/// The way to change members. It outlives the page, as its toasts do.
#[derive(Clone, Copy)]
pub struct Changing {
    /// A change is on its way.
    pub pending: RwSignal<bool>,
    run: Callback<(ChangeMembers, Option<String>)>,
}

impl Changing {
    /// Changes them. `said`: what is told when it worked; none: how many were changed.
    pub fn run(self, input: ChangeMembers, said: Option<String>) {
        self.run.run((input, said));
    }
}

/// `on_done` is called when the list is another, whether by the change or by its undoing.
pub fn use_changing(on_done: Callback<()>) -> Changing {
    let (t, toasts, tenant) = (use_text(), use_toasts(), use_tenant_id());
    let pending = RwSignal::new(false);
    let run = Callback::new(move |(input, said)| {
        pending.set(true);
        let step = Step { t, toasts, tenant: tenant(), pending, on_done };
        spawn_local(step.change(input, said));
    });
    Changing { pending, run }
}

#[derive(Clone)]
struct Step {
    t: Text,
    toasts: ToastQueue,
    tenant: PublicId,
    pending: RwSignal<bool>,
    on_done: Callback<()>,
}

impl Step {
    async fn change(self, input: ChangeMembers, said: Option<String>) {
        match change_members(self.tenant.clone(), input).await {
            Ok(changed) => {
                if let Some(batch) = changed.batch {
                    let text = said.unwrap_or_else(|| self.t.members_changed(changed.changed));
                    let step = self.clone();
                    let undo = move || spawn_local(step.clone().undo(batch));
                    self.toasts.push(Toast::new(text).action(self.t.undo(), undo));
                } else if changed.refused.is_empty() {
                    self.toasts.push(Toast::new(self.t.members_unchanged()));
                }
                self.finish(&changed);
            }
            Err(error) => self.fail(self.t.of_error(&error)),
        }
    }

    async fn undo(self, batch: BatchId) {
        match undo_change(self.tenant.clone(), batch).await {
            Ok(undone) => {
                self.toasts.push(Toast::success(self.t.members_undone(undone.changed)));
                self.finish(&undone);
            }
            Err(error) => self.fail(self.t.of_error(&error)),
        }
    }

    fn fail(&self, sentence: String) {
        self.toasts.push(Toast::danger(sentence));
        let _ = self.pending.try_set(false);
    }

    /// Says who was left out, and why.
    fn finish(&self, changed: &MembersChanged) {
        if !changed.refused.is_empty() {
            let each = changed.refused.iter().map(|refused| {
                let why = self.t.of_code(refused.code);
                if refused.name.is_empty() { why } else { format!("{}: {why}", refused.name) }
            });
            let named: Vec<_> = each.take(5).collect();
            self.toasts.push(Toast::danger(self.t.members_refused(changed.refused_in_all, &named.join(" "))));
        }
        // The page may be gone by now.
        let _ = self.pending.try_set(false);
        let _ = self.on_done.try_run(());
    }
}
