//! The organizations that somebody was in last. Kept in this browser, for one person, until that person signs out.

use leptos::prelude::*;
use model::ids::PublicId;
use model::tenants::TenantView;
use serde::{Deserialize, Serialize};

use crate::platform;

const KEY: &str = "borough-recent";
/// Further back nobody remembers either.
const AT_MOST: usize = 20;

/// What is kept.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Recent {
    /// The address of the person whose list it is.
    person: String,
    /// The last one first.
    organizations: Vec<PublicId>,
}

impl Recent {
    /// The list when this person has come into this organization. Another person's is not gone on with.
    fn entered(self, person: &str, organization: &PublicId) -> Self {
        let before = if self.person == person { self.organizations } else { Vec::new() };
        let others = before.into_iter().filter(|other| other != organization);
        let organizations = std::iter::once(organization.clone()).chain(others).take(AT_MOST).collect();
        Self { person: person.to_owned(), organizations }
    }
}

/// The organizations of [`provide_recent`].
#[derive(Clone, Copy)]
struct RecentlyIn(RwSignal<Vec<PublicId>>);

/// Notes that the person is in this organization now.
pub fn provide_recent(tenant: &TenantView) {
    let (person, organization) = (tenant.me.email.clone(), tenant.public_id.clone());
    let recent = RwSignal::new(Vec::new());
    provide_context(RecentlyIn(recent));
    Effect::new(move |_| {
        let before: Recent = platform::kept(KEY).unwrap_or_default();
        let now = before.entered(&person, &organization);
        platform::keep(KEY, &now);
        recent.set(now.organizations);
    });
}

/// The organizations that the person was in last, this one first; none before the page is alive, because the server
/// does not know them.
pub fn use_recent() -> ReadSignal<Vec<PublicId>> {
    let RecentlyIn(recent) = expect_context();
    recent.read_only()
}

/// For whoever signs out.
pub fn forget_recent() {
    platform::forget(KEY);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: impl IntoIterator<Item = u64>) -> Vec<PublicId> {
        numbers.into_iter().map(PublicId::from_bits).collect()
    }

    fn entered(person: &str, organizations: impl IntoIterator<Item = u64>) -> Recent {
        let start = Recent::default();
        ids(organizations).iter().fold(start, |recent, organization| recent.entered(person, organization))
    }

    #[test]
    fn the_last_organization_is_the_first_and_none_stands_twice() {
        assert_eq!(entered("ada@example.com", [1, 2, 3, 1]).organizations, ids([1, 3, 2]));
    }

    #[test]
    fn the_list_does_not_grow_without_end() {
        let recent = entered("ada@example.com", 0..100);
        assert_eq!(recent.organizations, ids((80..100).rev()));
    }

    #[test]
    fn another_person_starts_anew() {
        let recent = entered("ada@example.com", [1, 2]).entered("grace@example.com", &PublicId::from_bits(3));
        assert_eq!(recent, entered("grace@example.com", [3]));
    }

    #[test]
    fn what_somebody_else_wrote_there_is_no_list() {
        for text in ["", "null", "[]", r#"{"person":"ada@example.com"}"#, r#"{"person":"","organizations":["x"]}"#] {
            assert!(serde_json::from_str::<Recent>(text).is_err(), "{text}");
        }
    }
}
