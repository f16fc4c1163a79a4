//! A real embedded cluster in a folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use server::embedded::{Embedded, EmbeddedError, Options};
use sqlx::{Connection, Executor, PgConnection, Row};

/// A folder that is removed at the end. Right under the temporary folder: another account must be able to enter it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("borough-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }

    fn options(&self) -> Options {
        Options { folder: Some(self.0.clone()), without_fsync: true }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn word(url: &str, sql: &'static str) -> Result<String, sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    let row = connection.fetch_one(sql).await?;
    row.try_get(0)
}

fn postmaster(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    text.lines().next().unwrap().to_owned()
}

/// A process that ended but was not yet collected by its parent has no program any more.
fn is_running(pid: &str) -> bool {
    std::fs::read_link(Path::new("/proc").join(pid).join("exe")).is_ok()
}

/// `pg_ctl` is content when the pid file is gone, a moment before the process is.
async fn ends(pid: &str) {
    while is_running(pid) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn starts_with_three_roles_and_stops() {
    let folder = Folder::new();
    let embedded = Embedded::start(folder.options()).await.unwrap();
    let urls = embedded.urls().clone();
    for (url, role) in
        [(&urls.app, "borough_app"), (&urls.owner, "borough_owner"), (&urls.operator, "borough_operator")]
    {
        assert_eq!(word(url.expose(), "SELECT current_user::text").await.unwrap(), role);
    }
    let strong = "SELECT count(*)::text FROM pg_roles WHERE rolname LIKE 'borough%' AND (rolsuper OR rolbypassrls OR rolcreaterole)";
    assert_eq!(word(urls.app.expose(), strong).await.unwrap(), "0");
    assert_eq!(word(urls.app.expose(), "SHOW listen_addresses").await.unwrap(), "");
    assert_eq!(word(urls.app.expose(), "SELECT lower('ÉŞ')").await.unwrap(), "éş");
    assert_eq!(
        word(urls.owner.expose(), "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'borough'")
            .await
            .unwrap(),
        "borough_owner"
    );

    let pid = postmaster(&folder.0);
    embedded.stop().await.unwrap();
    ends(&pid).await;
    assert!(word(urls.app.expose(), "SELECT ''").await.is_err());

    // The same folder again: what was made is found, not made twice.
    let again = Embedded::start(folder.options()).await.unwrap();
    assert_eq!(word(again.urls().app.expose(), "SELECT current_user::text").await.unwrap(), "borough_app");
    again.stop().await.unwrap();
}

#[tokio::test]
async fn second_owner_of_a_folder_is_refused_and_a_short_command_joins() {
    let folder = Folder::new();
    let first = Embedded::start(folder.options()).await.unwrap();
    let second = Embedded::start(folder.options()).await.unwrap_err();
    assert!(matches!(second, EmbeddedError::InUse { .. }), "{second}");
    assert!(second.to_string().contains(folder.0.to_str().unwrap()), "{second}");

    let joined = Embedded::join(folder.options()).await.unwrap();
    assert_eq!(word(joined.urls().app.expose(), "SELECT current_user::text").await.unwrap(), "borough_app");
    joined.stop().await.unwrap();
    assert_eq!(word(first.urls().app.expose(), "SELECT current_user::text").await.unwrap(), "borough_app");
    first.stop().await.unwrap();
}

#[tokio::test]
async fn dropping_the_owner_stops_the_cluster() {
    let folder = Folder::new();
    let embedded = Embedded::start(folder.options()).await.unwrap();
    let pid = postmaster(&folder.0);
    drop(embedded);
    ends(&pid).await;
}

#[tokio::test]
async fn too_long_a_folder_is_refused_before_anything_is_made() {
    let folder = std::env::temp_dir().join("long-".repeat(20));
    let error = Embedded::start(Options { folder: Some(folder.clone()), without_fsync: true }).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::PathTooLong { .. }), "{error}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn cluster_of_a_killed_program_is_adopted() {
    let folder = Folder::new();
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "embedded::hold_a_cluster_until_killed"])
        .env("BOROUGH_TEST_FOLDER", &folder.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let ready = lines.map_while(Result::ok).any(|line| line.contains("the cluster is up"));
    assert!(ready, "the other program did not start its cluster");
    program.kill().unwrap();
    program.wait().unwrap();
    let left = postmaster(&folder.0);
    assert!(is_running(&left), "kill -9 of the program must leave its postmaster");

    let embedded = Embedded::start(folder.options()).await.unwrap();
    assert_eq!(postmaster(&folder.0), left, "the postmaster was adopted, not replaced");
    assert_eq!(word(embedded.urls().app.expose(), "SELECT current_user::text").await.unwrap(), "borough_app");
    embedded.stop().await.unwrap();
    // An adopted postmaster is stopped like one's own.
    ends(&left).await;
}

/// The other program of the test above.
#[tokio::test]
#[ignore = "started by cluster_of_a_killed_program_is_adopted, which kills it"]
async fn hold_a_cluster_until_killed() {
    let Some(folder) = std::env::var_os("BOROUGH_TEST_FOLDER") else { return };
    let options = Options { folder: Some(PathBuf::from(folder)), without_fsync: true };
    let _embedded = Embedded::start(options).await.unwrap();
    println!("the cluster is up");
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn pid_file_that_names_another_program_is_put_away() {
    let folder = Folder::new();
    Embedded::start(folder.options()).await.unwrap().stop().await.unwrap();
    let mut stranger = Command::new("sleep").arg("600").spawn().unwrap();
    let data = folder.0.join("data");
    std::fs::write(data.join("postmaster.pid"), format!("{}\n{}\n1\n5432\n/tmp\n\n", stranger.id(), data.display()))
        .unwrap();

    let embedded = Embedded::start(folder.options()).await.unwrap();
    assert_eq!(word(embedded.urls().app.expose(), "SELECT current_user::text").await.unwrap(), "borough_app");
    assert!(stranger.try_wait().unwrap().is_none(), "a stranger is left alone");
    embedded.stop().await.unwrap();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn printed_roles_make_everything_on_a_bare_cluster() {
    let folder = Folder::new();
    let embedded = Embedded::start(folder.options()).await.unwrap();
    let app = embedded.urls().app.expose().to_owned();
    let superuser = app.replace("borough_app@", "postgres@").replace("/borough?", "/postgres?");
    let mut connection = PgConnection::connect(&superuser).await.unwrap();
    for bare in ["DROP DATABASE borough", "DROP ROLE borough_owner, borough_app, borough_operator, borough_definer"] {
        connection.execute(bare).await.unwrap();
    }
    assert!(word(&app, "SELECT ''").await.is_err());

    // Twice: an administrator may not remember having run it.
    for _ in 0..2 {
        let mut psql = Command::new("psql")
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", &superuser])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        psql.stdin.take().unwrap().write_all(server::embedded::roles::print_roles_sql().as_bytes()).unwrap();
        assert!(psql.wait().unwrap().success());
    }
    assert_eq!(word(&app, "SELECT current_user::text").await.unwrap(), "borough_app");
    embedded.stop().await.unwrap();
}
