//! `borough sample` and `serve --sample`: two organizations to try, and their passwords on the terminal, once.

use domain::access::Db;
use domain::samples::{self, Made};
use model::password::Password;

use crate::Failure;
use crate::config::{BaseUrl, SampleArgs, sample_password};
use crate::database::{Database, Use};

/// Makes the samples where there are none, or gives them new passwords.
pub async fn sample(args: &SampleArgs) -> Result<(), Failure> {
    let preset = sample_password(args.sample_password.as_deref())?;
    let base_url = args.place.base_url();
    let database = Database::join(&args.databases.databases()?, Use::for_a_command(&base_url)).await?;
    let done = make_or_reset(database.db(), preset, args.reset_passwords, &base_url).await;
    database.close().await?;
    done
}

async fn make_or_reset(db: &Db, preset: Option<Password>, reset: bool, base_url: &BaseUrl) -> Result<(), Failure> {
    let chosen = Chosen::of(preset)?;
    match samples::create(db, &chosen.password).await.map_err(|error| Failure::told(&error))? {
        Made::Now => {}
        Made::Before if reset => {
            samples::reset_passwords(db, &chosen.password).await.map_err(|error| Failure::told(&error))?;
        }
        Made::Before => {
            println!(
                "The sample organizations are there from an earlier start. A new password for them: {} sample --reset-passwords",
                std::env::args().next().unwrap_or_default()
            );
            return Ok(());
        }
        Made::Refused => {
            return Err(Failure::new(
                "this database holds other organizations: samples are made only where there are none",
            ));
        }
    }
    print!("{}", block(&chosen, base_url));
    Ok(())
}

/// `serve --sample`: makes the samples at the first start, and says at later ones that they are there.
pub async fn at_start(db: &Db, preset: Option<Password>, base_url: &BaseUrl) -> Result<(), Failure> {
    make_or_reset(db, preset, false, base_url).await
}

/// The samples' password, and whether somebody set it beforehand and so knows it.
struct Chosen {
    password: Password,
    is_preset: bool,
}

impl Chosen {
    fn of(preset: Option<Password>) -> Result<Self, Failure> {
        let is_preset = preset.is_some();
        let password = preset.map_or_else(samples::new_password, Ok).map_err(|error| Failure::told(&error))?;
        Ok(Self { password, is_preset })
    }
}

/// Who can sign in, where, and with what.
fn block(chosen: &Chosen, base_url: &BaseUrl) -> String {
    let password = if chosen.is_preset {
        "the one in BOROUGH_SAMPLE_PASSWORD".to_owned()
    } else {
        format!("{} (printed this once only)", String::from_utf8_lossy(chosen.password.reveal()))
    };
    let accounts = samples::ACCOUNTS.iter().map(|account| {
        let page = if account.operator { "/admin" } else { "/sign-in" };
        format!("    {:<26}  {:<44}  {}{page}\n", account.email, account.what, base_url.origin())
    });
    let accounts: String = accounts.collect();
    format!("\n  Sample accounts, all with the same password:\n\n{accounts}\n    password: {password}\n\n")
}
