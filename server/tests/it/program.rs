//! The built program, started as somebody would start it: its environment is the database and nothing else.

use std::process::Stdio;

use testkit::TestDatabase;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    pub succeeded: bool,
    pub said: String,
    pub complained: String,
}

/// The program with these words behind its name, separated by spaces, on this database.
fn program(database: &TestDatabase, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borough"));
    command.args(line.split_whitespace()).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("DATABASE_URL", testkit::url(&database.app()));
    command.env("OPERATOR_DATABASE_URL", testkit::url(&database.operator()));
    command.env("MIGRATE_DATABASE_URL", testkit::url(&database.owner()));
    command.env("BOROUGH_LOG", "error");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Runs a command to its end, with this on its standard input.
pub async fn run(database: &TestDatabase, line: &str, typed: &str) -> Ran {
    run_with(database, line, typed, &[]).await
}

/// The same with more in its environment.
pub async fn run_with(database: &TestDatabase, line: &str, typed: &str, environment: &[(&str, &str)]) -> Ran {
    let mut child = program(database, line).envs(environment.iter().copied()).spawn().unwrap();
    // A command that fails early reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes()).await;
    let output = child.wait_with_output().await.unwrap();
    Ran {
        succeeded: output.status.success(),
        said: String::from_utf8(output.stdout).unwrap(),
        complained: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A server on a free port. Dropped, it is killed.
pub struct Serving {
    pub url: String,
    child: Child,
    /// Kept open: a program whose output nobody can take fails.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    /// Starts it and waits until it says that it is ready.
    pub async fn start(database: &TestDatabase) -> Self {
        let mut command = program(database, "serve --address 127.0.0.1:0");
        let mut child = command.stderr(Stdio::inherit()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(line) = output.next_line().await.unwrap() {
            if let Some(url) = line.strip_prefix("Borough is ready at ") {
                return Self { url: url.to_owned(), child, _output: output };
            }
        }
        panic!("the server ended before it was ready")
    }

    /// `kill -9`, and waits until the system has cleared it away.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}
