//! Every change leaves one entry; a log that was tampered with shows it; and what cannot be logged does not happen.

use domain::access::{Actor, SessionToken};
use domain::{account, invitations, members, tenants};
use futures::future::join_all;
use model::AppError;
use model::ids::{InvitationId, TenantId};
use model::invitations::{AcceptInvitation, InviteMember};
use model::members::ChangeMemberRoles;
use model::tenants::CreateOrganization;
use sqlx::{AssertSqlSafe, Executor as _};

use crate::world::{EDITOR, Organization, PASSWORD, Person, VIEWER, World, key, sign_in, sign_up, told};

/// An organization in which each kind of change has happened once.
async fn history() -> (World, Organization, Person) {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let input = ChangeMemberRoles { member: eve.member(), roles: vec![office.role(EDITOR)], before: None };
    members::change_member_roles(&admin, &office.public_id, input).await.unwrap();
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    members::restore_member(&admin, &office.public_id, eve.member()).await.unwrap();
    world.invite(&office, "mallory@example.com", VIEWER).await;
    let pending = invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations;
    invitations::revoke_invitation(&admin, &office.public_id, pending[0].id).await.unwrap();
    (world, office, eve)
}

#[tokio::test]
async fn every_change_leaves_one_entry_that_says_who_did_what_to_whom() {
    let (world, office, eve) = history().await;
    assert_eq!(
        world.actions(Some(office.id)).await,
        [
            "tenant.created",
            "tenant.entered",
            "invitation.created",
            "member.joined",
            "tenant.entered",
            "member.roles_changed",
            "member.removed",
            "member.restored",
            "invitation.created",
            "invitation.revoked",
        ]
    );
    let said: String = world
        .look(
            "SELECT concat_ws(' ', entry ->> 'resource', entry ->> 'member', entry ->> 'ip',
                entry -> 'details' ->> 'before', entry -> 'details' ->> 'after')
            FROM control.audit_entries WHERE entry ->> 'action' = 'member.roles_changed'",
        )
        .await;
    let (before, after) = (office.role(VIEWER), office.role(EDITOR));
    let expected = format!("{} {} 192.0.2.1 [\"{before}\"] [\"{after}\"]", eve.member(), office.admin.member());
    assert_eq!(said, expected);
    let nobody: i64 = world
        .look("SELECT count(*) FROM control.audit_entries WHERE entry ->> 'user' IS NULL OR entry ->> 'action' IS NULL")
        .await;
    assert_eq!(nobody, 0);

    // Founding is in the platform's log too, and so are the accounts of the founder and of Eve.
    assert_eq!(world.actions(None).await, ["account.created", "tenant.created", "account.created"]);
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}

#[tokio::test]
async fn what_was_refused_leaves_no_entry() {
    let (world, office, _) = history().await;
    let before = world.rows().await;
    let admin = office.admin.actor(&world.db).await;
    told(members::remove_member(&admin, &office.public_id, office.admin.member()).await);
    let input = ChangeMemberRoles { member: office.admin.member(), roles: vec![office.role(VIEWER)], before: None };
    told(members::change_member_roles(&admin, &office.public_id, input).await);
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn an_account_s_own_life_is_in_the_platform_s_log() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.mailed(&office.admin.email, "/verify-email/").await;
    let actor = office.admin.actor(&world.db).await;
    account::send_verification(&actor).await.unwrap();
    account::verify_email(&actor, &token).await.unwrap();
    account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await.map(drop).unwrap();
    told(account::sign_in(&world.visitor(), sign_in(&office.admin.email, "wrong")).await);
    account::sign_out(&actor).await.unwrap();
    let expected = [
        "account.created",
        "tenant.created",
        "account.verification_sent",
        "account.email_verified",
        "account.signed_in",
        "account.sign_in_refused",
        "account.signed_out",
    ];
    assert_eq!(world.actions(None).await, expected);
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}

#[tokio::test]
async fn whatever_is_done_to_a_log_is_found() {
    let (world, office, _) = history().await;
    for (table, log, last) in [("audit_entries", Some(office.id), 10), ("platform_audit", None, 3)] {
        for (blow, found) in [
            (format!("UPDATE control.{table} SET entry = entry || '{{\"ip\": \"x\"}}' WHERE number = 1"), 1),
            (
                format!(
                    "UPDATE control.{table} SET created_at = created_at + interval '1 microsecond' WHERE number = 1"
                ),
                1,
            ),
            (format!("DELETE FROM control.{table} WHERE number = {last}"), last),
            (format!("UPDATE control.{table} SET number = 1000 WHERE number = {last}"), last),
            (format!("UPDATE control.{table} SET hash = '' WHERE number = {last}"), last),
        ] {
            assert!(blow_is_found(&world, log, &blow).await.contains(&found), "{blow}");
        }
    }
    let swapped = "UPDATE control.audit_entries SET entry = CASE number
            WHEN 3 THEN (SELECT entry FROM control.audit_entries WHERE number = 4)
            ELSE (SELECT entry FROM control.audit_entries WHERE number = 3) END
        WHERE number IN (3, 4)";
    assert_eq!(blow_is_found(&world, Some(office.id), swapped).await, [3, 4]);
    let cut_out = "DELETE FROM control.audit_entries WHERE number = 4;
        UPDATE control.audit_entries SET number = number - 1 WHERE number > 4";
    assert!(!blow_is_found(&world, Some(office.id), cut_out).await.is_empty());
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0], "each blow was taken back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_s_first_entry_is_in_the_organization_s_log_once_whatever_happens_at_the_same_time() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    invitations::accept_by_token(&bricks.admin.actor(&world.db).await, &token).await.unwrap();
    let entered = async |session: &Person| {
        let session = session.actor(&world.db).await.session();
        let entries = format!(
            "SELECT count(*) FROM control.audit_entries a JOIN control.tenants t ON t.id = a.tenant_id
            WHERE entry ->> 'action' = 'tenant.entered' AND entry ->> 'session' = '{session}'
                AND slug = 'office' AND entry ->> 'resource' = tenant_id::text"
        );
        world.look::<i64>(&entries).await
    };
    assert_eq!(entered(&bricks.admin).await, 0, "joining is an entry of its own");

    let processes = [world.db.clone(), world.process()];
    let calls = processes.iter().cycle().take(20).map(|db| {
        let (visitor, tenant) = (bricks.admin.visitor(db), office.public_id.clone());
        visitor.as_person(|actor| async move { domain::live::listener(&actor, &tenant).await.map(drop) })
    });
    for answer in join_all(calls).await {
        answer.unwrap();
    }
    assert_eq!(entered(&bricks.admin).await, 1);
    tenants::enter_tenant(&bricks.admin.actor(&world.process()).await, "office").await.unwrap();
    assert_eq!(entered(&bricks.admin).await, 1, "a process that remembers nothing");

    let signed_in = account::sign_in(&world.visitor(), sign_in(&bricks.admin.email, PASSWORD)).await.unwrap();
    let again = Person { token: SessionToken(signed_in.token), ..bricks.admin.clone() };
    tenants::enter_tenant(&again.actor(&world.db).await, "office").await.unwrap();
    assert_eq!((entered(&again).await, entered(&bricks.admin).await), (1, 1), "each session enters for itself");
    told(tenants::enter_tenant(&office.admin.actor(&world.db).await, "bricks").await);
    assert_eq!(
        world.actions(Some(bricks.id)).await,
        ["tenant.created", "tenant.entered"],
        "who stays outside is not in"
    );
    let said: String = world
        .look(
            "SELECT string_agg(DISTINCT concat_ws(' ', entry ->> 'member', entry ->> 'ip'), ' ')
            FROM control.audit_entries WHERE entry ->> 'action' = 'tenant.entered' AND tenant_id IN
                (SELECT id FROM control.tenants WHERE slug = 'bricks')",
        )
        .await;
    assert_eq!(said, format!("{} 192.0.2.1", bricks.admin.member()));
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn an_organization_whose_log_cannot_be_written_is_not_entered() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let signed_in = account::sign_in(&world.visitor(), sign_in(&eve.email, PASSWORD)).await.unwrap();
    let eve = Person { token: SessionToken(signed_in.token), ..eve };
    let actor = eve.actor(&world.db).await;
    world.force("REVOKE INSERT ON control.audit_entries FROM borough_definer").await;
    for _ in 0..2 {
        assert_eq!(told(tenants::enter_tenant(&actor, "office").await), AppError::internal());
    }
    world.force("GRANT INSERT ON control.audit_entries TO borough_definer").await;
    tenants::enter_tenant(&actor, "office").await.unwrap();
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

/// Where the chain breaks by a blow that only a superuser can deal. The table is as before when this returns.
async fn blow_is_found(world: &World, log: Option<TenantId>, blow: &str) -> Vec<i64> {
    // Without the columns that are made of the entry.
    let (table, columns) = match log {
        Some(_) => ("control.audit_entries", "tenant_id, number, created_at, entry, hash"),
        None => ("control.platform_audit", "number, created_at, user_id, entry, hash"),
    };
    world.force(&format!("CREATE TABLE public.saved AS SELECT {columns} FROM {table}")).await;
    world.force(blow).await;
    let broken = world.broken_links(log).await;
    let restore = format!(
        "TRUNCATE {table}; INSERT INTO {table} ({columns}) SELECT {columns} FROM public.saved; DROP TABLE public.saved"
    );
    world.force(&restore).await;
    broken
}

#[tokio::test]
async fn the_program_s_login_adds_to_a_log_by_its_function_alone() {
    let (world, office, _) = history().await;
    let mut app = world.app().await;
    for table in ["audit_entries", "events", "feed", "platform_audit", "platform_feed"] {
        for statement in [
            format!("UPDATE control.{table} SET tenant_id = tenant_id"),
            format!("UPDATE control.{table} SET audit_position = 0"),
            format!("UPDATE control.{table} SET number = number"),
            format!("UPDATE control.{table} SET hash = hash"),
            format!("UPDATE control.{table} SET entry = entry"),
            format!("DELETE FROM control.{table}"),
            format!("TRUNCATE control.{table}"),
            format!("INSERT INTO control.{table} SELECT * FROM control.{table}"),
        ] {
            let tx = format!("BEGIN; SELECT control.choose('{}', '{0}'); {statement}", office.id);
            let refused = app.execute(AssertSqlSafe(tx)).await.expect_err(&statement);
            let code = refused.as_database_error().and_then(sqlx::error::DatabaseError::code);
            // 42703: this table has no such column. 428C9: it makes one of them itself.
            assert!(matches!(code.as_deref(), Some("42501" | "42703" | "428C9")), "{statement}: {refused}");
            app.execute("ROLLBACK").await.unwrap();
        }
    }
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_change_of_an_organization_that_cannot_be_logged_does_not_happen() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let gone = world.join(&office, "gone@example.com", VIEWER).await;
    let token = world.invite(&office, "mallory@example.com", VIEWER).await;
    let invitation = InvitationId(world.look("SELECT id FROM control.invitations WHERE accepted_at IS NULL").await);
    let admin = office.admin.actor(&world.db).await;
    let tenant = &office.public_id;
    members::remove_member(&admin, tenant, gone.member()).await.unwrap();

    let snapshot = "SELECT md5(string_agg(t, '' ORDER BY t)) FROM (
        SELECT m::text FROM control.memberships m UNION ALL SELECT r::text FROM control.member_roles r
        UNION ALL SELECT i::text FROM control.invitations i UNION ALL SELECT u::text FROM control.users u) AS x (t)";
    let before: (String, _) = (world.look(snapshot).await, world.rows().await);
    for broken in ["control.audit_entries", "control.events"] {
        world.force(&format!("REVOKE INSERT ON {broken} FROM borough_definer")).await;
        let roles = ChangeMemberRoles { member: eve.member(), roles: vec![office.role(EDITOR)], before: None };
        let invite = InviteMember { email: "x@example.com".into(), roles: vec![office.role(VIEWER)], key: key() };
        let form = AcceptInvitation { name: "Mallory".to_owned(), password: PASSWORD.to_owned() };
        for (call, answer) in [
            ("change", members::change_member_roles(&admin, tenant, roles).await.map(drop)),
            ("remove", members::remove_member(&admin, tenant, eve.member()).await),
            ("restore", members::restore_member(&admin, tenant, gone.member()).await.map(drop)),
            ("invite", invitations::invite_member(&admin, tenant, invite).await.map(drop)),
            ("revoke", invitations::revoke_invitation(&admin, tenant, invitation).await),
            ("join", invitations::accept_as_new_account(&world.visitor(), &token, form).await.map(drop)),
        ] {
            assert_eq!(told(answer), AppError::internal(), "{call} without {broken}");
        }
        assert_eq!((world.look(snapshot).await, world.rows().await), before, "without {broken}");
        world.force(&format!("GRANT INSERT ON {broken} TO borough_definer")).await;
    }
    members::remove_member(&admin, tenant, eve.member()).await.unwrap();
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_change_of_an_account_that_cannot_be_logged_does_not_happen() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.mailed(&office.admin.email, "/verify-email/").await;
    let actor = office.admin.actor(&world.db).await;
    let snapshot = "SELECT md5(string_agg(t, '' ORDER BY t)) FROM (
        SELECT s::text FROM control.sessions s UNION ALL SELECT u::text FROM control.users u
        UNION ALL SELECT v::text FROM control.email_verifications v) AS x (t)";
    let before: (String, _) = (world.look(snapshot).await, world.rows().await);
    world.force("REVOKE INSERT ON control.platform_audit FROM borough_definer").await;
    let more = CreateOrganization { organization: "More".to_owned(), slug: "more".to_owned(), key: None };
    for (call, answer) in [
        ("sign up", account::sign_up(&world.visitor(), sign_up("bricks")).await.map(drop)),
        ("sign in", account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await.map(drop)),
        ("found", tenants::create_organization(&actor, more).await.map(drop)),
        ("send", account::send_verification(&actor).await),
        ("verify", account::verify_email(&actor, &token).await),
        ("sign out", account::sign_out(&actor).await),
    ] {
        assert_eq!(told(answer), AppError::internal(), "{call}");
    }
    assert_eq!((world.look(snapshot).await, world.rows().await), before);
    still_works(&world, &actor).await;
}

async fn still_works(world: &World, actor: &Actor) {
    world.force("GRANT INSERT ON control.platform_audit TO borough_definer").await;
    account::sign_out(actor).await.unwrap();
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}
