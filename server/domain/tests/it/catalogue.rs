//! The shape that every table must have, read from the catalogue: a new table is held to it by itself.

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgRow;

use crate::world::World;

/// Keys over all organizations, each with the reason why it tells nobody anything.
const GLOBAL_KEYS: [(&str, &str); 4] = [
    ("mails_pkey", "a random id; the outbox is the platform's, and nobody inserts an id of his choice"),
    ("slugs_taken", "that an address is taken is told to whoever wants it, so many times to one network"),
    ("slugs_look_alike", "the same, of addresses that look like another"),
    ("invitations_token_hash_key", "the hash of 256 random bits"),
];

const TENANT_TABLES: &str = "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p')";

/// Runs a query whose rows are what is wrong.
async fn wrong(world: &World, query: &str) -> Vec<String>
where
    for<'r> (String,): sqlx::FromRow<'r, PgRow>,
{
    let mut sql = world.superuser().await;
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut sql).await.unwrap()
}

const NOTHING: [String; 0] = [];

#[tokio::test]
async fn every_table_has_row_level_security_enabled_and_forced() {
    let world = World::new().await;
    let open = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p') AND c.relname NOT IN ('_migrations')
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity)";
    assert_eq!(wrong(&world, open).await, NOTHING);
}

#[tokio::test]
async fn what_the_program_may_do_in_a_tenant_table_is_bound_to_the_tenant_both_ways() {
    let world = World::new().await;
    // Wrapped in a SELECT, the setting is read once for a statement and not once for a row.
    let setting = "(tenant_id = ( SELECT (current_setting('app.tenant_id'::text))::uuid AS current_setting))";
    let quoted = setting.replace('\'', "''");
    let loose = format!(
        "SELECT c.relname || ': ' || coalesce(p.polname, 'no policy') FROM pg_class c
        LEFT JOIN pg_policy p ON p.polrelid = c.oid
            AND (p.polroles = '{{0}}' OR 'borough_app'::regrole = ANY (p.polroles))
        WHERE c.oid IN ({TENANT_TABLES})
            AND (has_any_column_privilege('borough_app', c.oid, 'SELECT, INSERT, UPDATE')
                OR has_table_privilege('borough_app', c.oid, 'DELETE'))
            AND (p.polname IS NULL OR NOT p.polpermissive
                OR p.polcmd <> 'a' AND pg_get_expr(p.polqual, c.oid) IS DISTINCT FROM '{quoted}'
                OR p.polcmd NOT IN ('r', 'd') AND pg_get_expr(p.polwithcheck, c.oid) IS DISTINCT FROM '{quoted}')"
    );
    assert_eq!(wrong(&world, &loose).await, NOTHING);
    let bound: i64 = world
        .look(&format!(
            "SELECT count(DISTINCT polrelid) FROM pg_policy WHERE polrelid IN ({TENANT_TABLES})
            AND 'borough_app'::regrole = ANY (polroles)"
        ))
        .await;
    assert!(bound >= 10, "{bound} tables were looked at");
}

#[tokio::test]
async fn keys_start_with_the_tenant() {
    let world = World::new().await;
    let allowed = GLOBAL_KEYS.map(|(key, _)| format!("'{key}'")).join(", ");
    let global = format!(
        "SELECT i.indexrelid::regclass::text FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid IN ({TENANT_TABLES}) AND i.indisunique AND a.attname <> 'tenant_id'
            AND c.relname NOT IN ({allowed})"
    );
    assert_eq!(wrong(&world, &global).await, NOTHING);
    let keyless = format!(
        "SELECT c.relname::text FROM pg_class c WHERE c.oid IN ({TENANT_TABLES})
            AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)"
    );
    assert_eq!(wrong(&world, &keyless).await, NOTHING);
}

#[tokio::test]
async fn a_reference_into_another_organization_cannot_exist() {
    let world = World::new().await;
    let loose = format!(
        "SELECT f.conrelid::regclass || '.' || f.conname FROM pg_constraint f
        WHERE f.contype = 'f' AND f.conrelid IN ({TENANT_TABLES}) AND f.confrelid IN ({TENANT_TABLES})
            AND NOT EXISTS (
                SELECT 1 FROM unnest(f.conkey, f.confkey) AS k (here, there)
                JOIN pg_attribute h ON h.attrelid = f.conrelid AND h.attnum = k.here AND h.attname = 'tenant_id'
                JOIN pg_attribute t ON t.attrelid = f.confrelid AND t.attnum = k.there AND t.attname = 'tenant_id')"
    );
    assert_eq!(wrong(&world, &loose).await, NOTHING);
    // A column named like another table's key without a reference to it would escape the rule above.
    let unbound = format!(
        "SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a
        WHERE a.attrelid IN ({TENANT_TABLES}) AND a.attnum > 0 AND a.attname LIKE '%\\_id' AND a.atttypid = 'uuid'::regtype
            AND NOT EXISTS (SELECT 1 FROM pg_constraint f
                WHERE f.contype = 'f' AND f.conrelid = a.attrelid AND a.attnum = ANY (f.conkey))
            -- The outbox also holds the platform's own mails, and presence is gone after a minute.
            AND a.attrelid NOT IN ('control.mails'::regclass, 'control.presence'::regclass)"
    );
    assert_eq!(wrong(&world, &unbound).await, NOTHING);
}

#[tokio::test]
async fn no_view_reads_with_the_rights_of_whoever_made_it() {
    let world = World::new().await;
    let views = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind IN ('v', 'm')
            AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)";
    assert_eq!(wrong(&world, views).await, NOTHING);
}

#[tokio::test]
async fn the_program_s_logins_own_nothing_and_are_bound_by_every_policy() {
    let world = World::new().await;
    let owned = "SELECT c.oid::regclass::text FROM pg_class c
        WHERE c.relowner IN ('borough_app'::regrole, 'borough_operator'::regrole, 'borough_definer'::regrole)
        UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.proowner IN ('borough_app'::regrole, 'borough_operator'::regrole)
        UNION ALL SELECT n.nspname FROM pg_namespace n WHERE n.nspowner <> 10 AND n.nspname <> 'control'
            AND n.nspowner IN ('borough_app'::regrole, 'borough_operator'::regrole, 'borough_definer'::regrole)";
    assert_eq!(wrong(&world, owned).await, NOTHING);
    let mighty = "SELECT rolname::text FROM pg_roles r
        WHERE rolname IN ('borough_app', 'borough_operator', 'borough_definer')
            AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
                OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid)
                OR rolcanlogin = (rolname = 'borough_definer'))";
    assert_eq!(wrong(&world, mighty).await, NOTHING);
    let making = "SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname IN ('control', 'public')
            AND (has_schema_privilege('borough_app', n.oid, 'CREATE')
                OR has_schema_privilege('borough_operator', n.oid, 'CREATE'))";
    assert_eq!(wrong(&world, making).await, NOTHING);
}

#[tokio::test]
async fn a_function_that_looks_across_organizations_is_owned_by_nobody_s_login_and_finds_only_what_it_names() {
    let world = World::new().await;
    let open = "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'control'
            AND (p.prosecdef AND p.proowner <> 'borough_definer'::regrole
                OR NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false))";
    assert_eq!(wrong(&world, open).await, NOTHING);
    let public = "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
            aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g
        WHERE n.nspname = 'control' AND g.grantee = 0
            -- A trigger function cannot be called by a statement.
            AND p.prorettype <> 'trigger'::regtype";
    assert_eq!(wrong(&world, public).await, NOTHING);
}

#[tokio::test]
async fn the_program_s_logins_write_columns_by_name_and_none_that_is_not_theirs_to_say() {
    let world = World::new().await;
    // `expires_at` is the one moment that the program says; a check holds a session's to a day.
    let said = "SELECT l.login || ' ' || a.attrelid::regclass || '.' || a.attname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        CROSS JOIN (VALUES ('borough_app'), ('borough_operator')) AS l (login)
        WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p') AND (
            has_table_privilege(l.login, c.oid, 'INSERT') OR has_table_privilege(l.login, c.oid, 'UPDATE')
            OR (a.attname LIKE '%\\_at' AND a.attname <> 'expires_at' OR a.attname LIKE '%version' OR a.attname = 'status'
                    OR a.attname LIKE '%position')
                AND has_column_privilege(l.login, c.oid, a.attnum, 'INSERT'))";
    assert_eq!(wrong(&world, said).await, NOTHING);
    let verified = "SELECT 'borough_app' WHERE has_column_privilege('borough_app', 'control.users', 'email_verified_at', 'UPDATE')";
    assert_eq!(wrong(&world, verified).await, NOTHING);
}

#[tokio::test]
async fn the_back_office_s_login_changes_nothing_of_an_organization() {
    let world = World::new().await;
    let writes = format!(
        "SELECT c.relname::text FROM pg_class c WHERE c.oid IN ({TENANT_TABLES})
            AND (has_any_column_privilege('borough_operator', c.oid, 'INSERT, UPDATE')
                OR has_table_privilege('borough_operator', c.oid, 'DELETE, TRUNCATE'))"
    );
    assert_eq!(wrong(&world, &writes).await, NOTHING);
    let truncates = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p')
            AND (has_table_privilege('borough_app', c.oid, 'TRUNCATE, REFERENCES, TRIGGER')
                OR has_table_privilege('borough_definer', c.oid, 'TRUNCATE, REFERENCES, TRIGGER'))";
    assert_eq!(wrong(&world, truncates).await, NOTHING);
}
