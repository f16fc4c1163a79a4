//! Many callers at once, two servers over one database, input that nobody means well. Nothing breaks, nothing leaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, Executor as _, Row as _};
use tokio::task::JoinSet;

use super::callers::{Answer, Kind, Matrix, Target};
use super::functions::ROWS;

/// How many calls: some seconds' worth, unless `make hammer` asks for more by `BOROUGH_HAMMER`.
fn calls() -> u64 {
    std::env::var("BOROUGH_HAMMER").map_or(600, |calls| calls.parse().unwrap())
}

const CLIENTS: u64 = 12;

/// Text that nobody means well.
const HOSTILE: [&str; 14] = [
    "",
    "\0",
    "a\0b",
    "\u{202e}gnp.exe",
    "\u{200b}",
    "\u{feff}",
    "e\u{301}\u{301}\u{301}",
    "😀👩‍🔧",
    "' OR 1=1 --",
    "../../../../etc/passwd",
    "%2f%2e%2e;//",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"x\")",
    "\u{fdfa}\u{fdfa}\u{fdfa}",
];

const PATHS: [&str; 8] = [
    "//",
    "/t//members",
    "/t/%2e%2e/members",
    "/t/office-inc;x/members",
    "/t/%00",
    "/t/a%2fb",
    "/pkg/../../Cargo.toml",
    "/%ff",
];

/// The numbers of one client: the same ones for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // xorshift64 (Marsaglia, 2003).
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hammering_two_servers_breaks_and_leaks_nothing() {
    let matrix = Arc::new(Matrix::new().await);
    let left = Arc::new(AtomicU64::new(calls()));
    let mut clients = JoinSet::new();
    for seed in 1..=CLIENTS {
        let (matrix, left) = (Arc::clone(&matrix), Arc::clone(&left));
        clients.spawn(async move {
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let mut statuses = Vec::new();
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                let kind = dice.pick(&Kind::ALL);
                let answer = call(&matrix, kind, &mut dice).await;
                assert_whole(kind, &answer);
                statuses.push(answer.status);
            }
            statuses
        });
    }
    let statuses: Vec<u16> = clients.join_all().await.into_iter().flatten().collect();
    assert_eq!(statuses.len() as u64, calls());
    let of = |class: u16| statuses.iter().filter(|status| *status / 100 == class).count();
    println!("hammer: {} calls; {} done, {} led on, {} refused", statuses.len(), of(2), of(3), of(4));
    assert!(of(2) > 0 && of(4) > 0, "a hammer that only misses proves nothing");
    assert_nothing_half_done(&matrix).await;
}

async fn call(matrix: &Matrix, kind: Kind, dice: &mut Dice) -> Answer {
    let target = dice.pick(&[Target::Own, Target::Own, Target::Foreign, Target::Absent]);
    let mut things = matrix.things(target).clone();
    // Whoever holds a link is told whose it is: nobody here holds another organization's.
    let home = if kind == Kind::OtherAdmin { Target::Foreign } else { Target::Own };
    if target != home {
        things.token.clone_from(&matrix.absent.token);
    }
    match dice.roll(10) {
        0 => matrix.get(kind, dice.pick(&PATHS)).await,
        1 => matrix.get(kind, &format!("/t/{}/members", things.slug)).await,
        2 => {
            let text = dice.pick(&HOSTILE).to_owned();
            let form = [
                ("organization", text.as_str()),
                ("slug", text.as_str()),
                ("name", text.as_str()),
                ("email", text.as_str()),
            ];
            matrix
                .post_form(kind, dice.pick(&["/sign-up", "/sign-in", "/organizations/new", "/preferences"]), &form)
                .await
        }
        roll => {
            let row = &ROWS[dice.roll(ROWS.len())];
            let mut body = (row.body)(&things);
            if roll > 6 {
                spoil(&mut body, dice);
            }
            matrix.post(kind, row.path, &body).await
        }
    }
}

/// Puts something hostile in the place of one value.
fn spoil(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let at = dice.roll(fields.len());
            if let Some(field) = fields.values_mut().nth(at) {
                spoil(field, dice);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = dice.roll(items.len());
            spoil(&mut items[at], dice);
        }
        other => {
            *other = match dice.roll(4) {
                0 => Value::Null,
                1 => json!("x".repeat(100_000)),
                2 => json!([[[[[[[[[[[[]]]]]]]]]]]]),
                _ => json!(dice.pick(&HOSTILE)),
            };
        }
    }
}

/// No fault, and nothing of another tenant.
fn assert_whole(kind: Kind, answer: &Answer) {
    assert!(answer.status < 500, "{kind:?}: {answer:?}");
    let foreign: &[&str] = match kind {
        // Operators see the names of all.
        Kind::SuperAdmin | Kind::TenantManager => &[],
        Kind::OtherAdmin => &["Office Inc.", "adam@office.example"],
        _ => &["Bricks", "bea@bricks.example"],
    };
    for secret in foreign {
        assert!(!answer.body.contains(secret), "{kind:?} is told of {secret}: {answer:?}");
    }
}

/// Every feed is whole, every organization has an administrator, and every audit chain holds.
async fn assert_nothing_half_done(matrix: &Matrix) {
    let mut conn = matrix.database().superuser().connect().await.unwrap();
    let broken = "SELECT count(*) FROM control.tenants t JOIN control.feed f ON f.tenant_id = t.id
        WHERE f.position <> (SELECT count(*) FROM control.events e WHERE e.tenant_id = t.id)
            OR f.audit_position <> (SELECT count(*) FROM control.audit_entries a WHERE a.tenant_id = t.id)
            OR NOT EXISTS (SELECT 1 FROM control.memberships m
                JOIN control.member_roles mr ON mr.tenant_id = m.tenant_id AND mr.member_id = m.id
                JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
                WHERE m.tenant_id = t.id AND m.status = 'active' AND r.grants_all)";
    let chains = "SELECT count(*) FROM (
        SELECT a.*, coalesce(lag(a.hash) OVER (PARTITION BY a.tenant_id ORDER BY a.number), '') AS before
        FROM control.audit_entries a) a
        WHERE a.hash <> control.audit_hash(a.before, a.tenant_id, a.number, a.created_at, a.entry)";
    for question in [broken, chains] {
        let count: i64 = conn.fetch_one(question).await.unwrap().get(0);
        assert_eq!(count, 0, "{question}");
    }
}
