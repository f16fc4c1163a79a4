//! `borough operator create`: an account of the back office.

use std::io::{self, BufRead, IsTerminal};

use domain::operators::{OperatorRole, create_operator};
use model::email::EmailAddress;
use model::password::Password;
use model::text::PersonName;

use crate::Failure;
use crate::config::{OperatorCreateArgs, Role};
use crate::database::{Database, Use};
use crate::failure::sentence;

/// Asks for the password, makes the account and says where to sign in.
pub async fn create(args: &OperatorCreateArgs) -> Result<(), Failure> {
    let wrong = |what: &str, code| Failure::new(format!("the {what} {}", sentence(code)));
    let email = EmailAddress::parse(&args.email).map_err(|code| wrong("email", code))?;
    let name = PersonName::parse(&args.name).map_err(|code| wrong("name", code))?;
    let databases = args.databases.databases()?;
    let password = Password::parse(&ask_password()?).map_err(|code| wrong("password", code))?;
    let role = match args.role {
        Role::SuperAdmin => OperatorRole::SuperAdmin,
        Role::TenantManager => OperatorRole::TenantManager,
    };
    let base_url = args.place.base_url();
    let database = Database::join(&databases, Use::for_a_command(&base_url)).await?;
    let db = database.db().clone();
    let told = email.to_string();
    let made = database.db().run(async move { create_operator(&db, &email, &name, password, role).await }).await;
    database.close().await?;
    made.map_err(|error| Failure::told(&error))?;
    println!("{told} can sign in at {}/admin", base_url.origin());
    Ok(())
}

/// Twice without echo on a terminal; else the first line of the standard input.
fn ask_password() -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let password = rpassword::prompt_password(format!("Password (at least {} characters): ", Password::MIN))?;
    if password != rpassword::prompt_password("The same again: ")? {
        return Err(Failure::new("the two passwords are not the same"));
    }
    Ok(password)
}
