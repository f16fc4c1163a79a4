SELECT concat_ws(' | ', tablename, policyname, permissive, array_to_string(roles, ','), cmd,
    'using ' || coalesce(regexp_replace(qual, '\s+', ' ', 'g'), '-'),
    'with check ' || coalesce(regexp_replace(with_check, '\s+', ' ', 'g'), '-')) AS "policy!"
FROM pg_policies
WHERE schemaname = 'control'
ORDER BY tablename, policyname
