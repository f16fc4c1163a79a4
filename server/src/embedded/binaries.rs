//! Finds the programs of PostgreSQL: Debian keeps each major version in a folder of its own, others in `PATH`.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::EmbeddedError;

const DEBIAN: &str = "/usr/lib/postgresql";
const OLDEST: u32 = 15;

/// The folder that holds `initdb` and `pg_ctl` of one major version.
#[derive(Debug, Clone)]
pub(super) struct Binaries(PathBuf);

impl Binaries {
    /// The newest installed version for a new cluster, the very same major version for an existing one.
    pub(super) fn find(data: &Path) -> Result<Self, EmbeddedError> {
        let made_by = std::fs::read_to_string(data.join("PG_VERSION")).ok().map(|version| version.trim().to_owned());
        let mut installed = installed();
        installed.sort_by_key(|(major, _)| *major);
        let Some(version) = made_by else {
            return installed.pop().map(|(_, folder)| Self(folder)).ok_or(EmbeddedError::NoServer);
        };
        let same = installed.into_iter().find(|(major, _)| major.to_string() == version);
        same.map(|(_, folder)| Self(folder))
            .ok_or_else(|| EmbeddedError::OtherVersion { folder: data.to_owned(), version })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

fn installed() -> Vec<(u32, PathBuf)> {
    let debian = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .chain(std::env::split_paths(&path))
        .filter(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
        .filter_map(|folder| Some((major(&folder)?, folder)))
        .filter(|(major, _)| *major >= OLDEST)
        .collect()
}

/// From `pg_ctl (PostgreSQL) 15.18 (Debian …)`.
fn major(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("pg_ctl")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split(") ").nth(1)?.split(['.', ' ', '\n']).next()?.parse().ok()
}
