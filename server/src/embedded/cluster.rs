//! Making, starting and stopping the cluster of one folder, with PostgreSQL's own programs.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::account::Account;
use super::binaries::Binaries;
use super::folder::Folder;
use super::leftover::{self, Leftover, Postmaster};
use super::roles::{APP, DATABASE, OPERATOR, OWNER, SUPERUSER};
use super::{EmbeddedError, Options, Urls};
use crate::config::DatabaseUrl;

#[derive(Debug, Clone)]
pub(super) struct Cluster {
    folder: Folder,
    account: Account,
    binaries: Binaries,
    without_fsync: bool,
}

impl Cluster {
    /// Finds folder, account and programs; changes nothing but making the folder.
    pub(super) fn prepare(options: &Options) -> Result<Self, EmbeddedError> {
        // Who we are decides the usual folder, and the folder's owner decides the account.
        let is_root = Account::find(Path::new("/"))?.is_another();
        let folder = Folder::choose(options.folder.as_deref(), is_root)?;
        let account = Account::find(folder.path())?;
        let binaries = Binaries::find(&folder.data())?;
        folder.make(&account)?;
        Ok(Self { folder, account, binaries, without_fsync: options.without_fsync })
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Makes the cluster if it is missing. Only for who holds the folder's lock.
    pub(super) fn make(&self) -> Result<(), EmbeddedError> {
        if self.folder.data().is_dir() {
            return Ok(());
        }
        tracing::info!(folder = %self.folder.path().display(), "making the embedded database");
        self.initdb()
    }

    /// Starts the cluster. A postmaster that is left over in the folder is adopted. Only for who holds the folder's lock.
    pub(super) fn start(&self) -> Result<(), EmbeddedError> {
        let data = self.folder.data();
        if leftover::look(&self.folder)? == Leftover::Running {
            tracing::info!(folder = %self.folder.path().display(), "adopting the database that runs here already");
            return Ok(());
        }
        self.write(&data.join("borough.conf"), &self.configuration())?;
        self.write(&data.join("pg_hba.conf"), "local all all peer map=borough\n")?;
        self.write(&data.join("pg_ident.conf"), &self.identities())?;
        let log = self.folder.log().join("start.log");
        self.write(&log, "")?;
        let mut start = self.pg_ctl("start");
        // After a crash it first recovers what was written. That it failed is known at once, however long we would wait.
        start.arg("-t").arg("600").arg("-l").arg(&log);
        run(start).map_err(|error| match error {
            EmbeddedError::Program { program, output } => {
                EmbeddedError::Program { program, output: format!("{output} {}", self.last_words(&log)) }
            }
            other => other,
        })
    }

    /// Why it did not start: what it said before it began its log, and the end of that.
    fn last_words(&self, before: &Path) -> String {
        let logs = std::fs::read_dir(self.folder.log()).into_iter().flatten().flatten().map(|entry| entry.path());
        let newest =
            logs.filter(|log| log != before).max_by_key(|log| log.metadata().and_then(|log| log.modified()).ok());
        let text = |log: &Path| std::fs::read_to_string(log).unwrap_or_default();
        let (before, log) = (text(before), newest.as_deref().map(text).unwrap_or_default());
        let first =
            before.lines().filter(|line| !line.contains("LOG:  redirecting") && !line.contains("HINT:  Future"));
        let last: Vec<_> = log.lines().rev().take(4).collect();
        first.chain(last.into_iter().rev()).collect::<Vec<_>>().join(" ")
    }

    /// The postmaster, if it runs.
    pub(super) fn postmaster(&self) -> Option<Postmaster> {
        Postmaster::of(&self.folder.data())
    }

    /// Stops the cluster, if it runs: clients are sent away, what they wrote is kept.
    pub(super) fn stop(&self) -> Result<(), EmbeddedError> {
        // `pg_ctl` would signal whatever process has the number that a killed postmaster left in its file.
        if self.postmaster().is_none() {
            return Ok(());
        }
        let mut stop = self.pg_ctl("stop");
        stop.arg("-m").arg("fast").arg("-t").arg("60");
        run(stop)
    }

    pub(super) fn urls(&self) -> Urls {
        Urls { app: self.url(APP, DATABASE), owner: self.url(OWNER, DATABASE), operator: self.url(OPERATOR, DATABASE) }
    }

    pub(super) fn superuser_url(&self, database: &str) -> DatabaseUrl {
        self.url(SUPERUSER, database)
    }

    fn url(&self, role: &str, database: &str) -> DatabaseUrl {
        let socket = percent_encoded(&self.folder.run());
        DatabaseUrl::trusted(format!("postgres://{role}@localhost:5432/{database}?host={socket}"))
    }

    /// Sorting by bytes (`C`) never changes under an index when the system is upgraded, as the rules of libc and ICU do,
    /// and lets prefix searches use plain indexes; letters are those of Unicode all the same (`lower('É')`).
    fn initdb(&self) -> Result<(), EmbeddedError> {
        let unfinished = self.folder.path().join("data.new");
        if unfinished.exists() {
            std::fs::remove_dir_all(&unfinished)
                .map_err(|error| EmbeddedError::file("cannot remove", &unfinished, error))?;
        }
        let mut initdb = self.account.command(&self.binaries.program("initdb"));
        initdb.arg("-D").arg(&unfinished).args(["--username", SUPERUSER, "--auth-local=peer", "--auth-host=reject"]);
        initdb.args(["--encoding=UTF8", "--no-locale", "--lc-ctype=C.UTF-8"]);
        if self.without_fsync {
            initdb.arg("--no-sync");
        }
        run(initdb)?;
        self.write(&unfinished.join("postgresql.conf"), "include 'borough.conf'\n")?;
        std::fs::rename(&unfinished, self.folder.data())
            .map_err(|error| EmbeddedError::file("cannot rename", &unfinished, error))
    }

    fn configuration(&self) -> String {
        let quoted = |path: &Path| path.display().to_string().replace('\'', "''");
        let mut text = format!(
            "# Written by Borough at every start.\n\
             listen_addresses = ''\n\
             port = 5432\n\
             unix_socket_directories = '{}'\n\
             unix_socket_permissions = 0700\n\
             max_connections = 200\n\
             shared_buffers = 128MB\n\
             timezone = 'UTC'\n\
             log_timezone = 'UTC'\n\
             # Before it recovers from a crash all files are synced: at once, not a thousand one by one.\n\
             recovery_init_sync_method = syncfs\n\
             logging_collector = on\n\
             log_directory = '{}'\n\
             log_filename = 'postgresql-%a.log'\n\
             log_truncate_on_rotation = on\n\
             log_rotation_age = 1d\n",
            quoted(&self.folder.run()),
            quoted(&self.folder.log()),
        );
        if self.without_fsync {
            text.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
        }
        text
    }

    /// The cluster's account and ours may be any of our roles; nobody else on this machine may be one.
    fn identities(&self) -> String {
        let mut text = String::from("# Written by Borough at every start.\n");
        for account in self.account.may_connect() {
            for role in [SUPERUSER, OWNER, APP, OPERATOR] {
                let _ = writeln!(text, "borough \"{account}\" {role}");
            }
        }
        text
    }

    fn pg_ctl(&self, action: &str) -> Command {
        let mut command = self.account.command(&self.binaries.program("pg_ctl"));
        command.arg(action).arg("-w").arg("-D").arg(self.folder.data());
        command
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), EmbeddedError> {
        std::fs::write(path, text).map_err(|error| EmbeddedError::file("cannot write", path, error))?;
        self.account.give(path)
    }
}

fn run(mut command: Command) -> Result<(), EmbeddedError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |output: String| EmbeddedError::Program { program: program.clone(), output };
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(failed(String::from_utf8_lossy(&said).trim().replace('\n', " ")))
}

/// A path as a value in a URL's query.
fn percent_encoded(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(byte) {
            text.push(char::from(*byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
