//! `borough`: parses the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;
use server::config::{Cli, Command, MigrateArgs};
use server::embedded::roles;
use server::{Failure, database, logging, serve};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("borough: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    logging::begin(&cli.log)?;
    match cli.command {
        Command::Serve(args) => serve::serve(&args).await,
        Command::Migrate(args) => migrate(&args).await,
        Command::Sample(_) | Command::Operator(_) | Command::Check(_) => {
            Err(Failure::new("this command has no rules to run yet"))
        }
    }
}

async fn migrate(args: &MigrateArgs) -> Result<(), Failure> {
    if args.print_roles {
        print!("{}", roles::print_roles_sql());
        return Ok(());
    }
    database::migrate_as_owner(&args.databases.owner()?).await?;
    println!("The database has this version's shape.");
    Ok(())
}
