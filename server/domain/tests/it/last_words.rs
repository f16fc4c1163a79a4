//! What is true at the end of a change decides about it: not what was true when it began.

use domain::{invitations, members};
use model::AppError;
use model::invitations::InviteMember;
use model::permission::Permission;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::world::{ADMIN, VIEWER, World, key, told};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_any_more_when_his_change_ends_has_changed_nothing() {
    let world = World::new().await;
    let office = world.found("office").await;
    let abel = world.join(&office, "abel@example.com", ADMIN).await;
    let actor = abel.actor(&world.db).await;
    let (tenant, member, session) = (office.id, abel.member(), actor.session());
    let denied = AppError::PermissionDenied { required: Permission::MemberInvite.into() };
    let ends = [
        (format!("UPDATE control.tenants SET status = 'suspended' WHERE id = '{tenant}'"), AppError::NotFound),
        (
            format!("UPDATE control.memberships SET status = 'removed', removed_at = now() WHERE id = '{member}'"),
            AppError::NotFound,
        ),
        (
            format!("UPDATE control.member_roles SET role_id = '{}' WHERE member_id = '{member}'", office.role(VIEWER)),
            denied,
        ),
        (format!("UPDATE control.sessions SET ended_at = now() WHERE id = '{session}'"), AppError::Unauthenticated),
    ];
    for (end, expected) in ends {
        let before = world.rows().await;
        // Every change of the organization waits for its feed: this one holds it, and commits what ends the right.
        let mut sql = world.superuser().await;
        let mut tx = sql.begin().await.unwrap();
        tx.execute("SELECT 1 FROM control.feed FOR UPDATE").await.unwrap();
        let (actor, organization) = (actor.clone(), office.public_id.clone());
        let input = InviteMember { email: "eve@example.com".to_owned(), roles: vec![office.role(VIEWER)], key: key() };
        let inviting = tokio::spawn(async move { invitations::invite_member(&actor, &organization, input).await });
        world.until_blocked(&inviting).await;
        tx.execute(AssertSqlSafe(end.as_str())).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told(inviting.await.unwrap()), expected, "{end}");
        assert_eq!(world.rows().await, before, "{end}");
        world
            .force(&format!(
                "UPDATE control.tenants SET status = 'active';
                UPDATE control.memberships SET status = 'active', removed_at = NULL;
                UPDATE control.member_roles SET role_id = '{}' WHERE member_id = '{member}'",
                office.role(ADMIN)
            ))
            .await;
    }
}

#[tokio::test]
async fn what_a_change_does_to_its_own_maker_is_decided_before() {
    let world = World::new().await;
    let office = world.found("office").await;
    let abel = world.join(&office, "abel@example.com", ADMIN).await;
    let actor = abel.actor(&world.db).await;
    members::remove_member(&actor, &office.public_id, abel.member()).await.unwrap();
    assert_eq!(told(invitations::list_invitations(&actor, &office.public_id, None).await), AppError::NotFound);
}
