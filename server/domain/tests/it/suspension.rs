//! An operator keeps everybody out of an organization, tells its members why, and lets them in again.

use domain::access::Actor;
use domain::live::{self, barred_claims};
use domain::operators::{self, OperatorRole};
use domain::{members, tenants};
use model::ids::PublicId;
use model::live::close;
use model::members::ListMembers;
use model::operators::SuspendTenant;
use model::tenants::ArchiveOrganization;
use model::{AppError, Code};
use sqlx::{Connection as _, Executor as _};

use crate::operators::olive;
use crate::world::{Organization, VIEWER, World, told};

const WHY: &str = "The invoice of May is open. Write to us.";

fn suspend(organization: &Organization) -> SuspendTenant {
    SuspendTenant { tenant: organization.public_id.clone(), message: WHY.to_owned() }
}

#[tokio::test]
async fn members_of_a_suspended_organization_are_told_why_and_everybody_else_finds_nothing() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let removed = world.join(&office, "gone@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, removed.member()).await.unwrap();
    let elsewhere = office.admin.actor(&world.process()).await;
    let list = async |actor: &Actor| members::list_members(actor, &office.public_id, &ListMembers::default()).await;
    let listener = live::listener(&admin, &office.public_id).await.unwrap();
    for actor in [&admin, &elsewhere] {
        list(actor).await.unwrap();
    }

    let manager = olive(&world, OperatorRole::TenantManager).await;
    operators::suspend_tenant(&manager, suspend(&office)).await.unwrap();
    let organization = "The office organization".to_owned();
    let suspended = AppError::Suspended { organization, message: WHY.to_owned() };
    for actor in [&admin, &elsewhere] {
        assert_eq!(told(list(actor).await), AppError::NotFound, "from the next call, in every process");
        assert_eq!(told(tenants::enter_tenant(actor, "office").await), suspended);
        assert_eq!(tenants::list_organizations(actor).await.unwrap().organizations, []);
    }
    let claim = listener.claim();
    assert_eq!(barred_claims(&world.db, &[claim]).await.unwrap(), [(claim, close::SUSPENDED)]);
    for other in [&bricks.admin, &removed] {
        let other = other.actor(&world.db).await;
        assert_eq!(told(tenants::enter_tenant(&other, "office").await), AppError::NotFound, "no member of it");
    }
    bricks.admin.actor(&world.db).await.enter(&bricks.public_id).await.unwrap();

    operators::restore_tenant(&manager, office.public_id.clone()).await.unwrap();
    for actor in [&admin, &elsewhere] {
        list(actor).await.unwrap();
        tenants::enter_tenant(actor, "office").await.unwrap();
    }
    let kept = "SELECT count(*) FROM control.tenants WHERE suspension_message IS NOT NULL";
    assert_eq!(world.look::<i64>(kept).await, 0);
}

#[tokio::test]
async fn suspending_and_restoring_leave_one_entry_each_in_both_logs() {
    let world = World::new().await;
    let office = world.found("office").await;
    let manager = olive(&world, OperatorRole::TenantManager).await;
    operators::suspend_tenant(&manager, suspend(&office)).await.unwrap();
    let stale = AppError::Conflict { reason: Code::Stale };
    assert_eq!(told(operators::suspend_tenant(&manager, suspend(&office)).await), stale, "somebody else was faster");
    operators::restore_tenant(&manager, office.public_id.clone()).await.unwrap();
    assert_eq!(told(operators::restore_tenant(&manager, office.public_id.clone()).await), stale);
    let absent = PublicId::from_bits(0);
    assert_eq!(told(operators::restore_tenant(&manager, absent.clone()).await), stale);
    let nobody = SuspendTenant { tenant: absent, message: WHY.to_owned() };
    assert_eq!(told(operators::suspend_tenant(&manager, nobody).await), stale);

    let own = world.actions(Some(office.id)).await;
    assert!(own.ends_with(&["tenant.suspended".to_owned(), "tenant.restored".to_owned()]), "{own:?}");
    let platform = world.actions(None).await;
    let expected = ["platform.tenant_suspended", "platform.tenant_restored"].map(str::to_owned);
    assert!(platform.ends_with(&expected), "{platform:?}");
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);

    for log in ["audit_entries", "platform_audit"] {
        world.force(&format!("REVOKE INSERT ON control.{log} FROM borough_definer")).await;
        assert_eq!(told(operators::suspend_tenant(&manager, suspend(&office)).await), AppError::internal(), "{log}");
        assert_eq!(world.look::<String>("SELECT status FROM control.tenants").await, "active", "{log}");
        world.force(&format!("GRANT INSERT ON control.{log} TO borough_definer")).await;
    }
}

/// Like a member's change: whoever is signed out while it waits for its turn does not make it any more.
#[tokio::test]
async fn an_operator_who_is_signed_out_while_a_change_waits_does_not_make_it() {
    let world = World::new().await;
    let office = world.found("office").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let mut somebody = world.superuser().await;
    let mut held = somebody.begin().await.unwrap();
    held.execute("SELECT 1 FROM control.tenants FOR UPDATE").await.unwrap();
    let suspending = {
        let (olive, input) = (olive.clone(), suspend(&office));
        tokio::spawn(async move { operators::suspend_tenant(&olive, input).await })
    };
    world.until_blocked(&suspending).await;
    operators::sign_out(&olive).await.unwrap();
    held.rollback().await.unwrap();
    assert_eq!(told(suspending.await.unwrap()), AppError::Unauthenticated);
    assert_eq!(world.look::<String>("SELECT status FROM control.tenants").await, "active");
    let platform = world.actions(None).await;
    assert_eq!(platform.last().map(String::as_str), Some("operator.signed_out"));
}

/// What its members have put away they take out again, and what an operator has suspended an operator opens again.
#[tokio::test]
async fn neither_an_archive_nor_a_suspension_is_ended_by_the_other_side() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    operators::suspend_tenant(&olive, suspend(&office)).await.unwrap();
    assert_eq!(told(tenants::restore_organization(&admin, &office.public_id).await), AppError::NotFound);
    assert_eq!(tenants::list_organizations(&admin).await.unwrap().archived, []);
    operators::restore_tenant(&olive, office.public_id.clone()).await.unwrap();

    let confirmed = ArchiveOrganization { confirmation: "office".to_owned() };
    tenants::archive_organization(&admin, &office.public_id, confirmed).await.unwrap();
    let stale = AppError::Conflict { reason: Code::Stale };
    assert_eq!(told(operators::restore_tenant(&olive, office.public_id.clone()).await), stale);
    assert_eq!(told(operators::suspend_tenant(&olive, suspend(&office)).await), stale);
    assert_eq!(told(operators::enter_tenant(&olive, "office", None).await), AppError::NotFound);
    assert_eq!(told(tenants::enter_tenant(&admin, "office").await), AppError::NotFound, "there is no message");
    tenants::restore_organization(&admin, &office.public_id).await.unwrap();
    tenants::enter_tenant(&admin, "office").await.unwrap();
}

#[tokio::test]
async fn a_message_says_something_in_one_visible_line() {
    let world = World::new().await;
    let office = world.found("office").await;
    let manager = olive(&world, OperatorRole::TenantManager).await;
    for (message, code) in [
        (" ", Code::Required),
        ("a\nb", Code::ForbiddenCharacters),
        ("Pay at https://evil.example", Code::HasLink),
        (&"x".repeat(301), Code::TooLong(300)),
    ] {
        let input = SuspendTenant { message: message.to_owned(), ..suspend(&office) };
        let refused = told(operators::suspend_tenant(&manager, input).await);
        assert_eq!(refused, AppError::invalid("message", code), "{message:?}");
    }
}
