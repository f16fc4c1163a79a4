//! What the palette offers: screens and actions of the registry, languages and themes, and the other organizations.

use leptos::prelude::*;
use model::permission::PermissionSet;
use model::preferences::{Language, Preferences, Theme};
use model::tenants::TenantView;

use super::desk::use_desk;
use crate::kit::{Glyph, Pick};
use crate::matching::Findable;
use crate::preferences::theme_name;
use crate::registry::{ACTIONS, Action, Does, SCREENS, Screen};
use crate::shell::{use_organizations, use_tenant};
use crate::text::{Text, use_text};

/// One line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As it is shown.
    pub pick: Pick,
    /// What it does when it is picked.
    pub way: Way,
}

/// What an entry does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is a link, and nothing else.
    Follow,
    /// It is a link into another organization.
    Depart,
    /// It does this.
    Do(Does),
}

/// All that this person may use here, in the order in which it stands while nothing is typed.
pub fn use_entries() -> Memo<Vec<Findable<Entry>>> {
    let t = use_text();
    let tenant = use_tenant();
    let organizations = use_organizations();
    let single_keys = use_desk().single_keys;
    let chosen = use_context::<Preferences>().unwrap_or_default();
    Memo::new(move |_| {
        let keys = single_keys.get();
        let mut entries = tenant.with(|tenant| of_registry(t, tenant, keys));
        let others = organizations
            .with(|all| all.iter().filter(|one| !one.item.current).map(|one| other(t, one)).collect::<Vec<_>>());
        entries.extend(others);
        entries.extend(preferences(t, chosen));
        entries
    })
}

fn of_registry(t: Text, tenant: &TenantView, keys: bool) -> Vec<Findable<Entry>> {
    let (slug, permissions) = (tenant.slug.as_str(), tenant.permissions);
    let screens = allowed_screens(permissions).map(|screen| of_screen(t, slug, screen, keys));
    // The palette has a search of its own.
    let actions = allowed_actions(permissions).filter(|action| action.does != Does::Search);
    screens.chain(actions.map(|action| of_action(t, slug, action, keys))).collect()
}

/// The screens that somebody with these permissions may see.
pub fn allowed_screens(permissions: PermissionSet) -> impl Iterator<Item = &'static Screen> {
    SCREENS.iter().filter(move |screen| screen.is_for(permissions))
}

/// The actions that somebody with these permissions may do.
pub fn allowed_actions(permissions: PermissionSet) -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(move |action| action.is_for(permissions))
}

fn of_screen(t: Text, slug: &str, screen: &Screen, keys: bool) -> Findable<Entry> {
    let pick = Pick {
        key: format!("screen{}", screen.path),
        glyph: screen.glyph,
        text: (screen.name)(t).to_owned(),
        detail: Some(t.palette_screen().to_owned()),
        keys: screen.letter.filter(|_| keys).map(|letter| format!("g {letter}")),
        current: false,
        href: Some(format!("/t/{slug}{}", screen.path)),
    };
    findable(pick, Way::Follow)
}

fn of_action(t: Text, slug: &str, action: &Action, keys: bool) -> Findable<Entry> {
    let (href, way) = match action.does {
        Does::Within(path) => (Some(format!("/t/{slug}{path}")), Way::Follow),
        Does::Elsewhere(path) => (Some(path.to_owned()), Way::Follow),
        does => (None, Way::Do(does)),
    };
    let pick = Pick {
        key: format!("action-{}", action.id),
        glyph: action.glyph,
        text: (action.name)(t).to_owned(),
        detail: Some(t.palette_action().to_owned()),
        keys: action.key.filter(|_| keys).map(String::from),
        current: false,
        href,
    };
    findable(pick, way)
}

fn other(t: Text, organization: &Findable<Pick>) -> Findable<Entry> {
    organization.clone().map(|pick| {
        let detail = Some(t.palette_organization().to_owned());
        Entry { pick: Pick { key: format!("organization-{}", pick.key), detail, ..pick }, way: Way::Depart }
    })
}

/// The languages and themes that are not chosen.
fn preferences(t: Text, chosen: Preferences) -> Vec<Findable<Entry>> {
    let entry = |name: &'static str, value: &'static str, text: String| {
        let key = format!("{name}-{value}");
        let detail = Some(t.palette_action().to_owned());
        let pick = Pick { key, glyph: Glyph::Eye, text, detail, keys: None, current: false, href: None };
        findable(pick, Way::Do(Does::Prefer(name, value)))
    };
    let themes = Theme::ALL.into_iter().filter(|theme| *theme != chosen.theme);
    let themes = themes.map(|theme| entry("theme", theme.name(), t.palette_theme(theme_name(t, theme))));
    let languages = Language::ALL.into_iter().filter(|language| *language != chosen.language);
    let languages = languages.map(|language| entry("language", language.tag(), t.palette_language(language.name())));
    themes.chain(languages).collect()
}

fn findable(pick: Pick, way: Way) -> Findable<Entry> {
    let text = pick.text.clone();
    Findable::new(Entry { pick, way }, &[&text])
}

texts! {
    palette_screen { en: "Page", de: "Seite", ar: "صفحة" }
    palette_action { en: "Action", de: "Aktion", ar: "إجراء" }
    palette_organization { en: "Organization", de: "Organisation", ar: "مؤسسة" }
    palette_theme(theme: &str) { en: "Theme: {theme}", de: "Farbschema: {theme}", ar: "المظهر: {theme}" }
    palette_language(language: &str) { en: "Language: {language}", de: "Sprache: {language}", ar: "اللغة: {language}" }
}

#[cfg(test)]
mod tests {
    use model::permission::Permission;

    use super::*;
    use crate::matching::found;
    use crate::shell::example::bricks;

    const ENGLISH: Text = Text(Language::English);

    fn entries(permissions: PermissionSet, keys: bool) -> Vec<Findable<Entry>> {
        of_registry(ENGLISH, &bricks(permissions), keys)
    }

    fn names(permissions: PermissionSet) -> Vec<String> {
        entries(permissions, true).into_iter().map(|entry| entry.item.pick.text).collect()
    }

    #[test]
    fn nothing_is_offered_that_one_may_not_use() {
        let nobody = names(PermissionSet::default());
        let everybody = names(PermissionSet::all());
        for name in ["Members", "Invite people"] {
            assert!(!nobody.contains(&name.to_owned()), "{name}");
            assert!(everybody.contains(&name.to_owned()), "{name}");
        }
        assert!(nobody.contains(&"Home".to_owned()));
        let may_list = names([Permission::MemberList].into_iter().collect());
        assert!(may_list.contains(&"Members".to_owned()) && !may_list.contains(&"Invite people".to_owned()));
    }

    #[test]
    fn three_keys_find_what_one_means() {
        let all = entries(PermissionSet::all(), true);
        for (typed, name) in
            [("mem", "Members"), ("inv", "Invite people"), ("out", "Sign out"), ("new", "New organization")]
        {
            assert_eq!(found(&all, typed)[0].pick.text, name, "{typed}");
        }
    }

    #[test]
    fn keys_that_are_switched_off_are_not_shown() {
        assert!(entries(PermissionSet::all(), true).iter().any(|entry| entry.item.pick.keys.is_some()));
        assert!(entries(PermissionSet::all(), false).iter().all(|entry| entry.item.pick.keys.is_none()));
    }

    #[test]
    fn the_chosen_language_and_theme_are_not_offered() {
        let names: Vec<_> = preferences(ENGLISH, Preferences { language: Language::English, theme: Theme::Dark })
            .into_iter()
            .map(|entry| entry.item.pick.text)
            .collect();
        assert!(names.contains(&"Theme: Light".to_owned()) && !names.contains(&"Theme: Dark".to_owned()));
        assert!(names.iter().all(|name| name != "Language: English"));
    }
}
