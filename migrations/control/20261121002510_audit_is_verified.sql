-- Verifying the logs' chains inside the database: whoever asks learns numbers and no entry.

-- Whose logs there are, in the order of their ids, and how many entries each should have.
CREATE FUNCTION control.audit_logs(p_after uuid, p_limit integer)
    RETURNS TABLE (tenant_id uuid, slug text, entries bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.id, t.slug, coalesce(f.audit_position, 0)
    FROM control.tenants t LEFT JOIN control.feed f ON f.tenant_id = t.id
    WHERE t.id > p_after
    ORDER BY t.id
    LIMIT p_limit;
END;

-- Looks at the entries of a tenant's log behind number `p_after`, `p_limit` of them at most. Answers how many it looked
-- at (fewer than the limit: the log's end), and the first that is wrong, if one is: either it is not there, or it is not
-- what was written. At the end the head in `feed` is asked, so that a log that was cut off is found too. One statement is
-- one snapshot: entries that are written meanwhile are all in or all out.
CREATE FUNCTION control.verify_audit(p_tenant uuid, p_after bigint, p_limit integer)
    RETURNS TABLE (looked_at bigint, wrong bigint, is_missing boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    WITH start (hash) AS (
        SELECT CASE p_after WHEN 0 THEN ''::bytea ELSE (
            SELECT e.hash FROM control.audit_entries e WHERE e.tenant_id = p_tenant AND e.number = p_after) END),
    links AS (
        SELECT e.number, e.hash, p_after + row_number() OVER w AS place,
            e.hash = control.audit_hash(
                lag(e.hash, 1, (SELECT s.hash FROM start s)) OVER w, p_tenant, e.number, e.created_at, e.entry) AS holds
        FROM (
            SELECT * FROM control.audit_entries a
            WHERE a.tenant_id = p_tenant AND a.number > p_after
            ORDER BY a.number LIMIT p_limit) e
        WINDOW w AS (ORDER BY e.number)),
    chunk AS (
        SELECT count(*) AS entries, p_after + count(*) AS upto,
            coalesce((SELECT l.hash FROM links l ORDER BY l.number DESC LIMIT 1), (SELECT s.hash FROM start s)) AS hash,
            min(least(l.number, l.place)) FILTER (WHERE l.number <> l.place OR l.holds IS NOT TRUE) AS wrong,
            min(l.place) FILTER (WHERE l.number > l.place) AS missing
        FROM links l),
    head AS (
        SELECT coalesce(max(f.audit_position), 0) AS upto, coalesce(max(encode(f.audit_hash, 'hex')), '') AS hash
        FROM control.feed f WHERE f.tenant_id = p_tenant)
    SELECT c.entries,
        CASE
            WHEN c.wrong IS NOT NULL THEN c.wrong
            WHEN c.entries = p_limit THEN NULL
            WHEN c.upto <> h.upto THEN least(c.upto, h.upto) + 1
            WHEN encode(c.hash, 'hex') IS DISTINCT FROM h.hash THEN h.upto
        END,
        CASE
            WHEN c.wrong IS NOT NULL THEN c.wrong IS NOT DISTINCT FROM c.missing
            ELSE c.entries < p_limit AND c.upto < h.upto
        END
    FROM chunk c CROSS JOIN head h;
END;

-- The same of the platform's log.
CREATE FUNCTION control.verify_platform_audit(p_after bigint, p_limit integer)
    RETURNS TABLE (looked_at bigint, wrong bigint, is_missing boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    WITH start (hash) AS (
        SELECT CASE p_after WHEN 0 THEN ''::bytea ELSE (
            SELECT e.hash FROM control.platform_audit e WHERE e.number = p_after) END),
    links AS (
        SELECT e.number, e.hash, p_after + row_number() OVER w AS place,
            e.hash = control.audit_hash(
                lag(e.hash, 1, (SELECT s.hash FROM start s)) OVER w,
                coalesce(e.user_id, '00000000-0000-0000-0000-000000000000'), e.number, e.created_at, e.entry) AS holds
        FROM (
            SELECT * FROM control.platform_audit a WHERE a.number > p_after ORDER BY a.number LIMIT p_limit) e
        WINDOW w AS (ORDER BY e.number)),
    chunk AS (
        SELECT count(*) AS entries, p_after + count(*) AS upto,
            coalesce((SELECT l.hash FROM links l ORDER BY l.number DESC LIMIT 1), (SELECT s.hash FROM start s)) AS hash,
            min(least(l.number, l.place)) FILTER (WHERE l.number <> l.place OR l.holds IS NOT TRUE) AS wrong,
            min(l.place) FILTER (WHERE l.number > l.place) AS missing
        FROM links l),
    head AS (
        SELECT coalesce(max(f.audit_position), 0) AS upto, coalesce(max(encode(f.audit_hash, 'hex')), '') AS hash
        FROM control.platform_feed f)
    SELECT c.entries,
        CASE
            WHEN c.wrong IS NOT NULL THEN c.wrong
            WHEN c.entries = p_limit THEN NULL
            WHEN c.upto <> h.upto THEN least(c.upto, h.upto) + 1
            WHEN encode(c.hash, 'hex') IS DISTINCT FROM h.hash THEN h.upto
        END,
        CASE
            WHEN c.wrong IS NOT NULL THEN c.wrong IS NOT DISTINCT FROM c.missing
            ELSE c.entries < p_limit AND c.upto < h.upto
        END
    FROM chunk c CROSS JOIN head h;
END;

ALTER FUNCTION control.audit_logs OWNER TO borough_definer;
ALTER FUNCTION control.verify_audit OWNER TO borough_definer;
ALTER FUNCTION control.verify_platform_audit OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.audit_logs, control.verify_audit, control.verify_platform_audit TO borough_operator;
