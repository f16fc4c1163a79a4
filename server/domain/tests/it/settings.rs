//! What an organization says of itself: saved all at once, by who may, and not over somebody else's change.

use domain::access::Actor;
use domain::{settings, tenants};
use futures::future::join_all;
use model::ids::PublicId;
use model::permission::Permission;
use model::settings::{Colour, Environment, LogoChange, SettingsView, UpdateSettings};
use model::{AppError, Code};

use crate::world::{ADMIN, EDITOR, PIXEL, VIEWER, World, as_typed, told};

const STALE: AppError = AppError::Conflict { reason: Code::Stale };

async fn read(actor: &Actor, tenant: &PublicId) -> SettingsView {
    settings::read_settings(actor, tenant).await.unwrap()
}

#[tokio::test]
async fn what_was_typed_is_what_everybody_sees() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let viewer = world.join(&office, "eve@example.com", VIEWER).await.actor(&world.db).await;
    let before = read(&admin, &office.public_id).await;
    assert_eq!((before.metadata.as_str(), before.environment, before.colour), ("{}", Environment::Production, None));
    let typed = UpdateSettings {
        title: "The Kiln".to_owned(),
        slug: "kiln".to_owned(),
        description: "Bricks.\nAnd more bricks.".to_owned(),
        metadata: r#"{"cost centre": 42}"#.to_owned(),
        environment: Environment::Staging,
        colour: Some(Colour::Olive),
        logo: LogoChange::Replace(PIXEL.to_owned()),
        ..as_typed(&before)
    };
    let saved = settings::update_settings(&admin, &office.public_id, typed).await.unwrap();
    assert_eq!(saved, read(&admin, &office.public_id).await);
    assert_eq!(saved.version, before.version + 1);
    assert_eq!(saved.metadata, "{\n  \"cost centre\": 42\n}");

    let view = tenants::enter_tenant(&viewer, "kiln").await.unwrap();
    assert_eq!((view.title.as_str(), view.slug.as_str()), ("The Kiln", "kiln"));
    assert_eq!((view.environment, view.colour, &view.logo), (Environment::Staging, Some(Colour::Olive), &saved.logo));
    assert_eq!(view.description, "Bricks.\nAnd more bricks.");
    let organizations = tenants::list_organizations(&viewer).await.unwrap().organizations;
    assert_eq!(organizations.len(), 1);
    assert_eq!((&organizations[0].slug, organizations[0].environment), (&saved.slug, Environment::Staging));
    assert_eq!((organizations[0].colour, &organizations[0].logo), (saved.colour, &saved.logo));

    let said: String = world
        .look(
            "SELECT concat_ws(' ', entry -> 'details' -> 'before' ->> 'slug', entry -> 'details' -> 'after' ->> 'slug')
            FROM control.audit_entries WHERE entry ->> 'action' = 'tenant.updated'",
        )
        .await;
    assert_eq!(said, "office kiln");
}

#[tokio::test]
async fn settings_that_somebody_else_has_changed_are_not_saved_over() {
    let world = World::new().await;
    let office = world.found("office").await;
    let first = office.admin.actor(&world.db).await;
    let second = world.join(&office, "second@example.com", ADMIN).await.actor(&world.db).await;
    let seen = as_typed(&read(&first, &office.public_id).await);
    let theirs = UpdateSettings { title: "Theirs".to_owned(), ..seen.clone() };
    settings::update_settings(&second, &office.public_id, theirs).await.unwrap();
    let mine =
        UpdateSettings { description: "Mine".to_owned(), logo: LogoChange::Replace(PIXEL.to_owned()), ..seen.clone() };
    let before = world.rows().await;
    assert_eq!(told(settings::update_settings(&first, &office.public_id, mine).await), STALE);
    let now = read(&first, &office.public_id).await;
    assert_eq!((now.title.as_str(), now.description.as_str(), now.logo), ("Theirs", "", None));
    assert_eq!(world.rows().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_save_what_they_saw_at_once_exactly_one_does() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    for round in 0..5 {
        let seen = as_typed(&read(&admin, &office.public_id).await);
        let save = |number: i32| {
            let typed = UpdateSettings { title: format!("Title {round} {number}"), ..seen.clone() };
            settings::update_settings(&admin, &office.public_id, typed)
        };
        let answers = join_all((0..8).map(save)).await;
        let (saved, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(saved.len(), 1, "round {round}");
        for refused in refused {
            assert_eq!(told(refused), STALE, "round {round}");
        }
        assert_eq!(read(&admin, &office.public_id).await, saved.into_iter().next().unwrap().unwrap());
    }
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn saving_what_is_there_already_changes_nothing() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let seen = read(&admin, &office.public_id).await;
    let before = world.rows().await;
    let saved = settings::update_settings(&admin, &office.public_id, as_typed(&seen)).await.unwrap();
    assert_eq!(saved, seen);
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn metadata_that_was_saved_does_not_stand_in_the_way_of_the_next_save() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let seen = read(&admin, &office.public_id).await;
    // In one line each it would be longer than anybody may send.
    let metadata = format!("{{\"a\":[{}1]}}", "1,".repeat(5_000));
    let typed = UpdateSettings { metadata, ..as_typed(&seen) };
    let saved = settings::update_settings(&admin, &office.public_id, typed).await.unwrap();
    let typed = UpdateSettings { title: "Another".to_owned(), ..as_typed(&saved) };
    assert_eq!(settings::update_settings(&admin, &office.public_id, typed).await.unwrap().title, "Another");
}

#[tokio::test]
async fn each_wrong_field_is_named_and_nothing_is_half_saved() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let seen = read(&admin, &office.public_id).await;
    let typed = UpdateSettings { title: "Another".to_owned(), ..as_typed(&seen) };
    let before = world.rows().await;
    let picture = |bytes: &[u8]| LogoChange::Replace(model::base64::encode(bytes));
    let megabyte = "x".repeat(1 << 20);
    for (wrong, field, code) in [
        (UpdateSettings { title: "a\0b".to_owned(), ..typed.clone() }, "title", Code::ForbiddenCharacters),
        (UpdateSettings { slug: "admin".to_owned(), ..typed.clone() }, "slug", Code::Reserved),
        (UpdateSettings { slug: "kiln-".to_owned(), ..typed.clone() }, "slug", Code::Malformed),
        (UpdateSettings { slug: "ki--ln".to_owned(), ..typed.clone() }, "slug", Code::Malformed),
        (UpdateSettings { description: megabyte.clone(), ..typed.clone() }, "description", Code::TooLong(500)),
        (
            UpdateSettings { metadata: format!("{{\"a\":\"{megabyte}\"}}"), ..typed.clone() },
            "metadata",
            Code::TooLarge(16),
        ),
        (
            UpdateSettings { metadata: "{\n\"a\" 1}".to_owned(), ..typed.clone() },
            "metadata",
            Code::JsonAt { line: 2, column: 5 },
        ),
        (UpdateSettings { logo: picture(b"GIF89a"), ..typed.clone() }, "logo", Code::NotAnImage),
        (UpdateSettings { logo: picture(b"<svg/>"), ..typed.clone() }, "logo", Code::NotAnImage),
        (UpdateSettings { logo: picture(&vec![0; 256 * 1024 + 1]), ..typed.clone() }, "logo", Code::TooLarge(256)),
    ] {
        let refused = told(settings::update_settings(&admin, &office.public_id, wrong).await);
        assert_eq!(refused, AppError::invalid(field, code));
        assert_eq!(read(&admin, &office.public_id).await, seen, "{field}");
    }
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn who_may_not_change_settings_neither_reads_nor_saves_them() {
    let world = World::new().await;
    let office = world.found("office").await;
    let typed = as_typed(&read(&office.admin.actor(&world.db).await, &office.public_id).await);
    let editor = world.join(&office, "eve@example.com", EDITOR).await.actor(&world.db).await;
    let denied = AppError::PermissionDenied { required: Permission::OrganizationUpdate.into() };
    assert_eq!(told(settings::read_settings(&editor, &office.public_id).await), denied);
    // Before the picture is looked at: nobody else's pictures are drawn.
    let typed = UpdateSettings { logo: LogoChange::Replace("AAAA".to_owned()), ..typed };
    assert_eq!(told(settings::update_settings(&editor, &office.public_id, typed).await), denied);
}

#[tokio::test]
async fn a_logo_is_shown_to_members_alone_and_without_going_in() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let admin = office.admin.actor(&world.db).await;
    let stranger = bricks.admin.actor(&world.db).await;
    let seen = read(&admin, &office.public_id).await;
    assert_eq!(told(settings::read_logo(&admin, &office.public_id).await.map(drop)), AppError::NotFound);
    let typed = UpdateSettings { logo: LogoChange::Replace(PIXEL.to_owned()), ..as_typed(&seen) };
    let saved = settings::update_settings(&admin, &office.public_id, typed).await.unwrap();
    let before = world.actions(Some(office.id)).await;
    let logo = settings::read_logo(&admin, &office.public_id).await.unwrap();
    assert_eq!(Some(logo.tag), saved.logo);
    assert!(logo.image.starts_with(b"\x89PNG"));
    assert_ne!(model::base64::encode(&logo.image), PIXEL, "it was drawn anew");
    for tenant in [&office.public_id, &PublicId::from_bits(0)] {
        assert_eq!(told(settings::read_logo(&stranger, tenant).await.map(drop)), AppError::NotFound);
    }
    assert_eq!(world.actions(Some(office.id)).await, before);

    // The same picture is the same logo; none is none.
    let again = UpdateSettings { logo: LogoChange::Replace(PIXEL.to_owned()), ..as_typed(&saved) };
    assert_eq!(settings::update_settings(&admin, &office.public_id, again).await.unwrap(), saved);
    let none = UpdateSettings { logo: LogoChange::Remove, ..as_typed(&saved) };
    assert_eq!(settings::update_settings(&admin, &office.public_id, none).await.unwrap().logo, None);
    assert_eq!(told(settings::read_logo(&admin, &office.public_id).await.map(drop)), AppError::NotFound);
}
