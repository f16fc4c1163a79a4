//! When a session was last in use.

use domain::access::SessionToken;
use domain::{account, roles};

use crate::world::{PASSWORD, Person, World, sign_in};

#[tokio::test]
async fn it_is_written_for_all_sessions_at_once_and_for_each_once_a_minute_at_most() {
    let world = World::new().await;
    let office = world.found("office").await;
    let signed_in = account::sign_in(&world.visitor(), sign_in(&office.admin.email, PASSWORD)).await.unwrap();
    let ended = Person { token: SessionToken(signed_in.token), ..office.admin.clone() };
    let elsewhere = world.process();
    let (here, there) = (office.admin.actor(&world.db).await, office.admin.actor(&elsewhere).await);
    account::sign_out(&ended.actor(&world.db).await).await.unwrap();
    let seen = async || world.look::<Option<String>>("SELECT string_agg(l::text, ' ') FROM control.last_seen l").await;
    let versions = "SELECT string_agg(concat(id, version), ' ' ORDER BY id) FROM control.sessions";
    let before: String = world.look(versions).await;

    assert_eq!(seen().await, None, "no call writes it itself");
    world.db.keep_last_seen().await.unwrap();
    let first = seen().await.expect("the session that was in use");
    assert!(first.contains(&here.session().to_string()) && first.split(' ').count() == 2, "{first}");
    // Seen again, here and by another process, within the minute.
    for (db, actor) in [(&world.db, &here), (&elsewhere, &there)] {
        office.admin.actor(db).await;
        roles::list_roles(actor, &office.public_id).await.unwrap();
        db.keep_last_seen().await.unwrap();
    }
    assert_eq!(seen().await, Some(first));

    let aged = "UPDATE control.last_seen SET seen_at = now() - interval '1 minute'";
    world.force(aged).await;
    let first = seen().await;
    world.db.keep_last_seen().await.unwrap();
    assert_eq!(seen().await, first, "it was not in use since");
    office.admin.actor(&elsewhere).await;
    elsewhere.keep_last_seen().await.unwrap();
    assert_ne!(seen().await, first);
    assert_eq!(world.look::<String>(versions).await, before, "what is remembered of a session is as good as before");
}
