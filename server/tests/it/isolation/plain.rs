//! The matrix of plain routes: forms, the socket, and whether the program is well.

use axum::http::Method;
use server::routes::plain_routes;

use super::callers::{Kind, Matrix};

/// What a route is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// Nobody's data.
    Nothing,
    /// The account of whoever sends it.
    Account,
    /// An invitation, named by its secret or its id: only the invited person's form does anything.
    Invitation,
    /// A tenant's room.
    Room,
}

/// One row for each plain route.
const ROWS: &[(&str, &str, About)] = &[
    ("GET", "/healthz", About::Nothing),
    ("GET", "/readyz", About::Nothing),
    ("GET", "/ws", About::Room),
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

/// Nobody but the invited person joins by a form, and that person not before the address is confirmed.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_s_forms_let_nobody_else_in() {
    let matrix = Matrix::new().await;
    let rows = ROWS.iter().filter(|(_, _, about)| *about == About::Invitation);
    for (_, path, _) in rows {
        // The other administrator's own page names the foreign tenant.
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::OtherAdmin) {
            let address = |things: &super::callers::Things| {
                path.replace("{id}", &things.invitation.to_string()).replace("{token}", &things.token)
            };
            let foreign = matrix.post_form(kind, &address(&matrix.foreign), &[]).await;
            let absent = matrix.post_form(kind, &address(&matrix.absent), &[]).await;
            assert!([303, 409, 422].contains(&foreign.status), "{path} as {kind:?}: {foreign:?}");
            let joined = foreign.headers.iter().any(|(name, value)| name == "location" && value.starts_with("/t/"));
            assert!(!joined, "{path} as {kind:?} joins");
            assert_eq!(foreign.without(&matrix.foreign), absent.without(&matrix.absent), "{path} as {kind:?}");
        }
    }
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
