//! An organization is never without an administrator.

use domain::{Result, members, tenants};
use model::ids::MemberId;
use model::members::{ChangeMemberRoles, ChangeMembers, ChosenMembers, MemberChange};
use model::permission::Permission;
use model::{AppError, Code};

use crate::world::{ADMIN, Organization, Person, VIEWER, World, storm_size, told};

const LAST: AppError = AppError::Conflict { reason: Code::LastAdmin };

async fn demote(world: &World, by: &Person, office: &Organization, member: MemberId) -> Result<()> {
    let input = ChangeMemberRoles { member, roles: vec![office.role(VIEWER)], before: None };
    members::change_member_roles(&by.actor(&world.db).await, &office.public_id, input).await.map(drop)
}

async fn remove(world: &World, by: &Person, office: &Organization, member: MemberId) -> Result<()> {
    members::remove_member(&by.actor(&world.db).await, &office.public_id, member).await
}

async fn admins(world: &World, office: &Organization) -> i64 {
    world
        .look(&format!(
            "SELECT count(*) FROM control.memberships m JOIN control.member_roles mr ON mr.member_id = m.id
            WHERE m.tenant_id = '{}' AND m.status = 'active' AND mr.role_id = '{}'",
            office.id,
            office.role(ADMIN)
        ))
        .await
}

#[tokio::test]
async fn the_last_administrator_neither_leaves_nor_steps_down() {
    let world = World::new().await;
    let office = world.found("office").await;
    let before = world.rows().await;
    let last = office.admin.member();
    assert_eq!(told(demote(&world, &office.admin, &office, last).await), LAST);
    assert_eq!(told(remove(&world, &office.admin, &office, last).await), LAST);
    assert_eq!(world.rows().await, before);
    // Nothing stays locked or half-done: with a second one, the first may go.
    let second = world.join(&office, "second@example.com", ADMIN).await;
    remove(&world, &office.admin, &office, last).await.unwrap();
    assert_eq!(told(demote(&world, &second, &office, second.member()).await), LAST);
}

#[tokio::test]
async fn nobody_else_takes_the_last_administrator_away_either() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    // Holds every permission of today one by one, and not those that an administrator will hold tomorrow.
    world.custom_role(&mut office, "Almost", Permission::ALL).await;
    let almost = world.join(&office, "almost@example.com", "Almost").await;
    let last = office.admin.member();
    let above = AppError::invalid("roles", Code::AboveOwnRights);
    assert_eq!(told(demote(&world, &almost, &office, last).await), above);
    assert_eq!(told(remove(&world, &almost, &office, last).await), above);
    assert_eq!(admins(&world, &office).await, 1);
}

#[tokio::test]
async fn a_removed_administrator_does_not_count_as_one() {
    let world = World::new().await;
    let office = world.found("office").await;
    let second = world.join(&office, "second@example.com", ADMIN).await;
    remove(&world, &office.admin, &office, second.member()).await.unwrap();
    assert_eq!(told(remove(&world, &office.admin, &office, office.admin.member()).await), LAST);
}

#[tokio::test]
async fn neither_a_statement_of_the_owner_leaves_an_organization_without_an_administrator() {
    let world = World::new().await;
    let office = world.found("office").await;
    let mut sql = world.superuser().await;
    for statement in [
        "UPDATE control.memberships SET status = 'removed', removed_at = now()",
        "UPDATE control.member_roles SET role_id = (SELECT id FROM control.roles WHERE name = 'Viewer')",
        "UPDATE control.roles SET grants_all = false",
    ] {
        let refused = sqlx::raw_sql(statement).execute(&mut sql).await.unwrap_err();
        let constraint = refused.as_database_error().and_then(sqlx::error::DatabaseError::constraint);
        assert_eq!(constraint, Some("last_admin"), "{statement}");
    }
    assert_eq!(admins(&world, &office).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storm_of_two_administrators_ending_each_other_leaves_exactly_one() {
    let world = World::new().await;
    let office = world.found("office").await;
    let second = world.join(&office, "second@example.com", ADMIN).await;
    let (first, second) = (&office.admin, &second);
    let ways: [[(End, &Person, &Person); 2]; 10] = [
        [(End::Demotion, first, second), (End::Demotion, second, first)],
        [(End::Removal, first, second), (End::Removal, second, first)],
        [(End::Demotion, first, first), (End::Removal, second, second)],
        [(End::Removal, first, first), (End::Demotion, second, second)],
        [(End::Leaving, first, first), (End::Leaving, second, second)],
        [(End::Leaving, first, first), (End::Demotion, second, second)],
        [(End::Suspension, first, second), (End::Suspension, second, first)],
        [(End::Suspension, first, second), (End::Leaving, first, first)],
        [(End::RemovalOfMany, first, second), (End::RemovalOfMany, second, first)],
        [(End::RemovalOfMany, first, second), (End::Suspension, second, first)],
    ];
    // Two tries at once in each round.
    let rounds = storm_size() / 20;
    for round in 0..rounds {
        let tries = ways[round % ways.len()].map(|(how, by, whom)| Box::pin(end(&world, how, by, &office, whom)));
        let [one, other] = tries;
        let (one, other) = futures::join!(one, other);
        let refused = match (one, other) {
            (Ok(()), Err(refused)) | (Err(refused), Ok(())) => refused,
            answers => panic!("round {round}: exactly one wins, and not {answers:?}"),
        };
        // Whoever was demoted after his call began may not take anything away from an administrator any more.
        let above = AppError::invalid("roles", Code::AboveOwnRights);
        let denied = |required: Permission| AppError::PermissionDenied { required: required.into() };
        let expected = [
            LAST,
            above,
            AppError::NotFound,
            denied(Permission::RoleAssign),
            denied(Permission::MemberRemove),
            denied(Permission::MemberSuspend),
        ];
        assert!(expected.contains(&refused), "round {round}: {refused:?}");
        assert_eq!(admins(&world, &office).await, 1, "round {round}");
        again(&world, &office).await;
    }
    println!("{} tries, no organization without an administrator", rounds * 2);
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

/// How an administrator ends.
#[derive(Clone, Copy)]
enum End {
    Demotion,
    Removal,
    Leaving,
    Suspension,
    RemovalOfMany,
}

async fn end(
    world: &World,
    how: End,
    by: &Person,
    office: &Organization,
    whom: &Person,
) -> std::result::Result<(), AppError> {
    let answer = match how {
        End::Demotion => demote(world, by, office, whom.member()).await,
        End::Removal => remove(world, by, office, whom.member()).await,
        End::Leaving => tenants::leave_organization(&by.actor(&world.db).await, &office.public_id).await,
        End::Suspension => return one_of_many(world, MemberChange::Suspend, by, office, whom).await,
        End::RemovalOfMany => return one_of_many(world, MemberChange::Remove, by, office, whom).await,
    };
    answer.map_err(domain::Error::tell)
}

/// A change of many that is meant for one. Whoever could not be changed is named by the answer.
async fn one_of_many(
    world: &World,
    change: MemberChange,
    by: &Person,
    office: &Organization,
    whom: &Person,
) -> std::result::Result<(), AppError> {
    let input = ChangeMembers { who: ChosenMembers::These(vec![whom.member()]), change };
    let answer = members::change_members(&by.actor(&world.db).await, &office.public_id, input).await;
    let done = answer.map_err(domain::Error::tell)?;
    if let Some(refused) = done.refused.first() {
        return Err(AppError::invalid("roles", refused.code));
    }
    assert_eq!(done.changed, 1);
    Ok(())
}

/// Makes both administrators again.
async fn again(world: &World, office: &Organization) {
    world
        .force(&format!(
            "UPDATE control.memberships SET status = 'active', removed_at = NULL, suspended_at = NULL
            WHERE status <> 'active';
            UPDATE control.member_roles SET role_id = '{}' WHERE role_id <> '{0}'",
            office.role(ADMIN)
        ))
        .await;
}
