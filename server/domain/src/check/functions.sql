SELECT concat_ws(' | ', p.oid::regprocedure, pg_get_userbyid(p.proowner),
    CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END, coalesce(array_to_string(p.proconfig, '; '), '-'),
    'for ' || (SELECT string_agg(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, ', ' ORDER BY grantee = 0, pg_get_userbyid(grantee))
        FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))))) AS "function!"
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'control'
ORDER BY p.oid::regprocedure::text COLLATE "C"
