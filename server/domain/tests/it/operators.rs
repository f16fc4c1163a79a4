//! The back office: accounts of its own, over all organizations, with a trace of every look.

use domain::access::{Caller, SessionToken, Visitor};
use domain::operators::{self, OperatorRole};
use model::email::EmailAddress;
use model::members::{ChangeMembers, ChosenMembers, MemberChange};
use model::operators::{ListPeople, ListTenants, PersonPage, SuspendTenant, TenantPage, TenantStatus};
use model::password::Password;
use model::permission::PlatformPermission;
use model::text::PersonName;
use model::{AppError, Code, Fields};

use crate::world::{PASSWORD, VIEWER, World, sign_in, told};

const OLIVE: &str = "olive@example.com";

/// Olive, signed in at the back office in this role.
pub async fn olive(world: &World, role: OperatorRole) -> Visitor {
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
        let query = ListTenants { search: search.to_owned(), ..ListTenants::default() };
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

#[tokio::test]
async fn each_role_of_operators_allows_what_it_says() {
    use PlatformPermission::{MailRead, PersonList, TenantEnter, TenantList, TenantSuspend};
    for permission in PlatformPermission::ALL {
        assert!(OperatorRole::SuperAdmin.allows(*permission));
        let manages = match permission {
            TenantList | TenantSuspend | PersonList => true,
            TenantEnter | MailRead => false,
        };
        assert_eq!(OperatorRole::TenantManager.allows(*permission), manages, "{permission:?}");
    }
}

#[tokio::test]
async fn organizations_are_listed_by_status_with_their_last_activity_which_is_no_operator_s() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.found("bricks").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    let listed = async |status| {
        let query = ListTenants { status, ..ListTenants::default() };
        operators::list_tenants(&olive, &query).await.unwrap()
    };
    let before = listed(None).await;
    assert_eq!(before.total, 2);
    assert!(before.tenants.iter().all(|row| row.last_active_at.is_some() && row.status == TenantStatus::Active));

    operators::enter_tenant(&olive, "office", None).await.unwrap();
    let input = SuspendTenant { tenant: office.public_id.clone(), message: "Write to us".to_owned() };
    operators::suspend_tenant(&olive, input).await.unwrap();
    let of = |page: TenantPage| page.tenants.into_iter().map(|row| row.slug.to_string()).collect::<Vec<_>>();
    assert_eq!(of(listed(Some(TenantStatus::Suspended)).await), ["office"]);
    assert_eq!(of(listed(Some(TenantStatus::Active)).await), ["bricks"]);
    assert_eq!(of(listed(Some(TenantStatus::Archived)).await), [] as [&str; 0]);
    let after = listed(None).await;
    let shown = |page: &TenantPage| {
        let row = page.tenants.iter().find(|row| row.slug.as_str() == "office").unwrap();
        (row.last_active_at, row.suspension_message.clone())
    };
    assert_eq!(shown(&after).1.as_deref(), Some("Write to us"));
    assert_eq!(shown(&after).0, shown(&before).0, "what an operator does is nobody's activity");
}

#[tokio::test]
async fn people_are_listed_over_all_organizations_page_by_page_and_every_look_is_logged() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let gone = world.join(&bricks, "gone@example.com", VIEWER).await;
    let admin = bricks.admin.actor(&world.db).await;
    domain::members::remove_member(&admin, &bricks.public_id, gone.member()).await.unwrap();
    let seen = "SELECT control.keep_last_seen(ARRAY(SELECT id FROM control.sessions
        WHERE user_id = (SELECT id FROM control.users WHERE email_key = 'eve@example.com')))";
    world.force(seen).await;
    let olive = olive(&world, OperatorRole::TenantManager).await;
    let found = async |search: &str| {
        let query = ListPeople { search: search.to_owned(), after: None };
        operators::list_people(&olive, &query).await.unwrap()
    };
    let page = found("").await;
    let emails: Vec<_> = page.people.iter().map(|person| person.email.as_str()).collect();
    assert_eq!(emails, ["admin@bricks.example", "admin@office.example", eve.email.as_str(), gone.email.as_str()]);
    assert_eq!((page.total, page.next), (4, None));
    let [.., admin, eve, gone] = &page.people[..] else { panic!("four people") };
    let belongs: Vec<_> = eve.organizations.iter().map(|one| (one.slug.as_str(), &one.roles[..])).collect();
    assert_eq!(belongs, [("office", &[VIEWER.to_owned()][..])]);
    assert_eq!(gone.organizations, []);
    // Whoever came by a mailed link has shown the address.
    assert_eq!((admin.email_verified, eve.email_verified), (false, true));
    assert_eq!((admin.last_active_at, eve.last_active_at.is_some()), (None, true));
    assert_eq!((found("EVE@").await.total, found("Somebody at admin").await.total, found("%").await.total), (1, 2, 0));

    world
        .force(
            "INSERT INTO control.users (id, email, email_key, name, password_hash)
            SELECT gen_random_uuid(), n || '@many.example', n || '@many.example', 'Many', '' FROM generate_series(1, 110) n",
        )
        .await;
    let (mut listed, mut query) = (Vec::new(), ListPeople::default());
    loop {
        let page = operators::list_people(&olive, &query).await.unwrap();
        listed.extend(page.people.into_iter().map(|person| person.email));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
        assert_eq!(listed.len() % PersonPage::SIZE, 0);
    }
    assert_eq!(listed.len(), 114);
    assert!(listed.is_sorted());
    let looks = world.actions(None).await.iter().filter(|action| *action == "platform.people_listed").count();
    assert_eq!(looks, 4 + 3);
}

#[tokio::test]
async fn whoever_is_suspended_belongs_to_the_organization_still() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let suspension = ChangeMembers { who: ChosenMembers::These(vec![eve.member()]), change: MemberChange::Suspend };
    let admin = office.admin.actor(&world.db).await;
    domain::members::change_members(&admin, &office.public_id, suspension).await.unwrap();
    let olive = olive(&world, OperatorRole::TenantManager).await;
    let tenants = operators::list_tenants(&olive, &ListTenants::default()).await.unwrap().tenants;
    assert_eq!(tenants.iter().map(|row| row.members).collect::<Vec<_>>(), [2]);
    let query = ListPeople { search: eve.email, after: None };
    let found = operators::list_people(&olive, &query).await.unwrap().people;
    let belongs: Vec<_> = found.iter().flat_map(|person| &person.organizations).map(|one| one.slug.as_str()).collect();
    assert_eq!(belongs, ["office"]);
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
