//! Whether an address has an account: neither the answer of a sign-in or of a reset tells, nor the time that it takes.

use std::time::{Duration, Instant};

use sqlx::{ConnectOptions as _, Executor as _};

use super::callers::{Answer, Kind, Matrix};

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
