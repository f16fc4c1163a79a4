//! Whether an invitation stands: what takes it back, its organization, and its inviter's rights.

use domain::access::Actor;
use domain::{invitations, members, tenants};
use model::AppError;
use model::ids::{InvitationId, RoleId};
use model::members::ChangeMemberRoles;
use model::permission::Permission;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use super::{EXPIRED, form, neighbours};
use crate::world::{ADMIN, EDITOR, Organization, Person, VIEWER, World, told};

#[tokio::test]
async fn what_was_revoked_is_too_old_or_leads_to_a_suspended_organization_lets_nobody_in() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let newcomers = world.invite(&office, "eve@example.com", VIEWER).await;
    world.force("UPDATE control.users SET email_verified_at = now()").await;
    let invited = bricks.admin.actor(&world.db).await;
    let id = tenants::list_organizations(&invited).await.unwrap().invitations[0].id;
    let before = world.rows().await;
    let refuses = async |why: &str| {
        assert_eq!(told(invitations::accept_by_token(&invited, &token).await), EXPIRED, "{why}");
        assert_eq!(told(invitations::accept_by_id(&invited, id).await), EXPIRED, "{why}");
        let newcomer = invitations::accept_as_new_account(&world.visitor(), &newcomers, form()).await;
        assert_eq!(told(newcomer), EXPIRED, "{why}");
        assert_eq!(told(invitations::read_offer(&world.visitor(), &token).await), EXPIRED, "{why}");
        assert_eq!(tenants::list_organizations(&invited).await.unwrap().invitations, [], "{why}");
        assert_eq!(world.rows().await, before, "{why}");
    };
    world.force("UPDATE control.invitations SET expires_at = now()").await;
    refuses("too old").await;
    world.force("UPDATE control.invitations SET expires_at = now() + interval '1 hour'").await;
    for status in ["suspended", "archived", "deleted"] {
        let office = office.id;
        world.force(&format!("UPDATE control.tenants SET status = '{status}' WHERE id = '{office}'")).await;
        refuses(status).await;
    }
    world.force("UPDATE control.tenants SET status = 'active'").await;
    assert!(invitations::read_offer(&world.visitor(), &token).await.is_ok(), "all is well again");

    let admin = office.admin.actor(&world.db).await;
    for pending in invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations {
        invitations::revoke_invitation(&admin, &office.public_id, pending.id).await.unwrap();
        let again = invitations::revoke_invitation(&admin, &office.public_id, pending.id).await;
        assert_eq!(told(again), AppError::NotFound);
    }
    world.force("UPDATE control.tenants SET status = 'active'").await;
    assert_eq!(told(invitations::accept_by_token(&invited, &token).await), EXPIRED, "revoked");
    assert_eq!(told(invitations::accept_by_id(&invited, id).await), EXPIRED, "revoked");
    let newcomer = invitations::accept_as_new_account(&world.visitor(), &newcomers, form()).await;
    assert_eq!(told(newcomer), EXPIRED, "revoked");
    assert_eq!(world.rows().await["users"], 2);
}

/// An organization with a second administrator, who has invited the neighbours' and a newcomer.
struct Invited {
    world: World,
    office: Organization,
    inviter: Person,
    actor: Actor,
    neighbour: Actor,
    token: String,
    newcomers: String,
    id: InvitationId,
}

impl Invited {
    async fn new() -> Self {
        let (world, office, bricks) = neighbours().await;
        let inviter = world.join(&office, "second@office.example", ADMIN).await;
        let by_inviter = Organization {
            public_id: office.public_id.clone(),
            slug: office.slug.clone(),
            roles: office.roles.clone(),
            admin: inviter.clone(),
            id: office.id,
        };
        let token = world.invite(&by_inviter, &bricks.admin.email, EDITOR).await;
        let newcomers = world.invite(&by_inviter, "eve@example.com", EDITOR).await;
        world.force("UPDATE control.users SET email_verified_at = now()").await;
        let neighbour = bricks.admin.actor(&world.db).await;
        let id = tenants::list_organizations(&neighbour).await.unwrap().invitations[0].id;
        let actor = office.admin.actor(&world.db).await;
        Self { world, office, inviter, actor, neighbour, token, newcomers, id }
    }

    async fn pending(&self) -> usize {
        invitations::list_invitations(&self.actor, &self.office.public_id, None).await.unwrap().invitations.len()
    }

    /// Every way in is closed, by the answer that an old link gets, and nobody is shown what leads nowhere.
    async fn assert_nobody_is_let_in(&self, why: &str) {
        let Self { world, neighbour, token, newcomers, .. } = self;
        let before = world.rows().await;
        assert_eq!(told(invitations::accept_by_token(neighbour, token).await), EXPIRED, "{why}");
        assert_eq!(told(invitations::accept_by_id(neighbour, self.id).await), EXPIRED, "{why}");
        let newcomer = invitations::accept_as_new_account(&world.visitor(), newcomers, form()).await;
        assert_eq!(told(newcomer), EXPIRED, "{why}");
        assert_eq!(told(invitations::read_offer(&world.visitor(), token).await), EXPIRED, "{why}");
        assert_eq!(tenants::list_organizations(neighbour).await.unwrap().invitations, [], "{why}");
        assert_eq!(self.pending().await, 0, "{why}");
        assert_eq!(world.rows().await, before, "{why}");
    }

    async fn assert_both_are_asked_in(&self, why: &str) {
        for token in [&self.token, &self.newcomers] {
            assert!(invitations::read_offer(&self.world.visitor(), token).await.is_ok(), "{why}");
        }
        assert_eq!(tenants::list_organizations(&self.neighbour).await.unwrap().invitations.len(), 1, "{why}");
        assert_eq!(self.pending().await, 2, "{why}");
    }

    async fn give(&self, role: RoleId) {
        let input = ChangeMemberRoles { member: self.inviter.member(), roles: vec![role], before: None };
        members::change_member_roles(&self.actor, &self.office.public_id, input).await.unwrap();
    }
}

#[tokio::test]
async fn an_invitation_is_as_good_as_its_inviter_s_rights_are_when_it_is_accepted() {
    let mut invited = Invited::new().await;
    let offered = Vec::from(model::roles::DefaultRole::Editor.permissions());
    let needed = [&offered[..], &[Permission::MemberInvite, Permission::RoleAssign]].concat();
    invited.assert_both_are_asked_in("by an administrator").await;
    let enough = invited.world.custom_role(&mut invited.office, "enough", &needed).await;
    invited.give(enough).await;
    invited.assert_both_are_asked_in("by somebody who holds just what is needed").await;
    for missing in &needed {
        let others: Vec<_> = needed.iter().copied().filter(|held| held != missing).collect();
        let role = invited.world.custom_role(&mut invited.office, missing.as_str(), &others).await;
        invited.give(role).await;
        invited.assert_nobody_is_let_in(&format!("without {}", missing.as_str())).await;
    }
    invited.give(invited.office.role(VIEWER)).await;
    invited.assert_nobody_is_let_in("demoted").await;
    invited.give(enough).await;
    invited.assert_both_are_asked_in("with all rights again").await;
    let Invited { world, office, actor, inviter, .. } = &invited;
    members::remove_member(actor, &office.public_id, inviter.member()).await.unwrap();
    invited.assert_nobody_is_let_in("removed").await;
    members::restore_member(actor, &office.public_id, inviter.member()).await.unwrap();
    // What is offered may also have become more since.
    let all = format!("UPDATE control.roles SET grants_all = true WHERE id = '{}'", office.role(EDITOR));
    world.force(&all).await;
    invited.assert_nobody_is_let_in("to a role that holds everything by now").await;
    invited.give(office.role(ADMIN)).await;
    invited.assert_both_are_asked_in("by somebody who holds everything").await;
    invitations::accept_by_id(&invited.neighbour, invited.id).await.unwrap();
    let newcomer = invitations::accept_as_new_account(&invited.world.visitor(), &invited.newcomers, form()).await;
    assert!(newcomer.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_an_invitation_while_it_is_being_accepted_comes_first_or_after_and_never_in_between() {
    let invited = Invited::new().await;
    let Invited { world, office, inviter, neighbour, .. } = &invited;
    let (tenant, member, viewer) = (office.id, inviter.member(), office.role(VIEWER));
    let ends = [
        format!("UPDATE control.tenants SET status = 'suspended' WHERE id = '{tenant}'"),
        format!(
            "UPDATE control.memberships SET status = 'removed', removed_at = now() WHERE tenant_id = '{tenant}' AND id = '{member}'"
        ),
        format!(
            "UPDATE control.member_roles SET role_id = '{viewer}' WHERE tenant_id = '{tenant}' AND member_id = '{member}'"
        ),
    ];
    for end in ends {
        let mut sql = world.superuser().await;
        let mut tx = sql.begin().await.unwrap();
        tx.execute(AssertSqlSafe(end.as_str())).await.unwrap();
        let (actor, token) = (neighbour.clone(), invited.token.clone());
        let accepting = tokio::spawn(async move { invitations::accept_by_token(&actor, &token).await });
        world.until_blocked(&accepting).await;
        tx.commit().await.unwrap();
        assert_eq!(told(accepting.await.unwrap()), EXPIRED, "{end}");
        world
            .force(&format!(
                "UPDATE control.tenants SET status = 'active'; UPDATE control.memberships SET status = 'active', removed_at = NULL;
                UPDATE control.member_roles SET role_id = '{}' WHERE member_id = '{member}'",
                office.role(ADMIN)
            ))
            .await;
    }
    assert!(invitations::accept_by_token(neighbour, &invited.token).await.is_ok(), "nothing of it has stayed");
}

#[tokio::test]
async fn an_invitation_that_nobody_can_accept_any_more_is_in_nobody_s_way() {
    let invited = Invited::new().await;
    invited.give(invited.office.role(VIEWER)).await;
    let Invited { world, office, neighbour, .. } = &invited;
    let token = world.invite(office, "admin@bricks.example", VIEWER).await;
    assert_eq!(invited.pending().await, 1);
    // Its inviter's rights come back, and the old link does not.
    invited.give(office.role(ADMIN)).await;
    assert_eq!(told(invitations::accept_by_token(neighbour, &invited.token).await), EXPIRED);
    invitations::accept_by_token(neighbour, &token).await.unwrap();
    let denied = AppError::PermissionDenied { required: Permission::RoleList.into() };
    assert_eq!(told(domain::roles::list_roles(neighbour, &office.public_id).await), denied, "a viewer, as asked last");
}

#[tokio::test]
async fn whoever_is_removed_or_restored_has_no_invitation_left_that_leads_back() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let (actor, admin) = (eve.actor(&world.db).await, office.admin.actor(&world.db).await);
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    let token = world.invite(&office, "Eve@example.com", EDITOR).await;
    members::restore_member(&admin, &office.public_id, eve.member()).await.unwrap();
    assert_eq!(invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations, []);
    let actions = world.actions(Some(office.id)).await;
    assert_eq!(actions[actions.len() - 2..], ["member.restored", "invitation.revoked"]);
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    assert_eq!(told(invitations::accept_by_token(&actor, &token).await), EXPIRED);

    // One that was written at the same moment as the restoring.
    let token = world.invite(&office, "eve@example.com", EDITOR).await;
    world.force("UPDATE control.memberships SET status = 'active', removed_at = NULL").await;
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    assert_eq!(told(invitations::accept_by_token(&actor, &token).await), EXPIRED);
    let token = world.invite(&office, "eve@example.com", VIEWER).await;
    assert!(invitations::accept_by_token(&actor, &token).await.is_ok(), "asked anew, she comes back");
}
