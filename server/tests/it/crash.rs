//! `kill -9` of the server and of its PostgreSQL while people write: what was acknowledged is there, once, and the logs are
//! whole.

mod look;
mod writers;

use std::time::{Duration, Instant};

use sqlx::{ConnectOptions, Connection, Executor, PgConnection, Row};

use crate::folder::{Folder, Pid};
use crate::program::{Program, run};
use crate::serving::bounded;

use look::Look;
use writers::{WRITERS, Writers};

/// Seconds' worth of kills, unless `make storm` asks for the full figure.
fn kills() -> usize {
    if std::env::var_os("BOROUGH_STORM").is_some() { 100 } else { 3 }
}

/// How many are written before this kill: it comes at another moment each time.
fn before(kill: usize) -> usize {
    10 + kill * 7 % 30
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_kills_loses_and_doubles_nothing() {
    let kills = kills();
    let database = testkit::database().await;
    let mut server = Program::start(&database).await;
    let mut writers = Writers::begin(&server.url, database.superuser()).await;
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        writers.write(before(kill)).await;
        server.kill().await;
        writers.address.send_replace(None);
        let begin = Instant::now();
        server = Program::start(&database).await;
        longest = longest.max(begin.elapsed());
        writers.address.send_replace(Some(server.url.clone()));
    }
    let (written, trouble) = writers.end().await;
    println!(
        "{kills} kills of the server, {} writes acknowledged, {} cut off and sent again, ready again after {} ms at most",
        written.len(),
        trouble.cut,
        longest.as_millis()
    );
    assert!(trouble.cut > 0, "the kills came in the middle of writes");

    let mut look = Look(database.superuser().connect().await.unwrap());
    look.finds_all(&written).await;
    assert!(run(&database, "check", "").await.succeeded);
    look.would_find_a_forgery(&database).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_kills_of_postgresql_loses_and_doubles_nothing() {
    let folder = Folder::new();
    storm_of_database_kills("PostgreSQL", &folder, async |_| folder.postmaster().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_kills_of_one_process_of_postgresql_loses_and_doubles_nothing() {
    let folder = Folder::new();
    storm_of_database_kills("one of its processes", &folder, async |superuser: &mut PgConnection| {
        let busy = "SELECT pid FROM pg_stat_activity WHERE usename = 'borough_app' ORDER BY state_change DESC LIMIT 1";
        let pid: i32 = superuser.fetch_one(busy).await.unwrap().get(0);
        Pid(pid.try_into().unwrap())
    })
    .await;
}

/// Kills a process of the embedded database again and again, under a server that goes on.
async fn storm_of_database_kills(what: &str, folder: &Folder, victim: impl AsyncFn(&mut PgConnection) -> Pid) {
    let kills = kills();
    let server = Program::start(folder).await;
    let mut writers = Writers::begin(&server.url, folder.superuser()).await;
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        writers.write(before(kill)).await;
        let mut witness = folder.superuser().connect().await.unwrap();
        let victim = victim(&mut witness).await;
        let begin = Instant::now();
        victim.kill();
        bounded("the database's return", async {
            // PostgreSQL sends everybody away, and then begins again.
            while witness.ping().await.is_ok() {}
            victim.ends().await;
            while !reqwest::get(format!("{}/readyz", server.url)).await.unwrap().status().is_success() {}
        })
        .await;
        longest = longest.max(begin.elapsed());
        // Of so many, one at least was begun after that.
        writers.write(WRITERS + 1).await;
    }
    let (written, trouble) = writers.end().await;
    println!(
        "{kills} kills of {what}, {} writes acknowledged, {} refused and sent again, the longest answer took {} ms, \
         ready again after {} ms at most",
        written.len(),
        trouble.refused,
        trouble.longest.as_millis(),
        longest.as_millis()
    );
    assert!(trouble.refused > 0, "the kills came in the middle of writes");
    assert_eq!(trouble.cut, 0, "the server itself answers all the time");

    Look(folder.superuser().connect().await.unwrap()).finds_all(&written).await;
    assert!(run(folder, "check", "").await.succeeded);
    let postmaster = folder.postmaster().unwrap();
    assert!(server.stop().await.succeeded);
    postmaster.ends().await;
}

#[tokio::test]
async fn a_database_that_does_not_start_again_ends_the_program_with_its_reason() {
    let folder = Folder::new();
    let server = Program::start(&folder).await;
    let control = folder.0.join("data/global/pg_control");
    std::fs::rename(&control, control.with_extension("away")).unwrap();
    folder.postmaster().unwrap().kill();
    let ended = bounded("the program's end", server.end()).await;
    assert!(!ended.succeeded, "{ended:?}");
    let told = ended.complained.lines().last().unwrap();
    assert!(told.contains("did not start again, tried 6 times") && told.contains("pg_control"), "{told}");
}

#[tokio::test]
async fn a_server_that_is_stopped_while_its_database_comes_back_leaves_none_behind() {
    let folder = Folder::new();
    let server = Program::start(&folder).await;
    let killed = folder.postmaster().unwrap();
    killed.kill();
    let ended = server.stop().await;
    assert!(ended.succeeded, "{ended:?}");
    if let Some(next) = folder.postmaster() {
        next.ends().await;
    }
}
