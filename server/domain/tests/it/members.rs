//! Changing roles, removing and restoring.

use domain::access::{Actor, SessionToken};
use domain::{account, members, roles, tenants};
use model::ids::{MemberId, RoleId};
use model::members::{ChangeMemberRoles, ListMembers};
use model::permission::Permission;
use model::{AppError, Code};
use uuid::Uuid;

use crate::world::{ADMIN, EDITOR, Organization, PASSWORD, Person, VIEWER, World, sign_in, told};

fn change(member: MemberId, roles: &[RoleId]) -> ChangeMemberRoles {
    ChangeMemberRoles { member, roles: roles.to_vec(), before: None }
}

#[tokio::test]
async fn changed_roles_count_from_the_next_call_in_a_process_that_remembers_the_old_ones() {
    let world = World::new().await;
    let office = world.found("office").await;
    let person = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let elsewhere = person.actor(&world.process()).await;
    let denied = AppError::PermissionDenied { required: Permission::RoleList.into() };
    assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), denied);

    let gained = [office.role(EDITOR), office.role(VIEWER)];
    let view = members::change_member_roles(&admin, &office.public_id, change(person.member(), &gained)).await.unwrap();
    assert_eq!(view.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), [EDITOR, VIEWER]);
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok(), "gained");

    let lost = change(person.member(), &[office.role(VIEWER)]);
    members::change_member_roles(&admin, &office.public_id, lost).await.unwrap();
    assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), denied, "lost");
}

#[tokio::test]
async fn nobody_s_change_of_roles_is_overwritten_unseen() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let [viewer, editor, all] = [VIEWER, EDITOR, ADMIN].map(|role| office.role(role));
    let seen = |roles: &[RoleId], before: &[RoleId]| ChangeMemberRoles {
        before: Some(before.to_vec()),
        ..change(eve.member(), roles)
    };
    // Two look at the same roles; the second one to save is told.
    let first = seen(&[viewer, editor], &[viewer]);
    members::change_member_roles(&admin, &office.public_id, first).await.unwrap();
    let before = world.rows().await;
    let second = told(members::change_member_roles(&admin, &office.public_id, seen(&[viewer, all], &[viewer])).await);
    assert_eq!(second, AppError::Conflict { reason: Code::Stale });
    assert_eq!(world.rows().await, before);
    // The order in which they were seen is nothing.
    members::change_member_roles(&admin, &office.public_id, seen(&[all], &[editor, viewer])).await.unwrap();
}

#[tokio::test]
async fn a_role_s_own_change_counts_from_the_next_call() {
    let world = World::new().await;
    let office = world.found("office").await;
    let person = world.join(&office, "eve@example.com", VIEWER).await.actor(&world.db).await;
    let denied = AppError::PermissionDenied { required: Permission::RoleList.into() };
    assert_eq!(told(roles::list_roles(&person, &office.public_id).await), denied);
    let (tenant, role) = (office.id, office.role(VIEWER));
    let given = format!("('{tenant}', '{role}', 'role:list')");
    world.force(&format!("INSERT INTO control.role_permissions VALUES {given}")).await;
    assert!(roles::list_roles(&person, &office.public_id).await.is_ok(), "given");
    let key = "(tenant_id, role_id, permission)";
    world.force(&format!("UPDATE control.role_permissions SET permission = 'x' WHERE {key} = {given}")).await;
    assert_eq!(told(roles::list_roles(&person, &office.public_id).await), denied, "renamed to an unknown one");
    world.force(&format!("INSERT INTO control.role_permissions VALUES {given}")).await;
    assert!(roles::list_roles(&person, &office.public_id).await.is_ok(), "given again");
    world.force(&format!("DELETE FROM control.role_permissions WHERE {key} = {given}")).await;
    assert_eq!(told(roles::list_roles(&person, &office.public_id).await), denied, "taken");
    world.force(&format!("UPDATE control.roles SET grants_all = true WHERE id = '{role}'")).await;
    assert!(roles::list_roles(&person, &office.public_id).await.is_ok(), "everything is given");
}

#[tokio::test]
async fn a_removed_member_finds_nothing_from_the_next_call_on() {
    let world = World::new().await;
    let office = world.found("office").await;
    let person = world.join(&office, "eve@example.com", EDITOR).await;
    let elsewhere = person.actor(&world.process()).await;
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok());

    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, person.member()).await.unwrap();
    assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), AppError::NotFound);
    assert_eq!(told(tenants::enter_tenant(&elsewhere, &office.slug).await), AppError::NotFound);
    assert_eq!(tenants::list_organizations(&elsewhere).await.unwrap().organizations, []);
    let left = members::list_members(&admin, &office.public_id, &ListMembers::default()).await.unwrap();
    assert_eq!((left.total, left.members.len()), (1, 1));
    let again = members::remove_member(&admin, &office.public_id, person.member()).await;
    assert_eq!(told(again), AppError::NotFound, "nobody is removed twice");
    let roles = change(person.member(), &[office.role(VIEWER)]);
    assert_eq!(told(members::change_member_roles(&admin, &office.public_id, roles).await), AppError::NotFound);
}

#[tokio::test]
async fn a_removal_can_be_taken_back_within_a_minute_with_the_roles_that_were_held() {
    let world = World::new().await;
    let office = world.found("office").await;
    let person = world.join(&office, "eve@example.com", EDITOR).await;
    let elsewhere = person.actor(&world.process()).await;
    let admin = office.admin.actor(&world.db).await;
    let removed = "UPDATE control.memberships SET removed_at = now() - interval";

    members::remove_member(&admin, &office.public_id, person.member()).await.unwrap();
    world.force(&format!("{removed} '59 seconds' WHERE status = 'removed'")).await;
    let view = members::restore_member(&admin, &office.public_id, person.member()).await.unwrap();
    assert_eq!(view.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), [EDITOR]);
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok());
    let again = members::restore_member(&admin, &office.public_id, person.member()).await;
    assert_eq!(told(again), AppError::NotFound, "an active member needs no restoring");

    members::remove_member(&admin, &office.public_id, person.member()).await.unwrap();
    world.force(&format!("{removed} '60 seconds' WHERE status = 'removed'")).await;
    let late = members::restore_member(&admin, &office.public_id, person.member()).await;
    assert_eq!(told(late), AppError::Conflict { reason: Code::TooLate });
    assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), AppError::NotFound);
}

#[tokio::test]
async fn a_suspended_organization_is_gone_from_the_next_call_on_and_comes_back_whole() {
    let world = World::new().await;
    let office = world.found("office").await;
    let elsewhere = office.admin.actor(&world.process()).await;
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok());
    for status in ["suspended", "archived", "deleted"] {
        world.force(&format!("UPDATE control.tenants SET status = '{status}'")).await;
        assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), AppError::NotFound, "{status}");
        // Its members are told why when they come to its door.
        let entering = told(tenants::enter_tenant(&elsewhere, "office").await);
        assert_eq!(matches!(entering, AppError::Suspended { .. }), status == "suspended", "{status}: {entering:?}");
        assert!(matches!(entering, AppError::Suspended { .. } | AppError::NotFound), "{status}: {entering:?}");
        assert_eq!(tenants::list_organizations(&elsewhere).await.unwrap().organizations, [], "{status}");
    }
    world.force("UPDATE control.tenants SET status = 'active'").await;
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok());
}

/// An organization with somebody who may assign and remove, and holds no more than that and the list.
async fn helper() -> (World, Organization, Person) {
    let world = World::new().await;
    let mut office = world.found("office").await;
    let held = [Permission::MemberList, Permission::RoleAssign, Permission::MemberRemove, Permission::MemberInvite];
    world.custom_role(&mut office, "Helper", &held).await;
    let helper = world.join(&office, "helper@example.com", "Helper").await;
    (world, office, helper)
}

#[tokio::test]
async fn nobody_gives_or_takes_what_is_above_his_own_rights() {
    let (world, office, helper) = helper().await;
    let viewer = world.join(&office, "viewer@example.com", VIEWER).await;
    let editor = world.join(&office, "editor@example.com", EDITOR).await;
    let actor = helper.actor(&world.db).await;
    let above = AppError::invalid("roles", Code::AboveOwnRights);
    let before = world.rows().await;

    let gives = [ADMIN, EDITOR].map(|role| change(viewer.member(), &[office.role(VIEWER), office.role(role)]));
    let takes = [&office.admin, &editor].map(|person| change(person.member(), &[office.role(VIEWER)]));
    let rises = [change(helper.member(), &[office.role(ADMIN)])];
    for input in gives.into_iter().chain(takes).chain(rises) {
        assert_eq!(told(members::change_member_roles(&actor, &office.public_id, input).await), above);
    }
    for person in [&office.admin, &editor] {
        assert_eq!(told(members::remove_member(&actor, &office.public_id, person.member()).await), above);
    }
    assert_eq!(world.rows().await, before);

    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, editor.member()).await.unwrap();
    assert_eq!(told(members::restore_member(&actor, &office.public_id, editor.member()).await), above);

    // What does not change needs no right; what is covered by one's own is one's to give.
    let both = change(viewer.member(), &[office.role(VIEWER), office.role("Helper")]);
    assert!(members::change_member_roles(&actor, &office.public_id, both).await.is_ok());
    assert!(members::remove_member(&actor, &office.public_id, viewer.member()).await.is_ok());
    assert!(members::restore_member(&actor, &office.public_id, viewer.member()).await.is_ok());
}

#[tokio::test]
async fn a_foreign_member_or_role_is_as_good_as_an_absent_one() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let mason = world.join(&bricks, "mason@example.com", VIEWER).await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let tenant = &office.public_id;
    let before = world.rows().await;

    let absent = MemberId(Uuid::new_v4());
    for member in [absent, mason.member(), bricks.admin.member()] {
        let input = change(member, &[office.role(VIEWER)]);
        assert_eq!(told(members::change_member_roles(&admin, tenant, input).await), AppError::NotFound);
        assert_eq!(told(members::remove_member(&admin, tenant, member).await), AppError::NotFound);
        assert_eq!(told(members::restore_member(&admin, tenant, member).await), AppError::NotFound);
    }
    for role in [RoleId(Uuid::new_v4()), bricks.role(VIEWER), bricks.role(ADMIN)] {
        for roles in [vec![role], vec![office.role(VIEWER), role]] {
            let refused = told(members::change_member_roles(&admin, tenant, change(eve.member(), &roles)).await);
            assert_eq!(refused, AppError::invalid("roles", Code::Unknown));
        }
    }
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn a_member_keeps_at_least_one_role() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let refused = told(members::change_member_roles(&admin, &office.public_id, change(eve.member(), &[])).await);
    assert_eq!(refused, AppError::invalid("roles", Code::Required));
    let many: Vec<_> = (0..101).map(|_| RoleId(Uuid::new_v4())).collect();
    let refused = told(members::change_member_roles(&admin, &office.public_id, change(eve.member(), &many)).await);
    assert_eq!(refused, AppError::invalid("roles", Code::TooLong(100)));
    let twice = change(eve.member(), &[office.role(EDITOR), office.role(EDITOR)]);
    let view = members::change_member_roles(&admin, &office.public_id, twice).await.unwrap();
    assert_eq!(view.roles.len(), 1);
}

#[tokio::test]
async fn what_this_program_does_not_know_is_given_by_who_holds_it_alone() {
    let (world, mut office, helper) = helper().await;
    let viewer = world.join(&office, "viewer@example.com", VIEWER).await;
    let (later, almost) = (world.custom_role(&mut office, "Later", &[]).await, Permission::ALL);
    let almost = world.custom_role(&mut office, "Almost", almost).await;
    let (tenant, actor) = (office.id, helper.actor(&world.db).await);
    world.force(&format!("INSERT INTO control.role_permissions VALUES ('{tenant}', '{later}', 'record:shred')")).await;
    let admin = office.admin.actor(&world.db).await;
    let give = async |actor: &Actor, member, roles: &[RoleId]| {
        members::change_member_roles(actor, &office.public_id, change(member, roles)).await.map(drop)
    };
    let above = AppError::invalid("roles", Code::AboveOwnRights);
    let assignable = async |actor: &Actor| {
        let views = roles::list_roles(actor, &office.public_id).await.unwrap();
        views.into_iter().filter(|role| role.assignable).map(|role| role.id).collect::<Vec<_>>()
    };

    // All permissions of today are less than an administrator has.
    give(&admin, helper.member(), &[almost]).await.unwrap();
    for role in [later, office.role(ADMIN)] {
        assert_eq!(told(give(&actor, viewer.member(), &[office.role(VIEWER), role]).await), above);
        assert!(!assignable(&actor).await.contains(&role));
    }
    give(&actor, viewer.member(), &[office.role(VIEWER), office.role(EDITOR)]).await.unwrap();
    give(&admin, helper.member(), &[almost, later]).await.unwrap();
    give(&actor, viewer.member(), &[office.role(VIEWER), later]).await.unwrap();
    assert!(assignable(&actor).await.contains(&later));
    assert_eq!(assignable(&admin).await.len(), office.roles.len());
}

#[tokio::test]
async fn a_member_s_page_counts_the_sessions_that_are_open() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let sessions = async || members::read_member(&admin, &office.public_id, eve.member()).await.unwrap().sessions;
    assert_eq!(sessions().await, 1);
    let again = account::sign_in(&world.visitor(), sign_in("eve@example.com", PASSWORD)).await.unwrap();
    assert_eq!(sessions().await, 1, "where somebody was not is not the organization's to know");
    let again = Person { token: SessionToken(again.token), ..eve.clone() }.actor(&world.db).await;
    tenants::enter_tenant(&again, "office").await.unwrap();
    assert_eq!(sessions().await, 2);
    account::sign_out(&again).await.unwrap();
    assert_eq!(sessions().await, 1);
    let hers = "user_id = (SELECT id FROM control.users WHERE email = 'eve@example.com')";
    world.force(&format!("UPDATE control.sessions SET expires_at = now() WHERE {hers}")).await;
    assert_eq!(sessions().await, 0);
}
