//! Sends what waits in the outbox, by SMTP. Runs beside serving in every process that has a mail server.
//!
//! A mail goes out at least once: it is claimed, handed to the server, then settled. A process that dies in between leaves
//! it to be tried again, under the same `Message-ID`, by which the receiver's side can tell that it is the same.

use std::time::Duration;

use domain::access::Db;
use domain::mail::{Claimed, claim, delivered, failed};
use lettre::address::AddressError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::transport::smtp::response::Category;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use crate::config::Mail;

/// The server has this long for each of its answers.
const PER_ANSWER: Duration = Duration::from_secs(10);
/// And this long for a whole mail: less than the minute for which it is claimed.
const PER_MAIL: Duration = Duration::from_secs(45);
/// How often the outbox is looked at when it was empty.
const PAUSE: Duration = Duration::from_secs(1);
/// The most characters of a server's words that are kept.
const LONGEST_REASON: usize = 500;

/// Sends mails of the outbox, one after the other.
pub struct Sender {
    db: Db,
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Delivered,
    /// It is tried again later.
    Later(String),
    /// It is never tried again.
    Never(String),
}

impl Sender {
    /// Connects when there is something to send.
    pub fn new(db: Db, mail: &Mail) -> Self {
        let server = mail.server.clone().timeout(Some(PER_ANSWER)).build();
        Self { db, server, from: mail.from.clone() }
    }

    /// Sends until `stop` is sent or dropped; a mail that is under way is finished first. One that is cut off all the
    /// same stays claimed for a minute and is tried again by whoever runs then.
    pub async fn run(self, mut stop: oneshot::Receiver<()>) {
        loop {
            let sent = self.send_next().await.unwrap_or_else(|error| {
                // Whatever the database's trouble is, it is said in the log; the mails wait.
                error.tell();
                None
            });
            let pause = if sent.is_some() { Duration::ZERO } else { PAUSE };
            tokio::select! {
                biased;
                _ = &mut stop => return,
                () = sleep(pause) => (),
            }
        }
    }

    /// Sends the mail whose time has come first. None waits: `None`.
    pub async fn send_next(&self) -> domain::Result<Option<Outcome>> {
        let Some(claimed) = claim(&self.db).await? else { return Ok(None) };
        let outcome = self.send(&claimed).await;
        let mail = claimed.id;
        match &outcome {
            Outcome::Delivered => {
                tracing::info!(%mail, "a mail was delivered");
                delivered(&self.db, mail).await?;
            }
            Outcome::Later(reason) => {
                tracing::warn!(%mail, reason, "a mail was not delivered and is tried again");
                failed(&self.db, mail, reason, false).await?;
            }
            Outcome::Never(reason) => {
                tracing::warn!(%mail, reason, "a mail was refused for good");
                failed(&self.db, mail, reason, true).await?;
            }
        }
        Ok(Some(outcome))
    }

    async fn send(&self, claimed: &Claimed) -> Outcome {
        let message = match self.message(claimed) {
            Ok(message) => message,
            Err(error) => return Outcome::Never(reason(&error.to_string())),
        };
        match timeout(PER_MAIL, self.server.send(message)).await {
            Ok(Ok(_)) => Outcome::Delivered,
            Ok(Err(error)) if is_about_the_mail(&error) => Outcome::Never(reason(&error.to_string())),
            Ok(Err(error)) => Outcome::Later(reason(&error.to_string())),
            Err(_) => Outcome::Later(format!("the mail server took longer than {} s", PER_MAIL.as_secs())),
        }
    }

    fn message(&self, Claimed { id, mail }: &Claimed) -> Result<Message, NoMessage> {
        let to: Address = mail.recipient.parse()?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.replace(char::is_control, " "))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // RFC 3834: nobody's absence note answers it.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())?;
        Ok(message)
    }
}

/// Why a mail could not be put into the form that servers take.
#[derive(Debug, thiserror::Error)]
enum NoMessage {
    #[error("the recipient is no address: {0}")]
    Recipient(#[from] AddressError),
    #[error(transparent)]
    Form(#[from] lettre::error::Error),
}

/// 55x is about this mail: no such mailbox, not allowed, too large. Other 5xx are about us (a wrong password is 535, a
/// host that takes no mail 521) and may be over when somebody has put them right.
fn is_about_the_mail(error: &smtp::Error) -> bool {
    error.is_permanent() && error.status().is_some_and(|status| status.category == Category::MailSystem)
}

/// The server's words, fit to be kept and shown.
fn reason(words: &str) -> String {
    words.replace(char::is_control, " ").chars().take(LONGEST_REASON).collect()
}
