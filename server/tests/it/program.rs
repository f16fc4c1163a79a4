//! The built program, started as somebody would start it: its environment is the database and hardly more.

use std::process::Stdio;

use testkit::TestDatabase;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::task::JoinHandle;

use crate::folder::{Folder, Pid};

/// Where the program's data is.
#[derive(Clone, Copy)]
pub enum Place<'p> {
    /// In a database of the test cluster.
    Database(&'p TestDatabase),
    /// In an embedded one.
    Folder(&'p Folder),
}

impl<'p> From<&'p TestDatabase> for Place<'p> {
    fn from(database: &'p TestDatabase) -> Self {
        Self::Database(database)
    }
}

impl<'p> From<&'p Folder> for Place<'p> {
    fn from(folder: &'p Folder) -> Self {
        Self::Folder(folder)
    }
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    pub succeeded: bool,
    pub said: String,
    pub complained: String,
}

/// The program with these words behind its name, separated by spaces, on this database.
fn program(place: Place<'_>, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borough"));
    command.args(line.split_whitespace()).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    match place {
        Place::Database(database) => {
            command.env("DATABASE_URL", testkit::url(&database.app()));
            command.env("OPERATOR_DATABASE_URL", testkit::url(&database.operator()));
            command.env("MIGRATE_DATABASE_URL", testkit::url(&database.owner()));
        }
        Place::Folder(folder) => {
            command.env("BOROUGH_DATA", &folder.0);
        }
    }
    command.env("BOROUGH_LOG", "error");
    // Storms invite more people than anybody does.
    command.env("BOROUGH_INVITATIONS_PER_DAY", "1000000");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Runs a command to its end, with this on its standard input.
pub async fn run(place: impl Into<Place<'_>>, line: &str, typed: &str) -> Ran {
    run_with(place, line, typed, &[]).await
}

/// The same with more in its environment.
pub async fn run_with(place: impl Into<Place<'_>>, line: &str, typed: &str, environment: &[(&str, &str)]) -> Ran {
    let mut child = program(place.into(), line).envs(environment.iter().copied()).spawn().unwrap();
    // A command that fails early reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes()).await;
    let output = child.wait_with_output().await.unwrap();
    Ran {
        succeeded: output.status.success(),
        said: String::from_utf8(output.stdout).unwrap(),
        complained: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program as a server on a free port. Dropped, it is killed.
pub struct Program {
    pub url: String,
    child: Child,
    complaints: JoinHandle<String>,
    /// Kept open: a program whose output nobody can take fails.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts it and waits until it says that it is ready.
    pub async fn start(place: impl Into<Place<'_>>) -> Self {
        let mut child = program(place.into(), "serve --address 127.0.0.1:0").spawn().unwrap();
        let complaints = tokio::spawn(pass_on(child.stderr.take().unwrap()));
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(line) = output.next_line().await.unwrap() {
            if let Some(url) = line.strip_prefix("Borough is ready at ") {
                return Self { url: url.to_owned(), child, complaints, _output: output };
            }
        }
        panic!("the server ended before it was ready: {}", complaints.await.unwrap())
    }

    /// What it holds in memory, in KiB, as Linux counts it.
    pub fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// `kill -9`, and waits until the system has cleared it away.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to end, as whoever runs it does, and waits until it has.
    pub async fn stop(self) -> Ran {
        Pid(self.child.id().unwrap()).terminate();
        self.end().await
    }

    /// Waits until it has ended.
    pub async fn end(mut self) -> Ran {
        let succeeded = self.child.wait().await.unwrap().success();
        Ran { succeeded, said: String::new(), complained: self.complaints.await.unwrap() }
    }
}

/// Shows what the program complains of, and keeps it.
async fn pass_on(stderr: ChildStderr) -> String {
    let mut lines = BufReader::new(stderr).lines();
    let mut all = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        eprintln!("{line}");
        all.push_str(&line);
        all.push('\n');
    }
    all
}
