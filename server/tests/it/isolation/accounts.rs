//! Whether an address has an account: neither the answer of a sign-in or of a reset tells, nor the time that it takes.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, Executor as _};
use uuid::Uuid;

use super::callers::{Answer, Kind, Matrix, Target};

/// Tries of each kind: a moment's worth, unless `make storm` asks for a figure that means something.
fn tries() -> usize {
    if std::env::var_os("BOROUGH_STORM").is_some() { 400 } else { 6 }
}

/// A form, how it is answered, an address that has an account there, and one of the same length that has none.
const DOORS: [(&str, u16, &str, &str); 3] = [
    ("/sign-in", 422, "dalia@office.example", "derek@office.example"),
    ("/admin/sign-in", 422, "super@example.com", "swift@example.com"),
    ("/reset-password", 303, "dalia@office.example", "derek@office.example"),
];

/// The answers are the same to the byte. The times are printed, for somebody to look at: a machine that is busy with
/// other things would decide about them.
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_sign_ins_and_resets_does_not_tell_who_has_an_account() {
    let matrix = Matrix::new().await;
    let mut superuser = matrix.database().superuser().connect().await.unwrap();
    for (path, status, existing, absent) in DOORS {
        let mut times = [Vec::new(), Vec::new()];
        let mut first = None;
        for round in 0..tries() {
            superuser.execute("TRUNCATE control.attempts").await.unwrap();
            // Each on either server, and either as the first.
            let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
            for which in order {
                let email = [existing, absent][which];
                let begin = Instant::now();
                let answer = matrix.post_form(Kind::Anonymous, path, &form(email)).await;
                times[which].push(begin.elapsed());
                let answer = without(&answer, email);
                assert_eq!(answer.status, status, "{path}: {answer:?}");
                assert_eq!(first.get_or_insert_with(|| answer.clone()), &answer, "{path}");
            }
        }
        let [existing, absent] = times.map(median);
        println!("{path}: median {existing:?} with an account, {absent:?} without, {} tries each", tries());
    }
}

/// Whoever invites an address learns nothing of it but what the invited person tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_invitations_does_not_tell_who_has_an_account() {
    let matrix = Matrix::new().await;
    let mut superuser = matrix.database().superuser().connect().await.unwrap();
    let bricks = matrix.things(Target::Foreign);
    let mut times = [Vec::new(), Vec::new()];
    let mut first = None;
    for round in 0..tries() {
        superuser.execute("UPDATE control.invitations SET revoked_at = now() WHERE accepted_at IS NULL").await.unwrap();
        superuser.execute("TRUNCATE control.attempts").await.unwrap();
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for which in order {
            let email = ["dalia@office.example", "derek@office.example"][which];
            let input =
                json!({ "emails": email, "roles": [bricks.role], "key": Uuid::from_u128((2 * round + which) as u128) });
            let body = json!({ "tenant": bricks.tenant, "input": input });
            let begin = Instant::now();
            let answer = matrix.post(Kind::OtherAdmin, "/api/invitations/create", &body).await;
            times[which].push(begin.elapsed());
            assert_eq!(answer.status, 200, "{answer:?}");
            let mut answer = without(&answer, email);
            // The time in it has as many digits as it needs.
            answer.headers.retain(|(name, _)| name != "content-length");
            let mut body: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(body["invited"][0]["email"], "EMAIL");
            for of_its_own in ["id", "expires_at"] {
                body["invited"][0].as_object_mut().unwrap().remove(of_its_own);
            }
            let told = (answer.headers, body);
            assert_eq!(first.get_or_insert_with(|| told.clone()), &told);
        }
    }
    let [existing, absent] = times.map(median);
    println!("invitations: median {existing:?} with an account, {absent:?} without, {} tries each", tries());
}

fn form(email: &str) -> [(&str, &str); 2] {
    [("email", email), ("password", "not the right password")]
}

/// The answer without the caller's own words.
fn without(answer: &Answer, email: &str) -> Answer {
    Answer { body: answer.body.replace(email, "EMAIL"), ..answer.clone() }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
