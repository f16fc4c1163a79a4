//! A real embedded cluster in a folder of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use server::embedded::{Embedded, EmbeddedError, Options};
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::folder::Folder;
use crate::program::Program;

async fn word(url: &str, sql: &'static str) -> Result<String, sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    let row = connection.fetch_one(sql).await?;
    row.try_get(0)
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

    let pid = folder.postmaster().unwrap();
    embedded.stop().await.unwrap();
    pid.ends().await;
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
    let pid = folder.postmaster().unwrap();
    drop(embedded);
    pid.ends().await;
}

#[tokio::test]
async fn too_long_a_folder_is_refused_before_anything_is_made() {
    let folder = PathBuf::from("/tmp").join("long-".repeat(20));
    let error = Embedded::start(Options { folder: Some(folder.clone()), without_fsync: true }).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::PathTooLong { .. }), "{error}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn cluster_of_a_killed_program_is_adopted() {
    let folder = Folder::new();
    Program::start(&folder).await.kill().await;
    let left = folder.postmaster().unwrap();
    assert!(left.is_running(), "kill -9 of the program must leave its postmaster");

    let embedded = Embedded::start(folder.options()).await.unwrap();
    assert_eq!(folder.postmaster(), Some(left), "the postmaster was adopted, not replaced");
    assert_eq!(word(embedded.urls().app.expose(), "SELECT current_user::text").await.unwrap(), "borough_app");
    embedded.stop().await.unwrap();
    // An adopted postmaster is stopped like one's own.
    left.ends().await;
}

#[tokio::test]
async fn cluster_that_ended_by_itself_is_not_stopped_by_its_old_number() {
    let folder = Folder::new();
    let embedded = Embedded::start(folder.options()).await.unwrap();
    let postmaster = folder.postmaster().unwrap();
    postmaster.kill();
    postmaster.ends().await;
    let mut stranger = folder.stranger();
    let pid_file = folder.0.join("data/postmaster.pid");
    let text = std::fs::read_to_string(&pid_file).unwrap();
    std::fs::write(&pid_file, text.replacen(&postmaster.0.to_string(), &stranger.id().to_string(), 1)).unwrap();

    embedded.stop().await.unwrap();
    assert!(stranger.try_wait().unwrap().is_none(), "a stranger is left alone");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn files_that_name_another_program_are_put_away() {
    let folder = Folder::new();
    Embedded::start(folder.options()).await.unwrap().stop().await.unwrap();
    let mut stranger = folder.stranger();
    let data = folder.0.join("data");
    std::fs::write(data.join("postmaster.pid"), format!("{}\n{}\n1\n5432\n/tmp\n\n", stranger.id(), data.display()))
        .unwrap();
    std::fs::write(folder.0.join("run/.s.PGSQL.5432.lock"), format!("{}\n{}\n", stranger.id(), data.display()))
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
