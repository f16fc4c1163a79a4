//! The matrix of the operators' door.

use serde_json::{Value, json};

use super::callers::{Kind, Matrix, Target, Things};
use super::functions::{ROWS, Row, assert_quiet};

/// The functions that operators can call too, naming the tenant by their own door: those that only read.
const BOTH_DOORS: [&str; 2] = ["/api/members/list", "/api/roles/list"];

/// The body of a call that names its tenant by the operators' door.
fn by_operators_door(row: &Row, things: &Things) -> Option<Value> {
    let mut body = (row.body)(things);
    let tenant = body.get_mut("tenant").filter(|_| !row.path.starts_with("/api/admin/"))?;
    *tenant = json!(format!("operator:{}", things.tenant));
    Some(body)
}

/// By the operators' door a tenant is entered by an operator's session alone, whatever a member's may do, and no call that
/// changes anything has that door.
#[tokio::test(flavor = "multi_thread")]
async fn the_operators_door_lets_in_who_may_enter_and_only_to_read() {
    let matrix = Matrix::new().await;
    let mut with_both = 0;
    for row in ROWS {
        for target in [Target::Own, Target::Foreign, Target::Absent] {
            let Some(body) = by_operators_door(row, matrix.things(target)) else { continue };
            for kind in Kind::ALL {
                let answer = matrix.post(kind, row.path, &body).await;
                let expected = match kind {
                    _ if !BOTH_DOORS.contains(&row.path) => 422,
                    Kind::SuperAdmin if target == Target::Absent => 404,
                    Kind::SuperAdmin => 200,
                    Kind::TenantManager => 403,
                    _ => 401,
                };
                assert_eq!(answer.status, expected, "{} as {kind:?} on {target:?}: {answer:?}", row.path);
                if expected != 200 {
                    assert_quiet(&matrix, &answer);
                }
            }
            with_both += usize::from(BOTH_DOORS.contains(&row.path));
        }
    }
    assert_eq!(with_both, 3 * BOTH_DOORS.len(), "each of them has a row");
}
