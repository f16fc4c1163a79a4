//! `borough check --audit`: whatever is done to a log behind the program's back is found, and where.

use domain::audit::{Log, Wrong, verify};
use domain::{members, tenants};
use model::ids::TenantId;
use sqlx::{AssertSqlSafe, Executor as _};

use crate::world::{Organization, VIEWER, World};

/// Two organizations with logs; that of the office has six entries.
async fn world() -> (World, Organization) {
    let world = World::new().await;
    let office = world.found("office").await;
    world.found("bricks").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    tenants::enter_tenant(&admin, "office").await.unwrap();
    let entries: i64 =
        world.look(&format!("SELECT audit_position FROM control.feed WHERE tenant_id = '{}'", office.id)).await;
    assert_eq!(entries, 6);
    (world, office)
}

/// What is wrong, each as log (none: the platform's), number and whether it is missing.
async fn wrong(world: &World) -> Vec<(Option<TenantId>, i64, bool)> {
    let found = verify(&world.db, |_| ()).await.unwrap();
    let places = found.wrong.into_iter().map(|Wrong { log, number, is_missing }| {
        let tenant = match log {
            Log::Platform => None,
            Log::Tenant { id, .. } => Some(id),
        };
        (tenant, number, is_missing)
    });
    places.collect()
}

#[tokio::test]
async fn logs_that_nobody_touched_hold_and_every_entry_of_them_was_looked_at() {
    let (world, _) = world().await;
    let mut reports = 0;
    let found = verify(&world.db, |_| reports += 1).await.unwrap();
    let entries: i64 = world
        .look("SELECT (SELECT count(*) FROM control.audit_entries) + (SELECT count(*) FROM control.platform_audit)")
        .await;
    assert_eq!((found.logs, found.entries, found.wrong), (3, entries, vec![]));
    assert_eq!(reports, 3, "one for each log that is no longer than a chunk");
}

/// Deals the blow, and takes it back by the copies that were kept.
async fn after(world: &World, blow: &str) -> Vec<(Option<TenantId>, i64, bool)> {
    world
        .force(
            "CREATE TABLE public.entries AS SELECT tenant_id, number, created_at, entry, hash FROM control.audit_entries;
            CREATE TABLE public.platform AS TABLE control.platform_audit;
            CREATE TABLE public.heads AS TABLE control.feed",
        )
        .await;
    world.force(blow).await;
    let found = wrong(world).await;
    world
        .force(
            "TRUNCATE control.audit_entries, control.platform_audit;
            INSERT INTO control.audit_entries (tenant_id, number, created_at, entry, hash) TABLE public.entries;
            INSERT INTO control.platform_audit TABLE public.platform;
            UPDATE control.feed f SET audit_position = h.audit_position, audit_hash = h.audit_hash
            FROM public.heads h WHERE h.tenant_id = f.tenant_id;
            DROP TABLE public.entries, public.platform, public.heads",
        )
        .await;
    found
}

#[tokio::test]
async fn a_changed_entry_is_named() {
    let (world, office) = world().await;
    let tenant = office.id;
    for change in [
        "entry = entry || '{\"ip\": \"forged\"}'",
        "entry = entry - 'user'",
        "created_at = created_at + interval '1 microsecond'",
        "hash = sha256('forged')",
    ] {
        let blow = format!("UPDATE control.audit_entries SET {change} WHERE tenant_id = '{tenant}' AND number = 3");
        assert_eq!(after(&world, &blow).await, [(Some(tenant), 3, false)], "{change}");
    }
    let blow = "UPDATE control.platform_audit SET entry = entry || '{\"ip\": \"forged\"}' WHERE number = 1";
    assert_eq!(after(&world, blow).await, [(None, 1, false)]);
    assert_eq!(wrong(&world).await, []);
}

#[tokio::test]
async fn a_removed_entry_is_named() {
    let (world, office) = world().await;
    let tenant = office.id;
    for number in [1, 3, 5] {
        let blow = format!("DELETE FROM control.audit_entries WHERE tenant_id = '{tenant}' AND number = {number}");
        assert_eq!(after(&world, &blow).await, [(Some(tenant), number, true)]);
    }
    let closed = format!(
        "DELETE FROM control.audit_entries WHERE tenant_id = '{tenant}' AND number = 3;
        UPDATE control.audit_entries SET number = number + 100 WHERE tenant_id = '{tenant}' AND number > 3;
        UPDATE control.audit_entries SET number = number - 101 WHERE tenant_id = '{tenant}' AND number > 100"
    );
    assert_eq!(after(&world, &closed).await, [(Some(tenant), 3, false)], "the gap was closed");
    assert_eq!(after(&world, "DELETE FROM control.platform_audit WHERE number = 2").await, [(None, 2, true)]);
}

#[tokio::test]
async fn two_entries_that_changed_places_are_named() {
    let (world, office) = world().await;
    let tenant = office.id;
    let swapped = format!(
        "UPDATE control.audit_entries a SET entry = b.entry, created_at = b.created_at, hash = b.hash
        FROM control.audit_entries b
        WHERE a.tenant_id = '{tenant}' AND b.tenant_id = '{tenant}' AND a.number IN (3, 4) AND b.number = 7 - a.number"
    );
    assert_eq!(after(&world, &swapped).await, [(Some(tenant), 3, false)]);
}

#[tokio::test]
async fn a_log_that_was_cut_off_or_continued_is_named() {
    let (world, office) = world().await;
    let tenant = office.id;
    let cut = |from| format!("DELETE FROM control.audit_entries WHERE tenant_id = '{tenant}' AND number >= {from}");
    assert_eq!(after(&world, &cut(6)).await, [(Some(tenant), 6, true)]);
    assert_eq!(after(&world, &cut(4)).await, [(Some(tenant), 4, true)]);
    assert_eq!(after(&world, &cut(1)).await, [(Some(tenant), 1, true)]);
    // With the head's number put back, its hash is still that of an entry that is gone.
    let hidden = format!("{}; UPDATE control.feed SET audit_position = 5 WHERE tenant_id = '{tenant}'", cut(6));
    assert_eq!(after(&world, &hidden).await, [(Some(tenant), 5, false)]);
    let continued = format!(
        "INSERT INTO control.audit_entries (tenant_id, number, created_at, entry, hash)
        SELECT tenant_id, 7, created_at, entry, control.audit_hash(hash, tenant_id, 7, created_at, entry)
        FROM control.audit_entries WHERE tenant_id = '{tenant}' AND number = 6"
    );
    assert_eq!(after(&world, &continued).await, [(Some(tenant), 7, false)]);
    let last = "DELETE FROM control.platform_audit WHERE number = (SELECT max(number) FROM control.platform_audit)";
    let upto: i64 = world.look("SELECT audit_position FROM control.platform_feed").await;
    assert_eq!(after(&world, last).await, [(None, upto, true)]);
    assert_eq!(wrong(&world).await, []);
}

#[tokio::test]
async fn a_log_of_many_chunks_is_followed_to_its_end() {
    let (world, office) = world().await;
    let tenant = office.id;
    // As `commit_changes` would have written them.
    world
        .force(&format!(
            "DO $$
            DECLARE head control.feed; at timestamptz := now(); e jsonb;
            BEGIN
                SELECT * INTO head FROM control.feed WHERE tenant_id = '{tenant}';
                FOR n IN 7 .. 10000 LOOP
                    e := jsonb_build_object('action', 'tenant.entered', 'n', n);
                    head.audit_hash := control.audit_hash(head.audit_hash, '{tenant}', n, at, e);
                    INSERT INTO control.audit_entries (tenant_id, number, created_at, entry, hash)
                    VALUES ('{tenant}', n, at, e, head.audit_hash);
                END LOOP;
                UPDATE control.feed SET audit_position = 10000, audit_hash = head.audit_hash
                WHERE tenant_id = '{tenant}';
            END $$"
        ))
        .await;
    assert_eq!(wrong(&world).await, []);
    for number in [5_000, 5_001, 10_000] {
        let of_it = format!("tenant_id = '{tenant}' AND number = {number}");
        let changed = format!("UPDATE control.audit_entries SET entry = entry || '{{\"n\": 0}}' WHERE {of_it}");
        assert_eq!(after(&world, &changed).await, [(Some(tenant), number, false)]);
        let removed = format!("DELETE FROM control.audit_entries WHERE {of_it}");
        assert_eq!(after(&world, &removed).await, [(Some(tenant), number, true)]);
    }
}

#[tokio::test]
async fn what_verifies_is_not_the_application_s_to_call_and_answers_no_entry() {
    let (world, office) = world().await;
    let mut app = world.app().await;
    let tenant = office.id;
    for call in [
        format!("SELECT * FROM control.verify_audit('{tenant}', 0, 10)"),
        "SELECT * FROM control.verify_platform_audit(0, 10)".to_owned(),
        format!("SELECT * FROM control.audit_logs('{}', 10)", uuid::Uuid::nil()),
    ] {
        let refused = app.execute(AssertSqlSafe(call.clone())).await.expect_err(&call);
        let code = refused.as_database_error().and_then(sqlx::error::DatabaseError::code);
        assert_eq!(code.as_deref(), Some("42501"), "{call}");
    }
    let reads = "SELECT has_any_column_privilege('borough_operator', 'control.audit_entries', 'SELECT')
        OR has_any_column_privilege('borough_operator', 'control.platform_audit', 'SELECT')";
    assert!(!world.look::<bool>(reads).await);
}
