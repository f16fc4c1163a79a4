//! A mail server for tests: the protocol is `mailin`'s, the mails end in a channel.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use mailin::{Action, Handler, Response, SessionBuilder, response};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// A mailbox that the server does not have.
pub const NOBODY: &str = "nobody@office.example";

/// A server that runs until the test program ends.
pub struct MailServer {
    pub address: SocketAddr,
    mails: UnboundedReceiver<Received>,
}

/// A mail as it went over the line.
#[derive(Debug, Clone, Default)]
pub struct Received {
    pub recipients: Vec<String>,
    pub data: Vec<u8>,
}

impl MailServer {
    pub fn start() -> Self {
        Self::start_at(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    pub fn start_at(listener: TcpListener) -> Self {
        let address = listener.local_addr().unwrap();
        let (taken, mails) = mpsc::unbounded_channel();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let inbox = Inbox { current: Received::default(), taken: taken.clone() };
                thread::spawn(move || converse(&stream, inbox));
            }
        });
        Self { address, mails }
    }

    /// The next mail that it took.
    pub async fn next(&mut self) -> Received {
        self.mails.recv().await.unwrap()
    }

    /// Whether it took no mail that was not asked for yet.
    pub fn is_empty(&self) -> bool {
        self.mails.is_empty()
    }
}

fn converse(stream: &TcpStream, inbox: Inbox) -> io::Result<()> {
    let mut session = SessionBuilder::new("mail.test").build(stream.peer_addr()?.ip(), inbox);
    let mut answers = stream;
    session.greeting().write_to(&mut answers)?;
    let mut lines = BufReader::new(stream);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let answer = session.process(&line);
        line.clear();
        if answer.action != Action::NoReply {
            answer.write_to(&mut answers)?;
            answers.flush()?;
        }
        if answer.action == Action::Close {
            break;
        }
    }
    Ok(())
}

struct Inbox {
    current: Received,
    taken: UnboundedSender<Received>,
}

impl Handler for Inbox {
    fn rcpt(&mut self, to: &str) -> Response {
        if to == NOBODY { response::NO_MAILBOX } else { response::OK }
    }

    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, to: &[String]) -> Response {
        self.current = Received { recipients: to.to_vec(), data: Vec::new() };
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.current.data.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let _ = self.taken.send(std::mem::take(&mut self.current));
        response::OK
    }
}
