//! What an earlier, killed program may have left in our folder. Nothing outside the folder is looked at twice.

use std::path::Path;
use std::time::Duration;

use super::EmbeddedError;

/// What `postmaster.pid` is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leftover {
    /// A postmaster of this very folder is at work: it can be adopted.
    Running,
    /// Nothing runs here.
    Nothing,
}

/// How often and how long we wait for the server processes of a killed postmaster, which end by themselves.
const PATIENCE: (u32, Duration) = (100, Duration::from_millis(100));

/// Looks at the folder's processes and its pid file, and puts a pid file away that names somebody else's process:
/// PostgreSQL would take it for its own and refuse to start.
pub(super) fn look(data: &Path) -> Result<Leftover, EmbeddedError> {
    let pid_file = data.join("postmaster.pid");
    let named =
        std::fs::read_to_string(&pid_file).ok().and_then(|text| text.lines().next()?.trim().parse::<u32>().ok());
    for _ in 0..PATIENCE.0 {
        let at_work = processes_of(data);
        if let Some(pid) = named {
            if at_work.contains(&pid) {
                return Ok(Leftover::Running);
            }
            let is_somebody_elses = Path::new(&format!("/proc/{pid}")).exists();
            if at_work.is_empty() && is_somebody_elses {
                std::fs::remove_file(&pid_file)
                    .map_err(|error| EmbeddedError::file("cannot remove", &pid_file, error))?;
            }
        }
        if at_work.is_empty() {
            return Ok(Leftover::Nothing);
        }
        std::thread::sleep(PATIENCE.1);
    }
    Err(EmbeddedError::StillAtWork { folder: data.to_owned(), pids: processes_of(data) })
}

/// PostgreSQL's processes work in their data folder, so `/proc/…/cwd` tells which cluster they belong to.
fn processes_of(data: &Path) -> Vec<u32> {
    let Ok(data) = data.canonicalize() else { return Vec::new() };
    let is_postgres = |process: &Path| {
        let program = std::fs::read_link(process.join("exe")).unwrap_or_default();
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // After an upgrade of the package the link reads "postgres (deleted)".
        name == "postgres" || name.starts_with("postgres ")
    };
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == data) && is_postgres(&entry.path())
        })
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}
