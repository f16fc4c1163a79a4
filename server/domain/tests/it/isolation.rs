//! Two walls between organizations, each enough: the statements say the tenant, and the policies say it again.
//!
//! What is tried on a table is tried on every table that the catalogue has, so that a new one is covered by itself.

mod people;

use domain::operators::{self, OperatorRole};
use domain::{account, audit, invitations, live, members, roles, settings, tenants};
use model::AppError;
use model::account::AskReset;
use model::audit::ListAudit;
use model::ids::{InvitationId, PublicId, RoleId, TenantId, UserId};
use model::invitations::InviteMember;
use model::members::{ChangeMemberRoles, ChangeMembers, ChosenMembers, ListMembers, MemberChange};
use model::settings::LogoChange;
use model::tenants::ArchiveOrganization;
use sqlx::postgres::{PgConnection, PgQueryResult};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use uuid::Uuid;

use crate::operators::olive;
use crate::world::{ADMIN, EDITOR, Organization, PIXEL, VIEWER, World, as_typed, key, told};

/// Two organizations with rows in every table that belongs to one.
async fn neighbours() -> (World, Organization, Organization) {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let olive = olive(&world, OperatorRole::SuperAdmin).await;
    for organization in [&office, &bricks] {
        operators::enter_tenant(&olive, &organization.slug, None).await.unwrap();
        let slug = &organization.slug;
        world.join(organization, &format!("eve@{slug}.example"), EDITOR).await;
        world.invite(organization, &format!("mallory@{slug}.example"), VIEWER).await;
        let admin = organization.admin.actor(&world.db).await;
        let mut drawn = as_typed(&settings::read_settings(&admin, &organization.public_id).await.unwrap());
        drawn.logo = LogoChange::Replace(PIXEL.to_owned());
        settings::update_settings(&admin, &organization.public_id, drawn).await.unwrap();
        let page = live::Connection::new(organization.id, organization.admin.member());
        live::keep_presence(&world.db, &[page]).await.unwrap();
        // A change of many, to take back.
        let bob = world.join(organization, &format!("bob@{slug}.example"), VIEWER).await;
        let who = ChosenMembers::These(vec![bob.member()]);
        let input = ChangeMembers { who, change: MemberChange::Suspend };
        let admin = organization.admin.actor(&world.db).await;
        members::change_members(&admin, &organization.public_id, input).await.unwrap();
        world.db.keep_last_seen().await.unwrap();
        let forgotten = AskReset { email: organization.admin.email.clone() };
        account::ask_reset(&world.visitor(), forgotten).await.unwrap();
    }
    (world, office, bricks)
}

struct Table {
    name: String,
    /// The column that says whose a row is.
    owner: &'static str,
    /// Without those that the table makes of others by itself, which nobody can write.
    columns: Vec<String>,
}

/// The tables whose rows belong to a tenant, or to a person, by the column of this name.
async fn tables(world: &World, owner: &'static str) -> Vec<Table> {
    let mut sql = world.superuser().await;
    let found: Vec<(String, Vec<String>)> = sqlx::query_as(
        "SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = ''
        WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p')
        GROUP BY c.relname HAVING bool_or(a.attname = $1)",
    )
    .bind(owner)
    .fetch_all(&mut sql)
    .await
    .unwrap();
    found.into_iter().map(|(name, columns)| Table { name, owner, columns }).collect()
}

/// Every table of a tenant: `tenants` itself is one by its own id.
async fn tenant_tables(world: &World) -> Vec<Table> {
    let mut found = tables(world, "tenant_id").await;
    let itself = tables(world, "access_version").await.into_iter().map(|table| Table { owner: "id", ..table });
    found.extend(itself);
    assert!(found.len() > 10, "the catalogue was read");
    found
}

/// Runs one statement as the program's login, within what was chosen, and takes it back.
async fn attempt(app: &mut PgConnection, choose: Option<&str>, statement: &str) -> Result<PgQueryResult, String> {
    let mut tx = app.begin().await.unwrap();
    if let Some(choose) = choose {
        tx.execute(AssertSqlSafe(choose)).await.unwrap();
    }
    let answer = tx.execute(AssertSqlSafe(statement)).await;
    tx.rollback().await.unwrap();
    answer.map_err(|error| error.as_database_error().unwrap().code().unwrap().into_owned())
}

const REFUSED: &str = "42501";

fn in_tenant(tenant: TenantId) -> String {
    format!("SELECT control.choose('{tenant}', '{}')", Uuid::nil())
}

fn as_person(user: UserId) -> String {
    format!("SELECT control.choose('{}', '{user}')", Uuid::nil())
}

/// The statements by which somebody could see or touch the owner's rows of a table.
fn reaching(table: &Table, owner: Uuid, copied: &str) -> Vec<String> {
    let Table { name, owner: column, columns } = table;
    let theirs = format!("{column} = '{owner}'");
    let mut statements = vec![
        format!("SELECT count(*) FROM control.{name} WHERE {theirs} HAVING count(*) > 0"),
        format!("DELETE FROM control.{name} WHERE {theirs}"),
        format!("DELETE FROM control.{name}"),
    ];
    for changed in columns {
        statements.push(format!("SELECT {changed} FROM control.{name} WHERE {theirs}"));
        statements.push(format!("SELECT {changed} FROM control.{name} WHERE {theirs} FOR UPDATE"));
        statements.push(format!("UPDATE control.{name} SET {changed} = {changed} WHERE {theirs}"));
        // Without any condition: the policy alone must spare the others' rows.
        statements.push(format!("UPDATE control.{name} SET {changed} = {changed}"));
        statements.push(format!("UPDATE control.{name} SET {column} = '{owner}'"));
    }
    let all = columns.join(", ");
    statements.push(format!("INSERT INTO control.{name} ({all}) SELECT {all} FROM {copied}"));
    let only = |kept: &[&str]| {
        let kept = columns.iter().filter(|column| kept.contains(&column.as_str())).cloned().collect::<Vec<_>>();
        let kept = kept.join(", ");
        format!("INSERT INTO control.{name} ({kept}) SELECT {kept} FROM {copied}")
    };
    statements.push(only(&[column]));
    statements
}

/// How many rows the owner has, and a mark that changes when any of them does.
async fn mark(sql: &mut PgConnection, table: &Table, owner: Uuid) -> (i64, String) {
    let query = format!(
        "SELECT count(*), coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '')
        FROM control.{} t WHERE {} = '{owner}'",
        table.name, table.owner
    );
    sqlx::query_as(AssertSqlSafe(query)).fetch_one(sql).await.unwrap()
}

/// Tries everything on the other owner's rows, from inside of one's own.
async fn assert_unreachable(world: &World, table: &Table, choose: &str, theirs: Uuid) {
    let mut sql = world.superuser().await;
    let before = mark(&mut sql, table, theirs).await;
    assert!(before.0 > 0, "this test has no row of {} to try: add one", table.name);
    // A row like one of theirs, which the program's login could come to know.
    let copied = format!("public.copied_{}", table.name);
    world
        .force(&format!(
            "CREATE TABLE {copied} AS SELECT {} FROM control.{} WHERE {} = '{theirs}' LIMIT 1;
            GRANT SELECT ON {copied} TO borough_app",
            table.columns.join(", "),
            table.name,
            table.owner
        ))
        .await;
    for statement in reaching(table, theirs, &copied) {
        // As the program's login, and then, in the same transaction, past all policies.
        let mut tx = sql.begin().await.unwrap();
        tx.execute("SET LOCAL ROLE borough_app").await.unwrap();
        tx.execute(AssertSqlSafe(choose)).await.unwrap();
        match tx.execute(AssertSqlSafe(statement.as_str())).await {
            Ok(done) => {
                assert!(!statement.contains("WHERE") || done.rows_affected() == 0, "{statement}: {done:?}");
                tx.execute("RESET ROLE").await.unwrap();
                assert_eq!(mark(&mut tx, table, theirs).await, before, "{statement}");
            }
            Err(error) => {
                let code = error.as_database_error().unwrap().code().unwrap().into_owned();
                // One's own row may be held by a reference.
                let held = statement.starts_with("DELETE") && !statement.contains("WHERE") && code == "23503";
                assert!(code == REFUSED || held, "{statement}: {error}");
            }
        }
        tx.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn from_inside_one_organization_no_row_of_another_can_be_seen_or_touched() {
    let (world, office, bricks) = neighbours().await;
    for table in tenant_tables(&world).await {
        assert_unreachable(&world, &table, &in_tenant(office.id), bricks.id.0).await;
    }
}

#[tokio::test]
async fn of_another_person_nothing_can_be_seen_or_touched() {
    let (world, office, bricks) = neighbours().await;
    let of = async |organization: &Organization| {
        let email = &organization.admin.email;
        UserId(world.look(&format!("SELECT id FROM control.users WHERE email_key = '{email}'")).await)
    };
    let (mine, theirs) = (of(&office).await, of(&bricks).await);
    let mut found = tables(&world, "user_id").await;
    found.extend(tables(&world, "email_verified_at").await.into_iter().map(|table| Table { owner: "id", ..table }));
    for table in found {
        assert_unreachable(&world, &table, &as_person(mine), theirs.0).await;
    }
}

#[tokio::test]
async fn an_organization_sees_its_own_rows_and_the_people_in_it_alone() {
    let (world, office, bricks) = neighbours().await;
    let mut app = world.app().await;
    for table in tenant_tables(&world).await {
        let own = format!("SELECT 1 FROM control.{} WHERE {} = '{}'", table.name, table.owner, office.id);
        match attempt(&mut app, Some(&in_tenant(office.id)), &own).await {
            // Otherwise a policy that hides everything would pass for one that isolates.
            Ok(found) => assert!(found.rows_affected() > 0, "{} shows its owner nothing", table.name),
            Err(code) => assert_eq!(code, REFUSED, "{}", table.name),
        }
    }
    let people = |tenant| {
        let theirs = format!("SELECT 1 FROM control.users WHERE email_key LIKE '%@{tenant}.example'");
        (in_tenant(office.id), theirs)
    };
    let (choose, own) = people(&office.slug);
    assert_eq!(attempt(&mut app, Some(&choose), &own).await.unwrap().rows_affected(), 3);
    let (choose, foreign) = people(&bricks.slug);
    assert_eq!(attempt(&mut app, Some(&choose), &foreign).await.unwrap().rows_affected(), 0);
}

#[tokio::test]
async fn without_a_tenant_or_a_person_every_statement_fails() {
    let (world, office, _) = neighbours().await;
    let mut found = tenant_tables(&world).await;
    found.extend(tables(&world, "user_id").await);
    // A connection that never had one, and one that had one before: they fail in different ways, and both fail.
    for (why, used, code) in [("fresh", false, "42704"), ("used before", true, "22P02")] {
        let mut app = world.app().await;
        if used {
            attempt(&mut app, Some(&in_tenant(office.id)), "SELECT 1 FROM control.tenants").await.unwrap();
        }
        for table in &found {
            let Table { name, columns, .. } = table;
            let mut statements = vec![
                format!("SELECT 1 FROM control.{name}"),
                format!("SELECT count(*) FROM control.{name}"),
                format!("DELETE FROM control.{name}"),
                format!("TRUNCATE control.{name}"),
                format!("INSERT INTO control.{name} DEFAULT VALUES"),
            ];
            statements.extend(columns.iter().map(|column| format!("UPDATE control.{name} SET {column} = {column}")));
            for statement in statements {
                let refused = attempt(&mut app, None, &statement).await.expect_err(&statement);
                assert!([code, REFUSED].contains(&refused.as_str()), "{why}, {statement}: {refused}");
            }
        }
    }
}

#[tokio::test]
async fn the_nil_tenant_and_the_nil_person_own_nothing() {
    let (world, _, _) = neighbours().await;
    let mut app = world.app().await;
    let nobody = in_tenant(TenantId(Uuid::nil()));
    let mut found = tenant_tables(&world).await;
    found.extend(tables(&world, "user_id").await);
    found.extend(tables(&world, "email_verified_at").await);
    for table in found {
        let all = format!("SELECT 1 FROM control.{}", table.name);
        match attempt(&mut app, Some(&nobody), &all).await {
            Ok(found) => assert_eq!(found.rows_affected(), 0, "{}", table.name),
            Err(code) => assert_eq!(code, REFUSED, "{}", table.name),
        }
    }
}

#[tokio::test]
async fn an_organization_that_exists_cannot_be_founded_again() {
    let (world, office, _) = neighbours().await;
    let mut app = world.app().await;
    let founding = format!("SELECT control.open_founding('{}', '{}')", office.id, Uuid::new_v4());
    assert_eq!(attempt(&mut app, None, &founding).await.unwrap_err(), REFUSED);
}

/// Everything that the administrator of one organization can try on another's.
async fn assert_nothing_leaks(world: &World, office: &Organization, bricks: &Organization) {
    let mallory = office.admin.actor(&world.db).await;
    // One that its own administrator could revoke.
    let invitation =
        format!("SELECT id FROM control.invitations WHERE tenant_id = '{}' AND accepted_at IS NULL", bricks.id);
    let invitation = InvitationId(world.look(&invitation).await);
    let theirs = bricks.admin.member();
    let snapshot = async || {
        let (mut sql, mut marks) = (world.superuser().await, Vec::new());
        for table in tenant_tables(world).await {
            marks.push((table.name.clone(), mark(&mut sql, &table, bricks.id.0).await));
        }
        marks
    };
    let before = snapshot().await;

    let page = members::list_members(&mallory, &office.public_id, &ListMembers::default()).await.unwrap();
    assert_eq!(page.total, 3);
    assert!(page.members.iter().all(|member| member.email.ends_with("@office.example")));
    let shown = roles::list_roles(&mallory, &office.public_id).await.unwrap();
    assert_eq!(shown.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), [ADMIN, EDITOR, VIEWER]);
    let shown = invitations::list_invitations(&mallory, &office.public_id, None).await.unwrap().invitations;
    assert!(shown.iter().all(|shown| shown.email.ends_with("@office.example")));
    let events = live::events_after(&world.db, office.id, 0, 100).await.unwrap();
    assert_eq!(events.events.len(), 7, "asked, joined, asked, changed, asked, joined, suspended");

    let tenant = &office.public_id;
    let log = async |search: &str, who: &str| {
        let (search, who) = (search.to_owned(), who.to_owned());
        audit::list_entries(&mallory, tenant, ListAudit { search, who, ..ListAudit::default() }).await.unwrap()
    };
    let shown = log("", "").await;
    let numbers: Vec<_> = shown.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=shown.newest).rev().collect::<Vec<_>>());
    let people = shown.entries.iter().filter_map(|entry| entry.actor.as_ref());
    assert!(people.clone().count() > 0 && people.clone().all(|actor| actor.email.ends_with("@office.example")));
    assert_eq!((log("@bricks", "").await.entries, log("", "@bricks").await.entries), (vec![], vec![]));
    let about = ListAudit { about: Some(theirs), ..ListAudit::default() };
    assert_eq!(told(audit::list_entries(&mallory, tenant, about.clone()).await), AppError::NotFound);
    assert_eq!(told(audit::list_entries(&mallory, &bricks.public_id, about).await), AppError::NotFound);
    assert_eq!(told(audit::read_entry(&mallory, tenant, shown.newest + 1).await), AppError::NotFound);
    let own = ChangeMemberRoles { member: theirs, roles: vec![office.role(VIEWER)], before: None };
    assert_eq!(told(members::change_member_roles(&mallory, tenant, own).await), AppError::NotFound);
    assert_eq!(told(members::remove_member(&mallory, tenant, theirs).await), AppError::NotFound);
    assert_eq!(told(members::restore_member(&mallory, tenant, theirs).await), AppError::NotFound);
    assert_eq!(told(invitations::revoke_invitation(&mallory, tenant, invitation).await), AppError::NotFound);
    let absent = RoleId(Uuid::new_v4());
    let refusal = async |role| {
        let invite = InviteMember { email: "x@example.com".into(), roles: vec![role], key: key() };
        let change =
            ChangeMemberRoles { member: office.admin.member(), roles: vec![office.role(ADMIN), role], before: None };
        let invited = told(invitations::invite_member(&mallory, tenant, invite).await);
        (invited, told(members::change_member_roles(&mallory, tenant, change).await))
    };
    assert_eq!(refusal(bricks.role(VIEWER)).await, refusal(absent).await);
    assert_eq!(told(tenants::enter_tenant(&mallory, &bricks.slug).await), AppError::NotFound);
    let typed = as_typed(&settings::read_settings(&mallory, tenant).await.unwrap());
    for foreign in [&bricks.public_id, &PublicId::from_bits(0)] {
        assert_eq!(told(settings::read_settings(&mallory, foreign).await), AppError::NotFound);
        assert_eq!(told(settings::update_settings(&mallory, foreign, typed.clone()).await), AppError::NotFound);
        assert_eq!(told(settings::read_logo(&mallory, foreign).await.map(drop)), AppError::NotFound);
        assert_eq!(told(tenants::leave_organization(&mallory, foreign).await), AppError::NotFound);
        let archive = ArchiveOrganization { confirmation: bricks.slug.clone() };
        assert_eq!(told(tenants::archive_organization(&mallory, foreign, archive).await), AppError::NotFound);
        assert_eq!(told(tenants::restore_organization(&mallory, foreign).await), AppError::NotFound);
    }
    assert_eq!(
        told(members::list_members(&mallory, &bricks.public_id, &ListMembers::default()).await),
        AppError::NotFound
    );
    people::assert_untouchable(world, office, bricks).await;
    assert_eq!(snapshot().await, before);
}

#[tokio::test]
async fn nothing_leaks_through_the_domain() {
    let (world, office, bricks) = neighbours().await;
    assert_nothing_leaks(&world, &office, &bricks).await;
}

#[tokio::test]
async fn the_statements_isolate_by_themselves_when_row_level_security_is_off() {
    let (world, office, bricks) = neighbours().await;
    for table in tenant_tables(&world).await {
        world.force(&format!("ALTER TABLE control.{} DISABLE ROW LEVEL SECURITY", table.name)).await;
    }
    world.force("ALTER TABLE control.users DISABLE ROW LEVEL SECURITY").await;
    assert_nothing_leaks(&world, &office, &bricks).await;
}
