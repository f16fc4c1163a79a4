-- One line for each trigger, rule, constraint, unique index, privilege and role that keeps something out. The first part
-- is its name. What PostgreSQL numbers or names by itself is not in it.
WITH tables AS (
    SELECT c.oid, c.relname, c.relkind, c.relowner, c.relacl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
),
roles AS (
    SELECT oid, rolname FROM pg_roles
    WHERE rolname IN ('borough_owner', 'borough_app', 'borough_operator', 'borough_definer')
),
privileges AS (
    SELECT 'schema control' AS what, x.grantee, x.is_grantable, x.privilege_type AS privilege
    FROM pg_namespace n CROSS JOIN aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x
    WHERE n.nspname = 'control'
    UNION ALL
    SELECT t.relname, x.grantee, x.is_grantable, x.privilege_type
    FROM tables t CROSS JOIN aclexplode(
        coalesce(t.relacl, acldefault(CASE t.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", t.relowner))) x
    UNION ALL
    SELECT t.relname, x.grantee, x.is_grantable,
        format('%s (%s)', x.privilege_type, string_agg(a.attname, ', ' ORDER BY a.attname COLLATE "C"))
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid CROSS JOIN aclexplode(a.attacl) x
    GROUP BY t.relname, x.grantee, x.is_grantable, x.privilege_type
)
SELECT line AS "guard!" FROM (
    SELECT concat_ws(' | ', format('trigger %s on %s', g.tgname, t.relname),
        CASE g.tgenabled WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled' ELSE 'enabled otherwise' END,
        pg_get_triggerdef(g.oid))
    FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal

    UNION ALL
    SELECT concat_ws(' | ', format('rule %s on %s', r.rulename, t.relname),
        regexp_replace(pg_get_ruledef(r.oid), '\s+', ' ', 'g'))
    FROM pg_rewrite r JOIN tables t ON t.oid = r.ev_class

    -- A foreign key is kept by triggers of PostgreSQL's own, which can be disabled as well.
    UNION ALL
    SELECT concat_ws(' | ', format('constraint %s on %s', k.conname, t.relname),
        CASE WHEN EXISTS (SELECT FROM pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgenabled <> 'O')
            THEN 'disabled' ELSE 'enabled' END,
        pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
    WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND t.relname <> '_migrations'

    UNION ALL
    SELECT concat_ws(' | ', format('unique index %s on %s', c.relname, t.relname),
        CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END, pg_get_indexdef(i.indexrelid))
    FROM pg_index i JOIN tables t ON t.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indisunique AND NOT EXISTS (
        SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))

    -- By columns: only newer versions make a constraint of it.
    UNION ALL
    SELECT concat_ws(' | ', format('not null in %s', t.relname),
        string_agg(a.attname, ', ' ORDER BY a.attname COLLATE "C"))
    FROM pg_attribute a JOIN tables t ON t.oid = a.attrelid
    WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND t.relkind IN ('r', 'p')
        AND t.relname <> '_migrations'
    GROUP BY t.relname

    -- Those of the owner of the tables are not looked at: they keep nothing out, and newer versions have more of them.
    UNION ALL
    SELECT concat_ws(' | ', format('privileges of %s on %s', coalesce(r.rolname, 'PUBLIC'), p.what),
        string_agg(p.privilege || CASE WHEN p.is_grantable THEN ' and to grant it' ELSE '' END, ', '
            ORDER BY p.privilege COLLATE "C", p.is_grantable))
    FROM (SELECT DISTINCT what, grantee, is_grantable, privilege FROM privileges) p
        LEFT JOIN roles r ON r.oid = p.grantee
    WHERE r.rolname <> 'borough_owner' OR p.grantee = 0
    GROUP BY r.rolname, p.what

    UNION ALL
    SELECT concat_ws(' | ', 'role ' || p.rolname,
        CASE WHEN p.rolcanlogin THEN 'login' ELSE 'no login' END,
        coalesce(nullif(concat_ws(', ', CASE WHEN p.rolsuper THEN 'superuser' END,
            CASE WHEN p.rolbypassrls THEN 'bypasses row-level security' END,
            CASE WHEN p.rolcreaterole THEN 'makes roles' END,
            CASE WHEN p.rolcreatedb THEN 'makes databases' END,
            CASE WHEN p.rolreplication THEN 'replicates' END), ''), '-'),
        'member of ' || coalesce((SELECT string_agg(DISTINCT pg_get_userbyid(m.roleid), ', ')
            FROM pg_auth_members m WHERE m.member = p.oid), '-'))
    FROM pg_roles p JOIN roles USING (oid)

    -- Under `replica` no trigger fires. Whoever asks is told what holds for its own login.
    UNION ALL
    SELECT concat_ws(' | ', 'setting session_replication_role', current_setting('session_replication_role'))
) AS lines (line)
ORDER BY line COLLATE "C"
