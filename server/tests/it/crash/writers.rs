//! People who write, whatever happens to what they write to.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Executor};
use testkit::office::Office;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How many people write at the same time.
pub const WRITERS: usize = 8;

/// All of them, and what was acknowledged so far.
pub struct Writers {
    /// Where the server is; none while there is none.
    pub address: watch::Sender<Option<String>>,
    acknowledged: mpsc::UnboundedReceiver<String>,
    written: Vec<String>,
    writing: Vec<JoinHandle<Trouble>>,
}

impl Writers {
    /// Signs an organization up at this server, and begins to write.
    pub async fn begin(url: &str, superuser: PgConnectOptions) -> Self {
        let office = Office::found(url, "office-inc").await;
        // Nobody else may invite so many.
        let mut database = superuser.connect().await.unwrap();
        database.execute("UPDATE control.users SET email_verified_at = now()").await.unwrap();
        let (address, addresses) = watch::channel(Some(url.to_owned()));
        let (acknowledge, acknowledged) = mpsc::unbounded_channel();
        let person = |number| tokio::spawn(write(office.clone(), number, addresses.clone(), acknowledge.clone()));
        Self { address, acknowledged, written: Vec::new(), writing: (0..WRITERS).map(person).collect() }
    }

    /// Waits until so many more were acknowledged.
    pub async fn write(&mut self, more: usize) {
        for _ in 0..more {
            self.written.push(self.acknowledged.recv().await.unwrap());
        }
    }

    /// Ends when each one's last form, which is sent until it is answered, was acknowledged. Says what was written, and
    /// what stood in its way.
    pub async fn end(mut self) -> (Vec<String>, Trouble) {
        drop(self.address);
        while let Some(email) = self.acknowledged.recv().await {
            self.written.push(email);
        }
        let mut trouble = Trouble::default();
        for writer in self.writing {
            let more = writer.await.unwrap();
            trouble.cut += more.cut;
            trouble.refused += more.refused;
            trouble.longest = trouble.longest.max(more.longest);
        }
        (self.written, trouble)
    }
}

/// What stood in somebody's way.
#[derive(Debug, Default)]
pub struct Trouble {
    /// Forms that nobody answered.
    pub cut: usize,
    /// Forms that were answered by "out of order for a moment".
    pub refused: usize,
    /// The longest wait for an answer.
    pub longest: Duration,
}

/// Invites one person after the other. A form that nobody answered is sent again, as it is.
async fn write(
    office: Office,
    writer: usize,
    mut addresses: watch::Receiver<Option<String>>,
    acknowledge: mpsc::UnboundedSender<String>,
) -> Trouble {
    let mut trouble = Trouble::default();
    for number in 0.. {
        let email = format!("person-{writer}-{number}@crash.example");
        let input = json!({ "emails": email, "roles": [office.role], "key": key(writer, number) });
        let form = json!({ "tenant": office.tenant, "input": input });
        loop {
            // Nobody ends while a form waits for its answer: the last server's address stays.
            let _ = addresses.wait_for(Option::is_some).await;
            let url = addresses.borrow().clone().unwrap();
            let begin = Instant::now();
            let answer = call(&office, &url, "invitations/create", &form).await;
            trouble.longest = trouble.longest.max(begin.elapsed());
            match answer {
                Ok(view) => break assert_eq!(view["invited"][0]["email"], email),
                Err(Unanswered::CutOff) => trouble.cut += 1,
                Err(Unanswered::Refused) => trouble.refused += 1,
                Err(Unanswered::NobodyThere) => (),
            }
        }
        acknowledge.send(email).unwrap();
        let is_over = addresses.has_changed().is_err();
        if is_over {
            break;
        }
    }
    trouble
}

/// The answer of a server function, if somebody gives one.
async fn call(office: &Office, url: &str, function: &str, arguments: &Value) -> Result<Value, Unanswered> {
    let answer = office.send(url, function, arguments).await?;
    let status = answer.status();
    if status == 503 {
        assert!(answer.headers().contains_key("retry-after"), "{function}: {answer:?}");
        return Err(Unanswered::Refused);
    }
    let text = answer.text().await?;
    assert!(status.is_success(), "{function}: {status} {text}");
    Ok(serde_json::from_str(&text).unwrap())
}

/// Why there is no answer.
#[derive(Debug)]
enum Unanswered {
    /// There was no server.
    NobodyThere,
    /// It said so.
    Refused,
    /// Somebody may have done it.
    CutOff,
}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() { Self::NobodyThere } else { Self::CutOff }
    }
}

/// A UUID of version 4 that names the form.
fn key(writer: usize, number: u32) -> String {
    format!("{number:08x}-0000-4000-8000-{writer:012x}")
}
