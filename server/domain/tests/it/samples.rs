//! The samples: made whole, also by several runs that were cut off, with the password that was told last.

use domain::samples::{self, Made};
use domain::{account, operators};
use model::AppError;
use model::account::SignUp;
use model::password::Password;

use crate::world::{PASSWORD, World, sign_in, sign_up, visitor};

/// Makes every change fail once there are so many organizations, memberships, invited people and operators.
const STOP: &str = "
    CREATE TABLE public.allowed (steps bigint);
    INSERT INTO public.allowed VALUES (0);
    CREATE FUNCTION public.stop() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        IF (SELECT count(*) FROM control.tenants) + (SELECT count(*) FROM control.memberships)
            + (SELECT count(DISTINCT email_key) FROM control.invitations) + (SELECT count(*) FROM control.operators)
            > (SELECT steps FROM public.allowed) THEN RAISE 'no further';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER stop BEFORE INSERT ON control.audit_entries FOR EACH ROW EXECUTE FUNCTION public.stop();
    CREATE TRIGGER stop BEFORE INSERT ON control.platform_audit FOR EACH ROW EXECUTE FUNCTION public.stop();";

fn password(number: usize) -> Password {
    Password::parse(&format!("the password of run {number}")).unwrap()
}

/// Who is what where, and what is still open.
async fn made(world: &World) -> String {
    world
        .look(
            "SELECT string_agg(line, chr(10) ORDER BY line) FROM (
                SELECT concat_ws(' ', t.slug, t.title, u.name, u.email, m.status, r.name) FROM control.tenants t
                JOIN control.memberships m ON m.tenant_id = t.id
                JOIN control.users u ON u.id = m.user_id
                JOIN control.member_roles mr ON mr.tenant_id = t.id AND mr.member_id = m.id
                JOIN control.roles r ON r.tenant_id = t.id AND r.id = mr.role_id
                UNION ALL SELECT concat_ws(' ', email, name, role) FROM control.operators
                UNION ALL SELECT email FROM control.invitations WHERE accepted_at IS NULL AND revoked_at IS NULL
                UNION ALL SELECT 'users ' || count(*) FROM control.users
            ) AS lines (line)",
        )
        .await
}

async fn everybody_signs_in(world: &World, password: &Password) {
    let text = String::from_utf8_lossy(password.reveal());
    for account in samples::ACCOUNTS {
        let visitor = visitor(&world.db);
        let form = sign_in(account.email, &text);
        let signed_in = if account.operator {
            operators::sign_in(&visitor, form).await
        } else {
            account::sign_in(&visitor, form).await
        };
        assert!(signed_in.is_ok(), "{}", account.email);
    }
}

#[tokio::test]
async fn samples_cut_off_at_every_step_are_finished_with_the_last_password() {
    let (whole, world) = (World::new().await, World::new().await);
    assert_eq!(samples::create(&whole.db, &password(0)).await, Ok(Made::Now));

    world.force(STOP).await;
    let mut run = 0;
    while let Err(error) = samples::create(&world.db, &password(run)).await {
        assert!(matches!(error, AppError::Internal { .. }), "{error:?}");
        assert!(run < 100, "no run comes further than the one before");
        run += 1;
        world.force(&format!("UPDATE public.allowed SET steps = {run}")).await;
    }
    assert!(run > 20, "only {run} steps were cut off");
    assert_eq!(made(&world).await, made(&whole).await);
    everybody_signs_in(&world, &password(run)).await;

    // The next start finds nothing to do, and leaves the passwords alone.
    assert_eq!(samples::create(&world.db, &password(run + 1)).await, Ok(Made::Before));
    everybody_signs_in(&world, &password(run)).await;
}

#[tokio::test]
async fn samples_are_not_made_beside_the_organizations_of_others() {
    let world = World::new().await;
    // Somebody has signed up with the address of a sample: the account is that person's.
    let form = SignUp { email: samples::ABEL.to_owned(), ..sign_up("real-customers") };
    account::sign_up(&visitor(&world.db), form).await.unwrap();
    let before = world.rows().await;

    assert_eq!(samples::create(&world.db, &password(1)).await, Ok(Made::Refused));
    assert_eq!(world.rows().await, before);
    account::sign_in(&visitor(&world.db), sign_in(samples::ABEL, PASSWORD)).await.unwrap();
}

#[tokio::test]
async fn of_two_runs_at_once_one_makes_the_samples_with_its_password() {
    let world = World::new().await;
    let (one, other) = (password(1), password(2));
    let process = world.process();
    let made = tokio::join!(samples::create(&world.db, &one), samples::create(&process, &other));
    // The other one waits, and finds nothing to do.
    let password = match made {
        (Ok(Made::Now), Ok(Made::Before)) => one,
        (Ok(Made::Before), Ok(Made::Now)) => other,
        made => panic!("{made:?}"),
    };
    everybody_signs_in(&world, &password).await;
}
