//! The command line: every flag, every environment variable and the rules between them.
//!
//! What a flag means stands in its help text, from which `docs/configuration.md` takes its table (a test compares the
//! two). Nothing else in the program reads the environment. `main.rs` parses a [`Cli`]; `serve.rs` asks
//! [`ServeArgs::settings`] for checked values.

mod base_url;
mod databases;
mod settings;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::access::OperatorAccess;

pub use base_url::BaseUrl;
pub use databases::{DatabaseArgs, DatabaseUrl, Databases, Owner};
pub use settings::{Cookies, Mail, Settings, sample_password};

use crate::proxies::ProxyNetwork;

/// Borough: many organizations in one deployment, each as if it were alone.
#[derive(Debug, Parser)]
#[command(name = "borough", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the application.
    Serve(Box<ServeArgs>),
    /// Bring the database to this version's shape.
    Migrate(MigrateArgs),
    /// Create the sample organizations, or print what they are.
    Sample(SampleArgs),
    /// Accounts of the back office.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Verify roles, policies, versions and configuration, and say what was verified. Takes what `serve` takes.
    Check(Box<CheckArgs>),
}

#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Create an operator; the password is asked for, or read from the standard input.
    Create(OperatorCreateArgs),
}

#[derive(Debug, Args)]
pub struct LogArgs {
    /// What is logged: a level, or `target=level` pairs separated by commas.
    #[arg(long = "log", env = "BOROUGH_LOG", default_value = "info,sqlx=warn", global = true, value_name = "FILTER")]
    pub filter: String,
    /// How a log line looks: `text` for people, `json` for machines.
    #[arg(
        long = "log-format",
        env = "BOROUGH_LOG_FORMAT",
        default_value = "text",
        global = true,
        value_name = "FORMAT"
    )]
    pub format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// Where Borough is. Short commands print links with it.
#[derive(Debug, Args)]
pub struct AddressArgs {
    /// Address and port to listen on.
    #[arg(long, env = "BOROUGH_ADDRESS", default_value = "127.0.0.1:3000", value_name = "IP:PORT")]
    pub address: SocketAddr,
    /// Address under which people reach Borough; links in mails begin with it. Without it: http:// and the listening address.
    #[arg(long, env = "BOROUGH_BASE_URL", value_name = "URL")]
    pub base_url: Option<BaseUrl>,
}

impl AddressArgs {
    /// The base URL, or what stands for it when nobody set one.
    pub fn base_url(&self) -> BaseUrl {
        self.base_url.clone().unwrap_or_else(|| BaseUrl::of_address(self.address))
    }
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub place: AddressArgs,
    #[command(flatten)]
    pub databases: DatabaseArgs,
    /// Connections that the application may have to the database.
    #[arg(long, env = "BOROUGH_CONNECTIONS", default_value_t = 16, value_name = "NUMBER",
          value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub connections: u32,
    /// Sign-ins, sign-ups and the like that one network address may try in fifteen minutes.
    #[arg(long, env = "BOROUGH_ATTEMPTS_PER_ADDRESS", default_value_t = 200, value_name = "NUMBER",
          value_parser = clap::value_parser!(i32).range(10..=1_000_000))]
    pub attempts_per_address: i32,
    /// Invitations that one organization may send in a day.
    #[arg(long, env = "BOROUGH_INVITATIONS_PER_DAY", default_value_t = 200, value_name = "NUMBER",
          value_parser = clap::value_parser!(i32).range(1..=1_000_000))]
    pub invitations_per_day: i32,
    /// Whether operators may look into an organization just so (`open`), or say why first (`with-reason`). Both logs tell of it either way.
    #[arg(long, env = "BOROUGH_OPERATOR_ACCESS", value_enum, default_value_t = OperatorEntry::Open, value_name = "HOW")]
    pub operator_access: OperatorEntry,
    /// Reverse proxies in front of Borough, as addresses or networks (`10.0.0.0/8`), separated by commas; they alone are believed when they say by `X-Forwarded-For` where a request comes from.
    #[arg(long = "trusted-proxy", env = "BOROUGH_TRUSTED_PROXY", value_delimiter = ',', value_name = "NETWORK")]
    pub trusted_proxies: Vec<ProxyNetwork>,
    /// Folder of the built site (WASM, styles, icons). Without it: `site` beside the program, else `target/site`.
    #[arg(long, env = "BOROUGH_SITE", value_name = "FOLDER")]
    pub site: Option<PathBuf>,
    /// Mail server: `smtps://user:password@host`, or `smtp://…?tls=required` for STARTTLS. Without it mails wait at `/admin/mail`.
    #[arg(long, env = "BOROUGH_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of mails; needed with a mail server.
    #[arg(long, env = "BOROUGH_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Allow sign-in over plain http from other hosts. Anybody on the way can take over a session.
    #[arg(long, env = "BOROUGH_INSECURE_COOKIES", value_parser = BoolishValueParser::new())]
    pub insecure_cookies: bool,
    /// Connections that clients may hold open at the same time.
    #[arg(long, env = "BOROUGH_MAX_CONNECTIONS", default_value_t = 12_000, value_name = "NUMBER",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub max_connections: u32,
    /// The most of them from one network address; those of trusted proxies and of this machine are not counted.
    #[arg(long, env = "BOROUGH_MAX_CONNECTIONS_PER_ADDRESS", default_value_t = 1_000, value_name = "NUMBER",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub max_connections_per_address: u32,
    /// Create the sample organizations at start. Only with the embedded database and a loopback address.
    #[arg(long)]
    pub sample: bool,
    /// Password of the sample people. Without it each start with new samples prints a random one.
    #[arg(long, env = "BOROUGH_SAMPLE_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub sample_password: Option<String>,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub serve: ServeArgs,
    /// Follow every audit log from its first entry to its last, too, and name what was changed or removed.
    #[arg(long)]
    pub audit: bool,
}

#[derive(Debug, Args)]
pub struct MigrateArgs {
    #[command(flatten)]
    pub databases: DatabaseArgs,
    /// Print the SQL that an administrator of one's own PostgreSQL runs first, and do nothing else.
    #[arg(long)]
    pub print_roles: bool,
}

#[derive(Debug, Args)]
pub struct SampleArgs {
    #[command(flatten)]
    pub place: AddressArgs,
    #[command(flatten)]
    pub databases: DatabaseArgs,
    /// Give the sample people new passwords and print them.
    #[arg(long)]
    pub reset_passwords: bool,
    /// Password of the sample people. Without it a random one is printed.
    #[arg(long, env = "BOROUGH_SAMPLE_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub sample_password: Option<String>,
}

#[derive(Debug, Args)]
pub struct OperatorCreateArgs {
    #[command(flatten)]
    pub place: AddressArgs,
    #[command(flatten)]
    pub databases: DatabaseArgs,
    /// E-mail address with which the operator signs in.
    #[arg(long, value_name = "ADDRESS")]
    pub email: String,
    /// Name as shown in audit entries.
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// What the operator may do.
    #[arg(long, value_enum, default_value_t = Role::SuperAdmin, value_name = "ROLE")]
    pub role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Everything.
    SuperAdmin,
    /// Organizations and who belongs to them, but neither what is inside, nor operators, nor mails.
    TenantManager,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OperatorEntry {
    /// Just so.
    Open,
    /// Saying why.
    WithReason,
}

impl From<OperatorEntry> for OperatorAccess {
    fn from(entry: OperatorEntry) -> Self {
        match entry {
            OperatorEntry::Open => Self::Open,
            OperatorEntry::WithReason => Self::WithReason,
        }
    }
}

/// A setting that cannot stand as it is; the message says what to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSetting(pub String);

impl std::fmt::Display for WrongSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongSetting {}
