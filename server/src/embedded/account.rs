//! Which account of the operating system the cluster runs as: PostgreSQL refuses root.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::EmbeddedError;

/// An account and how to start a program as it.
#[derive(Debug, Clone)]
pub(super) struct Account {
    name: String,
    /// User and group to change to; `None` when this process already runs as the account.
    change_to: Option<(u32, u32)>,
}

impl Account {
    /// Ourselves, or for root an unprivileged account: the folder's owner, else `borough`, `postgres` (which Debian's
    /// package makes), or `nobody`.
    pub(super) fn find(folder: &Path) -> Result<Self, EmbeddedError> {
        let me = id(&["-un"]).ok_or(EmbeddedError::NoAccount)?;
        if id(&["-u"]).as_deref() != Some("0") {
            return Ok(Self { name: me, change_to: None });
        }
        let owner = std::fs::metadata(folder).ok().map(|metadata| metadata.uid()).filter(|uid| *uid != 0);
        let owner = owner.map(|uid| uid.to_string());
        owner
            .as_deref()
            .into_iter()
            .chain(["borough", "postgres", "nobody"])
            .find_map(Self::named)
            .ok_or(EmbeddedError::NoAccount)
    }

    fn named(name_or_uid: &str) -> Option<Self> {
        let name = id(&["-un", name_or_uid])?;
        let uid = id(&["-u", name_or_uid])?.parse().ok()?;
        let gid = id(&["-g", name_or_uid])?.parse().ok()?;
        Some(Self { name, change_to: Some((uid, gid)) })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether programs of the cluster run as somebody else than this process, which then is root.
    pub(super) fn is_another(&self) -> bool {
        self.change_to.is_some()
    }

    /// Every account that may connect: the cluster's own and the one that this program runs as.
    pub(super) fn may_connect(&self) -> Vec<String> {
        let mut names = vec![self.name.clone()];
        names.extend(id(&["-un"]).filter(|me| *me != self.name));
        names
    }

    /// A command that runs as the account, with nothing of our environment and no folder that it could not enter.
    /// The standard library drops root's other groups together with its user.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").env("TZ", "UTC");
        command.current_dir("/").stdin(Stdio::null());
        if let Some((uid, gid)) = self.change_to {
            command.gid(gid).uid(uid);
        }
        command
    }

    /// Gives a file or folder to the account.
    pub(super) fn give(&self, path: &Path) -> Result<(), EmbeddedError> {
        let Some((uid, gid)) = self.change_to else { return Ok(()) };
        std::os::unix::fs::chown(path, Some(uid), Some(gid))
            .map_err(|error| EmbeddedError::file("cannot give away", path, error))
    }

    /// Whether the account can reach and write a folder; the folders above it may be closed.
    pub(super) fn can_use(&self, folder: &Path) -> bool {
        let mut test = self.command(Path::new("test"));
        test.arg("-w").arg(folder).arg("-a").arg("-x").arg(folder);
        test.status().is_ok_and(|status| status.success())
    }
}

/// One word from coreutils' `id`, which also knows accounts that are not in `/etc/passwd`.
fn id(arguments: &[&str]) -> Option<String> {
    let output = Command::new("id").args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let word = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !word.is_empty()).then_some(word)
}
