//! A folder for an embedded database, removed when the test ends.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use server::embedded::Options;
use sqlx::postgres::PgConnectOptions;

/// In `/tmp` whatever `TMPDIR` says: its socket's path must be short, and another account must be able to enter it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        Self(format!("/tmp/borough-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)).into())
    }

    pub fn options(&self) -> Options {
        Options { folder: Some(self.0.clone()), without_fsync: true }
    }

    /// The process that its cluster runs by, or ran by before it was killed.
    pub fn postmaster(&self) -> Option<Pid> {
        let text = std::fs::read_to_string(self.0.join("data/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok().map(Pid)
    }

    /// A process of the cluster's account that has nothing to do with it.
    pub fn stranger(&self) -> Child {
        let owner = self.0.metadata().unwrap().uid();
        Command::new("sleep").arg("600").uid(owner).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    pub fn superuser(&self) -> PgConnectOptions {
        PgConnectOptions::new().socket(self.0.join("run")).username("postgres").database("borough")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process that is no child of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pid(pub u32);

impl Pid {
    /// One that ended but was not yet collected by its parent has no program any more.
    pub fn is_running(self) -> bool {
        std::fs::read_link(format!("/proc/{}/exe", self.0)).is_ok()
    }

    /// `pg_ctl` is content when the pid file is gone, a moment before the process is.
    pub async fn ends(self) {
        while self.is_running() {
            tokio::task::yield_now().await;
        }
    }

    /// `kill -9`.
    pub fn kill(self) {
        self.signal("-KILL");
    }

    /// Asks it to end.
    pub fn terminate(self) {
        self.signal("-TERM");
    }

    fn signal(self, signal: &str) {
        // The shell's own: Debian does not always have another.
        let command = format!("kill {signal} {}", self.0);
        assert!(Command::new("sh").args(["-c", &command]).status().unwrap().success());
    }
}
