//! Addresses: once an organization's, always that organization's, also when two want one at the same moment.

use domain::access::Actor;
use domain::{account, settings, tenants};
use futures::future::join;
use model::account::SignUp;
use model::ids::PublicId;
use model::settings::{SettingsView, UpdateSettings};
use model::tenants::CreateOrganization;
use model::{AppError, Code};

use crate::world::{World, as_typed, key, sign_up, told};

async fn rename(actor: &Actor, tenant: &PublicId, slug: &str) -> domain::Result<SettingsView> {
    let seen = settings::read_settings(actor, tenant).await?;
    let typed = UpdateSettings { slug: slug.to_owned(), ..as_typed(&seen) };
    settings::update_settings(actor, tenant, typed).await
}

fn taken() -> AppError {
    AppError::invalid("slug", Code::Taken)
}

fn look_alike() -> AppError {
    AppError::invalid("slug", Code::LookAlike)
}

#[tokio::test]
async fn an_old_address_leads_members_on_and_is_nothing_to_anybody_else() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let (admin, stranger) = (office.admin.actor(&world.db).await, bricks.admin.actor(&world.db).await);
    rename(&admin, &office.public_id, "kiln").await.unwrap();
    for address in ["office", "kiln"] {
        let view = tenants::enter_tenant(&admin, address).await.unwrap();
        assert_eq!((view.public_id, view.slug.as_str()), (office.public_id.clone(), "kiln"));
        assert_eq!(told(tenants::enter_tenant(&stranger, address).await), AppError::NotFound);
    }
    // It can be taken again by whom it belonged to.
    rename(&admin, &office.public_id, "office").await.unwrap();
    assert_eq!(tenants::enter_tenant(&admin, "kiln").await.unwrap().slug.as_str(), "office");
}

#[tokio::test]
async fn an_old_address_is_never_given_to_anybody_else() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let (admin, other) = (office.admin.actor(&world.db).await, bricks.admin.actor(&world.db).await);
    rename(&admin, &office.public_id, "kiln").await.unwrap();
    let form =
        |slug: &str| CreateOrganization { organization: "New".to_owned(), slug: slug.to_owned(), key: Some(key()) };
    for slug in ["office", "kiln"] {
        let before = world.rows().await;
        assert_eq!(told(rename(&other, &bricks.public_id, slug).await), taken());
        assert_eq!(told(tenants::create_organization(&other, form(slug)).await), taken());
        assert_eq!(
            told(
                account::sign_up(&world.visitor(), SignUp { email: "new@example.com".to_owned(), ..sign_up(slug) })
                    .await
                    .map(drop)
            ),
            taken()
        );
        assert_eq!(world.rows().await, before);
    }
    let owner = "SELECT count(*) FROM control.slugs WHERE slug = 'office'";
    assert_eq!(world.look::<i64>(owner).await, 1);
}

#[tokio::test]
async fn an_address_that_only_looks_like_another_s_is_refused() {
    let world = World::new().await;
    let office = world.found("office-inc").await;
    let modern = world.found("modern").await;
    let (admin, other) = (office.admin.actor(&world.db).await, modern.admin.actor(&world.db).await);
    let form =
        |slug: &str| CreateOrganization { organization: "New".to_owned(), slug: slug.to_owned(), key: Some(key()) };
    for slug in ["0ffice-inc", "off1ce-inc", "offlce-inc", "0ff1ce-lnc"] {
        let before = world.rows().await;
        assert_eq!(told(rename(&other, &modern.public_id, slug).await), look_alike(), "{slug}");
        assert_eq!(told(tenants::create_organization(&other, form(slug)).await), look_alike(), "{slug}");
        assert_eq!(
            told(
                account::sign_up(&world.visitor(), SignUp { email: "new@example.com".to_owned(), ..sign_up(slug) })
                    .await
                    .map(drop)
            ),
            look_alike(),
            "{slug}"
        );
        assert_eq!(world.rows().await, before);
    }
    for slug in ["rnodem", "modem", "m0dern", "rnodern", "rn0dem"] {
        assert_eq!(told(rename(&admin, &office.public_id, slug).await), look_alike(), "{slug}");
    }
    // Of one's own addresses no one else is deceived; and what looks different is different.
    for slug in ["0ffice-inc", "off1ce-inc", "office", "officeinc"] {
        rename(&admin, &office.public_id, slug).await.unwrap();
    }
    assert_eq!(told(rename(&other, &modern.public_id, "offlce").await), look_alike());
}

#[tokio::test]
async fn an_organization_takes_ten_addresses_a_day_for_no_one_gets_them_after_it() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let (admin, other) = (office.admin.actor(&world.db).await, bricks.admin.actor(&world.db).await);
    for number in 0..10 {
        assert_eq!(told(rename(&admin, &office.public_id, "bricks").await), taken(), "what is refused is not counted");
        rename(&admin, &office.public_id, &format!("kiln-{number}")).await.unwrap();
    }
    let refused = told(rename(&admin, &office.public_id, "one-too-many").await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");
    assert_eq!(settings::read_settings(&admin, &office.public_id).await.unwrap().slug.as_str(), "kiln-9");
    let seen = settings::read_settings(&admin, &office.public_id).await.unwrap();
    let typed = UpdateSettings { title: "The Kiln".to_owned(), ..as_typed(&seen) };
    settings::update_settings(&admin, &office.public_id, typed).await.unwrap();
    rename(&other, &bricks.public_id, "one-too-many").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_given_up_at_this_moment_goes_to_nobody() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let (admin, other) = (office.admin.actor(&world.db).await, bricks.admin.actor(&world.db).await);
    for round in 0..5 {
        let (old, new) = (format!("kiln-x{round}"), format!("kiln-y{round}"));
        rename(&admin, &office.public_id, &old).await.unwrap();
        let (left, wanted) =
            join(rename(&admin, &office.public_id, &new), rename(&other, &bricks.public_id, &old)).await;
        left.unwrap();
        assert_eq!(told(wanted), taken(), "round {round}");
        assert_eq!(told(rename(&other, &bricks.public_id, &old).await), taken(), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_want_addresses_that_look_the_same_exactly_one_gets_it() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let (admin, other) = (office.admin.actor(&world.db).await, bricks.admin.actor(&world.db).await);
    for round in 0..10 {
        let (one, another) = (format!("pool-x{round}"), format!("poo1-x{round}"));
        let another = if round % 2 == 0 { one.clone() } else { another };
        let answers = join(rename(&admin, &office.public_id, &one), rename(&other, &bricks.public_id, &another)).await;
        let refused = match answers {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused.tell(),
            answers => panic!("round {round}: {answers:?}"),
        };
        assert_eq!(refused, if round % 2 == 0 { taken() } else { look_alike() }, "round {round}");
    }
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}
