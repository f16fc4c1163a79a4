//! No call waits for a second connection while it holds its first: as many calls as there are connections would wait for
//! each other, and be told to come back. Over a single connection, each call of that kind would.

use domain::access::{Actor, Visitor};
use domain::{account, invitations, members, roles, settings, tenants};
use model::account::{AskReset, ChangeEmail, ChangeName, ChangePassword, ResetPassword, SignUp};
use model::members::{ChangeMemberRoles, ListMembers};
use model::settings::LogoChange;
use model::tenants::{ArchiveOrganization, CreateOrganization};
use model::{AppError, Code};

use crate::world::{EDITOR, PASSWORD, PIXEL, VIEWER, World, as_typed, key, sign_in, sign_up, told};

#[tokio::test]
async fn every_call_needs_one_connection_also_when_all_that_it_remembers_is_old() {
    let world = World::with(|config| config.connections = 1).await;
    let form = sign_up("office");
    account::sign_up(&world.visitor(), form.clone()).await.map(drop).unwrap();
    account::sign_up(&world.visitor(), form.clone()).await.map(drop).unwrap();
    told(account::sign_up(&world.visitor(), SignUp { slug: "x-1".to_owned(), key: Some(key()), ..form }).await);
    let office = world.found("bricks").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let tenant = &office.public_id;
    let admin = office.admin.actor(&world.db).await;
    let verification = world.mailed(&office.admin.email, "/verify-email/").await;

    // Before each call everything that it may remember is made old.
    let age = async || {
        world
            .force(
                "UPDATE control.users SET name = name; UPDATE control.sessions SET ip = ip;
                UPDATE control.memberships SET status = status; UPDATE control.tenants SET status = status",
            )
            .await;
    };
    age().await;
    tenants::list_organizations(&admin).await.unwrap();
    age().await;
    tenants::enter_tenant(&admin, &office.slug).await.unwrap();
    age().await;
    members::list_members(&admin, tenant, &ListMembers::default()).await.unwrap();
    age().await;
    roles::list_roles(&admin, tenant).await.unwrap();
    age().await;
    let input = ChangeMemberRoles { member: eve.member(), roles: vec![office.role(EDITOR)], before: None };
    members::change_member_roles(&admin, tenant, input).await.unwrap();
    age().await;
    members::remove_member(&admin, tenant, eve.member()).await.unwrap();
    age().await;
    members::restore_member(&admin, tenant, eve.member()).await.unwrap();
    age().await;
    let mut typed = as_typed(&settings::read_settings(&admin, tenant).await.unwrap());
    (typed.slug, typed.logo) = ("kiln".to_owned(), LogoChange::Replace(PIXEL.to_owned()));
    age().await;
    settings::update_settings(&admin, tenant, typed).await.unwrap();
    age().await;
    settings::read_logo(&admin, tenant).await.unwrap();
    age().await;
    told(tenants::leave_organization(&admin, tenant).await);
    age().await;
    let confirmed = ArchiveOrganization { confirmation: "kiln".to_owned() };
    tenants::archive_organization(&admin, tenant, confirmed).await.unwrap();
    age().await;
    tenants::restore_organization(&admin, tenant).await.unwrap();
    age().await;
    let token = world.invite(&office, "admin@office.example", VIEWER).await;
    age().await;
    invitations::list_invitations(&admin, tenant, None).await.unwrap();
    age().await;
    for visitor in [world.visitor(), eve.visitor(&world.db)] {
        invitations::read_offer(&visitor, &token).await.unwrap();
    }
    let invited = account::sign_in(&world.visitor(), sign_in("admin@office.example", PASSWORD)).await.unwrap();
    let session = Some(domain::access::SessionToken(invited.token));
    let invited = Visitor { session, ..world.visitor() }.authenticate().await.unwrap();
    age().await;
    invitations::accept_by_token(&invited, &token).await.unwrap();
    age().await;
    account::send_verification(&admin).await.unwrap();
    account::verify_email(&admin, &verification).await.unwrap();
    for (slug, form) in [("more", key()), ("office", key())] {
        age().await;
        let form = CreateOrganization { organization: "More".to_owned(), slug: slug.to_owned(), key: Some(form) };
        let answer = tenants::create_organization(&admin, form).await.map(drop).map_err(domain::Error::tell);
        let known = [Ok(()), Err(AppError::invalid("slug", Code::Taken))];
        assert!(known.contains(&answer), "{answer:?}");
    }
    let other = world.invite(&office, "someone@example.com", VIEWER).await;
    own_account(&world, &admin, &office.admin.email, age).await;
    // A session that is remembered and over.
    world.force("UPDATE control.sessions SET ended_at = now()").await;
    invitations::read_offer(&eve.visitor(&world.db), &other).await.unwrap();
    assert_eq!(told(account::sign_out(&admin).await), AppError::Unauthenticated);
}

/// What a person changes of his own account; the last of it ends the session.
async fn own_account(world: &World, admin: &Actor, email: &str, age: impl AsyncFn()) {
    let (second, third) = ("a bicycle for the moon".to_owned(), "three kettles on a roof".to_owned());
    age().await;
    account::show_account(admin).await.unwrap();
    age().await;
    account::change_name(admin, ChangeName { name: "Another".to_owned() }).await.unwrap();
    age().await;
    let form = ChangeEmail { new_email: "new@example.com".to_owned(), email_password: PASSWORD.to_owned() };
    account::change_email(admin, form).await.unwrap();
    age().await;
    account::revoke_other_sessions(admin).await.unwrap();
    age().await;
    let form = ChangePassword { current_password: PASSWORD.to_owned(), password: second };
    account::change_password(admin, form).await.map(drop).unwrap();
    age().await;
    account::ask_reset(&world.visitor(), AskReset { email: email.to_owned() }).await.unwrap();
    let link = world.mailed(email, "/reset-password/").await;
    account::reset_offer(&world.visitor(), &link).await.unwrap();
    account::reset_by_link(&world.visitor(), &link, ResetPassword { password: third }).await.map(drop).unwrap();
}
