//! Serving's settings after every rule was checked: what `serve.rs` works with.

use std::net::SocketAddr;
use std::path::PathBuf;

use domain::access::OperatorAccess;
use http::Uri;
use lettre::message::Mailbox;
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use model::password::Password;

use super::{BaseUrl, Databases, ServeArgs, WrongSetting};
use crate::proxies::Proxies;

/// Everything that `borough serve` needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    pub address: SocketAddr,
    pub base_url: BaseUrl,
    pub cookies: Cookies,
    pub databases: Databases,
    /// The most connections to the database.
    pub connections: u32,
    /// The most attempts of one network address in fifteen minutes.
    pub attempts_per_address: i32,
    /// The most invitations of one organization in a day.
    pub invitations_per_day: i32,
    /// Whether operators may enter an organization just so.
    pub operator_access: OperatorAccess,
    pub trusted_proxies: Proxies,
    pub mail: Option<Mail>,
    /// The most connections of clients.
    pub max_connections: u32,
    /// The most of them from one network address.
    pub max_connections_per_address: u32,
    pub sample: bool,
    pub sample_password: Option<Password>,
    pub site: PathBuf,
}

/// How session cookies are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// `__Host-…; Secure`: over TLS, and on loopback, which browsers treat the same.
    HostBound,
    /// Another name and no `Secure`: plain http from other hosts, allowed by the operator of the deployment.
    Plain,
}

/// The mail server and who mails come from.
#[derive(Clone)]
pub struct Mail {
    /// Holds the password; for connecting only.
    pub server: AsyncSmtpTransportBuilder,
    pub from: Mailbox,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

impl ServeArgs {
    /// Checks every rule between the flags.
    pub fn settings(&self) -> Result<Settings, WrongSetting> {
        let base_url = self.place.base_url();
        let databases = self.databases.databases()?;
        if self.sample {
            self.samples_stay_on_this_machine(&base_url)?;
        }
        Ok(Settings {
            address: self.place.address,
            cookies: cookies(&base_url, self.insecure_cookies)?,
            base_url,
            databases,
            connections: self.connections,
            attempts_per_address: self.attempts_per_address,
            invitations_per_day: self.invitations_per_day,
            operator_access: self.operator_access.into(),
            trusted_proxies: Proxies::new(self.trusted_proxies.clone()),
            mail: self.mail()?,
            max_connections: self.max_connections,
            max_connections_per_address: self.max_connections_per_address,
            sample: self.sample,
            sample_password: sample_password(self.sample_password.as_deref())?,
            site: self.site()?,
        })
    }

    fn samples_stay_on_this_machine(&self, base_url: &BaseUrl) -> Result<(), WrongSetting> {
        if self.databases.database_url.is_some() {
            return Err(WrongSetting(
                "--sample is for the embedded database: with DATABASE_URL, run `borough sample` where samples are really wanted".into(),
            ));
        }
        if !self.place.address.ip().is_loopback() || !base_url.is_loopback() {
            return Err(WrongSetting(format!(
                "--sample makes accounts with printed passwords, so it works on a loopback address only, not on {} for {}",
                self.place.address,
                base_url.origin(),
            )));
        }
        Ok(())
    }

    fn mail(&self) -> Result<Option<Mail>, WrongSetting> {
        match (&self.smtp_url, &self.mail_from) {
            (None, _) => Ok(None),
            (Some(_), None) => {
                Err(WrongSetting("BOROUGH_SMTP_URL is set and BOROUGH_MAIL_FROM is not: mails need a sender".into()))
            }
            (Some(url), Some(from)) => Ok(Some(Mail {
                server: mail_server(url)?,
                from: from.parse().map_err(|_| {
                    WrongSetting(format!(
                        "BOROUGH_MAIL_FROM {from:?} is not an address such as Borough <no-reply@borough.example>"
                    ))
                })?,
            })),
        }
    }

    fn site(&self) -> Result<PathBuf, WrongSetting> {
        if let Some(site) = &self.site {
            return if site.is_dir() {
                Ok(site.clone())
            } else {
                Err(WrongSetting(format!("BOROUGH_SITE: {} is not a folder", site.display())))
            };
        }
        let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
        Ok(beside.filter(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("target/site")))
    }
}

/// A URL as lettre reads it: `smtps://` is TLS from the first byte, `smtp://…?tls=required` is STARTTLS.
fn mail_server(url: &str) -> Result<AsyncSmtpTransportBuilder, WrongSetting> {
    let wrong = |why: &str| WrongSetting(format!("BOROUGH_SMTP_URL {why}"));
    let uri: Uri = url.parse().map_err(|_| wrong("is not a URL"))?;
    if !matches!(uri.scheme_str(), Some("smtp" | "smtps")) {
        return Err(wrong("begins with neither smtp:// nor smtps://"));
    }
    let is_encrypted = uri.scheme_str() == Some("smtps") || uri.query() == Some("tls=required");
    let has_password = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let is_near = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if has_password && !is_encrypted && !is_near {
        return Err(wrong("would send its password unencrypted: use smtps://, or smtp:// with ?tls=required"));
    }
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| wrong(&format!("is wrong: {error}")))
}

/// The samples' password, when one was set.
pub fn sample_password(text: Option<&str>) -> Result<Option<Password>, WrongSetting> {
    let wrong = |code| {
        let sentence = crate::failure::sentence(code);
        WrongSetting(format!("BOROUGH_SAMPLE_PASSWORD {sentence}"))
    };
    text.map(Password::parse).transpose().map_err(wrong)
}

fn cookies(base_url: &BaseUrl, insecure: bool) -> Result<Cookies, WrongSetting> {
    if base_url.is_https() || base_url.is_loopback() {
        return Ok(Cookies::HostBound);
    }
    if insecure {
        return Ok(Cookies::Plain);
    }
    Err(WrongSetting(format!(
        "{} is plain http on another host: browsers would not send the session's cookie back. Put TLS before Borough and \
         use an https:// base URL, or accept that sessions can be stolen on the way with --insecure-cookies",
        base_url.origin(),
    )))
}
