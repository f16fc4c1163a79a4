//! The log: lines for people or JSON for machines, on the standard error, filtered by `BOROUGH_LOG`.
//!
//! A request's lines carry its span: request id, method, the path's pattern, and the tenant once it is known.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{LogArgs, LogFormat, WrongSetting};

/// Begins logging; once per process.
pub fn begin(args: &LogArgs) -> Result<(), WrongSetting> {
    let filter = EnvFilter::try_new(&args.filter)
        .map_err(|error| WrongSetting(format!("BOROUGH_LOG {:?} is not a filter: {error}", args.filter)))?;
    let is_read_by_people = std::io::stderr().is_terminal();
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(is_read_by_people).with_writer(std::io::stderr);
    let begun = match args.format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
    };
    begun.map_err(|error| WrongSetting(format!("logging could not begin: {error}")))
}
