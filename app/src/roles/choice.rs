//! Roles as people see and choose them.

use leptos::prelude::*;
use model::Code;
use model::ids::RoleId;
use model::roles::{DefaultRole, RoleName, RoleView};

use crate::form::FormErrors;
use crate::kit::{Badge, CheckboxGroup, Choice, Tone};
use crate::text::{Text, use_text};

/// The roles that somebody has, or will have.
#[component]
pub fn RoleBadges(
    /// In the order in which they are shown.
    #[prop(into)]
    roles: Signal<Vec<RoleName>>,
) -> impl IntoView {
    let t = use_text();
    let badge = move |role: RoleName| {
        let tone = if role.name == DefaultRole::Admin.name() { Tone::Accent } else { Tone::Neutral };
        view! { <Badge tone>{t.role_name(&role.name)}</Badge> }
    };
    view! {
        <span class="badges">
            <For each=move || roles.get() key=|role| role.id children=badge />
        </span>
    }
}

/// Every role, to tick.
#[component]
pub fn RoleField(
    /// All there are.
    roles: Vec<RoleView>,
    /// The ids of those that are ticked.
    chosen: RwSignal<Vec<String>>,
    /// What is wrong with the form.
    errors: FormErrors,
) -> impl IntoView {
    let t = use_text();
    let refused = errors.field("roles");
    let error = Signal::derive(move || {
        if errors.has("roles", Code::Required) { Some(t.role_required().to_owned()) } else { refused.get() }
    });
    let choices = role_choices(t, &roles);
    view! { <CheckboxGroup name="roles" legend=t.roles() choices selected=chosen error /> }
}

/// What the caller cannot give away is shown, but cannot be ticked.
pub fn role_choices(t: Text, roles: &[RoleView]) -> Vec<Choice> {
    let choice = |role: &RoleView| {
        let choice = Choice::new(role.id.to_string(), t.role_name(&role.name));
        match (role.assignable, t.role_hint(&role.name)) {
            (false, _) => choice.disabled(t.role_not_assignable()),
            (true, Some(hint)) => choice.hint(hint),
            (true, None) => choice,
        }
    };
    roles.iter().map(choice).collect()
}

/// The roles that were ticked.
pub fn chosen_roles(chosen: &[String]) -> Vec<RoleId> {
    chosen.iter().filter_map(|role| role.parse().ok()).collect()
}
