//! Mails on their way from the outbox to a real mail server.

use std::net::{SocketAddr, TcpListener};

use clap::Parser;
use domain::access::{Caller, Db, DbConfig, OperatorAccess, Visitor};
use domain::account;
use mailparse::{MailHeaderMap, parse_mail};
use model::account::SignUp;
use model::preferences::Language;
use server::config::{Cli, Command, Mail};
use server::mail::{Outcome, Sender};
use sqlx::postgres::PgRow;
use sqlx::{ConnectOptions, Executor, PgConnection, Row};
use testkit::{PASSWORD, TestDatabase};
use tokio::sync::oneshot;

use crate::smtp::{MailServer, NOBODY};

fn connect(database: &TestDatabase) -> Db {
    Db::new(DbConfig {
        app: database.app(),
        operator: database.operator(),
        connections: 4,
        attempts_per_address: 1000,
        invitations_per_day: 1000,
        operator_access: OperatorAccess::Open,
        base_url: "https://borough.example".to_owned(),
    })
}

fn mail_settings(address: SocketAddr) -> Mail {
    let url = format!("smtp://{address}");
    let cli = ["borough", "serve", "--smtp-url", &url, "--mail-from", "Borough <no-reply@borough.example>"];
    match Cli::parse_from(cli).command {
        Command::Serve(args) => args.settings().unwrap().mail.unwrap(),
        other => panic!("parsed as {other:?}"),
    }
}

/// Somebody signs up in Arabic, which writes a mail that asks whether the address is theirs.
async fn sign_up(db: &Db, email: &str) {
    let caller = Caller { language: Language::Arabic, ..Caller::default() };
    let visitor = Visitor { db: db.clone(), caller, session: None, operator_session: None };
    let form = SignUp {
        organization: "Office Inc.".to_owned(),
        slug: "office-inc".to_owned(),
        name: "سارة منصور".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        key: None,
    };
    account::sign_up(&visitor, form).await.unwrap();
}

/// The outbox as only a superuser sees it whole.
struct Outbox(PgConnection);

impl Outbox {
    async fn of(database: &TestDatabase) -> Self {
        Self(database.superuser().connect().await.unwrap())
    }

    async fn only_mail(&mut self) -> Written {
        let row = self.0.fetch_one(
            "SELECT subject, body, attempts, delivered_at IS NOT NULL, failed_at IS NOT NULL,
                next_attempt_at > now() + interval '30 seconds', coalesce(last_error, '')
            FROM control.mails",
        );
        Written::read(&row.await.unwrap())
    }

    async fn write(&mut self, sql: &'static str) {
        self.0.execute(sql).await.unwrap();
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Written {
    subject: String,
    body: String,
    attempts: i32,
    delivered: bool,
    failed: bool,
    put_off: bool,
    error: String,
}

impl Written {
    fn read(row: &PgRow) -> Self {
        Self {
            subject: row.get(0),
            body: row.get(1),
            attempts: row.get(2),
            delivered: row.get(3),
            failed: row.get(4),
            put_off: row.get(5),
            error: row.get(6),
        }
    }
}

#[tokio::test]
async fn arabic_mail_arrives_as_it_was_written_and_its_link_is_forgotten() {
    let database = testkit::database().await;
    let db = connect(&database);
    let mut server = MailServer::start();
    let mut outbox = Outbox::of(&database).await;
    sign_up(&db, "sara@office.example").await;
    let written = outbox.only_mail().await;
    assert!(written.body.contains("https://borough.example/") && written.body.contains("مرحبًا"), "{written:?}");

    let (stop, stopped) = oneshot::channel();
    let sending = tokio::spawn(Sender::new(db.clone(), &mail_settings(server.address)).run(stopped));
    let received = server.next().await;
    assert!(received.data.is_ascii(), "every server on the way takes it");
    let mail = parse_mail(&received.data).unwrap();
    assert_eq!(received.recipients, ["sara@office.example"]);
    assert_eq!(mail.headers.get_first_value("To").unwrap(), "sara@office.example");
    assert_eq!(mail.headers.get_first_value("From").unwrap(), "Borough <no-reply@borough.example>");
    assert_eq!(mail.headers.get_first_value("Subject").unwrap(), written.subject);
    assert_eq!(mail.headers.get_first_value("Auto-Submitted").unwrap(), "auto-generated");
    assert!(mail.headers.get_first_value("Date").is_some());
    assert!(mail.headers.get_first_value("Message-ID").unwrap().ends_with("@borough.example>"));
    assert_eq!(mail.get_body().unwrap().trim_end().replace("\r\n", "\n"), written.body.trim_end());

    // Told to stop, it settles what is under way first.
    drop(stop);
    sending.await.unwrap();
    let settled = outbox.only_mail().await;
    assert!(settled.delivered && !settled.failed, "{settled:?}");
    assert_eq!((settled.body.as_str(), settled.attempts), ("", 1));
    db.close().await;
}

#[tokio::test]
async fn mail_that_the_server_refuses_is_never_sent_again() {
    let database = testkit::database().await;
    let db = connect(&database);
    let server = MailServer::start();
    let mut outbox = Outbox::of(&database).await;
    sign_up(&db, NOBODY).await;

    let sender = Sender::new(db.clone(), &mail_settings(server.address));
    let outcome = sender.send_next().await.unwrap().unwrap();
    assert!(matches!(&outcome, Outcome::Never(reason) if reason.contains("550")), "{outcome:?}");
    let settled = outbox.only_mail().await;
    assert!(settled.failed && !settled.delivered && settled.error.contains("550"), "{settled:?}");
    assert_ne!(settled.body, "", "an operator can still read it");

    outbox.write("UPDATE control.mails SET next_attempt_at = now()").await;
    assert_eq!(sender.send_next().await.unwrap(), None);
    assert!(server.is_empty());
    db.close().await;
}

#[tokio::test]
async fn mail_waits_for_a_server_that_is_down() {
    let database = testkit::database().await;
    let db = connect(&database);
    let mut outbox = Outbox::of(&database).await;
    sign_up(&db, "sara@office.example").await;
    // Bound and not listened on by anybody else: connections are refused.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let sender = Sender::new(db.clone(), &mail_settings(address));
    let outcome = sender.send_next().await.unwrap().unwrap();
    assert!(matches!(outcome, Outcome::Later(_)), "{outcome:?}");
    let put_off = outbox.only_mail().await;
    assert!(put_off.put_off && !put_off.failed && !put_off.delivered && put_off.attempts == 1, "{put_off:?}");
    assert_eq!(sender.send_next().await.unwrap(), None, "it is not tried again at once");

    let mut server = MailServer::start_at(TcpListener::bind(address).unwrap());
    outbox.write("UPDATE control.mails SET next_attempt_at = now()").await;
    assert_eq!(sender.send_next().await.unwrap(), Some(Outcome::Delivered));
    assert_eq!(server.next().await.recipients, ["sara@office.example"]);
    let settled = outbox.only_mail().await;
    assert!(settled.delivered && settled.body.is_empty() && settled.error.is_empty(), "{settled:?}");
    db.close().await;
}

#[tokio::test]
async fn server_that_never_takes_it_is_asked_ten_times() {
    let database = testkit::database().await;
    let db = connect(&database);
    let mut outbox = Outbox::of(&database).await;
    sign_up(&db, "sara@office.example").await;
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sender = Sender::new(db.clone(), &mail_settings(address));
    for _ in 0..10 {
        assert!(!outbox.only_mail().await.failed);
        assert!(matches!(sender.send_next().await.unwrap(), Some(Outcome::Later(_))));
        outbox.write("UPDATE control.mails SET next_attempt_at = now()").await;
    }
    assert!(outbox.only_mail().await.failed);
    assert_eq!(sender.send_next().await.unwrap(), None);
    db.close().await;
}

/// No input type lets a line break through; this is what stands behind them.
#[tokio::test]
async fn line_breaks_in_a_name_make_no_header_and_no_recipient() {
    let database = testkit::database().await;
    let db = connect(&database);
    let mut server = MailServer::start();
    let mut outbox = Outbox::of(&database).await;
    let sender = Sender::new(db.clone(), &mail_settings(server.address));
    outbox
        .write(
            r"INSERT INTO control.mails (id, tenant_id, recipient, subject, body) VALUES (gen_random_uuid(),
            '00000000-0000-0000-0000-000000000000', 'sara@office.example',
            E'Join Eve\r\nBcc: eve@evil.example\r\n\r\nClick here', E'A body.\r\n.\r\nRCPT TO:<eve@evil.example>\r\n')",
        )
        .await;
    assert_eq!(sender.send_next().await.unwrap(), Some(Outcome::Delivered));
    let received = server.next().await;
    let mail = parse_mail(&received.data).unwrap();
    assert_eq!(received.recipients, ["sara@office.example"]);
    assert_eq!(mail.headers.get_first_value("Bcc"), None);
    assert_eq!(
        mail.headers.get_first_value("Subject").unwrap(),
        "Join Eve  Bcc: eve@evil.example    Click here",
        "it is all one line of the subject"
    );
    assert!(mail.get_body().unwrap().contains("RCPT TO"), "a lone dot does not end the mail");

    outbox
        .write(
            r"UPDATE control.mails SET delivered_at = NULL, next_attempt_at = now(),
        recipient = E'sara@office.example\r\nRCPT TO:<eve@evil.example>'",
        )
        .await;
    let outcome = sender.send_next().await.unwrap().unwrap();
    assert!(matches!(&outcome, Outcome::Never(reason) if reason.contains("no address")), "{outcome:?}");
    assert!(server.is_empty());
    db.close().await;
}
