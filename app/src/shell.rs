//! What stands around every page of an organization: its name, the menu, who is there, and the way out.

mod account_menu;
mod arrival;
mod directory;
#[cfg(test)]
pub(crate) mod example;
mod here;
mod menu;
mod recent;
mod suspended;
mod switcher;
mod tenant;

pub use account_menu::AccountMenu;
pub use arrival::use_departure;
pub use directory::{use_directory, use_organizations};
pub use here::{
    PageTitle, tenant_path, use_dialog, use_door, use_entrance, use_opened_by_address, use_permission,
    use_sign_in_and_back, use_tenant, use_tenant_id, use_tenant_path,
};
pub use menu::SideMenu;
pub use recent::forget_recent;
pub use tenant::TenantShell;
