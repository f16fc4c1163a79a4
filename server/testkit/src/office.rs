//! An organization as a browser uses it, over HTTP: for what starts the program as a process of its own.

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::PASSWORD;

/// An organization, and its administrator's session.
#[derive(Clone, Debug)]
pub struct Office {
    /// What sends the calls.
    pub client: Client,
    /// The session, as the header has it.
    pub cookie: String,
    /// The organization's public id.
    pub tenant: Value,
    /// The id of one of its roles.
    pub role: Value,
}

impl Office {
    /// Signs the organization `slug` up at the server `url`, as `abel@<slug>.example`, and enters it.
    ///
    /// # Panics
    /// When the server does not answer, or refuses.
    pub async fn found(url: &str, slug: &str) -> Self {
        let client = client();
        let cookie = sign_up(&client, url, slug).await;
        Self::enter(client, cookie, url, slug).await
    }

    /// Enters an organization whose administrator has signed up.
    ///
    /// # Panics
    /// When the server does not answer, or refuses.
    pub async fn enter(client: Client, cookie: String, url: &str, slug: &str) -> Self {
        let mut office = Self { client, cookie, tenant: Value::Null, role: Value::Null };
        let tenant = office.call(url, "organizations/enter", &json!({ "slug": slug })).await;
        office.tenant = tenant["public_id"].clone();
        let roles = office.call(url, "roles/list", &json!({ "tenant": office.tenant })).await;
        office.role = roles[0]["id"].clone();
        office
    }

    /// What a server function answers to a call that must succeed.
    ///
    /// # Panics
    /// When the server does not answer, or refuses.
    pub async fn call(&self, url: &str, function: &str, arguments: &Value) -> Value {
        let answer = self.send(url, function, arguments).await.expect("the server answers");
        assert!(answer.status().is_success(), "{function}: {answer:?}");
        answer.json().await.expect("a server function answers JSON")
    }

    /// Calls a server function, whatever comes of it.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(&self, url: &str, function: &str, arguments: &Value) -> reqwest::Result<Response> {
        let request = self.client.post(format!("{url}/api/{function}")).header("sec-fetch-site", "same-origin");
        request.header("cookie", &self.cookie).json(arguments).send().await
    }
}

/// A client that is not led on by an answer.
///
/// # Panics
/// When none can be made.
pub fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().expect("a client needs nothing from outside")
}

/// Signs the organization `slug` up at the server `url`, as `abel@<slug>.example`. Answers the cookie of the session
/// that begins with it.
///
/// # Panics
/// When the server does not answer, or refuses.
pub async fn sign_up(client: &Client, url: &str, slug: &str) -> String {
    let email = format!("abel@{slug}.example");
    let form = [
        ("organization", slug),
        ("slug", slug),
        ("name", "Abel Pasquale"),
        ("email", email.as_str()),
        ("password", PASSWORD),
    ];
    let request = client.post(format!("{url}/sign-up")).header("sec-fetch-site", "same-origin");
    let answer = request.form(&form).send().await.expect("the server answers");
    assert_eq!(answer.status(), 303, "{answer:?}");
    let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie is ASCII");
    cookie.split(';').next().unwrap_or_default().to_owned()
}
