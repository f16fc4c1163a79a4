//! What a superuser sees when all is over.

use std::collections::BTreeSet;

use sqlx::{Executor, PgConnection, Row};
use testkit::TestDatabase;

use crate::program::run;

pub struct Look(pub PgConnection);

impl Look {
    async fn finds_each_once(&mut self, emails: &BTreeSet<String>) {
        for (what, sql) in [
            ("invitations", "SELECT email FROM control.invitations ORDER BY email"),
            (
                "roles",
                "SELECT i.email FROM control.invitation_roles r JOIN control.invitations i
                    ON i.tenant_id = r.tenant_id AND i.id = r.invitation_id ORDER BY i.email",
            ),
            ("mails", "SELECT recipient FROM control.mails WHERE recipient LIKE '%@crash.example' ORDER BY recipient"),
            (
                "audit entries",
                "SELECT entry #>> '{details,email}' FROM control.audit_entries
                    WHERE entry ->> 'action' = 'invitation.created' ORDER BY 1",
            ),
            (
                "events",
                "SELECT i.email FROM control.events e JOIN control.invitations i
                    ON i.tenant_id = e.tenant_id AND e.ids = ARRAY[i.id]
                    WHERE e.kind = 'invitation.created' ORDER BY i.email",
            ),
        ] {
            let rows = self.0.fetch_all(sql).await.unwrap();
            let mut found: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
            found.sort();
            assert!(found.iter().eq(emails.iter()), "{what}: {} found, {} acknowledged", found.len(), emails.len());
        }
    }

    /// Everything that was acknowledged is there once, in every table that has to do with it, and both logs are whole.
    pub async fn finds_all(&mut self, written: &[String]) {
        let emails: BTreeSet<_> = written.iter().cloned().collect();
        assert_eq!(emails.len(), written.len(), "each was acknowledged once");
        self.finds_each_once(&emails).await;
        assert_eq!(self.broken_links().await, 0);
        assert_eq!(self.gaps().await, 0);
    }

    /// Entries of the tenants' and the platform's log that do not continue the one before them, and heads that are not
    /// the last entry's.
    async fn broken_links(&mut self) -> i64 {
        let row = self.0.fetch_one(
            "WITH links AS (
                SELECT hash, control.audit_hash(coalesce(lag(hash) OVER w, ''), tenant_id, number, created_at, entry)
                FROM control.audit_entries WINDOW w AS (PARTITION BY tenant_id ORDER BY number)
                UNION ALL
                SELECT hash, control.audit_hash(coalesce(lag(hash) OVER w, ''),
                    coalesce(user_id, '00000000-0000-0000-0000-000000000000'), number, created_at, entry)
                FROM control.platform_audit WINDOW w AS (ORDER BY number)
                UNION ALL
                SELECT f.audit_hash, e.hash FROM control.feed f
                LEFT JOIN control.audit_entries e ON e.tenant_id = f.tenant_id AND e.number = f.audit_position
                UNION ALL
                SELECT f.audit_hash, e.hash FROM control.platform_feed f
                LEFT JOIN control.platform_audit e ON e.number = f.audit_position
            )
            SELECT count(*) FILTER (WHERE hash IS DISTINCT FROM audit_hash) FROM links AS l (hash, audit_hash)",
        );
        row.await.unwrap().get(0)
    }

    /// Numbers that are missing or doubled, and heads that are not the last number.
    async fn gaps(&mut self) -> i64 {
        let row = self.0.fetch_one(
            "WITH numbers AS (
                SELECT number, row_number() OVER (PARTITION BY tenant_id ORDER BY number) FROM control.audit_entries
                UNION ALL
                SELECT number, row_number() OVER (PARTITION BY tenant_id ORDER BY number) FROM control.events
                UNION ALL
                SELECT number, row_number() OVER (ORDER BY number) FROM control.platform_audit
                UNION ALL
                SELECT f.position, (SELECT count(*) FROM control.events e WHERE e.tenant_id = f.tenant_id)
                FROM control.feed f
            )
            SELECT count(*) FILTER (WHERE number <> nth) FROM numbers AS n (number, nth)",
        );
        row.await.unwrap().get(0)
    }

    /// The looks above are worth something: each finds what it is for.
    pub async fn would_find_a_forgery(&mut self, database: &TestDatabase) {
        self.0
            .execute("UPDATE control.audit_entries SET entry = entry || '{\"ip\": \"forged\"}' WHERE number = 3")
            .await
            .unwrap();
        assert_eq!(self.broken_links().await, 1);
        self.0.execute("DELETE FROM control.events WHERE number = 2").await.unwrap();
        assert!(self.gaps().await > 0);
        self.0.execute("DROP POLICY tenant ON control.events").await.unwrap();
        assert!(!run(database, "check", "").await.succeeded);
    }
}
