//! Who may do what: each permission, by a call that needs it and no other, for each kind of caller.

use domain::access::Actor;
use domain::members::MemberColumns;
use domain::{audit, invitations, live, members, roles, settings, tenants};
use model::AppError;
use model::audit::ListAudit;
use model::ids::{InvitationId, MemberId, PublicId, RoleId};
use model::invitations::InviteMember;
use model::members::{ChangeMemberRoles, ChangeMembers, ChosenMembers, ListMembers, MemberChange};
use model::permission::{Permission, PermissionSet};
use model::roles::DefaultRole;
use model::tenants::ArchiveOrganization;
use uuid::Uuid;

use crate::world::{Person, VIEWER, World, key, told};

/// A call that needs this permission. Those that change something name a member who does not exist, so that whoever may
/// call finds nothing.
pub async fn call(permission: Permission, actor: &Actor, tenant: &PublicId) -> Result<(), AppError> {
    let absent = MemberId(Uuid::nil());
    let answer = match permission {
        Permission::OrganizationUpdate => settings::read_settings(actor, tenant).await.map(drop),
        // Nothing is typed to confirm it.
        Permission::OrganizationArchive => {
            tenants::archive_organization(actor, tenant, ArchiveOrganization::default()).await
        }
        Permission::MemberList => members::list_members(actor, tenant, &ListMembers::default()).await.map(drop),
        Permission::MemberInvite => invitations::list_invitations(actor, tenant, None).await.map(drop),
        Permission::MemberRemove => members::remove_member(actor, tenant, absent).await,
        Permission::MemberSuspend => members::change_members(actor, tenant, suspend(absent)).await.map(drop),
        Permission::MemberExport => {
            let columns = MemberColumns { heads: [""; 7], cells: Box::new(|_| <[String; 7]>::default()) };
            match slug_of(actor, tenant).await {
                Ok(slug) => members::export_members(actor, &slug, ListMembers::default(), columns).await.map(drop),
                Err(refused) => Err(refused),
            }
        }
        Permission::RoleList => roles::list_roles(actor, tenant).await.map(drop),
        Permission::AuditList => audit::list_entries(actor, tenant, ListAudit::default()).await.map(drop),
        Permission::RoleAssign => {
            let input = ChangeMemberRoles { member: absent, roles: vec![RoleId(Uuid::nil())], before: None };
            members::change_member_roles(actor, tenant, input).await.map(drop)
        }
    };
    match answer.map_err(domain::Error::tell) {
        Err(AppError::NotFound) if is_change(permission) => Ok(()),
        Err(AppError::Invalid { .. }) if permission == Permission::OrganizationArchive => Ok(()),
        answer => answer,
    }
}

/// The address of the one organization that these calls are about; of another id there is none.
async fn slug_of(actor: &Actor, tenant: &PublicId) -> domain::Result<String> {
    let organizations = tenants::list_organizations(actor).await?.organizations;
    let own = organizations.into_iter().find(|organization| organization.public_id == *tenant);
    Ok(own.map_or_else(|| "nobody-has-this".to_owned(), |organization| organization.slug.to_string()))
}

fn is_change(permission: Permission) -> bool {
    matches!(permission, Permission::MemberRemove | Permission::MemberSuspend | Permission::RoleAssign)
}

async fn assert_allows(world: &World, person: &Person, tenant: &PublicId, held: PermissionSet, who: &str) {
    let actor = person.actor(&world.db).await;
    for permission in Permission::ALL {
        let denied = Err(AppError::PermissionDenied { required: (*permission).into() });
        let expected = if held.contains(*permission) { Ok(()) } else { denied };
        assert_eq!(call(*permission, &actor, tenant).await, expected, "{who}, {}", permission.as_str());
    }
    // What is shown and what is heard come from the same decision.
    assert_eq!(live::listener(&actor, tenant).await.unwrap().permissions, held, "{who}");
}

#[tokio::test]
async fn each_default_role_allows_exactly_what_it_says() {
    let world = World::new().await;
    let office = world.found("office").await;
    for role in DefaultRole::ALL {
        let person = world.join(&office, &format!("{}@example.com", role.name()), role.name()).await;
        assert_allows(&world, &person, &office.public_id, role.permissions(), role.name()).await;
    }
}

#[tokio::test]
async fn a_role_of_one_permission_allows_that_one_and_two_roles_allow_both() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    for permission in Permission::ALL {
        world.custom_role(&mut office, permission.as_str(), &[*permission]).await;
    }
    world.custom_role(&mut office, "Nothing", &[]).await;
    let person = world.join(&office, "eve@example.com", "Nothing").await;
    assert_allows(&world, &person, &office.public_id, PermissionSet::default(), "nothing").await;

    let admin = office.admin.actor(&world.db).await;
    for (one, other) in Permission::ALL.iter().zip(Permission::ALL.iter().cycle().skip(1)) {
        for held in [vec![*one], vec![*one, *other]] {
            let roles = held.iter().map(|permission| office.role(permission.as_str())).collect();
            let input = ChangeMemberRoles { member: person.member(), roles, before: None };
            members::change_member_roles(&admin, &office.public_id, input).await.unwrap();
            let who = format!("{held:?}");
            assert_allows(&world, &person, &office.public_id, held.into_iter().collect(), &who).await;
        }
    }
}

#[tokio::test]
async fn inviting_with_roles_needs_the_right_to_assign_them_too() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    let role = world.custom_role(&mut office, "Inviter", &[Permission::MemberInvite]).await;
    let inviter = world.join(&office, "eve@example.com", "Inviter").await.actor(&world.db).await;
    let input = InviteMember { email: "mallory@example.com".to_owned(), roles: vec![role], key: key() };
    let refused = told(invitations::invite_member(&inviter, &office.public_id, input).await);
    assert_eq!(refused, AppError::PermissionDenied { required: Permission::RoleAssign.into() });
    assert!(inviter.db().ready().await.is_ok());
}

#[tokio::test]
async fn an_administrator_elsewhere_a_removed_and_an_invited_person_find_nothing() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let removed = world.join(&office, "removed@example.com", crate::world::ADMIN).await;
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, removed.member()).await.unwrap();
    let invited = world.join(&bricks, "invited@example.com", VIEWER).await;
    world.invite(&office, &invited.email, crate::world::ADMIN).await;

    let absent = PublicId::from_bits(0);
    for (who, person) in [("elsewhere", &bricks.admin), ("removed", &removed), ("invited", &invited)] {
        let actor = person.actor(&world.db).await;
        for tenant in [&office.public_id, &absent] {
            for permission in Permission::ALL {
                // `call` takes a change that finds no member for allowed, so ask by what distinguishes them.
                let answer = match permission {
                    Permission::MemberRemove | Permission::RoleAssign => {
                        told(change(*permission, &actor, tenant, admin_of(&office)).await)
                    }
                    Permission::MemberSuspend => {
                        told(members::change_members(&actor, tenant, suspend(office.admin.member())).await)
                    }
                    permission => call(*permission, &actor, tenant).await.unwrap_err(),
                };
                assert_eq!(answer, AppError::NotFound, "{who}, {tenant}, {permission:?}");
            }
            let invite = InviteMember { email: "x@example.com".into(), roles: vec![office.role(VIEWER)], key: key() };
            assert_eq!(told(invitations::invite_member(&actor, tenant, invite).await), AppError::NotFound, "{who}");
            let id = InvitationId(world.look("SELECT id FROM control.invitations LIMIT 1").await);
            assert_eq!(told(invitations::revoke_invitation(&actor, tenant, id).await), AppError::NotFound, "{who}");
            assert_eq!(told(live::listener(&actor, tenant).await), AppError::NotFound, "{who}");
        }
        assert_eq!(told(tenants::enter_tenant(&actor, &office.slug).await), AppError::NotFound, "{who}");
    }
    assert_eq!(members::list_members(&admin, &office.public_id, &ListMembers::default()).await.unwrap().total, 1);
}

fn suspend(member: MemberId) -> ChangeMembers {
    ChangeMembers { who: ChosenMembers::These(vec![member]), change: MemberChange::Suspend }
}

fn admin_of(organization: &crate::world::Organization) -> ChangeMemberRoles {
    ChangeMemberRoles { member: organization.admin.member(), roles: vec![organization.role(VIEWER)], before: None }
}

async fn change(
    permission: Permission,
    actor: &Actor,
    tenant: &PublicId,
    input: ChangeMemberRoles,
) -> domain::Result<()> {
    if permission == Permission::MemberRemove {
        members::remove_member(actor, tenant, input.member).await
    } else {
        members::change_member_roles(actor, tenant, input).await.map(drop)
    }
}
