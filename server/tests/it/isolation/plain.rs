//! The matrix of plain routes: forms, the socket, and whether the program is well.

use axum::http::Method;
use model::permission::Permission;
use server::routes::plain_routes;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, PgConnection, Row as _};
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
    /// A tenant's logo.
    Logo,
    /// A tenant that was put away.
    Archived,
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
    ("POST", "/reset-password", About::Account),
    ("POST", "/reset-password/{token}", About::Account),
    ("POST", "/account/name", About::Account),
    ("POST", "/account/password", About::Account),
    ("POST", "/account/email", About::Account),
    ("POST", "/account/email/{token}", About::Account),
    ("POST", "/account/sessions", About::Account),
    ("POST", "/account/sessions/{id}", About::Account),
    ("GET", "/organizations/{tenant}/logo", About::Logo),
    ("POST", "/organizations/restore", About::Archived),
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
async fn a_foreign_logo_is_no_logo() {
    let matrix = Matrix::new().await;
    let mut sql = matrix.database().superuser().connect().await.unwrap();
    let logos = "INSERT INTO control.logos (tenant_id, tag, image) SELECT id, 'tag', 'image' FROM control.tenants";
    sql.execute(logos).await.unwrap();
    for kind in Kind::ALL {
        let logo = async |things: &Things| matrix.get(kind, &format!("/organizations/{}/logo", things.tenant)).await;
        let own = logo(&matrix.own).await;
        let expected = match kind {
            _ if kind.permissions().is_some() => 200,
            _ if kind.is_person() => 404,
            _ => 401,
        };
        assert_eq!(own.status, expected, "{kind:?}: {own:?}");
        if kind != Kind::OtherAdmin {
            let (foreign, absent) = (logo(&matrix.foreign).await, logo(&matrix.absent).await);
            assert_eq!(foreign.without(&matrix.foreign), absent.without(&matrix.absent), "{kind:?}");
            // What cannot even be read names nobody.
            let unreadable = matrix.get(kind, "/organizations/%ff/logo").await;
            assert_eq!(unreadable, absent, "{kind:?}");
        }
        if expected == 200 {
            let header = |name: &str| own.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
            assert_eq!(header("cache-control"), Some("private, no-cache"));
            assert_eq!((header("etag"), header("content-type")), (Some("\"tag\""), Some("image/png")));
        }
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

/// Only whoever may put it away takes it out again; to everybody else it is as absent as any.
#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_was_put_away_is_taken_out_by_its_administrators_alone() {
    let matrix = Matrix::new().await;
    let mut sql = matrix.database().superuser().connect().await.unwrap();
    sql.execute("UPDATE control.tenants SET status = 'archived'").await.unwrap();
    let restore = async |kind, things: &Things| {
        matrix.post_form(kind, "/organizations/restore", &[("tenant", things.tenant.as_str())]).await
    };
    for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Admin | Kind::OtherAdmin)) {
        let (own, foreign) = (restore(kind, &matrix.own).await, restore(kind, &matrix.foreign).await);
        let absent = restore(kind, &matrix.absent).await;
        assert_eq!(absent.status, if kind.is_person() { 404 } else { 303 }, "{kind:?}: {absent:?}");
        assert_eq!(own.without(&matrix.own), absent.without(&matrix.absent), "{kind:?}");
        assert_eq!(foreign.without(&matrix.foreign), absent.without(&matrix.absent), "{kind:?}");
    }
    assert_eq!(restore(Kind::Admin, &matrix.foreign).await.status, 404);
    let restored = restore(Kind::Admin, &matrix.own).await;
    let inside = ("location".to_owned(), format!("/t/{}", matrix.own.slug));
    assert!(restored.status == 303 && restored.headers.contains(&inside), "{restored:?}");
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
                matrix.get(kind, &format!("/reset-password/{token}")).await,
                matrix.post_form(kind, &format!("/reset-password/{token}"), &[("password", PASSWORD)]).await,
                matrix.get(kind, &format!("/account/email/{token}")).await,
                matrix.post_form(kind, &format!("/account/email/{token}"), &[]).await,
            ];
            for page in pages {
                assert_eq!(page.status, 404, "{token} as {kind:?}: {page:?}");
                let another = [
                    "action=\"/verify-email",
                    "action=\"/account",
                    "action=\"/reset-password",
                    "name=\"password\"",
                    "name=\"slug\"",
                    "/sign-in?next",
                ];
                assert!(!another.iter().any(|part| page.body.contains(part)), "{token} as {kind:?}: {page:?}");
            }
        }
    }
}

/// What a person's own forms say to whoever is nobody, and of a session that is somebody else's.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_s_own_forms_serve_that_person_alone() {
    let matrix = Matrix::new().await;
    let mut sql = matrix.database().superuser().connect().await.unwrap();
    let of = format!(
        "SELECT s.id::text FROM control.sessions s JOIN control.users u ON u.id = s.user_id
        WHERE u.email_key = '{}' AND s.ended_at IS NULL",
        Kind::OtherAdmin.email().unwrap()
    );
    let foreign: String = sql.fetch_one(AssertSqlSafe(of)).await.unwrap().get(0);
    let absent = uuid::Uuid::nil().to_string();
    let form = [
        ("name", "Mallory"),
        ("current_password", PASSWORD),
        ("password", "a bicycle for the moon"),
        ("new_email", "mallory@example.com"),
        ("email_password", PASSWORD),
    ];
    let before = accounts(&mut sql).await;
    let own = ROWS.iter().filter(|(_, path, _)| path.starts_with("/account/"));
    for kind in Kind::ALL.into_iter().filter(|kind| !kind.is_person()) {
        for (_, path, _) in own.clone() {
            let path = path.replace("{id}", &foreign).replace("{token}", &matrix.own.token);
            let answer = matrix.post_form(kind, &path, &form).await;
            assert_eq!(answer.status, 303, "{path} as {kind:?}: {answer:?}");
            let is_led =
                |(name, value): &(String, String)| name == "location" && value.starts_with("/sign-in?next=/account");
            assert!(answer.headers.iter().any(is_led), "{path} as {kind:?}: {answer:?}");
        }
    }
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_person() && *kind != Kind::OtherAdmin) {
        let of_foreign = matrix.post_form(kind, &format!("/account/sessions/{foreign}"), &[]).await;
        let of_absent = matrix.post_form(kind, &format!("/account/sessions/{absent}"), &[]).await;
        assert_eq!(of_foreign.status, 409, "{kind:?}: {of_foreign:?}");
        assert_eq!(of_foreign, of_absent, "{kind:?}");
        let link = matrix.post_form(kind, &format!("/account/email/{}", matrix.own.token), &[]).await;
        assert_eq!(link.status, 409, "{kind:?}: {link:?}");
    }
    assert_eq!(accounts(&mut sql).await, before);
}

/// Everybody's account and whether their sessions go on.
async fn accounts(sql: &mut PgConnection) -> String {
    let all = "SELECT md5(string_agg(t, '' ORDER BY t)) FROM (
        SELECT concat(id, name, email, password_hash) FROM control.users
        UNION ALL SELECT concat(id, ended_at) FROM control.sessions) AS x (t)";
    sql.fetch_one(all).await.unwrap().get(0)
}
