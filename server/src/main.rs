//! `borough`: parses the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;
use server::config::{Cli, Command, MigrateArgs, OperatorCommand};
use server::embedded::roles;
use server::{Failure, check, database, logging, operator, sample, serve};

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
        Command::Serve(args) => Box::pin(serve::serve(&args)).await,
        Command::Migrate(args) => migrate(&args).await,
        Command::Sample(args) => sample::sample(&args).await,
        Command::Operator(OperatorCommand::Create(args)) => operator::create(&args).await,
        Command::Check(args) => check::check(&args).await,
    }
}

async fn migrate(args: &MigrateArgs) -> Result<(), Failure> {
    if args.print_roles {
        print!("{}", roles::print_roles_sql());
        return Ok(());
    }
    let migrations = database::migrate_as_owner(&args.databases.owner()?).await?;
    println!("The database has this version's shape ({migrations} migrations).");
    Ok(())
}
