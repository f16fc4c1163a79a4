//! What a test needs to fill in forms as somebody's browser does.

use axum::http::header::SET_COOKIE;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use testkit::PASSWORD;

/// The form with which Abel Pasquale signs up the organization "office-inc".
pub const SIGN_UP: [(&str, &str); 5] = [
    ("organization", "Office Inc."),
    ("slug", "office-inc"),
    ("name", "Abel Pasquale"),
    ("email", "abel@office.example"),
    ("password", PASSWORD),
];

/// Follows no redirect: the answer to a form is what is looked at.
pub fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

/// The cookie that an answer gives the browser.
pub fn cookie(answer: &Response) -> String {
    answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}
