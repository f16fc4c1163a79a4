//! The dialog that gives and takes roles of many.

use leptos::prelude::*;
use model::AppError;
use model::members::{ChangeMembers, MemberChange};
use model::roles::RoleView;

use super::many::Changing;
use super::selection::{Selection, use_focus_behind};
use crate::form::{DialogForm, use_submission};
use crate::kit::{CheckboxGroup, Dialog, Glyph, SkeletonShape};
use crate::load::Follow;
use crate::roles::{chosen_roles, role_choices};
use crate::text::use_text;

/// Asks which roles to give and which to take; all others stay.
#[component]
pub fn ManyRolesDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whose roles.
    selection: Selection,
    /// The way to change them.
    changing: Changing,
    /// The roles that there are.
    roles: Resource<Result<Vec<RoleView>, AppError>>,
) -> impl IntoView {
    let t = use_text();
    // The button that opened it goes with the selection.
    use_focus_behind(move || open.get());
    view! {
        <Dialog open title=t.member_change_roles() close_label=t.close()>
            <Follow resource=roles skeleton=SkeletonShape::Form let:roles>
                <ManyRolesForm roles=roles.get_untracked() open selection changing />
            </Follow>
        </Dialog>
    }
}

#[component]
fn ManyRolesForm(
    roles: Vec<RoleView>,
    open: RwSignal<bool>,
    selection: Selection,
    changing: Changing,
) -> impl IntoView {
    let t = use_text();
    let (give, take) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
    let input = move || {
        let [add, remove] = [give, take].map(|chosen| chosen_roles(&chosen.get_untracked()));
        ChangeMembers { who: selection.chosen(), change: MemberChange::Roles { add, remove } }.parse()
    };
    let send = move |input| {
        changing.run(input, None);
        selection.clear();
        async { Ok(()) }
    };
    let submission = use_submission(open, input, send);
    let errors = submission.errors;
    let (given, taken) = (role_choices(t, &roles), role_choices(t, &roles));
    view! {
        <DialogForm submission label=t.save() icon=Glyph::Check>
            <CheckboxGroup name="give" legend=t.roles_give() choices=given selected=give error=errors.field("roles") />
            <CheckboxGroup name="take" legend=t.roles_take() choices=taken selected=take />
        </DialogForm>
    }
}
