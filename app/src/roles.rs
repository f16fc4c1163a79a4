//! Roles: what they are called, and choosing them.

pub mod api;
mod choice;
mod text;

pub use choice::{RoleBadges, RoleField, chosen_roles, role_choices};
