//! `kill -9` of the server while people write: what was acknowledged is there, once, and the logs are whole.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{ConnectOptions, Executor, PgConnection, Row};
use testkit::TestDatabase;
use tokio::sync::{mpsc, watch};

use crate::program::{Serving, run};

/// How many people write at the same time.
const WRITERS: usize = 8;

/// Seconds' worth of kills, unless `make storm` asks for the full figure.
fn kills() -> usize {
    if std::env::var_os("BOROUGH_STORM").is_some() { 100 } else { 3 }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_kills_loses_and_doubles_nothing() {
    let kills = kills();
    let database = testkit::database().await;
    let mut server = Serving::start(&database).await;
    let office = Office::sign_up(&server.url).await;
    let (address, addresses) = watch::channel(Some(server.url.clone()));
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| tokio::spawn(office.clone().write(number, addresses.clone(), acknowledge.clone())))
        .collect();
    drop(acknowledge);

    let mut written = Vec::new();
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        // At another moment each time.
        for _ in 0..10 + kill * 7 % 30 {
            written.push(acknowledged.recv().await.unwrap());
        }
        server.kill().await;
        address.send_replace(None);
        let begin = Instant::now();
        server = Serving::start(&database).await;
        longest = longest.max(begin.elapsed());
        address.send_replace(Some(server.url.clone()));
    }
    // Each writer's last form is sent until it is answered.
    drop(address);
    while let Some(email) = acknowledged.recv().await {
        written.push(email);
    }
    let mut cut = 0;
    for writer in writers {
        cut += writer.await.unwrap();
    }
    println!(
        "{kills} kills, {} writes acknowledged, {cut} cut off and sent again, ready again after {} ms at most",
        written.len(),
        longest.as_millis()
    );
    assert!(cut > 0, "the kills came in the middle of writes");

    let mut look = Look(database.superuser().connect().await.unwrap());
    let acknowledged: BTreeSet<_> = written.iter().cloned().collect();
    assert_eq!(acknowledged.len(), written.len());
    look.finds_each_once(&acknowledged).await;
    assert_eq!(look.broken_links().await, 0);
    assert_eq!(look.gaps().await, 0);
    assert!(run(&database, "check", "").await.succeeded);
    look.would_find_a_forgery(&database).await;
}

/// An organization and a session of its administrator.
#[derive(Clone)]
struct Office {
    client: reqwest::Client,
    cookie: String,
    tenant: Value,
    role: Value,
}

impl Office {
    async fn sign_up(url: &str) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let form = [
            ("organization", "Office Inc."),
            ("slug", "office-inc"),
            ("name", "Abel Pasquale"),
            ("email", "abel@office.example"),
            ("password", "correct horse battery staple"),
        ];
        let answer = client.post(format!("{url}/sign-up")).header("sec-fetch-site", "same-origin").form(&form).send();
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), 303);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut office = Self { client, cookie, tenant: Value::Null, role: Value::Null };
        let tenant = office.call(url, "organizations/enter", &json!({ "slug": "office-inc" })).await.unwrap();
        office.tenant = tenant["public_id"].clone();
        let roles = office.call(url, "roles/list", &json!({ "tenant": office.tenant })).await.unwrap();
        office.role = roles[0]["id"].clone();
        office
    }

    async fn call(&self, url: &str, function: &str, arguments: &Value) -> Result<Value, Unanswered> {
        let request = self.client.post(format!("{url}/api/{function}")).header("sec-fetch-site", "same-origin");
        let answer = request.header("cookie", &self.cookie).json(arguments).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if status == 503 {
            return Err(Unanswered::Refused);
        }
        assert!(status.is_success(), "{function}: {status} {text}");
        Ok(serde_json::from_str(&text).unwrap())
    }

    /// Invites one person after the other. A form that nobody answered is sent again, as it is. Says how many
    /// were cut off.
    async fn write(
        self,
        writer: usize,
        mut addresses: watch::Receiver<Option<String>>,
        acknowledge: mpsc::UnboundedSender<String>,
    ) -> usize {
        let mut cut = 0;
        for number in 0.. {
            let email = format!("person-{writer}-{number}@crash.example");
            let input = json!({ "email": email, "roles": [self.role], "key": key(writer, number) });
            let form = json!({ "tenant": self.tenant, "input": input });
            loop {
                // Nobody ends while a form waits for its answer: the last server's address stays.
                let _ = addresses.wait_for(Option::is_some).await;
                let url = addresses.borrow().clone().unwrap();
                match self.call(&url, "invitations/create", &form).await {
                    Ok(view) => break assert_eq!(view["email"], email),
                    Err(Unanswered::CutOff) => cut += 1,
                    Err(Unanswered::Refused) => (),
                }
            }
            acknowledge.send(email).unwrap();
            let is_over = addresses.has_changed().is_err();
            if is_over {
                break;
            }
        }
        cut
    }
}

/// Why there is no answer.
#[derive(Debug)]
enum Unanswered {
    /// Nothing was done: there was no server, or it said so.
    Refused,
    /// Somebody may have done it.
    CutOff,
}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() { Self::Refused } else { Self::CutOff }
    }
}

/// A UUID of version 4 that names the form.
fn key(writer: usize, number: u32) -> String {
    format!("{number:08x}-0000-4000-8000-{writer:012x}")
}

/// What a superuser sees.
struct Look(PgConnection);

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
    async fn would_find_a_forgery(&mut self, database: &TestDatabase) {
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
