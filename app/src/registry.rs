//! The one list of an organization's screens, and of what can be done from anywhere in it. The side menu, the palette, the
//! shortcuts and their list, and the way to the same page of another organization are all made from it.
//!
//! A screen or an action that is not allowed is not offered. That is a courtesy: the domain is the protection.

use model::permission::{Permission, PermissionSet};

use crate::kit::Glyph;
use crate::text::Text;

/// A screen of an organization.
#[derive(Debug)]
pub struct Screen {
    /// Its address inside the organization.
    pub path: &'static str,
    /// Stands before its name.
    pub glyph: Glyph,
    /// What it is called.
    pub name: fn(Text) -> &'static str,
    /// What one must hold to see it; none: every member.
    pub permission: Option<Permission>,
    /// Typed after `g`, it leads here.
    pub letter: Option<char>,
}

/// Every screen, in the menu's order. The first is where the way up ends.
pub const SCREENS: &[Screen] = &[
    Screen { path: "", glyph: Glyph::Home, name: Text::screen_home, permission: None, letter: Some('h') },
    Screen {
        path: "/members",
        glyph: Glyph::Users,
        name: Text::screen_members,
        permission: Some(Permission::MemberList),
        letter: Some('m'),
    },
    Screen {
        path: "/settings",
        glyph: Glyph::Building,
        name: Text::screen_settings,
        permission: Some(Permission::OrganizationUpdate),
        letter: Some('s'),
    },
    Screen {
        path: "/audit",
        glyph: Glyph::Activity,
        name: Text::screen_audit,
        permission: Some(Permission::AuditList),
        letter: Some('a'),
    },
];

/// Something that can be done from every page of an organization.
#[derive(Debug)]
pub struct Action {
    /// Unique among the actions.
    pub id: &'static str,
    /// Stands before its name.
    pub glyph: Glyph,
    /// What it is called: a verb.
    pub name: fn(Text) -> &'static str,
    /// What one must hold for it.
    pub permissions: &'static [Permission],
    /// The single key that does it.
    pub key: Option<char>,
    /// What it does.
    pub does: Does,
}

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Opens this address inside the organization.
    Within(&'static str),
    /// Opens this address.
    Elsewhere(&'static str),
    /// Opens the switcher.
    Switch,
    /// Lists the shortcuts.
    ListShortcuts,
    /// Puts the focus into the search of the page.
    Search,
    /// Ends the session.
    SignOut,
    /// Chooses a language or a theme.
    Prefer(&'static str, &'static str),
}

/// Every action, in the palette's order. Whoever may invite must also say as what.
pub const ACTIONS: &[Action] = &[
    Action {
        id: "invite",
        glyph: Glyph::UserPlus,
        name: Text::action_invite,
        permissions: &[Permission::MemberInvite, Permission::RoleAssign],
        key: Some('i'),
        does: Does::Within("/members?invite"),
    },
    Action::of_everybody("switch", Glyph::ChevronsUpDown, Text::action_switch, Some('o'), Does::Switch),
    Action::of_everybody("new", Glyph::Plus, Text::new_organization_title, None, Does::Elsewhere("/organizations/new")),
    Action::of_everybody(
        "all",
        Glyph::Layers,
        Text::action_all_organizations,
        None,
        Does::Elsewhere("/organizations?choose"),
    ),
    Action::of_everybody("account", Glyph::Shield, Text::account_title, None, Does::Elsewhere("/account")),
    Action::of_everybody("search", Glyph::Search, Text::action_search, Some('/'), Does::Search),
    Action::of_everybody("shortcuts", Glyph::Info, Text::action_shortcuts, Some('?'), Does::ListShortcuts),
    Action::of_everybody("sign-out", Glyph::LogOut, Text::sign_out, None, Does::SignOut),
];

impl Screen {
    /// Whether somebody with these permissions is offered it.
    pub fn is_for(&self, permissions: PermissionSet) -> bool {
        self.permission.is_none_or(|permission| permissions.contains(permission))
    }
}

impl Action {
    const fn of_everybody(
        id: &'static str,
        glyph: Glyph,
        name: fn(Text) -> &'static str,
        key: Option<char>,
        does: Does,
    ) -> Self {
        Self { id, glyph, name, permissions: &[], key, does }
    }

    /// Whether somebody with these permissions is offered it.
    pub fn is_for(&self, permissions: PermissionSet) -> bool {
        self.permissions.iter().all(|permission| permissions.contains(*permission))
    }
}

/// The screen at this address inside an organization, or the nearest above it.
pub fn screen_at(page: &str) -> &'static Screen {
    let is_at =
        |screen: &&Screen| page.strip_prefix(screen.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    SCREENS.iter().filter(is_at).max_by_key(|screen| screen.path.len()).unwrap_or(&SCREENS[0])
}

/// This screen, or the nearest above it that somebody with these permissions may see.
pub fn nearest(screen: &'static Screen, permissions: PermissionSet) -> &'static Screen {
    let mut nearest = screen;
    while !nearest.is_for(permissions) {
        let Some((above, _)) = nearest.path.rsplit_once('/') else { break };
        nearest = screen_at(above);
    }
    nearest
}

/// An address `/t/{slug}…` as the slug and the address inside the organization.
pub fn split(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix("/t/")?;
    let (slug, page) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    Some((slug, page.trim_end_matches('/')))
}

texts! {
    screen_home { en: "Home", de: "Startseite", ar: "الرئيسية" }
    screen_audit { en: "Audit log", de: "Protokoll", ar: "سجل التدقيق" }
    screen_settings { en: "Settings", de: "Einstellungen", ar: "الإعدادات" }
    screen_members { en: "Members", de: "Mitglieder", ar: "الأعضاء" }
    action_invite { en: "Invite people", de: "Personen einladen", ar: "ادعُ أشخاصًا" }
    action_switch { en: "Switch organization", de: "Organisation wechseln", ar: "تبديل المؤسسة" }
    action_all_organizations { en: "All organizations", de: "Alle Organisationen", ar: "كل المؤسسات" }
    action_search { en: "Search on this page", de: "Auf dieser Seite suchen", ar: "ابحث في هذه الصفحة" }
    action_shortcuts { en: "Keyboard shortcuts", de: "Tastenkürzel", ar: "اختصارات لوحة المفاتيح" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn none() -> PermissionSet {
        PermissionSet::default()
    }

    #[test]
    fn no_two_have_the_same_address_name_or_key() {
        let paths: BTreeSet<_> = SCREENS.iter().map(|screen| screen.path).collect();
        assert_eq!(paths.len(), SCREENS.len());
        let ids: BTreeSet<_> = ACTIONS.iter().map(|action| action.id).collect();
        assert_eq!(ids.len(), ACTIONS.len());
        let letters: Vec<_> = SCREENS.iter().filter_map(|screen| screen.letter).collect();
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len());
        let keys: Vec<_> = ACTIONS.iter().filter_map(|action| action.key).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        // It stands before a screen's letter.
        assert!(!keys.contains(&'g'));
    }

    #[test]
    fn the_first_screen_is_open_to_everybody() {
        assert_eq!((SCREENS[0].path, SCREENS[0].permission), ("", None));
    }

    #[test]
    fn an_address_belongs_to_the_nearest_screen_above_it() {
        for (page, path) in [
            ("", ""),
            ("/members", "/members"),
            ("/members/0190", "/members"),
            ("/membership", ""),
            ("/nothing/at/all", ""),
        ] {
            assert_eq!(screen_at(page).path, path, "{page}");
        }
    }

    #[test]
    fn the_nearest_screen_that_is_allowed_is_the_way_up() {
        let members = screen_at("/members");
        assert_eq!(nearest(members, none()).path, "");
        assert_eq!(nearest(members, [Permission::MemberList].into_iter().collect()).path, "/members");
        assert_eq!(nearest(screen_at(""), none()).path, "");
    }

    #[test]
    fn an_action_takes_all_of_its_permissions() {
        let invite = &ACTIONS[0];
        assert!(!invite.is_for(none()));
        assert!(!invite.is_for([Permission::MemberInvite].into_iter().collect()));
        assert!(invite.is_for([Permission::MemberInvite, Permission::RoleAssign].into_iter().collect()));
    }

    #[test]
    fn an_address_is_split_into_organization_and_page() {
        assert_eq!(split("/t/office"), Some(("office", "")));
        assert_eq!(split("/t/office/"), Some(("office", "")));
        assert_eq!(split("/t/office/members/1"), Some(("office", "/members/1")));
        assert_eq!(split("/organizations"), None);
    }
}
