//! The back office: accounts of its own, over all organizations, with a trace of every look.

use domain::access::{Caller, SessionToken, Visitor};
use domain::operators::{self, OperatorRole};
use model::email::EmailAddress;
use model::operators::{ListTenants, TenantPage};
use model::password::Password;
use model::permission::PlatformPermission;
use model::text::PersonName;
use model::{AppError, Code, Fields};

use crate::world::{PASSWORD, World, sign_in, told};

const OLIVE: &str = "olive@example.com";

/// Olive, signed in at the back office in this role.
async fn olive(world: &World, role: OperatorRole) -> Visitor {
    let (email, name) = (EmailAddress::parse(OLIVE).unwrap(), PersonName::parse("Olive").unwrap());
    operators::create_operator(&world.db, &email, &name, Password::parse(PASSWORD).unwrap(), role).await.unwrap();
    let signed_in = operators::sign_in(&world.visitor(), sign_in("Olive@Example.com", PASSWORD)).await.unwrap();
    Visitor { operator_session: Some(SessionToken(signed_in.token)), ..world.visitor() }
}

#[tokio::test]
async fn organizations_are_listed_page_by_page_and_found_by_name_or_slug() {
    let world = World::new().await;
    world.found("office").await;
    world
        .force(
            "INSERT INTO control.tenants (id, public_id, slug, title, idempotency_key, created_by)
            SELECT gen_random_uuid(), n, 'many-' || n, 'Many ' || n, gen_random_uuid(), (SELECT id FROM control.users)
            FROM generate_series(1, 110) AS n",
        )
        .await;
    let olive = olive(&world, OperatorRole::TenantManager).await;
    let (mut listed, mut query) = (Vec::new(), ListTenants::default());
    loop {
        let page = operators::list_tenants(&olive, &query).await.unwrap();
        assert_eq!(page.total, 111);
        listed.extend(page.tenants.into_iter().map(|row| (row.slug, row.members)));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
        assert_eq!(listed.len() % TenantPage::SIZE, 0);
    }
    assert_eq!(listed.len(), 111);
    assert!(listed.is_sorted_by(|one, other| one.0.as_str() < other.0.as_str()));
    assert!(listed.iter().all(|(slug, members)| (slug.as_str() == "office") == (*members == 1)));
    // `many-7`, and its tens.
    for (search, total) in [("MANY", 110), ("the office", 1), ("%", 0), ("\0many-7", 11), ("", 111)] {
        let query = ListTenants { search: search.to_owned(), after: None };
        assert_eq!(operators::list_tenants(&olive, &query).await.unwrap().total, total, "{search:?}");
    }
    let made_up = ListTenants { after: Some("\0".to_owned()), ..ListTenants::default() };
    let refused = told(operators::list_tenants(&olive, &made_up).await);
    assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::ForbiddenCharacters));
}

#[tokio::test]
async fn a_tenant_manager_reads_no_mail_and_every_look_of_anybody_is_logged() {
    let world = World::new().await;
    world.found("office").await;
    let manager = olive(&world, OperatorRole::TenantManager).await;
    let denied = AppError::PermissionDenied { required: PlatformPermission::MailRead.into() };
    assert_eq!(told(operators::list_mails(&manager, "").await), denied);
    operators::list_tenants(&manager, &ListTenants::default()).await.unwrap();
    world.force("UPDATE control.operators SET role = 'super_admin'").await;
    assert_eq!(operators::list_mails(&manager, "ADMIN@office").await.unwrap().len(), 1);
    let expected = [
        "account.created",
        "tenant.created",
        "operator.created",
        "operator.signed_in",
        "platform.tenants_listed",
        "platform.mails_read",
    ];
    assert_eq!(world.actions(None).await, expected);
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);

    world.force("REVOKE INSERT ON control.platform_audit FROM borough_definer").await;
    assert_eq!(told(operators::list_mails(&manager, "").await), AppError::internal(), "no look without its trace");
}

#[tokio::test]
async fn a_session_of_the_one_kind_is_nobody_s_in_the_other() {
    let world = World::new().await;
    let office = world.found("office").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let swapped = Visitor { session: olive.operator_session.clone(), operator_session: None, ..olive.clone() };
    assert_eq!(told(swapped.authenticate().await.map(drop)), AppError::Unauthenticated);
    let swapped = Visitor { operator_session: Some(office.admin.token.clone()), ..world.visitor() };
    assert_eq!(told(operators::current_operator(&swapped).await), AppError::Unauthenticated);
    assert_eq!(told(operators::list_tenants(&swapped, &ListTenants::default()).await), AppError::Unauthenticated);
    assert_eq!(told(operators::current_operator(&world.visitor()).await), AppError::Unauthenticated);
    assert_eq!(told(domain::account::sign_in(&world.visitor(), sign_in(OLIVE, PASSWORD)).await), wrong());
    assert_eq!(told(operators::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await), wrong());
}

fn wrong() -> AppError {
    AppError::invalid(Fields::WHOLE, Code::WrongCredentials)
}

#[tokio::test]
async fn a_session_of_the_back_office_ends_by_signing_out_or_in_after_an_idle_hour_and_with_the_password() {
    let world = World::new().await;
    let first = olive(&world, OperatorRole::SuperAdmin).await;
    assert_eq!(operators::current_operator(&first).await.unwrap().email, OLIVE);
    world.force("UPDATE control.operator_sessions SET last_seen_at = now() - interval '59 minutes'").await;
    operators::current_operator(&first).await.unwrap();
    world.force("UPDATE control.operator_sessions SET last_seen_at = last_seen_at - interval '59 minutes'").await;
    operators::current_operator(&first).await.unwrap();
    world.force("UPDATE control.operator_sessions SET last_seen_at = now() - interval '1 hour'").await;
    assert_eq!(told(operators::current_operator(&first).await), AppError::Unauthenticated);

    let again = async |password| {
        let signed_in = operators::sign_in(&world.visitor(), sign_in(OLIVE, password)).await.unwrap();
        Visitor { operator_session: Some(SessionToken(signed_in.token)), ..world.visitor() }
    };
    let second = again(PASSWORD).await;
    operators::sign_out(&second).await.unwrap();
    assert_eq!(told(operators::current_operator(&second).await), AppError::Unauthenticated);

    let replaced = again(PASSWORD).await;
    let signed_in = operators::sign_in(&replaced, sign_in(OLIVE, PASSWORD)).await.unwrap();
    assert_eq!(told(operators::current_operator(&replaced).await), AppError::Unauthenticated, "another one began");
    let third = Visitor { operator_session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    operators::current_operator(&third).await.unwrap();

    let (email, other) = (EmailAddress::parse(OLIVE).unwrap(), "another horse battery staple");
    operators::reset_password(&world.db, &email, Password::parse(other).unwrap()).await.unwrap();
    assert_eq!(told(operators::current_operator(&third).await), AppError::Unauthenticated);
    assert_eq!(told(operators::sign_in(&world.visitor(), sign_in(OLIVE, PASSWORD)).await), wrong());
    operators::current_operator(&again(other).await).await.unwrap();
}

#[tokio::test]
async fn an_operator_s_password_can_be_tried_ten_times_from_one_network() {
    let world = World::new().await;
    olive(&world, OperatorRole::SuperAdmin).await;
    for _ in 0..10 {
        assert_eq!(told(operators::sign_in(&world.visitor(), sign_in(OLIVE, "wrong")).await), wrong());
    }
    let refused = told(operators::sign_in(&world.visitor(), sign_in(OLIVE, PASSWORD)).await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");

    let caller = Caller { ip: "192.0.2.2".to_owned(), ..Caller::default() };
    let elsewhere = Visitor { caller, ..world.visitor() };
    assert!(operators::sign_in(&elsewhere, sign_in(OLIVE, PASSWORD)).await.is_ok(), "a stranger keeps nobody out");
    world.force(&format!("UPDATE control.attempts SET count = 100 WHERE key = 'operator {OLIVE}'")).await;
    let refused = told(operators::sign_in(&elsewhere, sign_in(OLIVE, PASSWORD)).await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "a hundred from all networks: {refused}");
}
