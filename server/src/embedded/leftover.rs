//! What runs in our data folder, and what an earlier, killed program may have left there. Nothing outside the folder is
//! looked at twice.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::EmbeddedError;
use super::folder::Folder;

/// What `postmaster.pid` is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leftover {
    /// A postmaster of this very folder is at work: it can be adopted.
    Running,
    /// Nothing runs here.
    Nothing,
}

/// How often and how long we wait for the server processes of a killed postmaster, which end by themselves, and for a
/// postmaster that is just coming or going.
const PATIENCE: (u32, Duration) = (100, Duration::from_millis(100));

/// Looks at the folder's processes and at the files by which a postmaster keeps others away.
pub(super) fn look(folder: &Folder) -> Result<Leftover, EmbeddedError> {
    let data = folder.data();
    for _ in 0..PATIENCE.0 {
        let at_work = processes_of(&data);
        if at_work.is_empty() {
            put_away(&data.join(PID_FILE))?;
            put_away(&folder.socket_lock())?;
            return Ok(Leftover::Nothing);
        }
        if PidFile::read(&data).is_some_and(|named| named.is_ready && at_work.contains(&named.pid)) {
            return Ok(Leftover::Running);
        }
        std::thread::sleep(PATIENCE.1);
    }
    let pids = processes_of(&data);
    Err(EmbeddedError::StillAtWork { folder: data, pids })
}

/// Removes a killed postmaster's file if its number is still taken: by somebody else, or by itself as long as its parent
/// has not noticed its end. PostgreSQL would take that for a postmaster at work and refuse to start.
fn put_away(file: &Path) -> Result<(), EmbeddedError> {
    match first_number(file) {
        Some(pid) if process(pid).exists() => {
            std::fs::remove_file(file).map_err(|error| EmbeddedError::file("cannot remove", file, error))
        }
        _ => Ok(()),
    }
}

fn first_number(file: &Path) -> Option<u32> {
    std::fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok()
}

/// The postmaster of a data folder, as long as it runs. A later process of the same number is told from it by when it
/// began.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: u32,
    began: String,
}

impl Postmaster {
    /// The one that runs in this folder now.
    pub(super) fn of(data: &Path) -> Option<Self> {
        let PidFile { pid, .. } = PidFile::read(data)?;
        let began = began(pid)?;
        works_in(&process(pid), &data.canonicalize().ok()?).then_some(Self { pid, began })
    }

    pub(super) fn is_running(&self) -> bool {
        began(self.pid).as_deref() == Some(&self.began)
    }
}

const PID_FILE: &str = "postmaster.pid";

/// What a postmaster writes down about itself.
struct PidFile {
    pid: u32,
    is_ready: bool,
}

impl PidFile {
    fn read(data: &Path) -> Option<Self> {
        let file = data.join(PID_FILE);
        let text = std::fs::read_to_string(&file).ok()?;
        // The eighth line: `starting`, `ready` or `stopping`.
        let is_ready = text.lines().nth(7).is_some_and(|status| status.trim() == "ready");
        Some(Self { pid: first_number(&file)?, is_ready })
    }
}

fn process(pid: u32) -> PathBuf {
    Path::new("/proc").join(pid.to_string())
}

/// When a process began, in ticks since the machine did. None: it has ended, though its parent may not have noticed yet.
fn began(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(process(pid).join("stat")).ok()?;
    // The name before the last parenthesis is anybody's choice. The first field behind it is the third (proc(5)).
    let mut fields = stat.rsplit(')').next()?.split_whitespace();
    let state = fields.next()?;
    if matches!(state, "Z" | "X") { None } else { fields.nth(18).map(str::to_owned) }
}

/// All of PostgreSQL's processes in this data folder.
fn processes_of(data: &Path) -> Vec<u32> {
    let Ok(data) = data.canonicalize() else { return Vec::new() };
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ours = all.filter(|entry| works_in(&entry.path(), &data));
    ours.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Whether a process is PostgreSQL's and works in this data folder: `/proc/…/cwd` tells which cluster it belongs to.
///
/// In many containers root may not ask that of another account's process (it lacks `CAP_SYS_PTRACE`). Arguments are
/// everybody's to read, and those of a postmaster name its folder.
fn works_in(process: &Path, data: &Path) -> bool {
    let Ok(cwd) = std::fs::read_link(process.join("cwd")) else {
        let arguments = std::fs::read_to_string(process.join("cmdline")).unwrap_or_default();
        let mut arguments = arguments.split('\0');
        let is_postgres = arguments.next().is_some_and(|program| Path::new(program).ends_with("postgres"));
        let folder = arguments.skip_while(|argument| *argument != "-D").nth(1);
        return is_postgres && folder.is_some_and(|folder| Path::new(folder).canonicalize().is_ok_and(|it| it == data));
    };
    let program = std::fs::read_link(process.join("exe")).unwrap_or_default();
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // After an upgrade of the package the link reads "postgres (deleted)".
    cwd == data && (name == "postgres" || name.starts_with("postgres "))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_process_that_hides_its_folder_is_known_by_its_arguments() {
        let folder = Path::new("/tmp").join(format!("borough-leftover-{}", std::process::id()));
        let [data, other, process] = ["data", "other", "1234"].map(|name| folder.join(name));
        for made in [&data, &other, &process] {
            fs::create_dir_all(made).unwrap();
        }
        let data = data.canonicalize().unwrap();
        let postmaster = format!("/usr/lib/postgresql/15/bin/postgres\0-D\0{}\0", data.display());
        for (arguments, is_ours) in [
            (postmaster.clone(), true),
            (postmaster.replace("/data", "/other"), false),
            (postmaster.replace("bin/postgres", "bin/vim"), false),
            ("postgres: borough_app borough [local] idle".to_owned(), false),
            (String::new(), false),
        ] {
            fs::write(process.join("cmdline"), &arguments).unwrap();
            assert_eq!(works_in(&process, &data), is_ours, "{arguments}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
