-- A body that is text is hashed as it is: a line break less can put a statement behind a comment. One that the server has
-- parsed (`BEGIN ATOMIC`) is hashed without its layout, which the server makes up.
SELECT concat_ws(' | ', p.oid::regprocedure, pg_get_userbyid(p.proowner),
    CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END, coalesce(array_to_string(p.proconfig, '; '), '-'),
    'for ' || (SELECT string_agg(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, ', ' ORDER BY grantee = 0, pg_get_userbyid(grantee))
        FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))),
    left(encode(sha256(convert_to(CASE WHEN p.prosqlbody IS NULL THEN d.definition
        ELSE regexp_replace(d.definition, '\s+', ' ', 'g') END, 'UTF8')), 'hex'), 32)) AS "function!"
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    CROSS JOIN LATERAL (SELECT CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) ELSE p.prosrc END) d (definition)
WHERE n.nspname = 'control'
ORDER BY p.oid::regprocedure::text COLLATE "C"
