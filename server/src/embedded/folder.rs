//! The data folder: where it is, that the cluster's account can use it, and that its socket's path is short enough.

use std::fs::{File, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::EmbeddedError;
use super::account::Account;

/// Linux' `sun_path` has 108 bytes, one of them the closing NUL.
const LONGEST_SOCKET: usize = 107;
const SOCKET: &str = "run/.s.PGSQL.5432";

#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder that was asked for, or `/var/lib/borough` for root, or `borough` in the user's data folder.
    pub(super) fn choose(asked: Option<&Path>, is_root: bool) -> Result<Self, EmbeddedError> {
        let usual = || {
            if is_root {
                return Some(PathBuf::from("/var/lib/borough"));
            }
            let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
            set("XDG_DATA_HOME")
                .or_else(|| Some(set("HOME")?.join(".local/share")))
                .map(|folder| folder.join("borough"))
        };
        let folder = asked.map(Path::to_owned).or_else(usual).ok_or(EmbeddedError::NoFolder)?;
        let folder =
            std::path::absolute(&folder).map_err(|error| EmbeddedError::file("cannot find", &folder, error))?;
        let bytes = folder.join(SOCKET).as_os_str().len();
        if bytes > LONGEST_SOCKET {
            return Err(EmbeddedError::PathTooLong { folder, bytes });
        }
        Ok(Self(folder))
    }

    /// Makes what is missing, closed to everybody but the account.
    pub(super) fn make(&self, account: &Account) -> Result<(), EmbeddedError> {
        for folder in [self.path().to_owned(), self.run(), self.log()] {
            if !folder.is_dir() {
                std::fs::create_dir_all(&folder).map_err(|error| EmbeddedError::file("cannot make", &folder, error))?;
                std::fs::set_permissions(&folder, Permissions::from_mode(0o700))
                    .map_err(|error| EmbeddedError::file("cannot close", &folder, error))?;
                account.give(&folder)?;
            }
            if !account.can_use(&folder) {
                return Err(EmbeddedError::Unreachable { account: account.name().to_owned(), folder });
            }
        }
        Ok(())
    }

    /// The file whose lock says who owns the cluster. The system gives it free when its holder ends, however it ends.
    pub(super) fn open_lock(&self) -> Result<File, EmbeddedError> {
        let path = self.0.join("lock");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        options.open(&path).map_err(|error| EmbeddedError::file("cannot open", &path, error))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    pub(super) fn run(&self) -> PathBuf {
        self.0.join("run")
    }

    /// By which a postmaster keeps others from its socket.
    pub(super) fn socket_lock(&self) -> PathBuf {
        self.0.join(format!("{SOCKET}.lock"))
    }

    pub(super) fn log(&self) -> PathBuf {
        self.0.join("log")
    }
}
