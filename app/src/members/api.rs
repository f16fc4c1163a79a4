//! Server functions of this feature. An input's type is written with its path: the macro makes a type of the function's
//! own name.

use leptos::prelude::*;
use model::AppError;
use model::entrance::Entrance;
use model::ids::{BatchId, MemberId, PublicId};
use model::members::{MemberDetails, MemberPage, MemberView, MembersChanged};

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::members};

/// One page of the members.
#[server(prefix = "/api", endpoint = "members/list", input = server_fn::codec::Json)]
pub async fn list_members(tenant: Entrance, query: model::members::ListMembers) -> Result<MemberPage, AppError> {
    visitor()?
        .as_reader(tenant, |reader, tenant| async move { members::list_members(reader, &tenant, &query).await })
        .await
}

/// Gives a member exactly these roles.
#[server(prefix = "/api", endpoint = "members/change-roles", input = server_fn::codec::Json)]
pub async fn change_member_roles(
    tenant: PublicId,
    input: model::members::ChangeMemberRoles,
) -> Result<MemberView, AppError> {
    visitor()?.as_person(|actor| async move { members::change_member_roles(&actor, &tenant, input).await }).await
}

/// One member, on a page of its own.
#[server(prefix = "/api", endpoint = "members/read", input = server_fn::codec::Json)]
pub async fn read_member(tenant: PublicId, member: MemberId) -> Result<MemberDetails, AppError> {
    visitor()?.as_person(move |actor| async move { members::read_member(&actor, &tenant, member).await }).await
}

/// Does the same to many members, or to one.
#[server(prefix = "/api", endpoint = "members/change", input = server_fn::codec::Json)]
pub async fn change_members(
    tenant: PublicId,
    input: model::members::ChangeMembers,
) -> Result<MembersChanged, AppError> {
    visitor()?.as_person(|actor| async move { members::change_members(&actor, &tenant, input).await }).await
}

/// Takes a change of many back.
#[server(prefix = "/api", endpoint = "members/undo", input = server_fn::codec::Json)]
pub async fn undo_change(tenant: PublicId, batch: BatchId) -> Result<MembersChanged, AppError> {
    visitor()?.as_person(move |actor| async move { members::undo_change(&actor, &tenant, batch).await }).await
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
