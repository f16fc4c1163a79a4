//! What is over is kept for thirty days, and then deleted; everything else stays.

use domain::retention::delete_expired;
use sqlx::Executor as _;

use crate::world::{World, sign_in, sign_up};

/// A row of each table that holds what ends, for each of these: over for long, over for a while, and not over.
const ROWS: &str = r"
    DELETE FROM control.sessions; DELETE FROM control.email_verifications; DELETE FROM control.mails;
    DELETE FROM control.attempts; DELETE FROM control.account_links;
    INSERT INTO control.operators (id, email, email_key, name, password_hash, role)
    VALUES (gen_random_uuid(), 'o@example.com', 'o@example.com', 'O', '', 'super_admin');
    CREATE TABLE public.ends (word text, over_at timestamptz);
    INSERT INTO public.ends VALUES ('long ago', now() - interval '30 days 1 minute'),
        ('lately', now() - interval '29 days 23 hours'), ('not yet', NULL);
    INSERT INTO control.sessions (id, user_id, token_hash, expires_at, ended_at, ip, user_agent)
    SELECT gen_random_uuid(), u.id, convert_to(word || ' ended', 'UTF8'), now() + interval '1 hour', over_at, '', word
    FROM public.ends, control.users u
    UNION ALL
    SELECT gen_random_uuid(), u.id, convert_to(word || ' expired', 'UTF8'), coalesce(over_at, now() + interval '1 hour'),
        NULL, '', word
    FROM public.ends, control.users u;
    INSERT INTO control.operator_sessions (id, operator_id, token_hash, expires_at, ended_at, ip, user_agent)
    SELECT gen_random_uuid(), o.id, s.token_hash, s.expires_at, s.ended_at, '', s.user_agent
    FROM control.sessions s, control.operators o;
    INSERT INTO control.visits SELECT t.id, s.id FROM control.tenants t, control.sessions s;
    INSERT INTO control.last_seen SELECT id, now() FROM control.sessions;
    INSERT INTO control.email_verifications (token_hash, user_id, email_key, expires_at, used_at)
    SELECT s.token_hash, s.user_id, s.user_agent, s.expires_at, s.ended_at FROM control.sessions s;
    INSERT INTO control.account_links (token_hash, user_id, purpose, email, email_key, password_mark, expires_at, used_at)
    SELECT s.token_hash, s.user_id, 'reset', s.user_agent, s.user_agent, '', s.expires_at, s.ended_at
    FROM control.sessions s;
    INSERT INTO control.mails (id, tenant_id, recipient, subject, body, created_at, delivered_at, failed_at)
    SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000000', '', word, '',
        CASE WHEN d IS NULL AND f IS NULL THEN coalesce(over_at, now()) ELSE now() - interval '1 year' END, d, f
    FROM public.ends, LATERAL (VALUES (over_at, NULL::timestamptz), (NULL, over_at), (NULL, NULL)) AS x (d, f);
    INSERT INTO control.attempts (key, count, window_ends_at)
    VALUES ('long ago', 1, now()), ('not yet', 1, now() + interval '1 minute')";

/// What is left, table by table.
const LEFT: &str = "SELECT string_agg(t || ' ' || word || ' ' || n, ', ' ORDER BY t, word) FROM (
    SELECT t, word, count(*)::text AS n FROM (
        SELECT 'sessions' AS t, user_agent AS word FROM control.sessions
        UNION ALL SELECT 'operator_sessions', user_agent FROM control.operator_sessions
        UNION ALL SELECT 'verifications', email_key FROM control.email_verifications
        UNION ALL SELECT 'account_links', email_key FROM control.account_links
        UNION ALL SELECT 'visits', user_agent FROM control.visits JOIN control.sessions s ON s.id = session_id
        UNION ALL SELECT 'seen', user_agent FROM control.last_seen JOIN control.sessions s ON s.id = session_id
        UNION ALL SELECT 'mails', subject FROM control.mails
        UNION ALL SELECT 'attempts', key FROM control.attempts) AS x GROUP BY t, word) AS y";

const KEPT: &str = "account_links lately 2, account_links not yet 2, attempts not yet 1, mails lately 3, mails not yet 3, operator_sessions lately 2, \
    operator_sessions not yet 2, seen lately 2, seen not yet 2, sessions lately 2, sessions not yet 2, \
    verifications lately 2, verifications not yet 2, visits lately 2, visits not yet 2";

async fn world_with_ends() -> World {
    let world = World::new().await;
    world.found("office").await;
    world.force(ROWS).await;
    world
}

#[tokio::test]
async fn what_has_been_over_for_thirty_days_is_deleted_and_nothing_else() {
    let world = world_with_ends().await;
    let before = world.rows().await;
    assert_eq!(delete_expired(&world.db).await.unwrap(), 12);
    let left: String = world.look(LEFT).await;
    assert_eq!(left, KEPT);
    let emptied =
        ["sessions", "visits", "last_seen", "operator_sessions", "email_verifications", "account_links", "mails"];
    for (table, rows) in world.rows().await {
        assert_eq!(rows == before[&table], !emptied.contains(&table.as_str()), "{table}");
    }
    assert_eq!(delete_expired(&world.db).await.unwrap(), 0);
}

#[tokio::test]
async fn more_than_one_statement_deletes_goes_too() {
    let world = world_with_ends().await;
    world
        .force(
            "INSERT INTO control.attempts (key, count, window_ends_at) SELECT 'many ' || n, 1, now()
            FROM generate_series(1, 2500) AS n",
        )
        .await;
    assert_eq!(delete_expired(&world.db).await.unwrap(), 2512);
    let left: String = world.look(LEFT).await;
    assert_eq!(left, KEPT);
}

#[tokio::test]
async fn one_process_deletes_at_a_time_and_waits_for_nobody() {
    let world = world_with_ends().await;
    let mut other = world.superuser().await;
    other.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtext('borough deletes what is over'))").await.unwrap();
    assert_eq!(delete_expired(&world.db).await.unwrap(), 0, "another process is at it");
    other.execute("ROLLBACK; BEGIN; UPDATE control.attempts SET count = 2 WHERE key = 'long ago'").await.unwrap();
    assert_eq!(delete_expired(&world.db).await.unwrap(), 11, "a row that somebody holds is left for the next time");
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(delete_expired(&world.db).await.unwrap(), 1);
}

#[tokio::test]
async fn an_attempt_that_begins_anew_is_not_deleted_with_the_old_ones() {
    let world = World::new().await;
    let form = || sign_in("nobody@example.com", "not the password");
    domain::account::sign_in(&world.visitor(), form()).await.map(drop).unwrap_err();
    world.force("UPDATE control.attempts SET window_ends_at = now()").await;
    domain::account::sign_in(&world.visitor(), form()).await.map(drop).unwrap_err();
    assert_eq!(delete_expired(&world.db).await.unwrap(), 0);
    domain::account::sign_up(&world.visitor(), sign_up("office")).await.map(drop).unwrap();
}
