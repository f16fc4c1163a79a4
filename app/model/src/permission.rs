//! The one list of permissions.
//!
//! Types for transactions, strings for the database, what the menu shows and what the tests walk through all come
//! from here. To add a permission, add a line; `docs/adding-a-feature.md` says what follows from it.

use serde::{Deserialize, Serialize};

/// A permission as a type: what a transaction was opened under.
pub trait Permit: Send + Sync + 'static {
    /// The same permission as a value.
    const PERMISSION: Permission;
}

/// An operator's permission as a type.
pub trait PlatformPermit: Send + Sync + 'static {
    /// The same permission as a value.
    const PERMISSION: PlatformPermission;
}

macro_rules! permissions {
    (
        $(#[$list_doc:meta])* $list:ident: $permit:ident;
        $($(#[$resource_doc:meta])* $resource:ident {
            $($(#[$doc:meta])* $action:ident = $variant:ident $text:literal;)+
        })+
    ) => {
        $(#[$list_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $list {
            $($($(#[$doc])* #[serde(rename = $text)] $variant,)+)+
        }

        impl $list {
            /// All of them, in the order of the list.
            pub const ALL: &[Self] = &[$($(Self::$variant,)+)+];

            /// The permission as `resource:action`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$variant => $text,)+)+
                }
            }
        }

        impl std::str::FromStr for $list {
            type Err = UnknownPermission;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|permission| permission.as_str() == text).ok_or(UnknownPermission)
            }
        }

        impl From<$list> for Required {
            fn from(permission: $list) -> Self {
                Self(permission.as_str().to_owned())
            }
        }

        $(
            $(#[$resource_doc])*
            pub mod $resource {
                $(
                    $(#[$doc])*
                    #[derive(Clone, Copy, Debug)]
                    pub struct $action;

                    impl super::$permit for $action {
                        const PERMISSION: super::$list = super::$list::$variant;
                    }
                )+
            }
        )+
    };
}

permissions! {
    /// What a role of an organization can allow.
    Permission: Permit;
    /// The organization itself.
    organization {
        /// See and change what the organization says of itself: name, address, logo and the like.
        Update = OrganizationUpdate "organization:update";
        /// Put the organization away, and take it out again.
        Archive = OrganizationArchive "organization:archive";
    }
    /// The organization's people.
    member {
        /// See who belongs to the organization and who is there now.
        List = MemberList "member:list";
        /// Invite people, and see, repeat and revoke invitations.
        Invite = MemberInvite "member:invite";
        /// Remove people, and take a removal back.
        Remove = MemberRemove "member:remove";
        /// Suspend people, and let them in again.
        Suspend = MemberSuspend "member:suspend";
        /// Take the list of people along as a file.
        Export = MemberExport "member:export";
    }
    /// The organization's roles.
    role {
        /// See which roles there are.
        List = RoleList "role:list";
        /// Give roles to people and take them away.
        Assign = RoleAssign "role:assign";
    }
    /// What has happened in the organization.
    audit {
        /// Read the audit log, with who did what from where.
        List = AuditList "audit:list";
    }
}

permissions! {
    /// What an operator's role can allow, over all organizations.
    PlatformPermission: PlatformPermit;
    /// Organizations, seen from the back office.
    platform_tenant {
        /// List all organizations.
        List = TenantList "platform.tenant:list";
        /// Enter any organization, to look.
        Enter = TenantEnter "platform.tenant:enter";
        /// Suspend an organization, and restore it.
        Suspend = TenantSuspend "platform.tenant:suspend";
    }
    /// People, over all organizations.
    platform_person {
        /// List all people, with the organizations that they belong to.
        List = PersonList "platform.person:list";
    }
    /// The mail outbox.
    platform_mail {
        /// Read mails that wait or could not be delivered.
        Read = MailRead "platform.mail:read";
    }
}

/// What an operator may do in an organization that he has entered, whatever his role: look. The one place that says it.
pub const OPERATORS_MAY: &[Permission] = &[Permission::MemberList, Permission::RoleList];

/// A permission that was missing, as text, so that an older browser can still read the answer of a newer server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Required(String);

impl Required {
    /// Whether it is an operator's, and not a member's.
    pub fn is_of_operators(&self) -> bool {
        self.0.parse::<PlatformPermission>().is_ok()
    }
}

impl std::fmt::Display for Required {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text names no permission of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPermission;

/// A set of permissions, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<Permission>")]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// Every permission there is.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Whether this permission is in the set.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & Self::bit(permission) != 0
    }

    /// Whether all of `other` is in this set too.
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    const fn bit(permission: Permission) -> u64 {
        1 << permission as u64
    }
}

const _: () = assert!(Permission::ALL.len() <= 64, "a permission set has 64 bits");

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | Self::bit(permission)))
    }
}

/// Permissions that this program does not know are left out: they can allow nothing here.
impl From<Vec<String>> for PermissionSet {
    fn from(texts: Vec<String>) -> Self {
        texts.iter().filter_map(|text| text.parse().ok()).collect()
    }
}

impl From<PermissionSet> for Vec<Permission> {
    fn from(set: PermissionSet) -> Self {
        Permission::ALL.iter().copied().filter(|permission| set.contains(*permission)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_found_by_its_text() {
        for permission in Permission::ALL {
            assert_eq!(permission.as_str().parse(), Ok(*permission));
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
        for permission in PlatformPermission::ALL {
            assert!(permission.as_str().starts_with("platform."));
            assert_eq!(permission.as_str().parse(), Ok(*permission));
        }
    }

    #[test]
    fn a_set_holds_exactly_what_was_put_into_it() {
        for permission in Permission::ALL {
            let set: PermissionSet = [*permission].into_iter().collect();
            for other in Permission::ALL {
                assert_eq!(set.contains(*other), permission == other);
            }
            assert!(PermissionSet::all().covers(set));
            assert!(!set.covers(PermissionSet::all()));
            assert!(!PermissionSet::default().covers(set));
        }
    }

    #[test]
    fn operators_may_look_at_lists_and_nothing_else() {
        for permission in OPERATORS_MAY {
            assert!(permission.as_str().ends_with(":list"), "{}", permission.as_str());
        }
    }

    #[test]
    fn an_unknown_permission_allows_nothing() {
        let set = PermissionSet::from(vec!["member:everything".to_owned(), "*".to_owned()]);
        assert_eq!(set, PermissionSet::default());
    }
}
