//! Founding more organizations, finding one's own, and standing inside one.

use domain::tenants;
use futures::future::join_all;
use model::ids::IdempotencyKey;
use model::permission::PermissionSet;
use model::tenants::CreateOrganization;
use model::{AppError, Code};

use crate::world::{ADMIN, VIEWER, World, key, told};

fn form(slug: &str, key: IdempotencyKey) -> CreateOrganization {
    CreateOrganization { organization: "Another one".to_owned(), slug: slug.to_owned(), key: Some(key) }
}

#[tokio::test]
async fn one_person_stands_in_several_organizations_with_other_rights_in_each() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await.actor(&world.db).await;
    let slug = tenants::create_organization(&eve, form("bricks", key())).await.unwrap();
    let view = tenants::enter_tenant(&eve, slug.as_str()).await.unwrap();
    assert_eq!(view.permissions, PermissionSet::all());
    assert_ne!(tenants::enter_tenant(&eve, "office").await.unwrap().permissions, PermissionSet::all());

    let organizations = tenants::list_organizations(&eve).await.unwrap().organizations;
    let found: Vec<_> = organizations.iter().map(|found| (found.slug.as_str(), found.roles.clone())).collect();
    assert_eq!(found, [("bricks", vec![ADMIN.to_owned()]), ("office", vec![VIEWER.to_owned()])]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_many_times_at_once_makes_one_organization() {
    // Fewer connections than calls: none may wait for a second one while it holds its first.
    let world = World::with(|config| config.connections = 2).await;
    let office = world.found("office").await;
    for (name, slugs) in [("same", ["same"; 8]), ("edited", ["e-1", "e-2", "e-3", "e-4", "e-5", "e-6", "e-7", "e-8"])] {
        let key = key();
        let before = world.rows().await["tenants"];
        let sent = join_all(slugs.map(|slug| {
            let visitor = office.admin.visitor(&world.db);
            let form = form(&format!("form-{slug}"), key);
            visitor.as_person(move |actor| async move { tenants::create_organization(&actor, form).await })
        }));
        let answers: Vec<_> = sent.await.into_iter().map(Result::unwrap).collect();
        assert!(answers.iter().all(|slug| *slug == answers[0]), "{name}: {answers:?}");
        assert_eq!(world.rows().await["tenants"], before + 1, "{name}");
    }
}

#[tokio::test]
async fn a_taken_slug_is_told_at_the_field_and_saves_nothing() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.found("bricks").await;
    let actor = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    let refused = told(tenants::create_organization(&actor, form("Bricks", key())).await);
    assert_eq!(refused, AppError::invalid("slug", Code::Taken));
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn a_slug_is_not_given_to_anybody_else_when_its_organization_is_gone() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    for status in ["suspended", "archived", "deleted"] {
        world.force(&format!("UPDATE control.tenants SET status = '{status}' WHERE id = '{}'", office.id)).await;
        let actor = bricks.admin.actor(&world.db).await;
        let refused = told(tenants::create_organization(&actor, form("office", key())).await);
        assert_eq!(refused, AppError::invalid("slug", Code::Taken), "{status}");
    }
}

#[tokio::test]
async fn one_person_founds_ten_organizations_a_day() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let actor = office.admin.actor(&world.db).await;
    let first = key();
    for number in 0..10 {
        let key = if number == 0 { first } else { key() };
        // What is refused founds nothing, and is not counted.
        told(tenants::create_organization(&actor, form("office", key)).await);
        tenants::create_organization(&actor, form(&format!("more-{number}"), key)).await.unwrap();
    }
    let before = world.rows().await;
    let AppError::RateLimited { retry_after } = told(tenants::create_organization(&actor, form("last", key())).await)
    else {
        panic!("the eleventh is refused")
    };
    assert!((80_000..=86_400).contains(&retry_after), "{retry_after}");
    assert_eq!(world.rows().await, before);
    let again = tenants::create_organization(&actor, form("more-0", first)).await.unwrap();
    assert_eq!(again.as_str(), "more-0", "a form that was sent before still gets its answer");
    let other = bricks.admin.actor(&world.db).await;
    assert!(tenants::create_organization(&other, form("last", key())).await.is_ok(), "another person is not meant");
}

#[tokio::test]
async fn whether_a_slug_is_taken_is_told_so_many_times_to_one_network() {
    let world = World::with(|config| config.attempts_per_address = 3).await;
    let office = world.found("office").await;
    let actor = office.admin.actor(&world.db).await;
    // Signing up was the first attempt.
    for _ in 0..2 {
        let refused = told(tenants::create_organization(&actor, form("office", key())).await);
        assert_eq!(refused, AppError::invalid("slug", Code::Taken));
    }
    let refused = told(tenants::create_organization(&actor, form("free", key())).await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");
}

#[tokio::test]
async fn somebody_who_is_signed_out_learns_of_no_organization_whether_it_is_there() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.found("bricks").await;
    for slug in ["office", "bricks", "absent", "", "off\0ice"] {
        let again = crate::world::sign_in(&office.admin.email, crate::world::PASSWORD);
        let signed_in = domain::account::sign_in(&world.visitor(), again).await.unwrap();
        let session = Some(domain::access::SessionToken(signed_in.token));
        let visitor = domain::access::Visitor { session, ..world.visitor() };
        // A process that remembers the session, and that it could enter.
        let elsewhere = world.process();
        let remembered = domain::access::Visitor { db: elsewhere, ..visitor.clone() }.authenticate().await.unwrap();
        tenants::enter_tenant(&remembered, "office").await.unwrap();
        domain::account::sign_out(&visitor.authenticate().await.unwrap()).await.unwrap();
        assert_eq!(told(tenants::enter_tenant(&remembered, slug).await), AppError::Unauthenticated, "{slug:?}");
    }
}

#[tokio::test]
async fn a_foreign_organization_is_as_good_as_an_absent_one() {
    let world = World::new().await;
    world.found("office").await;
    let bricks = world.found("bricks").await;
    let actor = bricks.admin.actor(&world.db).await;
    for slug in ["office", "absent", "", "a", "OFFICE", "off\0ice", "admin", &"x".repeat(1 << 20)] {
        assert_eq!(told(tenants::enter_tenant(&actor, slug).await), AppError::NotFound, "{slug:.20?}");
    }
}
