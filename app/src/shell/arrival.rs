//! Going from one organization to another: what was the page there is the page here, if it is there for this person; else
//! the nearest above it, and a notice says so.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use model::ids::PublicId;
use model::tenants::TenantView;

use super::here::use_tenant;
use crate::kit::{Toast, use_toasts};
use crate::platform;
use crate::registry::{Screen, nearest, screen_at, split};
use crate::text::{Text, use_text};

/// Somebody on the way to another organization.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    /// Where to.
    slug: String,
    /// What one looked at belongs to the organization that one comes from.
    is_left_behind: bool,
}

/// Who is on the way, and where one was last. It outlasts the organization that is left.
#[derive(Clone, Copy)]
struct Ways {
    way: StoredValue<Option<Way>>,
    last: StoredValue<Option<PublicId>>,
}

/// Remembers it for all organizations that are entered by one document.
pub fn provide_ways() {
    provide_context(Ways { way: StoredValue::new(None), last: StoredValue::new(None) });
}

/// Takes the messages away that are about the organization that is left. One that has only got another address is the same.
pub fn leave_messages(tenant: PublicId) {
    let (Ways { last, .. }, toasts) = (expect_context(), use_toasts());
    Effect::new(move |_| {
        let before = last.try_update_value(|last| last.replace(tenant.clone())).flatten();
        if before.is_some_and(|before| before != tenant) {
            toasts.clear();
        }
    });
}

/// To be called with the address that somebody goes to: in another organization, or in this one, which has just got it.
pub fn use_departure() -> impl Fn(&str) + Copy + Send + Sync + 'static {
    let Ways { way, .. } = expect_context();
    let pathname = use_location().pathname;
    move |to: &str| {
        let Some((slug, page)) = split(to) else { return };
        let is_left_behind = pathname.with_untracked(|from| split(from).is_some_and(|(_, left)| left != page));
        way.set_value(Some(Way { slug: slug.to_owned(), is_left_behind }));
    }
}

/// The page inside the organization. It goes as soon as another organization is entered, before anything is asked for in
/// the name of the one that is left.
#[component]
pub fn Arrival() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    let entered = slug.get_untracked();
    let is_here = RwSignal::new(true);
    if let Some(way) = use_way(&entered) {
        arrive(&way, is_here);
    }
    let is_shown = Memo::new(move |_| is_here.get() && slug.with(|slug| *slug == entered));
    view! {
        <Show when=move || is_shown.get()>
            <Outlet />
        </Show>
    }
}

/// The way that has led here, if somebody came from another organization.
fn use_way(slug: &str) -> Option<Way> {
    let Ways { way, .. } = expect_context();
    way.try_update_value(Option::take).flatten().filter(|way| way.slug == slug)
}

fn arrive(way: &Way, is_here: RwSignal<bool>) {
    let (t, toasts, navigate) = (use_text(), use_toasts(), use_navigate());
    let path = use_location().pathname.get_untracked();
    let arrived = use_tenant().with_untracked(|tenant| Arrived::at(&path, way, tenant));
    let detour = arrived.detour.clone();
    is_here.set(detour.is_none());
    // A page that was never shown stays in the history only if it is there already.
    let replace = !way.is_left_behind;
    Effect::new(move |_| {
        if let Some(notice) = arrived.notice(t) {
            toasts.push(Toast::new(notice));
        }
        if let Some(detour) = &detour {
            navigate(detour, NavigateOptions { replace, ..NavigateOptions::default() });
            // By then the router has changed the page.
            request_animation_frame(move || is_here.set(true));
        }
        // The switcher that had it is gone.
        platform::focus_content();
    });
}

/// Where somebody has come to.
#[derive(Debug)]
struct Arrived {
    organization: String,
    /// The page that there is here, or would be.
    wanted: &'static Screen,
    /// The page that is shown.
    shown: &'static Screen,
    is_left_behind: bool,
    /// The address to go on to, where the page is not there.
    detour: Option<String>,
}

impl Arrived {
    fn at(path: &str, way: &Way, tenant: &TenantView) -> Self {
        let (slug, page) = split(path).unwrap_or((&way.slug, ""));
        let wanted = screen_at(page);
        let shown = nearest(wanted, tenant.permissions);
        let detour = (shown.path != wanted.path).then(|| format!("/t/{slug}{}", shown.path));
        Self { organization: tenant.title.clone(), wanted, shown, is_left_behind: way.is_left_behind, detour }
    }

    fn notice(&self, t: Text) -> Option<String> {
        let shown = (self.shown.name)(t);
        if self.detour.is_some() {
            Some(t.arrived_elsewhere((self.wanted.name)(t), &self.organization, shown))
        } else {
            self.is_left_behind.then(|| t.arrived_above(&self.organization, shown))
        }
    }
}

texts! {
    arrived_elsewhere(page: &str, organization: &str, shown: &str) {
        en: "“{page}” is not there for you in {organization}. This is “{shown}”.",
        de: "„{page}“ gibt es für Sie in {organization} nicht. Das hier ist „{shown}“.",
        ar: "«{page}» غير متاحة لك في {organization}. هذه «{shown}»."
    }
    arrived_above(organization: &str, shown: &str) {
        en: "What you were looking at is not there in {organization}. This is “{shown}”.",
        de: "Was Sie gerade angesehen haben, gibt es in {organization} nicht. Das hier ist „{shown}“.",
        ar: "ما كنت تطّلع عليه غير موجود في {organization}. هذه «{shown}»."
    }
}

#[cfg(test)]
mod tests {
    use model::permission::{Permission, PermissionSet};
    use model::preferences::Language;

    use super::*;
    use crate::shell::example::bricks;

    fn arrived(path: &str, is_left_behind: bool, permissions: PermissionSet) -> (Option<String>, Option<String>) {
        let way = Way { slug: "bricks".to_owned(), is_left_behind };
        let arrived = Arrived::at(path, &way, &bricks(permissions));
        (arrived.detour.clone(), arrived.notice(Text(Language::English)))
    }

    fn may_list() -> PermissionSet {
        [Permission::MemberList].into_iter().collect()
    }

    #[test]
    fn the_page_is_kept_without_a_word_where_it_is_there() {
        assert_eq!(arrived("/t/bricks/members", false, may_list()), (None, None));
        assert_eq!(arrived("/t/bricks", false, PermissionSet::default()), (None, None));
    }

    #[test]
    fn a_page_that_is_not_there_for_somebody_leads_to_the_one_above_it() {
        let (detour, notice) = arrived("/t/bricks/members", false, PermissionSet::default());
        assert_eq!(detour.as_deref(), Some("/t/bricks"));
        assert_eq!(notice.as_deref(), Some("“Members” is not there for you in Bricks. This is “Home”."));
    }

    #[test]
    fn what_belongs_to_the_other_organization_is_left_behind() {
        let (detour, notice) = arrived("/t/bricks/members", true, may_list());
        assert_eq!(detour, None);
        assert_eq!(notice.as_deref(), Some("What you were looking at is not there in Bricks. This is “Members”."));
    }
}
