//! The matrix of pages: whoever may not be in a tenant sees the same page as where there is none.

use model::ids::MemberId;
use server::live::Pace;
use server::router;
use sqlx::{ConnectOptions as _, Executor as _, PgConnection, Row as _};

use super::callers::{Answer, Kind, Matrix, Target};
use crate::browser::client;
use crate::serving::{Serving, bounded};

/// How a page decides who sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// To anybody.
    Everybody,
    /// What it is about, to whoever holds the invitation's link in its address.
    Holders,
    /// To whoever holds a link by which a password can be set. Nobody here does.
    Nobody,
    /// To people with a session; others are led to sign in.
    People,
    /// To members of the tenant in its address.
    Members,
    /// To operators; others are led to their sign-in.
    Operators,
    /// To operators who may enter the tenant in its address; others are led to their sign-in.
    Visitors,
}

/// One row for each page.
const ROWS: &[(&str, Shown)] = &[
    ("/", Shown::Everybody),
    ("/sign-in", Shown::Everybody),
    ("/sign-up", Shown::Everybody),
    ("/verify-email/{token}", Shown::Everybody),
    ("/reset-password", Shown::Everybody),
    ("/reset-password/{token}", Shown::Nobody),
    ("/account", Shown::People),
    ("/account/email/{token}", Shown::Everybody),
    ("/invitations/{token}", Shown::Holders),
    ("/organizations", Shown::People),
    ("/organizations/new", Shown::Everybody),
    ("/t/{slug}", Shown::Members),
    ("/t/{slug}/members", Shown::Members),
    ("/t/{slug}/settings", Shown::Members),
    ("/t/{slug}/members/{id}", Shown::Members),
    ("/t/{slug}/audit", Shown::Members),
    ("/t/{slug}/audit/{number}", Shown::Members),
    ("/admin/sign-in", Shown::Everybody),
    ("/admin", Shown::Operators),
    ("/admin/tenants", Shown::Operators),
    ("/admin/people", Shown::Operators),
    ("/admin/mail", Shown::Operators),
    ("/admin/t/{slug}", Shown::Visitors),
    ("/admin/t/{slug}/members", Shown::Visitors),
];

#[tokio::test]
async fn every_page_has_a_row() {
    let mut pages: Vec<_> = router::pages().iter().map(|route| route.path().to_owned()).collect();
    pages.sort_unstable();
    pages.dedup();
    let mut rows: Vec<_> = ROWS.iter().map(|(path, _)| (*path).to_owned()).collect();
    rows.sort_unstable();
    assert_eq!(pages, rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_shown_or_refused_as_its_row_says() {
    let matrix = Matrix::new().await;
    for (path, shown) in ROWS {
        for kind in Kind::ALL {
            for target in [Target::Own, Target::Foreign, Target::Absent] {
                let things = matrix.things(target);
                let address = path
                    .replace("{slug}", &things.slug)
                    .replace("{token}", &things.token)
                    .replace("{id}", &things.member.to_string());
                // Every organization's log has a first entry.
                let address = address.replace("{number}", "1");
                let answer = matrix.get(kind, &address).await;
                let member = match target {
                    Target::Own => kind.permissions().is_some(),
                    Target::Foreign => kind == Kind::OtherAdmin,
                    Target::Absent => false,
                };
                let operator = matches!(kind, Kind::SuperAdmin | Kind::TenantManager);
                let expected: &[u16] = match shown {
                    Shown::Holders if target == Target::Absent => &[409],
                    Shown::Everybody | Shown::Holders => &[200],
                    Shown::Nobody => &[409],
                    // With one organization the chooser leads straight there.
                    Shown::People if kind.is_person() => &[200, 302],
                    Shown::Members if member => &[200],
                    Shown::Members if kind.is_person() => &[404],
                    Shown::Visitors if kind == Kind::TenantManager => &[403],
                    Shown::Visitors if operator && target == Target::Absent => &[404],
                    Shown::Operators | Shown::Visitors if operator => &[200],
                    Shown::People | Shown::Members | Shown::Operators | Shown::Visitors => &[302],
                };
                assert!(expected.contains(&answer.status), "{address} as {kind:?}: {}", answer.status);
                // Leptos hands the resources over behind the document.
                let whole = answer.body.contains("</html>") && answer.body.ends_with("</script>");
                assert!(whole, "{address} as {kind:?} stops early");
                let named = ["Office Inc.", "Bricks"].map(|name| answer.body.contains(name));
                if *shown == Shown::Visitors {
                    let seen = kind == Kind::SuperAdmin;
                    let expected = [seen && target == Target::Own, seen && target == Target::Foreign];
                    assert_eq!(named, expected, "{address} as {kind:?}");
                }
                if *shown == Shown::Members && !member {
                    assert_eq!(named, [false, false], "{address} as {kind:?}");
                }
                if *shown == Shown::Holders {
                    assert_eq!(named, [target == Target::Own, target == Target::Foreign], "{address} as {kind:?}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_tenant_s_page_is_the_page_of_no_tenant() {
    let matrix = Matrix::new().await;
    for (path, _) in ROWS.iter().filter(|(_, shown)| *shown == Shown::Members) {
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::OtherAdmin) {
            let path = path.replace("{number}", "1");
            let foreign = matrix.get(kind, &path.replace("{slug}", &matrix.foreign.slug)).await;
            let absent = matrix.get(kind, &path.replace("{slug}", &matrix.absent.slug)).await;
            assert_eq!(foreign.without(&matrix.foreign), absent.without(&matrix.absent), "{path} as {kind:?}");
        }
    }
}

/// In one's own organization, the page of somebody who is a member elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_member_s_page_is_the_page_of_nobody() {
    let matrix = Matrix::new().await;
    for kind in [Kind::Admin, Kind::Editor, Kind::Viewer] {
        let page = async |member: MemberId| {
            let answer = matrix.get(kind, &format!("/t/{}/members/{member}", matrix.own.slug)).await;
            // Resources come behind the document, in whatever order they are there.
            let (document, _) = answer.body.split_once("</html>").unwrap();
            Answer { body: document.replace(&member.to_string(), "MEMBER"), ..answer }
        };
        let (foreign, absent) = (page(matrix.foreign.member).await, page(matrix.absent.member).await);
        assert_eq!(foreign.status, 404, "{kind:?}: {foreign:?}");
        assert_eq!(foreign, absent, "{kind:?}");
    }
}

/// A client that does not say that it reads HTML, as many programs do, is led on and refused like a browser.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_answers_the_same_whatever_the_client_says_that_it_reads() {
    let matrix = Matrix::new().await;
    for (path, shown) in ROWS {
        for kind in [Kind::Anonymous, Kind::SignedOut, Kind::Admin, Kind::Stranger, Kind::SuperAdmin] {
            let address = path.replace("{slug}", &matrix.own.slug).replace("{token}", &matrix.absent.token);
            let address = address.replace("{id}", &matrix.own.member.to_string());
            let address = address.replace("{number}", "1");
            let (browser, program) = (matrix.get(kind, &address).await, matrix.get_anything(kind, &address).await);
            assert_eq!(program.status, browser.status, "{address} as {kind:?}");
            assert_eq!(program.headers, browser.headers, "{address} as {kind:?}");
            if *shown == Shown::Members && !kind.is_person() {
                let sign_in = format!("/sign-in?next={address}");
                assert!(program.headers.contains(&("location".to_owned(), sign_in)), "{address}: {program:?}");
            }
        }
    }
}

/// Two servers in one process, as the tests have them: what one does at its start must not hold up what the other draws.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_ends_while_other_servers_begin() {
    let database = testkit::database().await;
    let server = Serving::start(&database, Pace::default()).await;
    let address = format!("http://{}/sign-in", server.address);
    let begin = async {
        for _ in 0..20 {
            Serving::start(&database, Pace::default()).await.stop().await;
        }
    };
    let read = async {
        for _ in 0..60 {
            let page = async { client().get(&address).send().await.unwrap().text().await.unwrap() };
            assert!(bounded("a page", page).await.contains("</html>"));
        }
    };
    tokio::join!(begin, read);
    server.stop().await;
}

/// A page that is drawn twice reads its lists twice, and the log tells of a look that nobody took.
#[tokio::test(flavor = "multi_thread")]
async fn one_look_at_a_page_of_the_back_office_is_one_entry_in_its_log() {
    let matrix = Matrix::new().await;
    let mut log = matrix.database().superuser().connect().await.unwrap();
    for path in ["/admin/tenants", "/admin/people", "/admin/mail"] {
        let before = entries(&mut log).await;
        for _ in 0..20 {
            assert_eq!(matrix.get(Kind::SuperAdmin, path).await.status, 200);
        }
        assert_eq!(entries(&mut log).await - before, 20, "{path}");
    }
}

async fn entries(log: &mut PgConnection) -> i64 {
    log.fetch_one("SELECT count(*) FROM control.platform_audit").await.unwrap().get(0)
}
