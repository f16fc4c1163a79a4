//! Signing up, in and out.

use domain::access::{Actor, Caller, SessionToken, Visitor, Wake};
use domain::account::SignedIn;
use domain::{account, invitations, roles, tenants};
use futures::future::join_all;
use model::account::SignUp;
use model::ids::{IdempotencyKey, PublicId};
use model::invitations::AcceptInvitation;
use model::permission::PermissionSet;
use model::roles::DefaultRole;
use model::tenants::CreateOrganization;
use model::{AppError, Code, Fields};
use sqlx::Executor as _;

use crate::world::{NO_TRIGGERS, PASSWORD, Person, VIEWER, World, key, sign_in, sign_up, told, visitor};

#[tokio::test]
async fn signing_up_makes_an_organization_with_its_roles_and_administrator_in_one_transaction() {
    let world = World::new().await;
    let (signed_in, slug) = account::sign_up(&world.visitor(), sign_up("office")).await.unwrap();
    let visitor = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    let actor = visitor.authenticate().await.unwrap();

    let view = tenants::enter_tenant(&actor, slug.as_str()).await.unwrap();
    assert_eq!((view.title.as_str(), view.permissions), ("The office organization", PermissionSet::all()));
    let roles = roles::list_roles(&actor, &view.public_id).await.unwrap();
    let found: Vec<_> = roles.iter().map(|role| (role.name.as_str(), role.permissions)).collect();
    assert_eq!(found, DefaultRole::ALL.map(|role| (role.name(), role.permissions())));

    let transactions: i64 = world
        .look(
            "SELECT count(DISTINCT x) FROM (
                SELECT xmin::text FROM control.users UNION ALL SELECT xmin::text FROM control.sessions
                UNION ALL SELECT xmin::text FROM control.tenants UNION ALL SELECT xmin::text FROM control.roles
                UNION ALL SELECT xmin::text FROM control.role_permissions
                UNION ALL SELECT xmin::text FROM control.memberships
                UNION ALL SELECT xmin::text FROM control.member_roles UNION ALL SELECT xmin::text FROM control.mails
                UNION ALL SELECT xmin::text FROM control.audit_entries WHERE entry ->> 'action' = 'tenant.created'
                UNION ALL SELECT xmin::text FROM control.platform_audit) AS all_rows (x)",
        )
        .await;
    assert_eq!(transactions, 1);
}

#[tokio::test]
async fn a_taken_slug_or_address_in_another_case_is_told_at_the_field_and_saves_nothing() {
    let world = World::new().await;
    world.found("office").await;
    let before = world.rows().await;

    let slug = SignUp { slug: "OFFICE".to_owned(), ..sign_up("bricks") };
    let refused = told(account::sign_up(&world.visitor(), slug).await);
    assert_eq!(refused, AppError::invalid("slug", Code::Taken));

    let email = SignUp { email: "Admin@OFFICE.example".to_owned(), ..sign_up("bricks") };
    let refused = told(account::sign_up(&world.visitor(), email).await);
    assert_eq!(refused, AppError::invalid("email", Code::Taken));

    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn the_same_form_sent_again_gets_the_first_organization_and_a_new_session() {
    let world = World::new().await;
    let form = sign_up("office");
    let (first, slug) = account::sign_up(&world.visitor(), form.clone()).await.unwrap();
    let before = world.rows().await;

    // Sent again, and once more from a page where the slug was edited meanwhile.
    for again in [form.clone(), SignUp { slug: "another".to_owned(), ..form.clone() }] {
        let (second, same) = account::sign_up(&world.visitor(), again).await.unwrap();
        assert_eq!(same, slug);
        for token in [&first.token, &second.token] {
            let visitor = Visitor { session: Some(SessionToken(token.clone())), ..world.visitor() };
            assert!(visitor.authenticate().await.is_ok());
        }
    }
    let after = world.rows().await;
    let grown: Vec<_> = after.iter().filter(|(table, rows)| before[*table] != **rows).map(|(table, _)| table).collect();
    assert_eq!(grown, ["platform_audit", "sessions"]);

    let other_password = SignUp { password: "another horse battery staple".to_owned(), ..form.clone() };
    let refused = told(account::sign_up(&world.visitor(), other_password).await);
    assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    let other_form = SignUp { key: Some(key()), ..form };
    assert_eq!(told(account::sign_up(&world.visitor(), other_form).await), AppError::invalid("email", Code::Taken));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_many_times_at_once_makes_one_organization() {
    let world = World::new().await;
    let form = sign_up("office");
    let sent = join_all((0..6).map(|_| {
        let (visitor, form) = (world.visitor(), form.clone());
        visitor.as_anyone(|visitor| async move { account::sign_up(&visitor, form).await })
    }));
    for answer in sent.await {
        assert!(answer.is_ok_and(|(_, slug)| slug.as_str() == "office"));
    }
    let rows = world.rows().await;
    assert_eq!((rows["tenants"], rows["users"], rows["memberships"], rows["roles"]), (1, 1, 1, 3));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer_and_stay_in_the_log() {
    let world = World::new().await;
    world.found("office").await;
    let wrong = told(account::sign_in(&world.visitor(), sign_in("admin@office.example", "not the password")).await);
    let unknown = told(account::sign_in(&world.visitor(), sign_in("nobody@office.example", "not the password")).await);
    assert_eq!(wrong, AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    assert_eq!(wrong, unknown);

    let actions = world.actions(None).await;
    assert_eq!(actions.iter().filter(|action| *action == "account.sign_in_refused").count(), 2);
    let addresses: String = world
        .look(
            "SELECT string_agg(entry -> 'details' ->> 'email', ' ' ORDER BY number) FROM control.platform_audit
            WHERE entry ->> 'action' = 'account.sign_in_refused'",
        )
        .await;
    assert_eq!(addresses, "admin@office.example nobody@office.example");
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}

/// Nobody in particular, calling from this address.
fn from(world: &World, ip: &str) -> Visitor {
    Visitor { caller: Caller { ip: ip.to_owned(), ..Caller::default() }, ..world.visitor() }
}

fn wrong() -> AppError {
    AppError::invalid(Fields::WHOLE, Code::WrongCredentials)
}

#[tokio::test]
async fn passwords_of_one_account_can_be_tried_ten_times_in_fifteen_minutes_from_one_network() {
    let world = World::new().await;
    world.found("office").await;
    world.found("bricks").await;
    let right = || sign_in("admin@office.example", PASSWORD);
    let guess = || sign_in("Admin@Office.example", "not the password");
    for _ in 0..9 {
        assert_eq!(told(account::sign_in(&world.visitor(), guess()).await), wrong());
    }
    assert!(account::sign_in(&world.visitor(), right()).await.is_ok(), "the tenth attempt is allowed");

    for _ in 0..10 {
        assert_eq!(told(account::sign_in(&world.visitor(), guess()).await), wrong(), "the right password counts anew");
    }
    // In every process, and for the right password too.
    let elsewhere = visitor(&world.process());
    let AppError::RateLimited { retry_after } = told(account::sign_in(&elsewhere, right()).await) else {
        panic!("the eleventh attempt is refused")
    };
    assert!((1..=900).contains(&retry_after), "{retry_after}");
    let other = sign_in("admin@bricks.example", PASSWORD);
    assert!(account::sign_in(&world.visitor(), other).await.is_ok(), "another account is not meant");
    assert!(account::sign_in(&from(&world, "192.0.2.2"), right()).await.is_ok(), "nor is who calls from elsewhere");
    let refused = told(account::sign_in(&world.visitor(), right()).await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "whose success is nobody else's: {refused}");

    world.force("UPDATE control.attempts SET window_ends_at = now() WHERE key LIKE 'sign-in%'").await;
    assert!(account::sign_in(&world.visitor(), right()).await.is_ok(), "the time is over");
}

#[tokio::test]
async fn who_moves_within_one_network_is_still_the_same_stranger() {
    let world = World::new().await;
    let guess = || sign_in("admin@office.example", "not the password");
    for host in 0..10 {
        let stranger = from(&world, &format!("2001:db8:1:2:{host}::{host}"));
        assert_eq!(told(account::sign_in(&stranger, guess()).await), wrong());
    }
    for (address, network) in [("2001:db8:1:2:ffff::", "the same"), ("2001:db8:1:3::1", "another")] {
        let refused = told(account::sign_in(&from(&world, address), guess()).await);
        assert_eq!(refused != wrong(), network == "the same", "{address}: {refused}");
    }
    for address in ["192.0.2.7", "::ffff:192.0.2.7"].into_iter().cycle().take(10) {
        assert_eq!(told(account::sign_in(&from(&world, address), guess()).await), wrong());
    }
    assert_ne!(told(account::sign_in(&from(&world, "192.0.2.7"), guess()).await), wrong(), "written in two ways");
}

#[tokio::test]
async fn of_all_networks_together_a_hundred_passwords_are_tried_for_one_account() {
    let world = World::new().await;
    world.found("office").await;
    let tried = async || -> i32 {
        world.look("SELECT count FROM control.attempts WHERE key = 'sign-in admin@office.example'").await
    };
    // A stranger keeps trying: what was refused from one network uses up nothing of the others.
    for _ in 0..30 {
        told(account::sign_in(&world.visitor(), sign_in("admin@office.example", "not the password")).await);
    }
    assert_eq!(tried().await, 10);
    account::sign_in(&from(&world, "192.0.2.2"), sign_in("admin@office.example", PASSWORD)).await.map(drop).unwrap();
    assert_eq!(tried().await, 10, "a success is no failure, and forgives nobody else's");

    for email in ["admin@office.example", "nobody@office.example"] {
        let try_from = async |ip| told(account::sign_in(&from(&world, ip), sign_in(email, "not the password")).await);
        assert_eq!(try_from("192.0.2.3").await, wrong());
        world.force(&format!("UPDATE control.attempts SET count = 99 WHERE key = 'sign-in {email}'")).await;
        assert_eq!(try_from("192.0.2.4").await, wrong(), "{email}: the hundredth");
        let refused = try_from("192.0.2.5").await;
        assert!(matches!(refused, AppError::RateLimited { .. }), "{email}: {refused}");
    }
}

#[tokio::test]
async fn limits_do_not_tell_whether_there_is_an_account() {
    let world = World::new().await;
    world.found("office").await;
    let mut answers = Vec::new();
    for email in ["admin@office.example", "nobody@office.example"] {
        let mut of_this = Vec::new();
        for attempt in 0..24 {
            // From two networks in turn, then from a third when there were too many in all.
            if attempt == 22 {
                world.force(&format!("UPDATE control.attempts SET count = 100 WHERE key = 'sign-in {email}'")).await;
            }
            let ip = if attempt < 22 { format!("192.0.2.{}", attempt % 2) } else { "192.0.2.9".to_owned() };
            let refused = told(account::sign_in(&from(&world, &ip), sign_in(email, "not the password")).await);
            of_this.push(match refused {
                AppError::RateLimited { .. } => "too often".to_owned(),
                other => format!("{other:?}"),
            });
        }
        answers.push(of_this);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].iter().filter(|answer| *answer == "too often").count(), 4);
}

#[tokio::test]
async fn attempts_from_one_network_address_are_limited_whatever_they_try() {
    let world = World::with(|config| config.attempts_per_address = 3).await;
    account::sign_up(&world.visitor(), sign_up("office")).await.map(drop).unwrap();
    told(account::sign_in(&world.visitor(), sign_in("nobody@office.example", "not the password")).await);
    told(account::sign_up(&world.visitor(), sign_up("office")).await);
    for refused in [
        told(account::sign_up(&world.visitor(), sign_up("bricks")).await),
        told(account::sign_in(&world.visitor(), sign_in("admin@office.example", PASSWORD)).await),
    ] {
        assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");
    }
    let answer = account::sign_in(&from(&world, "192.0.2.2"), sign_in("admin@office.example", PASSWORD)).await;
    assert!(answer.is_ok(), "another address is not meant");
}

#[tokio::test]
async fn signing_out_counts_from_the_next_call_in_a_process_that_remembers_the_session() {
    let world = World::new().await;
    let office = world.found("office").await;
    let elsewhere = world.process();
    let remembered = office.admin.actor(&elsewhere).await;
    let here = office.admin.actor(&world.db).await;
    for actor in [&remembered, &here] {
        roles::list_roles(actor, &office.public_id).await.unwrap();
        tenants::create_organization(actor, another()).await.unwrap();
    }

    account::sign_out(&here).await.unwrap();
    for actor in [&remembered, &here] {
        assert_eq!(everything_refuses(actor, &office.public_id).await, [const { AppError::Unauthenticated }; 4]);
    }
    for db in [&elsewhere, &world.process()] {
        let nobody = office.admin.visitor(db).authenticate().await.map(drop);
        assert_eq!(told(nobody), AppError::Unauthenticated, "nothing is left in memory");
    }
}

#[tokio::test]
async fn a_session_ends_by_itself_for_a_process_that_remembers_it() {
    let world = World::new().await;
    let office = world.found("office").await;
    let remembered = office.admin.actor(&world.db).await;
    roles::list_roles(&remembered, &office.public_id).await.unwrap();
    // Time passes without any statement, so no version is raised.
    world.force(&format!("{NO_TRIGGERS}; UPDATE control.sessions SET expires_at = now()")).await;
    assert_eq!(everything_refuses(&remembered, &office.public_id).await, [const { AppError::Unauthenticated }; 4]);
}

#[tokio::test]
async fn one_session_s_end_is_not_another_s() {
    let world = World::new().await;
    let office = world.found("office").await;
    let again = sign_in(&office.admin.email, PASSWORD);
    let signed_in = account::sign_in(&world.visitor(), again).await.unwrap();
    let other = Person { token: SessionToken(signed_in.token), ..office.admin.clone() };
    account::sign_out(&other.actor(&world.db).await).await.unwrap();
    assert!(roles::list_roles(&office.admin.actor(&world.db).await, &office.public_id).await.is_ok());
}

/// Signs somebody in, by a visitor who has a session already.
type Way = (&'static str, SignedIn);

#[tokio::test]
async fn a_session_that_begins_ends_the_one_that_the_browser_had() {
    let world = World::new().await;
    let office = world.found("office").await;
    let elsewhere = world.process();
    let mut wakes = world.db.wakes();
    let token = world.invite(&office, "grace@example.com", VIEWER).await;
    let again = sign_up("again");
    account::sign_up(&world.visitor(), again.clone()).await.map(drop).unwrap();
    for way in 0..4 {
        let eve = world.join(&office, &format!("eve-{way}@example.com"), VIEWER).await;
        let remembered = eve.actor(&elsewhere).await;
        tenants::enter_tenant(&remembered, "office").await.unwrap();
        let visitor = eve.visitor(&world.db);
        let (way, signed_in): Way = match way {
            0 => ("sign-in", account::sign_in(&visitor, sign_in(&office.admin.email, PASSWORD)).await.unwrap()),
            1 => ("sign-up", account::sign_up(&visitor, sign_up("bricks")).await.unwrap().0),
            2 => ("sign-up, sent again", account::sign_up(&visitor, again.clone()).await.unwrap().0),
            _ => {
                let form = AcceptInvitation { name: "Grace".to_owned(), password: PASSWORD.to_owned() };
                ("new account", invitations::accept_as_new_account(&visitor, &token, form).await.unwrap().0)
            }
        };
        let replaced = remembered.session();
        assert_eq!(told(tenants::list_organizations(&remembered).await), AppError::Unauthenticated, "{way}");
        let new = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
        assert_ne!(new.authenticate().await.unwrap().session(), replaced, "{way}");
        let closed = std::iter::from_fn(|| wakes.try_recv().ok()).any(|wake| wake == Wake::Session(replaced));
        assert!(closed, "{way}: the pages of the session are told");
        let ended: i64 = world
            .look(&format!(
                "SELECT count(*) FROM control.platform_audit
                WHERE entry ->> 'action' = 'account.signed_out' AND user_id = '{}'",
                remembered.user()
            ))
            .await;
        assert_eq!(ended, 1, "{way}: in the log of whose session it was");
    }
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_sign_in_that_fails_leaves_the_browser_its_session() {
    let world = World::new().await;
    let office = world.found("office").await;
    let visitor = office.admin.visitor(&world.db);
    told(account::sign_in(&visitor, sign_in(&office.admin.email, "not the password")).await);
    told(account::sign_up(&visitor, SignUp { slug: "office".to_owned(), ..sign_up("bricks") }).await);
    world.force("REVOKE INSERT ON control.platform_audit FROM borough_definer").await;
    told(account::sign_in(&visitor, sign_in(&office.admin.email, PASSWORD)).await);
    world.force("GRANT INSERT ON control.platform_audit TO borough_definer").await;
    assert!(tenants::list_organizations(&office.admin.actor(&world.db).await).await.is_ok());
}

#[tokio::test]
async fn a_token_that_was_never_given_out_is_nobody_s() {
    let world = World::new().await;
    world.found("office").await;
    for token in ["", "0", "a\0b", "\u{202e}", &"f".repeat(64), &"x".repeat(1 << 20)] {
        let visitor = Visitor { session: Some(SessionToken(token.to_owned())), ..world.visitor() };
        assert_eq!(told(visitor.authenticate().await.map(drop)), AppError::Unauthenticated);
    }
    assert_eq!(told(world.visitor().authenticate().await.map(drop)), AppError::Unauthenticated);
}

#[tokio::test]
async fn the_program_s_login_reads_no_hash_of_a_secret() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.invite(&office, "eve@example.com", VIEWER).await;
    let mut app = world.app().await;
    for query in [
        "SELECT password_hash FROM control.users",
        "SELECT * FROM control.users",
        "SELECT token_hash FROM control.sessions",
        "SELECT token_hash FROM control.invitations",
        "SELECT token_hash FROM control.email_verifications",
        "SELECT token_hash FROM control.account_links",
        "SELECT password_mark FROM control.account_links",
        "SELECT body FROM control.mails",
        "SELECT password_hash FROM control.operators",
        "SELECT token_hash FROM control.operator_sessions",
    ] {
        let refused = app.execute(query).await.unwrap_err();
        let code = refused.as_database_error().and_then(sqlx::error::DatabaseError::code);
        assert_eq!(code.as_deref(), Some("42501"), "{query}");
    }
}

async fn everything_refuses(actor: &Actor, tenant: &PublicId) -> [AppError; 4] {
    [
        told(roles::list_roles(actor, tenant).await),
        told(tenants::list_organizations(actor).await),
        told(tenants::create_organization(actor, another()).await),
        told(account::sign_out(actor).await),
    ]
}

/// A form that is always the same one.
fn another() -> CreateOrganization {
    let key = Some(IdempotencyKey(uuid::Uuid::max()));
    CreateOrganization { organization: "Another".to_owned(), slug: "another".to_owned(), key }
}
