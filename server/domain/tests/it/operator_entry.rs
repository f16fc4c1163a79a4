//! An operator looks into an organization: by a door of its own, read-only, and never without a trace.

use domain::access::{OperatorAccess, Reader, SessionToken, Visitor};
use domain::operators::{self, Operator, OperatorRole};
use domain::{members, roles, tenants};
use model::entrance::Entrance;
use model::ids::PublicId;
use model::members::{ListMembers, MemberStatus};
use model::operators::REASON;
use model::permission::{OPERATORS_MAY, Permission, PermissionSet, PlatformPermission};
use model::{AppError, Code};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use uuid::Uuid;

use crate::operators::olive;
use crate::world::{NO_TRIGGERS, Organization, PASSWORD, World, sign_in, told};

const ENTERED: &str = "tenant.entered_by_operator";

/// The members that somebody reads by this entrance, as a server function asks for them.
async fn read(visitor: &Visitor, entrance: Entrance) -> Result<i64, AppError> {
    let page = visitor.clone().as_reader(entrance, |reader, tenant| async move {
        members::list_members(reader, &tenant, &ListMembers::default()).await
    });
    page.await.map(|page| page.total)
}

/// How often operators have entered, by the organization's log and by the platform's.
async fn entries(world: &World, organization: &Organization) -> (usize, usize) {
    let of = async |log| world.actions(log).await.iter().filter(|action| *action == ENTERED).count();
    (of(Some(organization.id)).await, of(None).await)
}

#[tokio::test]
async fn an_operator_sees_the_lists_of_an_organization_and_both_logs_tell_of_it_once_a_session() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let view = operators::enter_tenant(&olive, "office", None).await.unwrap();
    assert_eq!(view.public_id, office.public_id);
    assert_eq!(view.permissions, OPERATORS_MAY.iter().copied().collect::<PermissionSet>());
    assert!(!view.permissions.contains(Permission::MemberInvite));
    assert_eq!(read(&olive, Entrance::Operator(office.public_id.clone())).await, Ok(1));
    let operator = Operator::authenticate(&olive).await.unwrap();
    let shown = roles::list_roles(&operator, &office.public_id).await.unwrap();
    assert_eq!(shown.len(), 3);
    assert!(shown.iter().all(|role| !role.assignable), "an operator gives no role to anybody");
    let suspended = ListMembers { status: Some(MemberStatus::Suspended), ..ListMembers::default() };
    let page = members::list_members(&operator, &office.public_id, &suspended).await.unwrap();
    assert_eq!(page.total, 0, "the list is filtered as its members filter it");
    assert_eq!(entries(&world, &office).await, (1, 1));

    // Reading alone is an entry too.
    assert_eq!(read(&olive, Entrance::Operator(bricks.public_id.clone())).await, Ok(1));
    assert_eq!(entries(&world, &bricks).await, (1, 2));
    let again = operators::sign_in(&world.visitor(), sign_in("olive@example.com", PASSWORD)).await.unwrap();
    let again = Visitor { operator_session: Some(SessionToken(again.token)), ..world.visitor() };
    operators::enter_tenant(&again, "office", None).await.unwrap();
    assert_eq!(entries(&world, &office).await, (2, 3));
    let who: String = world
        .look(&format!(
            "SELECT DISTINCT entry -> 'details' ->> 'operator' FROM control.audit_entries
            WHERE tenant_id = '{}' AND entry ->> 'action' = '{ENTERED}' AND entry ->> 'resource' = tenant_id::text",
            office.id
        ))
        .await;
    assert_eq!(who, "Olive");
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}

#[tokio::test]
async fn an_entry_that_cannot_be_logged_does_not_happen() {
    for log in ["audit_entries", "platform_audit"] {
        let world = World::new().await;
        let office = world.found("office").await;
        let olive = olive(&world, OperatorRole::SuperAdmin).await;
        world.force(&format!("REVOKE INSERT ON control.{log} FROM borough_definer")).await;
        assert_eq!(told(operators::enter_tenant(&olive, "office", None).await), AppError::internal(), "{log}");
        assert_eq!(read(&olive, Entrance::Operator(office.public_id)).await, Err(AppError::internal()), "{log}");
        assert_eq!(world.look::<i64>("SELECT count(*) FROM control.operator_visits").await, 0, "{log}");
    }
}

#[tokio::test]
async fn where_a_reason_is_wanted_nobody_looks_without_one() {
    let world = World::with(|config| config.operator_access = OperatorAccess::WithReason).await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let missing = AppError::invalid(REASON, Code::Required);
    let entrance = || Entrance::Operator(office.public_id.clone());
    for reason in [None, Some(""), Some(" \t ")] {
        assert_eq!(told(operators::enter_tenant(&olive, "office", reason).await), missing, "{reason:?}");
    }
    let hidden = AppError::invalid(REASON, Code::ForbiddenCharacters);
    assert_eq!(told(operators::enter_tenant(&olive, "office", Some("a\u{202e}b")).await), hidden);
    assert_eq!(read(&olive, entrance()).await, Err(missing.clone()));
    assert_eq!(entries(&world, &office).await, (0, 0));

    operators::enter_tenant(&olive, "office", Some("Ticket 7")).await.unwrap();
    operators::enter_tenant(&olive, "office", None).await.unwrap();
    assert_eq!(read(&olive, entrance()).await, Ok(1));
    assert_eq!(entries(&world, &office).await, (1, 1));
    let said = format!(
        "SELECT entry -> 'details' ->> 'reason' FROM control.audit_entries
        WHERE tenant_id = '{}' AND entry ->> 'action' = '{ENTERED}'",
        office.id
    );
    assert_eq!(world.look::<String>(&said).await, "Ticket 7");
    assert_eq!(read(&olive, Entrance::Operator(bricks.public_id)).await, Err(missing), "another organization");
    assert_eq!(told(operators::enter_tenant(&olive, "nobody", Some("x")).await), AppError::NotFound);
}

/// What ends an operator's access, how it is taken back, and what the next call is told.
fn blows() -> [(&'static str, &'static str, AppError); 5] {
    let over = AppError::Unauthenticated;
    let denied = AppError::PermissionDenied { required: PlatformPermission::TenantEnter.into() };
    [
        ("operator_sessions SET ended_at = now()", "operator_sessions SET ended_at = NULL", over.clone()),
        (
            "operator_sessions SET expires_at = now()",
            "operator_sessions SET expires_at = now() + interval '1 hour'",
            over.clone(),
        ),
        (
            "operator_sessions SET last_seen_at = now() - interval '1 hour'",
            "operator_sessions SET last_seen_at = now()",
            over,
        ),
        ("operators SET role = 'tenant_manager'", "operators SET role = 'super_admin'", denied),
        ("tenants SET status = 'suspended'", "tenants SET status = 'active'", AppError::NotFound),
    ]
}

#[tokio::test]
async fn what_ends_an_operator_s_access_counts_from_the_next_call_in_every_process() {
    let world = World::new().await;
    let office = world.found("office").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let elsewhere = Visitor { db: world.process(), ..olive.clone() };
    let entrance = || Entrance::Operator(office.public_id.clone());
    for (blow, took_back, refusal) in blows() {
        for process in [&olive, &elsewhere] {
            assert_eq!(read(process, entrance()).await, Ok(1), "before {blow}");
        }
        world.force(&format!("UPDATE control.{blow}")).await;
        for process in [&olive, &elsewhere] {
            assert_eq!(read(process, entrance()).await, Err(refusal.clone()), "{blow}");
            assert_eq!(told(operators::enter_tenant(process, "office", None).await), refusal, "{blow}");
        }
        world.force(&format!("UPDATE control.{took_back}")).await;
    }
}

/// Between being recognized and reading, the door asks once more.
#[tokio::test]
async fn an_operator_who_was_recognized_before_is_refused_all_the_same() {
    let world = World::new().await;
    let office = world.found("office").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    for (blow, took_back, refusal) in blows() {
        let operator = Operator::authenticate(&olive).await.unwrap();
        world.force(&format!("UPDATE control.{blow}")).await;
        let refused = told(members::list_members(&operator, &office.public_id, &ListMembers::default()).await);
        // Of another role only that much is known: the next call reads it.
        let is_denied = matches!(refusal, AppError::PermissionDenied { .. });
        assert_eq!(refused, if is_denied { AppError::Unavailable } else { refusal }, "{blow}");
        world.force(&format!("UPDATE control.{took_back}")).await;
    }
}

/// The statement that opens the transaction, as the program's login sends it.
async fn opening(world: &World, mode: &str, tenant: Uuid, more_versions: i64) -> Result<(), String> {
    let session: Uuid = world.look("SELECT id FROM control.operator_sessions").await;
    let version: i64 = world.look("SELECT version FROM control.operators").await;
    let access: i64 = world.look(&format!("SELECT access_version FROM control.tenants WHERE id = '{tenant}'")).await;
    let mut app = world.app().await;
    let mut tx = app.begin_with(AssertSqlSafe(mode.to_owned())).await.unwrap();
    let open = format!(
        "SELECT control.open_tenant_as_operator('{tenant}', '{session}', {}, {access})",
        version + more_versions
    );
    let opened = tx.execute(AssertSqlSafe(open)).await;
    opened.map(drop).map_err(|error| error.as_database_error().unwrap().code().unwrap().into_owned())
}

#[tokio::test]
async fn the_operators_door_asks_for_everything_itself_and_opens_for_reading_only() {
    const STALE: &str = "BO001";
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    operators::enter_tenant(&olive, "office", None).await.unwrap();
    let reading = "BEGIN READ ONLY";
    let stale = || Err(STALE.to_owned());
    assert_eq!(opening(&world, reading, office.id.0, 0).await, Ok(()));
    assert_eq!(opening(&world, "BEGIN", office.id.0, 0).await, Err("42501".to_owned()), "a transaction that writes");
    assert_eq!(opening(&world, reading, office.id.0, 1).await, stale(), "another operator's version");
    assert_eq!(opening(&world, reading, bricks.id.0, 0).await, stale(), "never entered");
    for (blow, took_back, _) in blows() {
        // Without its trigger no version tells: the door looks for itself. A role is told by the version alone.
        if !blow.contains("role") {
            world.force(&format!("{NO_TRIGGERS}; UPDATE control.{blow}")).await;
            assert_eq!(opening(&world, reading, office.id.0, 0).await, stale(), "{blow}");
            world.force(&format!("{NO_TRIGGERS}; UPDATE control.{took_back}")).await;
        }
    }
    assert_eq!(opening(&world, reading, office.id.0, 0).await, Ok(()));
}

#[tokio::test]
async fn the_database_refuses_what_an_operator_would_write() {
    let world = World::new().await;
    let office = world.found("office").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    operators::enter_tenant(&olive, "office", None).await.unwrap();
    let session: Uuid = world.look("SELECT id FROM control.operator_sessions").await;
    let version: i64 = world.look("SELECT version FROM control.operators").await;
    let access_version: i64 = world.look("SELECT access_version FROM control.tenants").await;
    let (tenant, member) = (office.id, office.admin.member());
    let mut app = world.app().await;
    let refused = async |app: &mut sqlx::PgConnection, statement: &str| {
        let mut tx = app.begin_with("BEGIN READ ONLY").await.unwrap();
        let open =
            format!("SELECT control.open_tenant_as_operator('{tenant}', '{session}', {version}, {access_version})");
        tx.execute(AssertSqlSafe(open)).await.unwrap();
        let refused = tx.execute(AssertSqlSafe(statement.to_owned())).await.unwrap_err();
        refused.as_database_error().unwrap().code().unwrap().into_owned()
    };
    for statement in [
        format!("UPDATE control.memberships SET status = 'removed', removed_at = now() WHERE tenant_id = '{tenant}'"),
        format!("DELETE FROM control.member_roles WHERE tenant_id = '{tenant}' AND member_id = '{member}'"),
        "SELECT control.commit_changes(NULL, '{}', '[]')".to_owned(),
    ] {
        assert_eq!(refused(&mut app, &statement).await, "25006", "{statement}");
    }
    let late = "SET TRANSACTION READ WRITE";
    assert_eq!(refused(&mut app, late).await, "25001", "nor is it made one that writes");
}

#[tokio::test]
async fn a_session_of_the_one_door_never_opens_the_other() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let token = olive.operator_session.clone();
    let (member, operator) = (Some(office.admin.token.clone()), token.clone());
    let person = |session, operator_session| Visitor { session, operator_session, ..world.visitor() };
    let doors = |tenant: &PublicId| [Entrance::Member(tenant.clone()), Entrance::Operator(tenant.clone())];
    let asked = async |visitor: Visitor, tenant: &PublicId| {
        let [by_member, by_operator] = doors(tenant);
        (read(&visitor, by_member).await, read(&visitor, by_operator).await)
    };
    let (nobody, nothing) = (Err(AppError::Unauthenticated), Err(AppError::NotFound));
    // Each by its own, in the other's place, and both at once.
    assert_eq!(asked(person(member.clone(), None), &office.public_id).await, (Ok(1), nobody.clone()));
    assert_eq!(asked(person(None, operator.clone()), &office.public_id).await, (nobody.clone(), Ok(1)));
    assert_eq!(asked(person(operator.clone(), member.clone()), &office.public_id).await, (nobody.clone(), nobody));
    let both = person(member.clone(), operator.clone());
    assert_eq!(asked(both.clone(), &bricks.public_id).await, (nothing.clone(), Ok(1)), "a member elsewhere");
    let absent = PublicId::from_bits(0);
    assert_eq!(asked(both.clone(), &absent).await, (nothing.clone(), nothing));

    world.force("UPDATE control.operators SET role = 'tenant_manager'").await;
    let denied = Err(AppError::PermissionDenied { required: PlatformPermission::TenantEnter.into() });
    assert_eq!(asked(both.clone(), &office.public_id).await, (Ok(1), denied), "being a member is no help");
    assert_eq!(told(operators::enter_tenant(&both, "office", None).await), denied_entry());
    assert!(tenants::enter_tenant(&both.authenticate().await.unwrap(), "office").await.is_ok());
    let actor = both.authenticate().await.unwrap();
    assert!(matches!(Reader::from(&actor), Reader::Member(_)));
}

fn denied_entry() -> AppError {
    AppError::PermissionDenied { required: PlatformPermission::TenantEnter.into() }
}
