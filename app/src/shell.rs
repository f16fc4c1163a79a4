//! What stands around every page of an organization: its name, the menu, who is there, and the way out.

mod account_menu;
mod menu;
mod switcher;
mod tenant;

pub use account_menu::AccountMenu;
pub use tenant::{TenantShell, use_permission, use_tenant};
