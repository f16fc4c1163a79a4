//! A forgotten password.

use domain::access::{Caller, SessionToken, Visitor, Wake};
use domain::{account, tenants};
use futures::future::join_all;
use model::account::{AskReset, ChangePassword, ResetPassword};
use model::{AppError, Code, Fields};
use sqlx::Executor as _;

use crate::world::{PASSWORD, Person, VIEWER, World, sign_in, told, visitor};

const NEW: &str = "a bicycle for the moon";
const OTHER: &str = "three kettles on a roof";
const EXPIRED: AppError = AppError::Conflict { reason: Code::LinkExpired };

fn ask(email: &str) -> AskReset {
    AskReset { email: email.to_owned() }
}

fn set(password: &str) -> ResetPassword {
    ResetPassword { password: password.to_owned() }
}

/// Asks, and answers the secret of the link that was mailed.
async fn asked(world: &World, person: &Person) -> String {
    account::ask_reset(&world.visitor(), ask(&person.email)).await.unwrap();
    world.mailed(&person.email, "/reset-password/").await
}

#[tokio::test]
async fn whoever_forgot_the_password_sets_one_by_a_link_and_is_signed_out_everywhere_else() {
    let world = World::new().await;
    let office = world.found("office").await;
    let elsewhere = world.process();
    let remembered = office.admin.actor(&elsewhere).await;
    let stranger = world.join(&office, "eve@example.com", VIEWER).await;
    let mut wakes = world.db.wakes();
    let token = asked(&world, &office.admin).await;
    assert_eq!(account::reset_offer(&world.visitor(), &token).await.unwrap().email, office.admin.email);
    assert!(tenants::list_organizations(&remembered).await.is_ok(), "asking changes nothing");

    let signed_in = account::reset_by_link(&world.visitor(), &token, set(NEW)).await.unwrap();
    let session = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    let view = tenants::list_organizations(&session.authenticate().await.unwrap()).await.unwrap();
    assert!(view.email_verified, "the link was mailed there");
    assert_eq!(told(tenants::list_organizations(&remembered).await), AppError::Unauthenticated);
    let closed: Vec<_> = std::iter::from_fn(|| wakes.try_recv().ok()).collect();
    assert!(closed.contains(&Wake::Session(remembered.session())), "its open pages are closed");
    assert!(tenants::list_organizations(&stranger.actor(&world.db).await).await.is_ok(), "nobody else's is");

    let old = told(account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await);
    assert_eq!(old, AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    account::sign_in(&world.visitor(), sign_in(&office.admin.email, NEW)).await.map(drop).unwrap();
    let notices: i64 = world
        .look(&format!(
            "SELECT count(*) FROM control.mails WHERE recipient = '{}' AND subject = 'Your password was changed'",
            office.admin.email
        ))
        .await;
    assert_eq!(notices, 1);
    let log = world.actions(None).await;
    let tail: Vec<_> = log.iter().filter(|action| action.starts_with("account.password")).collect();
    assert_eq!(tail, ["account.password_reset_asked", "account.password_reset"]);
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}

#[tokio::test]
async fn the_session_that_the_browser_had_ends_whoever_s_it_was() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let token = asked(&world, &office.admin).await;
    let remembered = eve.actor(&world.process()).await;
    account::reset_by_link(&eve.visitor(&world.db), &token, set(NEW)).await.map(drop).unwrap();
    assert_eq!(told(tenants::list_organizations(&remembered).await), AppError::Unauthenticated);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_uses_of_a_link_at_once_exactly_one_sets_the_password() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = asked(&world, &office.admin).await;
    let used = join_all((0..100).map(|number| {
        let token = token.clone();
        let input = set(&format!("the bicycle of tester {number}"));
        world.visitor().as_anyone(|visitor| async move { account::reset_by_link(&visitor, &token, input).await })
    }));
    let mut accepted = Vec::new();
    for (number, answer) in used.await.into_iter().enumerate() {
        match answer {
            Ok(_) => accepted.push(number),
            // The queue before the hash function ends; the others come too late.
            Err(error) => {
                assert!(error == EXPIRED || matches!(error, AppError::RateLimited { .. }), "{number}: {error}");
            }
        }
    }
    let [winner] = accepted[..] else { panic!("{accepted:?} were accepted") };
    let password = format!("the bicycle of tester {winner}");
    account::sign_in(&world.visitor(), sign_in(&office.admin.email, &password)).await.map(drop).unwrap();
    let resets = world.actions(None).await.into_iter().filter(|action| action == "account.password_reset").count();
    assert_eq!(resets, 1);
}

#[tokio::test]
async fn a_link_is_used_once_and_uses_up_the_others_of_its_account() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let (first, second) = (asked(&world, &office.admin).await, asked(&world, &office.admin).await);
    let others = asked(&world, &bricks.admin).await;
    account::reset_by_link(&world.visitor(), &first, set(NEW)).await.map(drop).unwrap();
    for token in [&first, &second] {
        assert_eq!(told(account::reset_offer(&world.visitor(), token).await), EXPIRED);
        assert_eq!(told(account::reset_by_link(&world.visitor(), token, set(OTHER)).await), EXPIRED);
    }
    account::reset_by_link(&world.visitor(), &others, set(OTHER)).await.map(drop).unwrap();
    account::sign_in(&world.visitor(), sign_in(&office.admin.email, NEW)).await.map(drop).unwrap();
}

#[tokio::test]
async fn a_link_that_is_too_old_tampered_with_or_of_another_time_of_the_account_sets_nothing() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = asked(&world, &office.admin).await;
    let refuses = async |token: &str, why: &str| {
        assert_eq!(told(account::reset_offer(&world.visitor(), token).await), EXPIRED, "{why}");
        assert_eq!(told(account::reset_by_link(&world.visitor(), token, set(NEW)).await), EXPIRED, "{why}");
    };
    let last = if token.ends_with('0') { "1" } else { "0" };
    refuses(&format!("{}{last}", &token[..63]), "tampered with").await;
    for nonsense in ["", "\0", &"x".repeat(1 << 20)] {
        refuses(nonsense, "no link at all").await;
    }
    world.force("UPDATE control.account_links SET expires_at = now()").await;
    refuses(&token, "too old").await;
    world.force("UPDATE control.account_links SET expires_at = now() + interval '1 hour'").await;
    world.force("UPDATE control.users SET email_key = 'x' || email_key").await;
    refuses(&token, "the address is another one now").await;
    world.force("UPDATE control.users SET email_key = substr(email_key, 2)").await;
    assert!(account::reset_offer(&world.visitor(), &token).await.is_ok());

    let form = ChangePassword { current_password: PASSWORD.to_owned(), password: OTHER.to_owned() };
    account::change_password(&office.admin.actor(&world.db).await, form).await.map(drop).unwrap();
    refuses(&token, "the password is another one now").await;
    let expiry: bool =
        world.look("SELECT bool_and(expires_at <= now() + interval '1 hour') FROM control.account_links").await;
    assert!(expiry);
}

#[tokio::test]
async fn asking_does_not_tell_whether_there_is_an_account() {
    let world = World::new().await;
    world.found("office").await;
    let before = world.rows().await;
    let mut grown = Vec::new();
    for email in ["Admin@Office.example", "nobody@office.example"] {
        let start = world.rows().await;
        account::ask_reset(&world.visitor(), ask(email)).await.unwrap();
        let end = world.rows().await;
        grown.push(
            end.into_iter().filter(|(table, rows)| start[table] != *rows).map(|(table, _)| table).collect::<Vec<_>>(),
        );
    }
    assert_eq!(grown[0], ["account_links", "mails", "platform_audit"]);
    // The one difference is what nobody but the address' owner sees.
    assert_eq!(grown[1], ["account_links", "platform_audit"]);
    assert_eq!(world.rows().await["mails"], before["mails"] + 1);
    let asked: String = world
        .look(
            "SELECT string_agg(entry -> 'details' ->> 'email', ' ' ORDER BY number) FROM control.platform_audit
            WHERE entry ->> 'action' = 'account.password_reset_asked'",
        )
        .await;
    assert_eq!(asked, "Admin@Office.example nobody@office.example");
    let recipient: String =
        world.look("SELECT recipient FROM control.mails WHERE strpos(body, '/reset-password/') > 0").await;
    assert_eq!(recipient, "admin@office.example", "as its owner writes it");
    let refused = told(account::ask_reset(&world.visitor(), ask("no address")).await);
    assert_eq!(refused, AppError::invalid("email", Code::Malformed));
}

#[tokio::test]
async fn mails_can_be_asked_for_five_times_from_one_network_and_twenty_times_in_all_whoever_has_the_address() {
    let world = World::new().await;
    world.found("office").await;
    for email in ["admin@office.example", "nobody@office.example"] {
        let mut allowed = 0;
        for network in 0..6 {
            let caller = Caller { ip: format!("192.0.2.{network}"), ..Caller::default() };
            let visitor = Visitor { caller, ..visitor(&world.process()) };
            for _ in 0..6 {
                match account::ask_reset(&visitor, ask(email)).await.map_err(domain::Error::tell) {
                    Ok(()) => allowed += 1,
                    Err(error) => assert!(matches!(error, AppError::RateLimited { .. }), "{email}: {error}"),
                }
            }
            assert_eq!(allowed, (5 * (network + 1)).min(20), "{email}");
        }
    }
}

#[tokio::test]
async fn a_guessable_password_is_refused_at_its_field_and_leaves_the_link() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = asked(&world, &office.admin).await;
    let before = world.rows().await;
    for (password, code) in [
        ("too short", Code::TooShort(15)),
        ("passwordpassword", Code::Guessable),
        // The person's own name and address, as `world` makes them.
        ("Somebody admin office", Code::Guessable),
        ("admin@office.example", Code::Guessable),
    ] {
        let refused = told(account::reset_by_link(&world.visitor(), &token, set(password)).await);
        assert_eq!(refused, AppError::invalid("password", code), "{password}");
    }
    assert_eq!(world.rows().await, before);
    account::reset_by_link(&world.visitor(), &token, set(NEW)).await.map(drop).unwrap();
}

#[tokio::test]
async fn nobody_comes_in_by_a_password_that_was_changed_meanwhile() {
    let world = World::new().await;
    let office = world.found("office").await;
    let mut other = world.superuser().await;
    let change = "BEGIN; UPDATE control.users SET password_hash = 'another'";
    other.execute(change).await.unwrap();
    let form = sign_in(&office.admin.email, PASSWORD);
    let call = world.visitor().as_anyone(|visitor| async move { account::sign_in(&visitor, form).await });
    let call = tokio::spawn(call);
    world.until_blocked(&call).await;
    other.execute("COMMIT").await.unwrap();
    let refused = call.await.unwrap().err();
    assert_eq!(refused, Some(AppError::invalid(Fields::WHOLE, Code::WrongCredentials)));
}
