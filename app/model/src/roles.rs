//! Roles: named sets of permissions that belong to one organization.

use serde::{Deserialize, Serialize};

use crate::ids::RoleId;
use crate::permission::{Permission, PermissionSet};

/// The roles that every organization starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultRole {
    /// Holds every permission, those of later versions too.
    Admin,
    /// Works with the organization's data.
    Editor,
    /// Reads the organization's data.
    Viewer,
}

impl DefaultRole {
    /// All of them, the most powerful first.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Editor, Self::Viewer];

    /// The name in the database. The two that cannot be renamed by accident are shown by `app` in the reader's language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Editor => "Editor",
            Self::Viewer => "Viewer",
        }
    }

    /// The default role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What it allows at first.
    pub fn permissions(self) -> PermissionSet {
        match self {
            Self::Admin => PermissionSet::all(),
            Self::Editor => [Permission::MemberList, Permission::RoleList].into_iter().collect(),
            Self::Viewer => [Permission::MemberList].into_iter().collect(),
        }
    }
}

/// A role as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// Which role.
    pub id: RoleId,
    /// Its name within the organization.
    pub name: String,
    /// What it allows.
    pub permissions: PermissionSet,
    /// Whether the caller holds all of this himself and so may give it to somebody.
    pub assignable: bool,
}

/// A role where only its name matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    /// Which role.
    pub id: RoleId,
    /// Its name within the organization.
    pub name: String,
}
