//! The plain routes, in one table: the router is built from it, and the tests walk through it.

use axum::http::Method;
use axum::routing::{MethodRouter, get, post};

use crate::exports;
use crate::forms::{account, invitations, operators, organizations, own_account, preferences, reset};
use crate::http::health;
use crate::live;
use crate::logo;
use crate::state::AppState;

/// A route that is neither a page nor a server function.
pub struct PlainRoute {
    /// The one method that it answers.
    pub method: Method,
    /// The address, with parameters in braces.
    pub path: &'static str,
    /// What answers.
    pub handler: MethodRouter<AppState>,
}

/// All of them. Forms stand at the address of the page that shows them.
pub fn plain_routes() -> Vec<PlainRoute> {
    let form = |path, handler| PlainRoute { method: Method::POST, path, handler };
    let read = |path, handler| PlainRoute { method: Method::GET, path, handler };
    vec![
        read("/healthz", get(health::healthz)),
        read("/readyz", get(health::readyz)),
        read("/ws", get(live::open)),
        read("/t/{slug}/members.csv", get(exports::members)),
        form("/preferences", post(preferences::choose)),
        form("/sign-up", post(account::sign_up)),
        form("/sign-in", post(account::sign_in)),
        form("/sign-out", post(account::sign_out)),
        form("/verify-email", post(account::send_verification)),
        form("/verify-email/{token}", post(account::verify_email)),
        form("/reset-password", post(reset::ask)),
        form("/reset-password/{token}", post(reset::set)),
        form("/account/name", post(own_account::rename)),
        form("/account/password", post(own_account::change_password)),
        form("/account/email", post(own_account::change_email)),
        form("/account/email/{token}", post(own_account::use_email_link)),
        form("/account/sessions", post(own_account::revoke_others)),
        form("/account/sessions/{id}", post(own_account::revoke_session)),
        read("/organizations/{tenant}/logo", get(logo::show)),
        form("/organizations/restore", post(organizations::restore)),
        form("/organizations/new", post(organizations::create)),
        form("/organizations/invitations/{id}", post(invitations::accept_by_id)),
        form("/invitations/{token}", post(invitations::accept)),
        form("/admin/sign-in", post(operators::sign_in)),
        form("/admin/sign-out", post(operators::sign_out)),
    ]
}
