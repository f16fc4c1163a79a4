//! What of the log is shown: a form, so that it works before the page is alive, too.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use model::audit::{Action, ListAudit};
use model::{AppError, Code};

use super::query::href;
use crate::failure::Sentences as _;
use crate::kit::{Button, Glyph, LinkButton, SearchField, TextField};
use crate::text::use_text;

/// What the fields say: it follows the address, and becomes it when the form is sent.
#[derive(Clone, Copy)]
struct Fields {
    search: RwSignal<String>,
    who: RwSignal<String>,
    action: RwSignal<String>,
    kind: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Fields {
    fn following(asked: Memo<ListAudit>) -> Self {
        let [search, who, action, kind, from, to] = asked.with_untracked(texts).map(RwSignal::new);
        let fields = Self { search, who, action, kind, from, to };
        Effect::new(move |before: Option<ListAudit>| {
            let now = asked.get();
            // What was typed before the page came alive is kept.
            if before.is_some_and(|before| before != now) {
                fields.say(&now);
            }
            now
        });
        fields
    }

    fn say(self, asked: &ListAudit) {
        let fields = [self.search, self.who, self.action, self.kind, self.from, self.to];
        for (field, text) in fields.into_iter().zip(texts(asked)) {
            field.set(text);
        }
    }

    /// From the newest entry on.
    fn asked(self, before: &ListAudit) -> ListAudit {
        let [search, who, action, kind, from, to] =
            [self.search, self.who, self.action, self.kind, self.from, self.to].map(|field| field.get_untracked());
        ListAudit { search, who, action, kind, from, to, about: before.about, after: None }
    }
}

/// What stands in the fields. One for days can show nothing else.
fn texts(asked: &ListAudit) -> [String; 6] {
    let day = |field, text: &String| if wrong_field(asked, field).is_some() { String::new() } else { text.clone() };
    let ListAudit { search, who, action, kind, from, to, .. } = asked;
    [search.clone(), who.clone(), action.clone(), kind.clone(), day("from", from), day("to", to)]
}

/// The form.
#[component]
pub fn Filters(
    /// What the address asks for.
    asked: Memo<ListAudit>,
) -> impl IntoView {
    let t = use_text();
    let fields = Fields::following(asked);
    let (pathname, navigate) = (use_location().pathname, use_navigate());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let address = format!("{}{}", pathname.get_untracked(), href(&fields.asked(&asked.get_untracked())));
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let wrong = move |field: &'static str| Signal::derive(move || Some(t.of_code(wrong_field(&asked.get(), field)?)));
    let actions = Action::OF_TENANTS.iter().map(|action| (action.as_str(), t.audit_action_of(*action)));
    let kinds = t.audit_kinds();
    let is_filtered = Memo::new(move |_| asked.with(ListAudit::is_filtered));
    view! {
        <form class="audit-filters" method="get" role="search" aria-label=t.audit_filters() on:submit=send>
            {move || asked.with(|asked| asked.about).map(|about| {
                view! { <input type="hidden" name="about" value=about.to_string() /> }
            })}
            <div class="audit-filters__search">
                <SearchField name="search" label=t.audit_search() value=fields.search />
            </div>
            <TextField name="who" label=t.audit_who() value=fields.who />
            <Choice name="kind" label=t.audit_kind() all=t.audit_any_kind() value=fields.kind choices=kinds />
            <Choice name="action" label=t.audit_action() all=t.audit_any_action() value=fields.action choices=actions.collect() />
            <TextField name="from" label=t.audit_from() kind="date" value=fields.from error=wrong("from") />
            <TextField name="to" label=t.audit_to() kind="date" value=fields.to error=wrong("to") />
            <div class="audit-filters__buttons">
                <Button kind="submit" icon=Glyph::Search>{t.audit_apply()}</Button>
                <Show when=move || is_filtered.get()>
                    <LinkButton href="?">{t.audit_clear()}</LinkButton>
                </Show>
            </div>
        </form>
    }
}

/// Why the address asks for what cannot be: only days can be wrong.
fn wrong_field(asked: &ListAudit, field: &str) -> Option<Code> {
    match asked.clone().parse() {
        Err(AppError::Invalid { fields }) => fields.of(field),
        _ => None,
    }
}

/// One of several, or all.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    value: RwSignal<String>,
    choices: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let start = value.get_untracked();
    let option = |(name, text): (&'static str, &'static str)| {
        let selected = name == start;
        view! { <option value=name selected=selected>{text}</option> }
    };
    let choices = std::iter::once(("", all)).chain(choices).map(option).collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <select
                class="select"
                id=id
                name=name
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {choices}
            </select>
        </div>
    }
}
