//! Server functions of this feature. An input's type is written with its path: the macro makes a type of the function's
//! own name.

use leptos::prelude::*;
use model::AppError;
use model::ids::{InvitationId, MemberId, PublicId};
use model::invitations::InvitationView;
use model::members::{MemberPage, MemberView};
use model::roles::RoleView;

#[cfg(feature = "ssr")]
use {
    crate::ssr::visitor,
    domain::{invitations, members, roles},
};

/// One page of the members.
#[server(prefix = "/api", endpoint = "members/list", input = server_fn::codec::Json)]
pub async fn list_members(tenant: PublicId, query: model::members::ListMembers) -> Result<MemberPage, AppError> {
    visitor()?.as_person(|actor| async move { members::list_members(&actor, &tenant, &query).await }).await
}

/// Gives a member exactly these roles.
#[server(prefix = "/api", endpoint = "members/change-roles", input = server_fn::codec::Json)]
pub async fn change_member_roles(
    tenant: PublicId,
    input: model::members::ChangeMemberRoles,
) -> Result<MemberView, AppError> {
    visitor()?.as_person(|actor| async move { members::change_member_roles(&actor, &tenant, input).await }).await
}

/// Ends a membership.
#[server(prefix = "/api", endpoint = "members/remove", input = server_fn::codec::Json)]
pub async fn remove_member(tenant: PublicId, member: MemberId) -> Result<(), AppError> {
    visitor()?.as_person(move |actor| async move { members::remove_member(&actor, &tenant, member).await }).await
}

/// Takes a removal back.
#[server(prefix = "/api", endpoint = "members/restore", input = server_fn::codec::Json)]
pub async fn restore_member(tenant: PublicId, member: MemberId) -> Result<MemberView, AppError> {
    visitor()?.as_person(move |actor| async move { members::restore_member(&actor, &tenant, member).await }).await
}

/// The roles of the organization.
#[server(prefix = "/api", endpoint = "roles/list", input = server_fn::codec::Json)]
pub async fn list_roles(tenant: PublicId) -> Result<Vec<RoleView>, AppError> {
    visitor()?.as_person(|actor| async move { roles::list_roles(&actor, &tenant).await }).await
}

/// Invitations that can still be accepted.
#[server(prefix = "/api", endpoint = "invitations/list", input = server_fn::codec::Json)]
pub async fn list_invitations(tenant: PublicId) -> Result<Vec<InvitationView>, AppError> {
    visitor()?.as_person(|actor| async move { invitations::list_invitations(&actor, &tenant).await }).await
}

/// Asks somebody to join.
#[server(prefix = "/api", endpoint = "invitations/create", input = server_fn::codec::Json)]
pub async fn invite_member(
    tenant: PublicId,
    input: model::invitations::InviteMember,
) -> Result<InvitationView, AppError> {
    visitor()?.as_person(|actor| async move { invitations::invite_member(&actor, &tenant, input).await }).await
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "invitations/revoke", input = server_fn::codec::Json)]
pub async fn revoke_invitation(tenant: PublicId, invitation: InvitationId) -> Result<(), AppError> {
    visitor()?
        .as_person(move |actor| async move { invitations::revoke_invitation(&actor, &tenant, invitation).await })
        .await
}
