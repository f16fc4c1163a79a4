//! `borough`: parses the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;
use server::config::{Cli, Command, MigrateArgs, OperatorCommand};
use server::embedded::roles;
use server::{Failure, check, database, logging, operator, sample, serve};

/// For each of the runtime's threads. A page is drawn by calls within calls; built for release they are few and large, and
/// the usual 2 MiB are not enough. What is not used costs nothing.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    match in_runtime(run(Cli::parse())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("borough: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn in_runtime(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build()?;
    runtime.block_on(command)
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
