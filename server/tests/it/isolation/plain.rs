//! The matrix of plain routes: forms, the socket, and whether the program is well.

use axum::http::Method;
use model::permission::Permission;
use server::routes::plain_routes;
use sqlx::{ConnectOptions as _, Executor as _, PgConnection, Row as _};
use testkit::PASSWORD;

use super::callers::{Kind, Matrix, Target, Things};

/// What a route is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// Nobody's data.
    Nothing,
    /// The account of whoever sends it.
    Account,
    /// An invitation, named by its link's secret or its id: only the invited person's form does anything.
    Invitation,
    /// A tenant's room.
    Room,
    /// A tenant's people, for those who may take the list along.
    Members,
}

/// One row for each plain route.
const ROWS: &[(&str, &str, About)] = &[
    ("GET", "/healthz", About::Nothing),
    ("GET", "/readyz", About::Nothing),
    ("GET", "/ws", About::Room),
    ("GET", "/t/{slug}/members.csv", About::Members),
    ("POST", "/preferences", About::Nothing),
    ("POST", "/sign-up", About::Account),
    ("POST", "/sign-in", About::Account),
    ("POST", "/sign-out", About::Account),
    ("POST", "/verify-email", About::Account),
    ("POST", "/verify-email/{token}", About::Account),
    ("POST", "/organizations/new", About::Account),
    ("POST", "/organizations/invitations/{id}", About::Invitation),
    ("POST", "/invitations/{token}", About::Invitation),
    ("POST", "/admin/sign-in", About::Account),
    ("POST", "/admin/sign-out", About::Account),
];

#[test]
fn every_plain_route_has_a_row() {
    let routes: Vec<_> = plain_routes().iter().map(|route| (route.method.to_string(), route.path)).collect();
    let rows: Vec<_> = ROWS.iter().map(|(method, path, _)| ((*method).to_owned(), *path)).collect();
    assert_eq!(routes, rows);
}

/// What a form of an invitation is answered by which nobody joins.
fn refusal(by_link: bool, kind: Kind, target: Target) -> u16 {
    match (kind.is_person(), by_link) {
        // Led to sign in.
        (false, false) => 303,
        // The invited address has an account, whose owner signs in first.
        (false, true) if target != Target::Absent => 422,
        // Not there, bound to another address, or that is not confirmed.
        _ => 409,
    }
}

/// Whoever holds the link sees what it offers, but nobody except the invited person joins by it. By the id alone not
/// even that person does, before the address is confirmed.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_s_forms_let_nobody_else_in() {
    let matrix = Matrix::new().await;
    let mut sql = matrix.database().superuser().connect().await.unwrap();
    let before = people(&mut sql).await;
    // Enough for an account, where one could be made.
    let form = [("name", "Mallory"), ("password", PASSWORD)];
    for (_, path, _) in ROWS.iter().filter(|(_, _, about)| *about == About::Invitation) {
        let by_link = path.contains("{token}");
        for kind in Kind::ALL {
            let is_let_in = by_link && kind == Kind::Invited;
            for target in [Target::Own, Target::Foreign, Target::Absent] {
                if !is_let_in || target == Target::Absent {
                    let answer = matrix.post_form(kind, &address(path, matrix.things(target)), &form).await;
                    let status = refusal(by_link, kind, target);
                    assert_eq!(answer.status, status, "{path} as {kind:?} on {target:?}: {answer:?}");
                    let leads_in = |(name, value): &(String, String)| name == "location" && value.starts_with("/t/");
                    assert!(!answer.headers.iter().any(leads_in), "{path} as {kind:?} on {target:?} joins");
                }
            }
            // The other administrator's own page names the foreign tenant.
            if !by_link && kind != Kind::OtherAdmin {
                let foreign = matrix.post_form(kind, &address(path, &matrix.foreign), &form).await;
                let absent = matrix.post_form(kind, &address(path, &matrix.absent), &form).await;
                assert_eq!(foreign.without(&matrix.foreign), absent.without(&matrix.absent), "{path} as {kind:?}");
            }
        }
    }
    assert_eq!(people(&mut sql).await, before);
}

/// The link shows that the address is right, and then the id of another invitation is enough.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_s_forms_let_the_invited_person_in_once() {
    let matrix = Matrix::new().await;
    let mut sql = matrix.database().superuser().connect().await.unwrap();
    let (accounts, members) = people(&mut sql).await;
    let doors = [("/invitations/{token}", &matrix.own), ("/organizations/invitations/{id}", &matrix.foreign)];
    for (path, things) in doors {
        let joined = matrix.post_form(Kind::Invited, &address(path, things), &[]).await;
        assert_eq!(joined.status, 303, "{path}: {joined:?}");
        let inside = ("location".to_owned(), format!("/t/{}", things.slug));
        assert!(joined.headers.contains(&inside), "{path}: {joined:?}");
    }
    assert_eq!(people(&mut sql).await, (accounts, members + 2));
    for (path, things) in doors {
        let again = matrix.post_form(Kind::Invited, &address(path, things), &[]).await;
        assert_eq!(again.status, 409, "{path}: {again:?}");
    }
}

fn address(path: &str, things: &Things) -> String {
    path.replace("{id}", &things.invitation.to_string()).replace("{token}", &things.token)
}

/// How many accounts there are, and how many members.
async fn people(sql: &mut PgConnection) -> (i64, i64) {
    let count = "SELECT (SELECT count(*) FROM control.users),
        (SELECT count(*) FROM control.memberships WHERE status = 'active')";
    let row = sql.fetch_one(count).await.unwrap();
    (row.get(0), row.get(1))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_room_is_no_room() {
    let matrix = Matrix::new().await;
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::OtherAdmin) {
        let foreign = matrix.upgrade(kind, &matrix.foreign.tenant).await;
        let absent = matrix.upgrade(kind, &matrix.absent.tenant).await;
        assert_eq!(foreign.status, if kind.is_person() { 404 } else { 401 }, "{kind:?}");
        assert_eq!(foreign, absent, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_members_is_taken_along_by_who_may_and_of_a_foreign_tenant_by_nobody() {
    let matrix = Matrix::new().await;
    for (_, path, _) in ROWS.iter().filter(|(_, _, about)| *about == About::Members) {
        for kind in Kind::ALL {
            let own = matrix.get_anything(kind, &path.replace("{slug}", &matrix.own.slug)).await;
            let expected = match (kind.is_person(), kind.permissions()) {
                (false, _) => 401,
                (true, None) => 404,
                (true, Some(held)) if held.contains(Permission::MemberExport) => 200,
                (true, Some(_)) => 403,
            };
            assert_eq!(own.status, expected, "{path} as {kind:?}: {own:?}");
            assert_eq!(own.body.contains("dalia@office.example"), expected == 200, "{path} as {kind:?}");
            if kind != Kind::OtherAdmin {
                let foreign = matrix.get_anything(kind, &path.replace("{slug}", &matrix.foreign.slug)).await;
                let absent = matrix.get_anything(kind, &path.replace("{slug}", &matrix.absent.slug)).await;
                assert_eq!(foreign.without(&matrix.foreign), absent.without(&matrix.absent), "{path} as {kind:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let matrix = Matrix::new().await;
    for route in plain_routes().iter().filter(|route| route.method == Method::POST) {
        let path = route.path.replace("{id}", "x").replace("{token}", "x");
        let answer = matrix.post_from_elsewhere(Kind::Admin, &path).await;
        assert_eq!(answer.status, 403, "{path}: {answer:?}");
    }
}

/// What stands where a link's secret belongs never becomes a part of another address.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_without_a_secret_of_ours_is_no_page() {
    let matrix = Matrix::new().await;
    let (short, capitals) = ("1".repeat(63), "A".repeat(64));
    for token in
        ["..%2fsign-in", "%2e%2e%2forganizations%2fnew", "..%2f..%2f", "x%0d%0ay", "%00", "%ff", &short, &capitals]
    {
        for kind in [Kind::Anonymous, Kind::Admin] {
            let pages = [
                matrix.get(kind, &format!("/verify-email/{token}")).await,
                matrix.post_form(kind, &format!("/verify-email/{token}"), &[]).await,
                matrix.post_form(kind, &format!("/invitations/{token}"), &[("name", "x")]).await,
            ];
            for page in pages {
                assert_eq!(page.status, 404, "{token} as {kind:?}: {page:?}");
                let another = ["action=\"/verify-email", "name=\"password\"", "name=\"slug\"", "/sign-in?next"];
                assert!(!another.iter().any(|part| page.body.contains(part)), "{token} as {kind:?}: {page:?}");
            }
        }
    }
}
