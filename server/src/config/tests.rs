//! One test per refusal, and the comparison of `docs/configuration.md` with the command line.

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use super::*;
use crate::proxies::Proxies;

/// Whatever this machine's environment says.
fn parse(line: &str) -> Result<Cli, clap::Error> {
    let words = std::iter::once("borough").chain(line.split_whitespace());
    Cli::from_arg_matches(&without_environment(Cli::command()).try_get_matches_from(words)?)
}

fn without_environment(command: clap::Command) -> clap::Command {
    command.mut_args(|arg| arg.env(None::<&str>)).mut_subcommands(without_environment)
}

fn settings(flags: &str) -> Result<Settings, String> {
    match parse(&format!("serve {flags}")).map_err(|error| error.to_string())?.command {
        Command::Serve(args) => args.settings().map_err(|error| error.to_string()),
        other => Err(format!("parsed as {other:?}")),
    }
}

fn refusal(flags: &str) -> String {
    settings(flags).expect_err("must be refused")
}

const OWN: &str = "--database-url postgres://a@db/b --operator-database-url postgres://o@db/b";

#[test]
fn bare_serve_listens_on_loopback_with_the_embedded_database() {
    let settings = settings("").unwrap();
    assert_eq!(settings.address.to_string(), "127.0.0.1:3000");
    assert_eq!(settings.base_url.origin(), "http://127.0.0.1:3000");
    assert_eq!(settings.databases, Databases::Embedded { folder: None });
    assert_eq!(settings.cookies, Cookies::HostBound);
    assert!(!settings.sample);
}

#[test]
fn samples_are_refused_with_ones_own_database() {
    assert!(refusal(&format!("--sample {OWN}")).contains("embedded database"));
}

#[test]
fn samples_are_refused_on_an_address_that_others_can_reach() {
    assert!(refusal("--sample --address 0.0.0.0:3000 --base-url http://localhost:3000").contains("loopback"));
    assert!(refusal("--sample --base-url https://borough.example").contains("loopback"));
    assert!(settings("--sample --address [::1]:3000").unwrap().sample);
}

#[test]
fn plain_http_on_another_host_is_refused_unless_insecure_cookies_are_accepted() {
    assert!(refusal("--base-url http://borough.example").contains("--insecure-cookies"));
    assert!(refusal("--address 0.0.0.0:3000").contains("--insecure-cookies"));
    assert_eq!(settings("--base-url http://borough.example --insecure-cookies").unwrap().cookies, Cookies::Plain);
    assert_eq!(settings("--base-url https://borough.example --insecure-cookies").unwrap().cookies, Cookies::HostBound);
}

#[test]
fn base_url_is_an_origin_and_nothing_more() {
    for wrong in
        ["borough.example", "ftp://a", "https://", "https://a/b", "https://a?b", "https://u:p@a", "http://a:99999"]
    {
        assert!(wrong.parse::<BaseUrl>().is_err(), "{wrong}");
    }
    for (text, origin) in [
        ("https://Borough.Example:443/", "https://borough.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ] {
        assert_eq!(text.parse::<BaseUrl>().unwrap().origin(), origin);
    }
}

#[test]
fn half_a_set_of_database_urls_is_refused() {
    assert!(refusal("--database-url postgres://a@db/b").contains("OPERATOR_DATABASE_URL"));
    assert!(refusal("--operator-database-url postgres://a@db/b").contains("DATABASE_URL is not"));
    assert!(refusal(&format!("{OWN} --data /tmp/x")).contains("only one of them"));
    assert!(refusal("--database-url mysql://a@db/b").contains("not a PostgreSQL URL"));
}

#[test]
fn migrating_ones_own_database_needs_the_owner() {
    let owner = |flags: &str| match parse(&format!("migrate {flags}")).unwrap().command {
        Command::Migrate(args) => args.databases.owner(),
        other => panic!("parsed as {other:?}"),
    };
    assert!(owner("--database-url postgres://a@db/b").is_err());
    assert!(owner("--migrate-database-url postgres://a@db/b").is_ok());
    assert!(owner("").is_ok());
}

#[test]
fn database_passwords_are_not_printed() {
    let url: DatabaseUrl = "postgres://a:hunter2@db/b".parse().unwrap();
    assert_eq!(format!("{url} {url:?}"), "a@db/b DatabaseUrl(a@db/b)");
}

#[test]
fn mail_server_needs_a_sender_and_an_smtp_url() {
    assert!(refusal("--smtp-url smtp://mail").contains("sender"));
    assert!(refusal("--smtp-url http://mail --mail-from a@b.example").contains("smtps://"));
    assert!(refusal("--smtp-url smtp://mail --mail-from nobody").contains("not an address"));
    assert!(settings("--smtp-url smtp://mail --mail-from a@b.example").unwrap().mail.is_some());
}

#[test]
fn mail_password_is_sent_over_tls_only_and_never_printed() {
    let mail = |url: &str| settings(&format!("--smtp-url {url} --mail-from a@b.example"));
    assert!(mail("smtp://u:hunter2@mail.example").unwrap_err().contains("unencrypted"));
    assert!(mail("smtp://u:hunter2@mail.example?tls=opportunistic").unwrap_err().contains("unencrypted"));
    for url in ["smtps://u:hunter2@mail.example", "smtp://u:hunter2@mail.example?tls=required", "smtp://u:p@localhost"]
    {
        assert!(!format!("{:?}", mail(url).unwrap()).contains("hunter2"), "{url}");
    }
}

#[test]
fn site_folder_must_exist_when_it_is_named() {
    assert!(refusal("--site /nowhere/at/all").contains("not a folder"));
}

#[test]
fn proxies_are_trusted_by_name_only() {
    assert_eq!(settings("").unwrap().trusted_proxies, Proxies::default());
    let trusted = settings("--trusted-proxy 10.0.0.0/8,192.0.2.1").unwrap().trusted_proxies;
    for (address, is_trusted) in [("10.1.2.3", true), ("192.0.2.1", true), ("192.0.2.2", false)] {
        assert_eq!(trusted.contain(address.parse().unwrap()), is_trusted, "{address}");
    }
}

#[test]
fn wrong_values_are_refused_when_they_are_read() {
    for (line, kind) in [
        ("serve --address 3000", ErrorKind::ValueValidation),
        ("serve --max-connections 0", ErrorKind::ValueValidation),
        ("serve --trusted-proxy 10.0.0.0/8,proxy", ErrorKind::ValueValidation),
        ("--log-format xml check", ErrorKind::InvalidValue),
    ] {
        assert_eq!(parse(line).unwrap_err().kind(), kind, "{line}");
    }
}

/// The table of `docs/configuration.md`, made from what clap knows.
fn documented_settings() -> String {
    let mut rows: Vec<String> = Vec::new();
    let command = Cli::command();
    let operator = command.find_subcommand("operator").unwrap().get_subcommands();
    for arg in std::iter::once(&command)
        .chain(command.get_subcommands())
        .chain(operator)
        .flat_map(clap::Command::get_arguments)
    {
        let Some(env) = arg.get_env() else { continue };
        let default = arg.get_default_values().first().map_or(String::new(), |value| format!("`{}`", value.display()));
        let help = arg.get_help().unwrap().to_string().replace('|', "\\|");
        let name = arg.get_long().unwrap();
        let row = format!("| `{}` | `--{name}` | {} | {help}. |", env.display(), default.replace("`false`", ""));
        let is_new = rows.iter().all(|known| !known.starts_with(&format!("| `{}` |", env.display())));
        if is_new {
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| row.split('`').nth(1).map(str::to_owned));
    format!("| Variable | Flag | Default | Meaning |\n|---|---|---|---|\n{}\n", rows.join("\n"))
}

#[test]
fn configuration_document_lists_every_setting_as_the_command_line_does() {
    let document = include_str!("../../../docs/configuration.md");
    let expected = documented_settings();
    assert!(document.contains(&expected), "docs/configuration.md must hold this table:\n\n{expected}");
}
