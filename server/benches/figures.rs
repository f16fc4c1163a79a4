//! `make bench`: figures of the real program over HTTP, with an embedded database of its own, printed as a table.
//!
//! Nothing is compared with a limit here: what a figure must be stands in the documents, and a machine that is busy
//! proves nothing about the program.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what goes wrong ends the measurement")]

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use futures::StreamExt;
use model::live::{Body, Frame};
use serde_json::json;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use testkit::office::{self, Office};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

const SIGN_UPS: usize = 50;
const CONNECTIONS: usize = 16;
const LISTS_EACH: usize = 250;
const CHANGES: usize = 200;
const MEMBERS: usize = 50;

#[tokio::main]
async fn main() {
    let build = if cfg!(debug_assertions) { "a debug build, which says little" } else { "a release build" };
    println!("{build}, {} cores\n", std::thread::available_parallelism().unwrap());

    let folder = Folder(format!("/tmp/borough-{}-bench", std::process::id()).into());
    let (program, making) = Program::start(&folder.as_owner()).await;
    program.stop().await;
    let (here, starting) = Program::start(&folder.as_owner()).await;
    let memory = here.memory();
    let (there, _) = Program::start(&folder.as_guest()).await;

    let (office, sign_ups) = sign_ups(&here).await;
    fill(&folder, &office).await;
    let begin = Instant::now();
    let lists = lists(&here, &office).await;
    let a_second = lists.0.len() as u128 * 1000 / begin.elapsed().as_millis().max(1);
    let changes = changes(&here, &there, &office).await;
    there.stop().await;
    here.stop().await;

    println!("| | times | median | 99 % within | longest |\n|---|---|---|---|---|");
    sign_ups.print("sign-up: an organization, its administrator, a session");
    lists.print(&format!("list of {MEMBERS} members, {CONNECTIONS} connections at once"));
    changes.print("from sending a change to its arrival at another process' open page");
    println!("\n| | |\n|---|---|");
    println!("| lists of members in a second | {a_second} |");
    println!("| from the start to the first page, database made on the way | {} |", ms(making));
    println!("| from the start to the first page, database there | {} |", ms(starting));
    println!("| memory of the server at rest | {} MB |", memory / 1000);
}

/// Durations of the same thing.
struct Durations(Vec<Duration>);

impl Durations {
    fn print(mut self, what: &str) {
        self.0.sort();
        let at = |percent: usize| ms(self.0[(self.0.len() - 1) * percent / 100]);
        println!("| {what} | {} | {} | {} | {} |", self.0.len(), at(50), at(99), at(100));
    }
}

fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

/// Where the database is; removed at the end.
struct Folder(PathBuf);

impl Folder {
    /// What a program is told that starts the database and stops it.
    fn as_owner(&self) -> Vec<(&'static str, String)> {
        vec![("BOROUGH_DATA", self.0.display().to_string())]
    }

    /// What a second one is told, which uses it while the first one runs.
    fn as_guest(&self) -> Vec<(&'static str, String)> {
        let url = |role| format!("postgres://{role}@localhost/borough?host={}/run", self.0.display());
        vec![("DATABASE_URL", url("borough_app")), ("OPERATOR_DATABASE_URL", url("borough_operator"))]
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `borough serve`.
struct Program {
    url: String,
    child: Child,
}

impl Program {
    /// Starts it, and says how long it took to the first page.
    async fn start(environment: &[(&'static str, String)]) -> (Self, Duration) {
        let begin = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_borough"));
        command.args(["serve", "--address", "127.0.0.1:0", "--log", "error"]).stdout(Stdio::piped()).kill_on_drop(true);
        for limit in ["BOROUGH_ATTEMPTS_PER_ADDRESS", "BOROUGH_INVITATIONS_PER_DAY"] {
            command.env(limit, "1000000");
        }
        command.envs(environment.iter().cloned());
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = loop {
            let line = output.next_line().await.unwrap().unwrap_or_else(|| panic!("the server ended"));
            if let Some(url) = line.strip_prefix("Borough is ready at ") {
                break url.to_owned();
            }
        };
        let page = reqwest::get(format!("{url}/sign-in")).await.unwrap();
        assert!(page.status().is_success() && page.text().await.unwrap().contains("</html>"));
        (Self { url, child }, begin.elapsed())
    }

    /// Its memory that is in use, in kB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    async fn stop(mut self) {
        let kill = format!("kill -TERM {}", self.child.id().unwrap());
        assert!(Command::new("sh").args(["-c", &kill]).status().await.unwrap().success());
        assert!(self.child.wait().await.unwrap().success());
    }
}

/// Signs organizations up, one after the other. The last one is used for what follows.
async fn sign_ups(program: &Program) -> (Office, Durations) {
    let client = office::client();
    let mut durations = Vec::new();
    let mut cookie = String::new();
    for number in 1..=SIGN_UPS {
        let begin = Instant::now();
        cookie = office::sign_up(&client, &program.url, &format!("office-{number}")).await;
        durations.push(begin.elapsed());
    }
    let office = Office::enter(client, cookie, &program.url, &format!("office-{SIGN_UPS}")).await;
    (office, Durations(durations))
}

/// Adds members, whom nobody will sign in as. The founder's address is confirmed: nobody else may invite so many.
async fn fill(folder: &Folder, office: &Office) {
    let superuser = PgConnectOptions::new().socket(folder.0.join("run")).username("postgres").database("borough");
    let (tenant, role) = (office.tenant.as_str().unwrap(), office.role.as_str().unwrap());
    let crowd = format!(
        "UPDATE control.users SET email_verified_at = now();
        CREATE TEMPORARY TABLE crowd AS SELECT t.id AS tenant_id, gen_random_uuid() AS user_id,
            gen_random_uuid() AS member_id, 'person-' || n || '@example.com' AS email
            FROM control.tenants t, generate_series(2, {MEMBERS}) AS n WHERE t.public_id = '{tenant}';
        INSERT INTO control.users (id, email, email_key, name, password_hash)
            SELECT user_id, email, email, email, '' FROM crowd;
        INSERT INTO control.memberships (tenant_id, id, user_id) SELECT tenant_id, member_id, user_id FROM crowd;
        INSERT INTO control.member_roles (tenant_id, member_id, role_id) SELECT tenant_id, member_id, '{role}' FROM crowd"
    );
    superuser.connect().await.unwrap().execute(AssertSqlSafe(crowd)).await.unwrap();
}

/// Everybody lists the members again and again, over one connection each.
async fn lists(program: &Program, office: &Office) -> Durations {
    let query = json!({ "search": "", "sort": "name", "descending": false, "after": null });
    let mut everybody = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let office = Office { client: reqwest::Client::new(), ..office.clone() };
        let (url, arguments) = (program.url.clone(), json!({ "tenant": office.tenant, "query": query }));
        everybody.spawn(async move {
            let mut durations = Vec::new();
            for _ in 0..LISTS_EACH {
                let begin = Instant::now();
                let page = office.call(&url, "members/list", &arguments).await;
                durations.push(begin.elapsed());
                assert_eq!(page["members"].as_array().map(Vec::len), Some(MEMBERS));
            }
            durations
        });
    }
    Durations(everybody.join_all().await.into_iter().flatten().collect())
}

/// Invites people here, and hears of it there.
async fn changes(here: &Program, there: &Program, office: &Office) -> Durations {
    let address = there.url.replacen("http", "ws", 1);
    let tenant = office.tenant.as_str().unwrap();
    let mut request = format!("{address}/ws?tenant={tenant}").into_client_request().unwrap();
    request.headers_mut().insert("origin", there.url.parse().unwrap());
    request.headers_mut().insert("cookie", office.cookie.parse().unwrap());
    let (mut socket, _) = connect_async(request).await.unwrap();
    let mut heard = async |wanted: fn(&Body) -> bool| {
        loop {
            let message = socket.next().await.unwrap().unwrap();
            let frame = message.to_text().ok().and_then(|text| serde_json::from_str::<Frame>(text).ok());
            if frame.is_some_and(|frame| wanted(&frame.body)) {
                break;
            }
        }
    };
    heard(|body| matches!(body, Body::Ready)).await;
    let mut durations = Vec::new();
    for number in 0..CHANGES {
        let email = format!("invited-{number}@example.com");
        let key = format!("{number:08x}-0000-4000-8000-000000000000");
        let input = json!({ "emails": email, "roles": [office.role], "key": key });
        let arguments = json!({ "tenant": office.tenant, "input": input });
        let begin = Instant::now();
        let arrival = async {
            heard(|body| matches!(body, Body::Event(_))).await;
            begin.elapsed()
        };
        let (_, duration) = tokio::join!(office.call(&here.url, "invitations/create", &arguments), arrival);
        durations.push(duration);
    }
    Durations(durations)
}
