//! What a person sees and changes of his own account.

mod address;

use domain::access::{Actor, SessionToken, Visitor, Wake};
use domain::{account, members, tenants};
use model::account::{ChangeEmail, ChangeName, ChangePassword};
use model::ids::SessionId;
use model::{AppError, Code};
use uuid::Uuid;

use crate::world::{Organization, PASSWORD, Person, VIEWER, World, sign_in, told};

const NEW: &str = "a bicycle for the moon";

fn change(current: &str, new: &str) -> ChangePassword {
    ChangePassword { current_password: current.to_owned(), password: new.to_owned() }
}

fn to_address(email: &str) -> ChangeEmail {
    ChangeEmail { new_email: email.to_owned(), email_password: PASSWORD.to_owned() }
}

fn name(name: &str) -> ChangeName {
    ChangeName { name: name.to_owned() }
}

/// One more session of the same person.
async fn another_session(world: &World, person: &Person) -> Person {
    let signed_in = account::sign_in(&world.visitor(), sign_in(&person.email, PASSWORD)).await.unwrap();
    Person { token: SessionToken(signed_in.token), ..person.clone() }
}

async fn colleague_s_view(actor: &Actor, organization: &Organization, who: &Person) -> (String, String) {
    let page = members::list_members(actor, &organization.public_id, &model::members::ListMembers::default()).await;
    let found = page.unwrap().members.into_iter().find(|member| Some(member.id) == who.member).unwrap();
    (found.name, found.email)
}

/// The tenants whose feeds were announced.
fn told_tenants(wakes: &mut tokio::sync::broadcast::Receiver<Wake>) -> Vec<model::ids::TenantId> {
    let mut tenants: Vec<_> = std::iter::from_fn(|| wakes.try_recv().ok())
        .filter_map(|wake| match wake {
            Wake::Feed(tenant, _) => Some(tenant),
            Wake::Session(_) => None,
        })
        .collect();
    tenants.sort_unstable();
    tenants
}

#[tokio::test]
async fn a_new_name_is_seen_by_colleagues_of_every_organization_at_once() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let former = world.found("former").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    for other in [&bricks, &former] {
        let token = world.invite(other, &eve.email, VIEWER).await;
        domain::invitations::accept_by_token(&eve.actor(&world.db).await, &token).await.unwrap();
    }
    let gone: Uuid = world
        .look(&format!("SELECT id FROM control.memberships WHERE tenant_id = '{}' ORDER BY id DESC LIMIT 1", former.id))
        .await;
    let boss = former.admin.actor(&world.db).await;
    members::remove_member(&boss, &former.public_id, model::ids::MemberId(gone)).await.unwrap();

    let mut wakes = world.db.wakes();
    let actor = eve.actor(&world.db).await;
    account::change_name(&actor, name("  Eve Adams ")).await.unwrap();
    let mut both = vec![office.id, bricks.id];
    both.sort_unstable();
    assert_eq!(told_tenants(&mut wakes), both);
    let seen = colleague_s_view(&office.admin.actor(&world.db).await, &office, &eve).await;
    assert_eq!(seen, ("Eve Adams".to_owned(), "eve@example.com".to_owned()));
    for (organization, last) in
        [(&office, "member.profile_changed"), (&bricks, "member.profile_changed"), (&former, "member.removed")]
    {
        let log = world.actions(Some(organization.id)).await;
        assert_eq!(log.last().map(String::as_str), Some(last));
        assert_eq!(world.broken_links(Some(organization.id)).await, [] as [i64; 0]);
    }
    let said: String = world
        .look(&format!(
            "SELECT concat_ws(' ', entry ->> 'resource', entry ->> 'member', entry -> 'details' ->> 'after')
            FROM control.audit_entries WHERE entry ->> 'action' = 'member.profile_changed' AND tenant_id = '{}'",
            office.id
        ))
        .await;
    assert_eq!(said, format!("{0} {0} Eve Adams", eve.member()));

    let before = world.rows().await;
    account::change_name(&actor, name("Eve Adams")).await.unwrap();
    assert_eq!(told(account::change_name(&actor, name(" ")).await), AppError::invalid("name", Code::Required));
    assert_eq!(world.rows().await, before, "what changes nothing leaves nothing");
}

#[tokio::test]
async fn two_people_of_the_same_organizations_rename_themselves_at_the_same_time() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    for (one, other) in [(&office, &bricks), (&bricks, &office)] {
        let token = world.invite(one, &other.admin.email, VIEWER).await;
        domain::invitations::accept_by_token(&other.admin.actor(&world.db).await, &token).await.unwrap();
    }
    let calls = [&office, &bricks].map(|organization| {
        organization.admin.visitor(&world.db).as_person(|actor| async move {
            for number in 0..20 {
                account::change_name(&actor, name(&format!("Number {number}"))).await?;
            }
            Ok::<(), domain::Error>(())
        })
    });
    for answer in futures::future::join_all(calls).await {
        answer.unwrap();
    }
    for organization in [&office, &bricks] {
        assert_eq!(world.broken_links(Some(organization.id)).await, [] as [i64; 0]);
    }
}

#[tokio::test]
async fn another_password_ends_all_other_sessions_and_gives_this_one_a_new_token() {
    let world = World::new().await;
    let office = world.found("office").await;
    let other = another_session(&world, &office.admin).await;
    let (here, there) = (office.admin.actor(&world.db).await, other.actor(&world.process()).await);
    let stale = office.admin.actor(&world.process()).await;
    let mut wakes = world.db.wakes();
    let signed_in = account::change_password(&here, change(PASSWORD, NEW)).await.unwrap();
    assert!(signed_in.lifetime <= time::Duration::hours(24));
    for ended in [&there, &stale, &here] {
        assert_eq!(told(tenants::list_organizations(ended).await), AppError::Unauthenticated);
    }
    let renewed = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    let renewed = renewed.authenticate().await.unwrap();
    assert_eq!(renewed.session(), here.session(), "open pages of this browser stay");
    assert!(tenants::list_organizations(&renewed).await.is_ok());
    let told_of: Vec<_> = std::iter::from_fn(|| wakes.try_recv().ok()).collect();
    assert_eq!(told_of, [Wake::Session(here.session()), Wake::Session(there.session())]);

    account::sign_in(&world.visitor(), sign_in(&office.admin.email, NEW)).await.map(drop).unwrap();
    told(account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await);
    assert_eq!(world.actions(None).await.iter().filter(|action| *action == "account.password_changed").count(), 1);
}

#[tokio::test]
async fn the_token_from_before_another_password_opens_no_organization_in_any_process() {
    let world = World::new().await;
    let office = world.found("office").await;
    let elsewhere = world.process();
    // Each process remembers the session by this token, and what it may do.
    let (here, there) = (office.admin.actor(&world.db).await, office.admin.actor(&elsewhere).await);
    for actor in [&here, &there] {
        colleague_s_view(actor, &office, &office.admin).await;
    }
    let signed_in = account::change_password(&here, change(PASSWORD, NEW)).await.unwrap();
    let renewed = Person { token: SessionToken(signed_in.token), ..office.admin.clone() };
    // In one of them it is remembered anew, by the token that it has now.
    colleague_s_view(&renewed.actor(&world.db).await, &office, &renewed).await;
    for actor in [&here, &there] {
        for _ in 0..2 {
            let listed = members::list_members(actor, &office.public_id, &model::members::ListMembers::default()).await;
            assert_eq!(told(listed), AppError::Unauthenticated);
            let invite = model::invitations::InviteMember {
                email: "eve@example.com".to_owned(),
                roles: vec![office.role(VIEWER)],
                key: crate::world::key(),
            };
            let invited = domain::invitations::invite_member(actor, &office.public_id, invite).await;
            assert_eq!(told(invited), AppError::Unauthenticated);
            assert_eq!(told(tenants::enter_tenant(actor, &office.slug).await), AppError::Unauthenticated);
        }
    }
    colleague_s_view(&renewed.actor(&elsewhere).await, &office, &renewed).await;
}

#[tokio::test]
async fn who_does_not_know_the_present_password_changes_nothing_and_may_try_ten_times() {
    let world = World::new().await;
    let office = world.found("office").await;
    let actor = office.admin.actor(&world.db).await;
    let wrong = AppError::invalid("current_password", Code::WrongPassword);
    for _ in 0..5 {
        assert_eq!(told(account::change_password(&actor, change("not the password", NEW)).await), wrong);
    }
    let address = ChangeEmail { email_password: "not the password".to_owned(), ..to_address("ada@example.com") };
    for _ in 0..5 {
        let refused = told(account::change_email(&actor, address.clone()).await);
        assert_eq!(refused, AppError::invalid("email_password", Code::WrongPassword));
    }
    for refused in [
        told(account::change_password(&actor, change(PASSWORD, NEW)).await),
        told(account::change_email(&actor, to_address("ada@example.com")).await),
        told(account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await),
    ] {
        assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");
    }
    assert_eq!(world.actions(None).await.iter().filter(|action| *action == "account.password_refused").count(), 10);
    let links: i64 = world.look("SELECT count(*) FROM control.account_links").await;
    assert_eq!(links, 0);
}

#[tokio::test]
async fn a_new_password_is_compared_with_what_is_known_of_its_person() {
    let world = World::new().await;
    let actor = world.found("office").await.admin.actor(&world.db).await;
    for (new, code) in [
        ("too short", Code::TooShort(15)),
        (PASSWORD, Code::Unchanged),
        ("admin@office.example", Code::Guessable),
        ("qwertyuiopasdfghjkl", Code::Guessable),
    ] {
        let refused = told(account::change_password(&actor, change(PASSWORD, new)).await);
        assert_eq!(refused, AppError::invalid("password", code), "{new}");
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_person_alone() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let other = another_session(&world, &office.admin).await;
    let third = another_session(&world, &office.admin).await;
    world
        .force(
            "UPDATE control.sessions SET user_agent = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0'",
        )
        .await;
    world
        .force(
            "INSERT INTO control.sessions (id, user_id, token_hash, expires_at, ip, user_agent)
            SELECT gen_random_uuid(), id, 'over', now() - interval '1 hour', '', '' FROM control.users
            WHERE email_key = 'admin@office.example'",
        )
        .await;
    let actor = office.admin.actor(&world.db).await;
    let view = account::show_account(&actor).await.unwrap();
    assert_eq!(view.sessions.len(), 3);
    let current: Vec<_> = view.sessions.iter().filter(|session| session.is_current).map(|session| session.id).collect();
    assert_eq!(current, [actor.session()]);
    let device = &view.sessions[0].device;
    assert_eq!((device.browser.as_deref(), device.system.as_deref()), (Some("Firefox"), Some("Linux")));
    assert_eq!(view.sessions[0].ip, "192.0.2.1");

    let elsewhere = world.process();
    let (there, hers) = (other.actor(&elsewhere).await, eve.actor(&elsewhere).await);
    let mut wakes = world.db.wakes();
    for absent in [hers.session(), SessionId(Uuid::nil())] {
        assert_eq!(told(account::revoke_session(&actor, absent).await), AppError::NotFound);
    }
    account::revoke_session(&actor, there.session()).await.unwrap();
    assert_eq!(told(tenants::list_organizations(&there).await), AppError::Unauthenticated);
    assert_eq!(told(account::revoke_session(&actor, there.session()).await), AppError::NotFound, "it is over");
    assert!(tenants::list_organizations(&hers).await.is_ok());
    assert_eq!(wakes.try_recv(), Ok(Wake::Session(there.session())), "its open pages are closed");

    let last = third.actor(&elsewhere).await;
    account::revoke_other_sessions(&actor).await.unwrap();
    assert_eq!(told(tenants::list_organizations(&last).await), AppError::Unauthenticated);
    assert_eq!(account::show_account(&actor).await.unwrap().sessions.len(), 1);
    assert_eq!(wakes.try_recv(), Ok(Wake::Session(last.session())));
    assert!(wakes.try_recv().is_err(), "and no others");
    let ended: String = world
        .look(
            "SELECT entry -> 'details' ->> 'sessions_ended' FROM control.platform_audit
            WHERE entry ->> 'action' = 'account.sessions_revoked'",
        )
        .await;
    assert_eq!(ended, "1", "one was over already");
    let log = world.actions(None).await;
    assert!(log.ends_with(&["account.session_revoked".to_owned(), "account.sessions_revoked".to_owned()]));
}

#[tokio::test]
async fn a_change_of_one_s_own_that_cannot_be_logged_does_not_happen() {
    let world = World::new().await;
    let office = world.found("office").await;
    let other = another_session(&world, &office.admin).await;
    let actor = office.admin.actor(&world.db).await;
    let before = account::show_account(&actor).await.unwrap();
    world.force("REVOKE INSERT ON control.platform_audit FROM borough_definer").await;
    told(account::change_name(&actor, name("Another")).await);
    told(account::change_password(&actor, change(PASSWORD, NEW)).await);
    told(account::change_email(&actor, to_address("ada@example.com")).await);
    told(account::revoke_session(&actor, other.actor(&world.db).await.session()).await);
    told(account::revoke_other_sessions(&actor).await);
    world.force("GRANT INSERT ON control.platform_audit TO borough_definer").await;
    let after = account::show_account(&actor).await.unwrap();
    assert_eq!(after, before);
    account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await.map(drop).unwrap();
}
