//! Paths as a client writes them that puts nothing right: no way of writing one leads past a rule for `/admin`.

use server::live::Pace;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::serving::{Serving, bounded};

/// The whole answer to a request without a cookie.
async fn answer(server: &Serving, method: &str, path: &str, accept: &str) -> String {
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\naccept: {accept}\r\n", server.address);
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(format!("{head}content-length: 0\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut said = Vec::new();
    bounded("an answer", stream.read_to_end(&mut said)).await.unwrap();
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_of_a_path_leads_to_a_page_or_call_that_has_another() {
    let database = testkit::database().await;
    let server = Serving::start(&database, Pace::default()).await;
    // The page itself leads whoever is not signed in to its sign-in.
    let page = answer(&server, "GET", "/admin/mail", "text/html").await;
    assert!(page.starts_with("HTTP/1.1 302"), "{page}");
    for path in [
        "/pkg/../admin/mail",
        "/pkg/%2e%2e/admin/mail",
        "/pkg/.%2E/admin/mail",
        "/pkg/%2e./admin/mail",
        "/./admin/mail",
        "/%2e/admin/mail",
        "/admin/mail/.",
        "/admin/x/../mail",
        "/pkg/..\\admin/mail",
        "/\\admin\\mail",
        "/pkg/..%5cadmin/mail",
        "/pkg/..%2fadmin/mail",
        "/admin/mail%00",
        "/admin%0a/mail",
        "/admin/mail%7f",
    ] {
        let page = answer(&server, "GET", path, "text/html").await;
        assert!(page.starts_with("HTTP/1.1 404") && page.contains("There is nothing here."), "{path}: {page}");
        assert!(page.contains("x-request-id: ") && page.contains("content-security-policy: "), "{path}: {page}");
        let form = answer(&server, "POST", path, "*/*").await;
        assert!(form.starts_with("HTTP/1.1 404") && form.contains("NOT_FOUND"), "{path}: {form}");
    }
    for path in ["/api/%2e%2e/admin/mail", "/api/organizations/..%2forganizations/list", "/api/organizations/list%00"] {
        let call = answer(&server, "POST", path, "text/html").await;
        assert!(call.starts_with("HTTP/1.1 404") && call.contains("NOT_FOUND"), "{path}: {call}");
    }
    server.stop().await;
}
