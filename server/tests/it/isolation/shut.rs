//! The matrix of a tenant that nobody may be in: suspended by an operator, or archived by its own administrators.

use serde_json::json;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, PgConnection};

use super::callers::{Answer, Kind, Matrix};
use super::functions::ROWS;

/// Those who were in it a moment ago, and whom the servers remember, and an operator.
const CALLERS: [Kind; 4] = [Kind::Admin, Kind::Editor, Kind::Viewer, Kind::SuperAdmin];

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_that_is_shut_answers_like_one_that_does_not_exist() {
    let matrix = Matrix::new().await;
    let mut sql = matrix.database().superuser().connect().await.unwrap();
    for status in ["suspended", "archived"] {
        for kind in CALLERS {
            let open = enter(&matrix, kind).await;
            assert_eq!(open.status, if kind.is_person() { 200 } else { 401 }, "{open:?}");
        }
        set_status(&mut sql, &matrix, status).await;
        for kind in CALLERS {
            assert_absent_to(&matrix, kind, status).await;
        }
        set_status(&mut sql, &matrix, "active").await;
    }
}

async fn set_status(sql: &mut PgConnection, matrix: &Matrix, status: &str) {
    let tenant = &matrix.own.tenant;
    let set = format!("UPDATE control.tenants SET status = '{status}' WHERE public_id = '{tenant}'");
    sql.execute(AssertSqlSafe(set)).await.unwrap();
}

async fn enter(matrix: &Matrix, kind: Kind) -> Answer {
    matrix.post(kind, "/api/organizations/enter", &json!({ "slug": matrix.own.slug })).await
}

async fn assert_absent_to(matrix: &Matrix, kind: Kind, status: &str) {
    let alike = |shut: Answer, absent: Answer, what: &str| {
        assert!((400..500).contains(&absent.status) || absent.status == 302, "{what} as {kind:?}: {absent:?}");
        let (shut, absent) = (shut.without(&matrix.own), absent.without(&matrix.absent));
        assert_eq!(shut, absent, "{what} as {kind:?}, {status}");
    };
    // The one call and the pages that enter say to its members that it is suspended.
    let is_told = status == "suspended" && kind.is_person();
    for row in ROWS.iter().filter(|row| row.is_of_members()) {
        let shut = matrix.post(kind, row.path, &(row.body)(&matrix.own)).await;
        if is_told && row.path == "/api/organizations/enter" {
            assert_eq!(shut.status, 403, "{shut:?}");
            continue;
        }
        alike(shut, matrix.post(kind, row.path, &(row.body)(&matrix.absent)).await, row.path);
    }
    for path in ["/t/{slug}", "/t/{slug}/members", "/t/{slug}/audit", "/admin/t/{slug}"] {
        let shut = matrix.get(kind, &path.replace("{slug}", &matrix.own.slug)).await;
        if is_told && path.starts_with("/t/") {
            assert_eq!(shut.status, 403, "{path}: {shut:?}");
            continue;
        }
        alike(shut, matrix.get(kind, &path.replace("{slug}", &matrix.absent.slug)).await, path);
    }
    let [own, absent] = [&matrix.own, &matrix.absent];
    let file = async |slug: &str| matrix.get_anything(kind, &format!("/t/{slug}/members.csv")).await;
    alike(file(&own.slug).await, file(&absent.slug).await, "the list as a file");
    let logo = async |tenant: &str| matrix.get_anything(kind, &format!("/organizations/{tenant}/logo")).await;
    alike(logo(own.tenant.as_str()).await, logo(absent.tenant.as_str()).await, "the logo");
    alike(matrix.upgrade(kind, &own.tenant).await, matrix.upgrade(kind, &absent.tenant).await, "the room");
    for path in ["/api/members/list", "/api/roles/list"] {
        let query = json!({ "search": "", "sort": "name", "descending": false, "after": null });
        let body = |tenant: &str| json!({ "tenant": format!("operator:{tenant}"), "query": query });
        let shut = matrix.post(kind, path, &body(own.tenant.as_str())).await;
        alike(shut, matrix.post(kind, path, &body(absent.tenant.as_str())).await, "the operators' door");
    }
    let offer = async |token: &str| matrix.post(kind, "/api/invitations/offer", &json!({ "token": token })).await;
    alike(offer(&own.token).await, offer(&absent.token).await, "an invitation");
}
