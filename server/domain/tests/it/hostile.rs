//! Whatever is typed, a clear answer at the field, never a fault of ours, and nothing half-done.

use domain::access::{Caller, Visitor};
use domain::{account, invitations, tenants};
use model::account::{AskReset, ChangeEmail, ChangeName, ChangePassword, SignUp};
use model::invitations::{AcceptInvitation, InviteMember};
use model::tenants::CreateOrganization;
use model::{AppError, Code, Fields};

use crate::world::{PASSWORD, VIEWER, World, key, sign_in, sign_up, told};

const NUL: &str = "a\0b";
const BIDI: &str = "abc\u{202e}cba";
const INVISIBLE: &str = "a\u{200b}b";
const LINES: &str = "a\r\nBcc: eve@example.com";
/// Names stand in mails to people who did not ask for them.
const LINK: &str = "You have won: https://evil.example";
const EMOJI: &str = "👩‍🔧";

/// What somebody types, and what is wrong with it.
type Wrong = (String, Code);

fn megabyte() -> String {
    "x".repeat(1 << 20)
}

/// What nobody may be called, and why.
fn names() -> Vec<Wrong> {
    vec![
        (String::new(), Code::Required),
        (" \t\u{2003}".to_owned(), Code::Required),
        (NUL.to_owned(), Code::ForbiddenCharacters),
        (BIDI.to_owned(), Code::ForbiddenCharacters),
        (INVISIBLE.to_owned(), Code::ForbiddenCharacters),
        (LINES.to_owned(), Code::ForbiddenCharacters),
        (LINK.to_owned(), Code::HasLink),
        (megabyte(), Code::TooLong(80)),
        (EMOJI.repeat(81), Code::TooLong(80)),
    ]
}

fn slugs() -> Vec<Wrong> {
    let mut slugs: Vec<_> = [NUL, BIDI, INVISIBLE, LINES, EMOJI, "a b c", "öffice", "a--b"]
        .map(|text| (text.to_owned(), Code::Malformed))
        .into();
    slugs.extend([
        (String::new(), Code::Required),
        (megabyte(), Code::TooLong(40)),
        ("admin".to_owned(), Code::Reserved),
    ]);
    slugs
}

fn addresses() -> Vec<Wrong> {
    let texts = [
        NUL,
        BIDI,
        LINES,
        EMOJI,
        "eve",
        "a\0@example.com",
        "eve\u{202e}@example.com",
        "eve@example.com\r\nBcc: x@y.zz",
    ];
    let mut addresses: Vec<_> = texts.map(|text| (text.to_owned(), Code::Malformed)).into();
    addresses.extend([(String::new(), Code::Required), (format!("{}@example.com", megabyte()), Code::TooLong(254))]);
    addresses
}

fn passwords() -> Vec<Wrong> {
    vec![
        (String::new(), Code::Required),
        ("too short".to_owned(), Code::TooShort(15)),
        ("a NUL \0 in between".to_owned(), Code::ForbiddenCharacters),
        (megabyte(), Code::TooLong(256)),
    ]
}

/// A form that is right but for what is typed into one field.
type Form = fn(String) -> SignUp;

#[tokio::test]
async fn every_field_of_signing_up_names_what_is_wrong_with_it() {
    let world = World::new().await;
    let before = world.rows().await;
    let fields: [(&str, Vec<Wrong>, Form); 5] = [
        ("organization", names(), |organization| SignUp { organization, ..sign_up("office") }),
        ("slug", slugs(), |slug| SignUp { slug, ..sign_up("office") }),
        ("name", names(), |name| SignUp { name, ..sign_up("office") }),
        ("email", addresses(), |email| SignUp { email, ..sign_up("office") }),
        ("password", passwords(), |password| SignUp { password, ..sign_up("office") }),
    ];
    for (field, texts, form) in fields {
        for (text, code) in texts {
            let refused = told(account::sign_up(&world.visitor(), form(text.clone())).await);
            assert_eq!(refused, AppError::invalid(field, code), "{field} {text:.20?}");
        }
    }
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn every_other_form_names_what_is_wrong_with_its_fields() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.invite(&office, "eve@example.com", VIEWER).await;
    let actor = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    for (name, code) in names() {
        let form = AcceptInvitation { name: name.clone(), password: PASSWORD.to_owned() };
        let refused = told(invitations::accept_as_new_account(&world.visitor(), &token, form).await);
        assert_eq!(refused, AppError::invalid("name", code));
        let form = CreateOrganization { organization: name, slug: "bricks".to_owned(), key: None };
        assert_eq!(told(tenants::create_organization(&actor, form).await), AppError::invalid("organization", code));
    }
    for (password, code) in passwords() {
        let form = AcceptInvitation { name: "Eve".to_owned(), password };
        let refused = told(invitations::accept_as_new_account(&world.visitor(), &token, form).await);
        assert_eq!(refused, AppError::invalid("password", code));
    }
    for (slug, code) in slugs() {
        let form = CreateOrganization { organization: "Bricks".to_owned(), slug, key: None };
        assert_eq!(told(tenants::create_organization(&actor, form).await), AppError::invalid("slug", code));
    }
    for (email, code) in addresses() {
        let form = InviteMember { email: email.clone(), roles: vec![office.role(VIEWER)], key: key() };
        let refused = told(invitations::invite_member(&actor, &office.public_id, form).await);
        assert_eq!(refused, AppError::invalid("email", code));
        assert_eq!(
            told(account::sign_in(&world.visitor(), sign_in(&email, PASSWORD)).await),
            AppError::invalid("email", code)
        );
    }
    for (name, code) in names() {
        assert_eq!(told(account::change_name(&actor, ChangeName { name }).await), AppError::invalid("name", code));
    }
    for (email, code) in addresses() {
        let refused = told(account::ask_reset(&world.visitor(), AskReset { email: email.clone() }).await);
        assert_eq!(refused, AppError::invalid("email", code));
        let form = ChangeEmail { new_email: email, email_password: PASSWORD.to_owned() };
        assert_eq!(told(account::change_email(&actor, form).await), AppError::invalid("new_email", code));
    }
    for (password, code) in passwords() {
        let form = ChangePassword { current_password: PASSWORD.to_owned(), password };
        assert_eq!(told(account::change_password(&actor, form).await), AppError::invalid("password", code));
    }
    // A password that nobody can have is a wrong one: the answer tells no more.
    for password in [NUL, BIDI, &megabyte()] {
        let refused = told(account::sign_in(&world.visitor(), sign_in("admin@office.example", password)).await);
        assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    }
    let grown = world.rows().await.into_iter().filter(|(table, rows)| before[table] != *rows);
    assert_eq!(grown.map(|(table, _)| table).collect::<Vec<_>>(), ["platform_audit"], "refused sign-ins are logged");
}

#[tokio::test]
async fn what_people_are_really_called_is_kept_as_they_write_it() {
    let world = World::new().await;
    let names = [
        ("emoji", "👩‍🔧 Repairs & Söhne"),
        ("quotes", "'; DROP TABLE control.users; -- \\ \" %s $1"),
        ("markup", "<script>alert(1)</script>&amp;"),
        ("arabic", "مؤسسة المكتب"),
        ("joiners", "می‌خواهم"),
        ("formula", "=1+1"),
    ];
    for (slug, name) in names {
        let form = SignUp { organization: name.to_owned(), name: name.to_owned(), ..sign_up(slug) };
        let (signed_in, slug) = account::sign_up(&world.visitor(), form).await.unwrap();
        let session = Some(domain::access::SessionToken(signed_in.token));
        let actor = Visitor { session, ..world.visitor() }.authenticate().await.unwrap();
        let view = tenants::enter_tenant(&actor, slug.as_str()).await.unwrap();
        assert_eq!((view.title.as_str(), view.me.name.as_str()), (name, name));
    }
    // Written in another of Unicode's forms, it is the same name.
    let form = SignUp { organization: "Cafe\u{301}".to_owned(), ..sign_up("cafe") };
    account::sign_up(&world.visitor(), form).await.map(drop).unwrap();
    let title: String = world.look("SELECT title FROM control.tenants WHERE slug = 'cafe'").await;
    assert_eq!(title, "Caf\u{e9}");
}

#[tokio::test]
async fn where_a_call_comes_from_can_say_anything() {
    let world = World::new().await;
    world.found("office").await;
    let agents =
        [String::new(), BIDI.to_owned(), EMOJI.to_owned(), LINES.to_owned(), "\u{10ffff}".to_owned(), megabyte()];
    for user_agent in agents {
        let caller = Caller { user_agent, ip: "::1".to_owned(), request_id: "\"".to_owned(), ..Caller::default() };
        let visitor = Visitor { caller, ..world.visitor() };
        account::sign_in(&visitor, sign_in("admin@office.example", PASSWORD)).await.map(drop).unwrap();
        let refused = told(account::sign_in(&visitor, sign_in("admin@office.example", "wrong")).await);
        assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    }
    // No header can hold a NUL. Should one come by another way, it is the caller's fault and not ours.
    let caller = Caller { user_agent: NUL.to_owned(), ..Caller::default() };
    let visitor = Visitor { caller, ..world.visitor() };
    for password in [PASSWORD, "wrong"] {
        let refused = told(account::sign_in(&visitor, sign_in("admin@office.example", password)).await);
        assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::ForbiddenCharacters), "{password}");
    }
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}
