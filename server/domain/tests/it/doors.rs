//! What doors ask for themselves: whoever knocks can tell them what he likes.

use domain::{account, live};
use model::ids::InvitationId;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Row as _};
use uuid::Uuid;

use crate::world::{Organization, VIEWER, World};

async fn user_of(world: &World, organization: &Organization) -> Uuid {
    let email = &organization.admin.email;
    world.look(&format!("SELECT id FROM control.users WHERE email_key = '{email}'")).await
}

/// What a function answers the program's login, in a transaction of this person.
async fn asked(world: &World, person: Uuid, question: &str) -> Option<String> {
    let mut app = world.app().await;
    let mut tx = app.begin().await.unwrap();
    tx.execute(AssertSqlSafe(format!("SELECT control.open_person('{person}')"))).await.unwrap();
    let question = format!("SELECT ({question})::text");
    tx.fetch_one(AssertSqlSafe(question)).await.unwrap().get(0)
}

#[tokio::test]
async fn what_a_form_made_is_told_to_whoever_sent_it_alone() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let key: Uuid = world.look("SELECT idempotency_key FROM control.tenants WHERE slug = 'office'").await;
    let (mine, theirs) = (user_of(&world, &office).await, user_of(&world, &bricks).await);
    let by_key = format!("SELECT control.tenant_by_key('{mine}', '{key}')");
    assert_eq!(asked(&world, mine, &by_key).await.as_deref(), Some("office"));
    assert_eq!(asked(&world, theirs, &by_key).await, None);
    world.app().await.execute(AssertSqlSafe(by_key)).await.expect_err("nobody is there");
}

#[tokio::test]
async fn an_address_counts_as_somebody_s_by_its_own_row_and_not_by_what_is_said() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let (other, person) = (user_of(&world, &office).await, user_of(&world, &bricks).await);
    world.invite(&office, &bricks.admin.email, VIEWER).await;
    let invitation = InvitationId(world.look("SELECT id FROM control.invitations").await);
    let said = format!("set_config('app.verified_email', '{}', true)", bricks.admin.email);
    let opened = format!("SELECT count(*) FROM {said}, control.open_invitation(NULL, '{invitation}')");
    let offered = format!("SELECT count(*) FROM control.invitation_offers(NULL, '{}')", bricks.admin.email);
    let none = Some("0".to_owned());
    for (who, why) in [(person, "not shown yet"), (other, "another's")] {
        assert_eq!(asked(&world, who, &opened).await, none, "{why}");
        assert_eq!(asked(&world, who, &offered).await, none, "{why}");
    }
    let token = world.mailed(&bricks.admin.email, "/verify-email/").await;
    account::verify_email(&bricks.admin.actor(&world.db).await, &token).await.unwrap();
    assert_eq!(asked(&world, other, &opened).await, none);
    assert_eq!(asked(&world, other, &offered).await, none);
    for question in [&opened, &offered] {
        assert_eq!(asked(&world, person, question).await.as_deref(), Some("1"));
    }
    let mut app = world.app().await;
    let found = app.fetch_one(AssertSqlSafe(offered)).await.unwrap().get::<i64, _>(0);
    assert_eq!(found, 0, "without a person");
}

#[tokio::test]
async fn whether_an_address_has_an_account_is_told_for_a_link_that_still_opens_something() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    world.invite(&office, &bricks.admin.email, VIEWER).await;
    let account = "SELECT control.account_of_invitation((SELECT token_hash FROM control.invitations)) IS NOT NULL";
    assert!(world.look::<bool>(account).await);
    for (blow, took_back) in [
        ("control.invitations SET revoked_at = now()", "control.invitations SET revoked_at = NULL"),
        ("control.invitations SET accepted_at = now()", "control.invitations SET accepted_at = NULL"),
        (
            "control.invitations SET expires_at = now()",
            "control.invitations SET expires_at = now() + interval '1 hour'",
        ),
        ("control.tenants SET status = 'suspended'", "control.tenants SET status = 'active'"),
    ] {
        world.force(&format!("UPDATE {blow}")).await;
        assert!(!world.look::<bool>(account).await, "{blow}");
        world.force(&format!("UPDATE {took_back}")).await;
    }
    assert!(world.look::<bool>(account).await);
}

#[tokio::test]
async fn nobody_is_there_who_is_no_member() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let gone = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    domain::members::remove_member(&admin, &office.public_id, gone.member()).await.unwrap();
    let page = |member| live::Connection::new(office.id, member);
    let pages = [page(bricks.admin.member()), page(gone.member()), page(office.admin.member())];
    live::keep_presence(&world.db, &pages).await.unwrap();
    let there = live::who_is_there(&world.db, &[office.id, bricks.id]).await.unwrap();
    assert_eq!(there, [(office.id, vec![office.admin.member()])]);
    assert_eq!(world.look::<i64>("SELECT count(*) FROM control.presence").await, 1);
}

#[tokio::test]
async fn a_session_lasts_a_day_at_most_whatever_a_statement_says() {
    let world = World::new().await;
    world.found("office").await;
    let lasts: bool =
        world.look("SELECT bool_and(expires_at - created_at <= interval '24 hours') FROM control.sessions").await;
    assert!(lasts);
    world
        .force(
            "INSERT INTO control.operators (id, email, email_key, name, password_hash, role)
            VALUES (gen_random_uuid(), 'o', 'o', 'Olive', '', 'super_admin');
            INSERT INTO control.operator_sessions (id, operator_id, token_hash, expires_at, ip, user_agent)
            SELECT id, id, '', now() + interval '1 hour', '', '' FROM control.operators",
        )
        .await;
    let mut sql = world.superuser().await;
    for table in ["sessions", "operator_sessions"] {
        for (more, allowed) in [("1 microsecond", false), ("0 seconds", true)] {
            let longer = format!(
                "UPDATE control.{table} SET expires_at = created_at + interval '24 hours 5 minutes' + interval '{more}'"
            );
            let answer = sql.execute(AssertSqlSafe(longer)).await;
            let constraint =
                answer.err().map(|error| error.as_database_error().unwrap().constraint().unwrap().to_owned());
            assert_eq!(constraint, (!allowed).then(|| format!("{table}_last_a_day")), "{more}");
        }
    }
}

/// A type in the way of `uuid`, whose check keeps what it can see.
const TRAP: &str = "
    CREATE TEMPORARY TABLE loot (who text, secret text);
    CREATE FUNCTION pg_temp.spring(pg_catalog.uuid) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO pg_temp.loot SELECT current_user, password_hash FROM control.users;
        RETURN true;
    END $$;
    GRANT EXECUTE ON FUNCTION pg_temp.spring TO PUBLIC;
    CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid CHECK (pg_temp.spring(VALUE));
    GRANT INSERT ON pg_temp.loot TO PUBLIC";

#[tokio::test]
async fn what_is_temporary_is_in_no_function_s_way() {
    let world = World::new().await;
    let office = world.found("office").await;
    let user = user_of(&world, &office).await;
    let database: String = world.look("SELECT current_database()::text").await;
    let mut app = world.app().await;
    let refused = app.execute("CREATE TEMPORARY TABLE loot (secret text)").await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"), "no login makes any");

    world.force(&format!("GRANT TEMPORARY ON DATABASE {database} TO borough_app")).await;
    let sprung = async || {
        let mut app = world.app().await;
        app.execute(TRAP).await.unwrap();
        let mut tx = app.begin().await.unwrap();
        tx.execute(AssertSqlSafe(format!("SELECT control.open_person('{user}')"))).await.unwrap();
        tx.execute("SELECT control.open_invitation('', NULL)").await.unwrap();
        tx.fetch_one("SELECT count(*) FROM pg_temp.loot WHERE secret <> ''").await.unwrap().get::<i64, _>(0)
    };
    assert_eq!(sprung().await, 0);
    // The same trap, where a function looks among what is temporary first: it is worth something.
    world.force("ALTER FUNCTION control.open_invitation SET search_path = pg_catalog").await;
    assert_eq!(sprung().await, 1);
}
