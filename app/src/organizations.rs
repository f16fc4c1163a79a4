//! Choosing an organization, making one more, leaving one, and how one is told from another.

pub mod api;
mod choose;
mod create;
mod fields;
mod leave;
mod look;

pub use choose::OrganizationsPage;
pub use create::NewOrganizationPage;
pub use fields::OrganizationFields;
pub use leave::LeaveDialog;
pub use look::{EnvironmentBadge, Logo, environment_name, palette_place};
