//! Short messages in the corner: what just happened, and for a while a way to take it back.
//!
//! A toast's time is the running of an animation in the style sheet, which is also what pauses it while it is
//! pointed at or focused; when the animation ends, the toast goes.

use super::badge::Tone;
use super::button::{Button, IconButton};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

const AT_MOST: usize = 4;

/// A message, not yet shown.
#[derive(Clone, Debug)]
pub struct Toast {
    tone: Tone,
    text: String,
    action: Option<(String, Callback<()>)>,
}

impl Toast {
    /// Something happened.
    pub fn new(text: impl Into<String>) -> Self {
        Self { tone: Tone::Neutral, text: text.into(), action: None }
    }

    /// Something went well.
    pub fn success(text: impl Into<String>) -> Self {
        Self { tone: Tone::Success, ..Self::new(text) }
    }

    /// Something failed: stays until it is dismissed.
    pub fn danger(text: impl Into<String>) -> Self {
        Self { tone: Tone::Danger, ..Self::new(text) }
    }

    /// Adds a button, such as "Undo", and shows how long there is left to press it.
    #[must_use]
    pub fn action(self, label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self { action: Some((label.into(), Callback::new(move |()| run()))), ..self }
    }

    /// How long it stays; the seconds are in `style/kit/toast.css`.
    const fn life(&self) -> &'static str {
        match (self.tone, &self.action) {
            (Tone::Danger, None) => "toast--stays",
            (_, Some(_)) => "toast--counts",
            (_, None) => "toast--passes",
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Shown {
    next: u32,
    toasts: Vec<(u32, Toast)>,
}

/// The toasts on the screen. A context: see `provide_toasts`.
#[derive(Clone, Copy, Debug)]
pub struct ToastQueue(RwSignal<Shown>);

impl ToastQueue {
    /// Shows a toast; the oldest gives way when there are too many.
    pub fn push(self, toast: Toast) {
        self.0.update(|shown| {
            let id = shown.next;
            shown.next += 1;
            shown.toasts.push((id, toast));
            let too_many = shown.toasts.len().saturating_sub(AT_MOST);
            shown.toasts.drain(..too_many);
        });
    }

    /// Takes all of them away.
    pub fn clear(self) {
        self.0.update(|shown| shown.toasts.clear());
    }

    /// Takes a toast away, if it is still there.
    fn dismiss(self, id: u32) {
        self.0.update(|shown| shown.toasts.retain(|(other, _)| *other != id));
    }
}

/// Makes the queue, once, at the root of the application.
pub fn provide_toasts() -> ToastQueue {
    let queue = ToastQueue(RwSignal::default());
    provide_context(queue);
    queue
}

/// The queue of this application. One that nobody shows where `provide_toasts` was forgotten.
pub fn use_toasts() -> ToastQueue {
    use_context().unwrap_or_else(|| ToastQueue(RwSignal::default()))
}

/// The place where toasts appear, once, at the root of the application.
#[component]
pub fn Toasts(
    /// The accessible name of the place.
    #[prop(into)]
    label: String,
    /// The name of the button that takes a toast away.
    #[prop(into)]
    dismiss_label: String,
) -> impl IntoView {
    let queue = use_toasts();
    let dismiss_label = StoredValue::new(dismiss_label);
    view! {
        <section class="toasts" aria-label=label>
            <ol class="toasts__list" role="list" aria-live="polite" aria-relevant="additions">
                <For each=move || queue.0.get().toasts key=|(id, _)| *id let((id, toast))>
                    <ToastCard id=id toast=toast queue=queue dismiss_label=dismiss_label.get_value() />
                </For>
            </ol>
        </section>
    }
    .into_any()
}

#[component]
fn ToastCard(id: u32, toast: Toast, queue: ToastQueue, dismiss_label: String) -> impl IntoView {
    let class = format!("toast toast--{} {}", toast.tone.name(), toast.life());
    let Toast { tone, text, action } = toast;
    let action = action.map(|(label, run)| {
        let act = move || {
            queue.dismiss(id);
            run.run(());
        };
        view! {
            <Button small=true on_click=act>
                {label}
            </Button>
        }
    });
    view! {
        <li class=class>
            <Icon glyph=tone.glyph() />
            <p class="toast__text">{text}</p>
            {action}
            <IconButton glyph=Glyph::X label=dismiss_label on_click=move || queue.dismiss(id) />
            <span class="toast__time" aria-hidden="true" on:animationend=move |_| queue.dismiss(id)></span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Shown, Toast, ToastQueue};
    use leptos::prelude::*;

    fn texts(queue: ToastQueue) -> Vec<String> {
        queue.0.with_untracked(|shown| shown.toasts.iter().map(|(_, toast)| toast.text.clone()).collect())
    }

    #[test]
    fn the_oldest_toast_gives_way_to_a_fifth() {
        let owner = Owner::new();
        owner.set();
        let queue = ToastQueue(RwSignal::new(Shown::default()));
        for number in 1..=5 {
            queue.push(Toast::new(number.to_string()));
        }
        assert_eq!(texts(queue), ["2", "3", "4", "5"]);
    }

    #[test]
    fn dismissing_takes_away_that_toast_only() {
        let owner = Owner::new();
        owner.set();
        let queue = ToastQueue(RwSignal::new(Shown::default()));
        queue.push(Toast::new("first"));
        queue.push(Toast::new("second"));
        queue.dismiss(0);
        queue.dismiss(0);
        assert_eq!(texts(queue), ["second"]);
    }
}
