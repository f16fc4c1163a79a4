//! One's organizations: read when somebody looks for one, and kept while one goes from one to the next. A switch itself
//! asks only for the organization that is entered.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::AppError;
use model::ids::PublicId;
use model::tenants::{OrganizationView, OrganizationsView};

use super::here::use_tenant;
use super::recent::use_recent;
use crate::kit::{Glyph, Pick};
use crate::matching::Findable;
use crate::organizations::api::list_organizations;
use crate::registry;
use crate::text::{Text, use_text};

/// What is known of one's organizations.
#[derive(Clone, Copy)]
pub struct Directory {
    known: RwSignal<Option<OrganizationsView>>,
    error: RwSignal<Option<AppError>>,
    reading: Action<(), ()>,
}

/// Makes it, once for all organizations that are entered by one document.
pub fn provide_directory() {
    let known = RwSignal::new(None);
    let error = RwSignal::new(None);
    let reading = Action::new(move |(): &()| async move {
        match list_organizations().await {
            Ok(view) => {
                known.set(Some(view));
                error.set(None);
            }
            Err(why) => error.set(Some(why)),
        }
    });
    provide_context(Directory { known, error, reading });
}

/// That of this document.
pub fn use_directory() -> Directory {
    expect_context()
}

impl Directory {
    /// Reads it again. What is known stays until then.
    pub fn read(self) {
        self.reading.dispatch(());
    }

    /// Whether it is being read.
    pub fn is_reading(self) -> Signal<bool> {
        self.reading.pending().into()
    }

    /// Why it could not be read, the last time.
    pub fn error(self) -> Signal<Option<AppError>> {
        self.error.into()
    }

    /// Whether it was ever read.
    pub fn is_known(self) -> bool {
        self.known.with(Option::is_some)
    }

    /// How many invitations wait for an answer.
    pub fn invitations(self) -> usize {
        self.known.with(|known| known.as_ref().map_or(0, |view| view.invitations.len()))
    }
}

/// The organizations as they are looked for: those first in which one was last, the others by name. Each leads to the page
/// that one is on now, or to the nearest above it that every organization has.
pub fn use_organizations() -> Memo<Vec<Findable<Pick>>> {
    let t = use_text();
    let directory = use_directory();
    let recent = use_recent();
    let tenant = use_tenant();
    let here = Memo::new(move |_| tenant.with(|tenant| tenant.public_id.clone()));
    let pathname = use_location().pathname;
    let page = Memo::new(move |_| {
        pathname.with(|path| registry::split(path).map_or("", |(_, page)| registry::screen_at(page).path))
    });
    Memo::new(move |_| {
        directory.known.with(|known| {
            let organizations = known.iter().flat_map(|view| &view.organizations);
            let sorted = recent.with(|recent| recent_first(organizations.collect(), recent));
            here.with(|here| sorted.into_iter().map(|one| findable(t, one, here, page.get())).collect())
        })
    })
}

fn recent_first<'a>(mut organizations: Vec<&'a OrganizationView>, recent: &[PublicId]) -> Vec<&'a OrganizationView> {
    organizations.sort_by_key(|one| recent.iter().position(|id| *id == one.public_id).unwrap_or(usize::MAX));
    organizations
}

fn findable(t: Text, organization: &OrganizationView, here: &PublicId, page: &str) -> Findable<Pick> {
    let OrganizationView { public_id, slug, title, roles, .. } = organization;
    let pick = Pick {
        key: public_id.to_string(),
        glyph: Glyph::Building,
        text: title.clone(),
        detail: Some(t.role_names(roles)),
        keys: None,
        current: public_id == here,
        href: Some(format!("/t/{slug}{page}")),
    };
    Findable::new(pick, &[title, slug.as_str()])
}
