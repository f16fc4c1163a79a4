//! What a page asks of the organization that it stands in.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{query_signal_with_options, use_location};
use leptos_router::location::Location;
use model::entrance::{Door, Entrance};
use model::ids::PublicId;
use model::permission::Permission;
use model::slug::Slug;
use model::tenants::TenantView;

use crate::kit::{Toast, use_toasts};
use crate::platform;
use crate::text::use_text;

/// The organization that this page stands in: read again when what one may do here changes.
pub fn use_tenant() -> Signal<TenantView> {
    expect_context()
}

/// The id by which calls name this organization.
pub fn use_tenant_id() -> impl Fn() -> PublicId + Copy + Send + Sync + 'static {
    let tenant = use_tenant();
    move || tenant.with_untracked(|tenant| tenant.public_id.clone())
}

/// By which door this page stands in its organization.
pub fn use_door() -> Door {
    use_context().unwrap_or_default()
}

/// How calls that only read name this organization: by the door by which this page stands in it.
pub fn use_entrance() -> impl Fn() -> Entrance + Copy + Send + Sync + 'static {
    let (door, tenant) = (use_door(), use_tenant_id());
    move || Entrance::by(door, tenant())
}

/// The address of this organization's home, by the same door. Its other pages stand below it.
pub fn use_tenant_path() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let (door, tenant) = (use_door(), use_tenant());
    move || tenant.with(|tenant| tenant_path(door, &tenant.slug))
}

/// The address of an organization's home by this door.
pub fn tenant_path(door: Door, slug: &Slug) -> String {
    match door {
        Door::Member => format!("/t/{slug}"),
        Door::Operator => format!("/admin/t/{slug}"),
    }
}

/// Whether the caller may do this here, now. It decides what is offered; what is allowed is decided by the server.
pub fn use_permission(permission: Permission) -> Memo<bool> {
    let tenant = use_tenant();
    Memo::new(move |_| tenant.with(|tenant| tenant.permissions.contains(permission)))
}

/// Whether a dialog is open. When what it is for is not allowed any more, it closes by itself and says why.
pub fn use_dialog(allowed: impl Into<Signal<bool>>) -> RwSignal<bool> {
    let (t, toasts, allowed) = (use_text(), use_toasts(), allowed.into());
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if !allowed.get() && open.get_untracked() {
            open.set(false);
            toasts.push(Toast::danger(t.rights_lost()));
            // The button that opened it is gone, too.
            platform::focus_content();
        }
    });
    open
}

/// Opens a dialog when the address asks for it by this word (`?invite`), and takes the word out of the address again: so
/// a link leads to the dialog, and loading the page anew does not.
pub fn use_opened_by_address(word: &'static str, open: RwSignal<bool>, allowed: impl Into<Signal<bool>>) {
    let allowed = allowed.into();
    let replace = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (asked, set_asked) = query_signal_with_options::<String>(word, replace);
    Effect::new(move |_| {
        if asked.with(Option::is_some) {
            set_asked.set(None);
            if allowed.get_untracked() {
                open.set(true);
            }
        }
    });
}

/// The sign-in that leads back to the page where one is. What would end the parameter's value is escaped.
pub fn use_sign_in_and_back() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let Location { pathname, search, .. } = use_location();
    move || {
        let (path, search) = (pathname.get_untracked(), search.get_untracked());
        let search = search.trim_start_matches('?').replace('%', "%25").replace('&', "%26").replace('+', "%2B");
        let question = if search.is_empty() { "" } else { "?" };
        format!("/sign-in?next={path}{question}{search}")
    }
}

/// The window's title: the page's, and the organization's.
#[component]
pub fn PageTitle(
    /// What the page is.
    page: &'static str,
) -> impl IntoView {
    // A plain text: the title outlives what stands here by a moment, when another organization is entered.
    let title = use_tenant().with_untracked(|tenant| format!("{page} · {}", tenant.title));
    view! { <Title text=title /> }
}

texts! {
    rights_lost {
        en: "Your roles have just changed and do not allow this any more.",
        de: "Ihre Rollen haben sich soeben geändert und erlauben das nicht mehr.",
        ar: "تغيّرت أدوارك للتو ولم تعد تسمح بهذا."
    }
}
