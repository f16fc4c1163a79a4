//! The decision itself: what a member's roles allow. Needs no database.

use model::AppError;
use model::permission::{Permission, PermissionSet};

/// The permissions of a member whose roles hold all of them, or these.
///
/// A permission that the database names and this program does not know allows nothing.
pub(crate) fn effective(grants_all: bool, held: Vec<String>) -> PermissionSet {
    if grants_all { PermissionSet::all() } else { PermissionSet::from(held) }
}

/// Refuses when the permission is not among those held.
pub(super) fn require(held: PermissionSet, permission: Permission) -> Result<(), AppError> {
    if held.contains(permission) { Ok(()) } else { Err(AppError::PermissionDenied { required: permission.into() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_held_is_allowed() {
        for held in Permission::ALL {
            let set = effective(false, vec![held.as_str().to_owned()]);
            for asked in Permission::ALL {
                let denied = AppError::PermissionDenied { required: (*asked).into() };
                assert_eq!(require(set, *asked), if held == asked { Ok(()) } else { Err(denied) });
            }
        }
    }

    #[test]
    fn no_role_allows_nothing_and_all_allows_all() {
        for asked in Permission::ALL {
            assert!(require(effective(false, Vec::new()), *asked).is_err());
            assert!(require(effective(true, Vec::new()), *asked).is_ok());
        }
    }
}
