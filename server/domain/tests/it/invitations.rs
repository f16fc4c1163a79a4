//! Inviting, revoking, being asked, and accepting.

use domain::access::{Actor, SessionToken, Visitor};
use domain::{invitations, members, tenants};
use futures::future::join_all;
use model::ids::{InvitationId, RoleId};
use model::invitations::{AcceptInvitation, InviteMember, Recipient};
use model::members::{ChangeMemberRoles, ListMembers};
use model::permission::Permission;
use model::{AppError, Code, Fields};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::world::{ADMIN, EDITOR, Organization, PASSWORD, Person, VIEWER, World, key, told};

const EXPIRED: AppError = AppError::Conflict { reason: Code::LinkExpired };

fn form() -> AcceptInvitation {
    AcceptInvitation { name: "Eve".to_owned(), password: PASSWORD.to_owned() }
}

fn input(email: &str, role: RoleId) -> InviteMember {
    InviteMember { email: email.to_owned(), roles: vec![role], key: key() }
}

/// Two organizations; the first one's administrator and the second one's.
async fn neighbours() -> (World, Organization, Organization) {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    (world, office, bricks)
}

#[tokio::test]
async fn an_invited_person_makes_an_account_and_is_in_with_the_roles_that_were_offered() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.invite(&office, "Eve@Example.com", EDITOR).await;
    let offer = invitations::read_offer(&world.visitor(), &token).await.unwrap();
    assert_eq!(offer.email, "Eve@Example.com");
    assert_eq!(offer.recipient, Recipient::NewAccount);
    assert_eq!(
        (offer.invitation.organization.as_str(), offer.invitation.roles),
        ("The office organization", vec![EDITOR.to_owned()])
    );

    let accepted = invitations::accept_as_new_account(&world.visitor(), &token, form()).await;
    let (signed_in, joined) = accepted.unwrap();
    let visitor = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    let eve = visitor.authenticate().await.unwrap();
    assert_eq!(tenants::enter_tenant(&eve, joined.slug.as_str()).await.unwrap().me.name, "Eve");
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(invitations::list_invitations(&admin, &office.public_id).await.unwrap(), []);
    assert_eq!(told(invitations::read_offer(&world.visitor(), &token).await), EXPIRED);
}

#[tokio::test]
async fn the_offer_says_who_can_accept_it() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let shown_to = async |visitor: Visitor| invitations::read_offer(&visitor, &token).await.unwrap().recipient;
    assert_eq!(shown_to(world.visitor()).await, Recipient::ExistingAccount);
    assert_eq!(shown_to(bricks.admin.visitor(&world.db)).await, Recipient::SignedIn);
    let other = Recipient::OtherAccount(office.admin.email.clone());
    assert_eq!(shown_to(office.admin.visitor(&world.db)).await, other);
    // A session that this process remembers and that is over is nobody's.
    world.force("UPDATE control.sessions SET ended_at = now()").await;
    assert_eq!(shown_to(bricks.admin.visitor(&world.db)).await, Recipient::ExistingAccount);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_people_who_accept_at_once_exactly_one_is_let_in() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let uses = join_all((0..100).map(|_| {
        let token = token.clone();
        let visitor = bricks.admin.visitor(&world.db);
        visitor.as_person(|actor| async move { invitations::accept_by_token(&actor, &token).await })
    }));
    let (accepted, refused): (Vec<_>, Vec<_>) = uses.await.into_iter().partition(Result::is_ok);
    assert_eq!((accepted.len(), refused.len()), (1, 99));
    let refused: Vec<_> = refused.into_iter().map(Result::unwrap_err).filter(|refused| *refused != EXPIRED).collect();
    assert_eq!(refused, []);
    let joined = world.actions(Some(office.id)).await;
    assert_eq!(joined.iter().filter(|action| *action == "member.joined").count(), 1);
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(members::list_members(&admin, &office.public_id, &ListMembers::default()).await.unwrap().total, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_accounts_made_at_once_by_one_link_exactly_one_remains() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.invite(&office, "eve@example.com", VIEWER).await;
    let uses = join_all((0..20).map(|_| {
        let token = token.clone();
        world.visitor().as_anyone(|visitor| async move {
            invitations::accept_as_new_account(&visitor, &token, form()).await.map(|(_, joined)| joined)
        })
    }));
    let (accepted, refused): (Vec<_>, Vec<_>) = uses.await.into_iter().partition(Result::is_ok);
    assert_eq!((accepted.len(), refused.len()), (1, 19));
    let known = [EXPIRED, AppError::invalid(Fields::WHOLE, Code::Taken)];
    assert!(refused.into_iter().map(Result::unwrap_err).all(|refused| known.contains(&refused)));
    let rows = world.rows().await;
    assert_eq!((rows["users"], rows["memberships"], rows["sessions"]), (2, 2, 2));
}

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
    for pending in invitations::list_invitations(&admin, &office.public_id).await.unwrap() {
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

#[tokio::test]
async fn an_invitation_is_bound_to_its_address() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, "eve@example.com", ADMIN).await;
    world.force("UPDATE control.users SET email_verified_at = now()").await;
    let other = bricks.admin.actor(&world.db).await;
    let id = InvitationId(world.look("SELECT id FROM control.invitations").await);
    let before = world.rows().await;
    assert_eq!(told(invitations::accept_by_token(&other, &token).await), EXPIRED);
    assert_eq!(told(invitations::accept_by_id(&other, id).await), EXPIRED);
    assert_eq!(tenants::list_organizations(&other).await.unwrap().invitations, []);
    assert_eq!(world.rows().await, before);
    for nonsense in ["", "\0", &"0".repeat(64), &"x".repeat(1 << 20)] {
        assert_eq!(told(invitations::accept_by_token(&other, nonsense).await), EXPIRED);
        assert_eq!(told(invitations::read_offer(&world.visitor(), nonsense).await), EXPIRED);
        assert_eq!(told(invitations::accept_as_new_account(&world.visitor(), nonsense, form()).await), EXPIRED);
    }
}

#[tokio::test]
async fn an_address_in_another_case_is_the_same_address() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, "ADMIN@Bricks.Example", VIEWER).await;
    let offer = invitations::read_offer(&bricks.admin.visitor(&world.db), &token).await.unwrap();
    assert_eq!(offer.recipient, Recipient::SignedIn);
    assert!(invitations::accept_by_token(&bricks.admin.actor(&world.db).await, &token).await.is_ok());
}

#[tokio::test]
async fn nobody_is_invited_who_is_in_or_was_asked() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.join(&office, "eve@example.com", VIEWER).await;
    world.invite(&office, "mallory@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    for (email, code) in [("EVE@example.com", Code::AlreadyMember), ("Mallory@example.com", Code::AlreadyInvited)] {
        let refused =
            told(invitations::invite_member(&admin, &office.public_id, input(email, office.role(VIEWER))).await);
        assert_eq!(refused, AppError::invalid("email", code));
    }
    assert_eq!(world.rows().await, before);
    // One that nobody accepted in time stands in nobody's way.
    world.force("UPDATE control.invitations SET expires_at = now()").await;
    let again = input("mallory@example.com", office.role(VIEWER));
    assert!(invitations::invite_member(&admin, &office.public_id, again).await.is_ok());
}

#[tokio::test]
async fn somebody_who_became_a_member_meanwhile_is_told_so() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let invited = bricks.admin.actor(&world.db).await;
    invitations::accept_by_token(&invited, &token).await.unwrap();
    // As after a restored removal: the same invitation could be used once more, and must not be.
    world.force("UPDATE control.invitations SET accepted_at = NULL").await;
    let refused = told(invitations::accept_by_token(&invited, &token).await);
    assert_eq!(refused, AppError::Conflict { reason: Code::AlreadyMember });
}

#[tokio::test]
async fn a_removed_member_who_is_invited_again_comes_back_with_the_new_roles_alone() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", EDITOR).await;
    let remembered = eve.actor(&world.process()).await;
    tenants::enter_tenant(&remembered, "office").await.unwrap();
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();

    let token = world.invite(&office, "eve@example.com", VIEWER).await;
    invitations::accept_by_token(&remembered, &token).await.unwrap();
    let view = tenants::enter_tenant(&remembered, "office").await.unwrap();
    assert_eq!(view.me.member, eve.member(), "it is the same membership");
    let denied = AppError::PermissionDenied { required: Permission::RoleList.into() };
    assert_eq!(told(domain::roles::list_roles(&remembered, &office.public_id).await), denied);
}

#[tokio::test]
async fn the_same_form_invites_once() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let form = input("eve@example.com", office.role(VIEWER));
    let first = invitations::invite_member(&admin, &office.public_id, form.clone()).await.unwrap();
    let before = world.rows().await;
    let second = invitations::invite_member(&admin, &office.public_id, form.clone()).await.unwrap();
    assert_eq!(first, second);
    let other = InviteMember { email: "mallory@example.com".to_owned(), ..form };
    told(invitations::invite_member(&admin, &office.public_id, other).await);
    assert_eq!(world.rows().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_many_times_at_once_invites_once() {
    let world = World::new().await;
    let office = world.found("office").await;
    let form = input("eve@example.com", office.role(VIEWER));
    let sent = join_all((0..20).map(|_| {
        let (visitor, tenant, form) = (office.admin.visitor(&world.db), office.public_id.clone(), form.clone());
        visitor.as_person(|actor| async move { invitations::invite_member(&actor, &tenant, form).await })
    }));
    let answers: Vec<_> = sent.await.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|view| *view == answers[0]));
    let rows = world.rows().await;
    // One mail shows the founder's address, one asks Eve.
    assert_eq!((rows["invitations"], rows["events"], rows["mails"]), (1, 1, 2));
}

#[tokio::test]
async fn roles_that_are_foreign_absent_or_above_one_s_own_are_not_offered() {
    let (world, mut office, bricks) = neighbours().await;
    let inviter = world.custom_role(&mut office, "Inviter", &[Permission::MemberInvite, Permission::RoleAssign]).await;
    let helper = world.join(&office, "helper@example.com", "Inviter").await.actor(&world.db).await;
    let admin = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    let refused = async |actor: &Actor, role| {
        told(invitations::invite_member(actor, &office.public_id, input("eve@example.com", role)).await)
    };
    for role in [RoleId(Uuid::new_v4()), bricks.role(ADMIN), bricks.role(VIEWER)] {
        assert_eq!(refused(&admin, role).await, AppError::invalid("roles", Code::Unknown));
    }
    for role in [ADMIN, EDITOR, VIEWER] {
        assert_eq!(refused(&helper, office.role(role)).await, AppError::invalid("roles", Code::AboveOwnRights));
    }
    assert_eq!(world.rows().await, before);
    let own = invitations::invite_member(&helper, &office.public_id, input("eve@example.com", inviter)).await;
    assert!(own.is_ok());
}

#[tokio::test]
async fn a_foreign_invitation_is_as_good_as_an_absent_one() {
    let (world, office, bricks) = neighbours().await;
    world.invite(&bricks, "eve@example.com", VIEWER).await;
    let foreign = InvitationId(world.look("SELECT id FROM control.invitations").await);
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(invitations::list_invitations(&admin, &office.public_id).await.unwrap(), []);
    for invitation in [foreign, InvitationId(Uuid::new_v4())] {
        let refused = invitations::revoke_invitation(&admin, &office.public_id, invitation).await;
        assert_eq!(told(refused), AppError::NotFound);
    }
    assert_eq!(
        invitations::list_invitations(&bricks.admin.actor(&world.db).await, &bricks.public_id).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_link_offers_no_second_account_to_somebody_who_has_one() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let before = world.rows().await;
    let refused = told(invitations::accept_as_new_account(&world.visitor(), &token, form()).await);
    assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::Taken));
    assert_eq!(world.rows().await, before);
    let person = Person { member: None, ..bricks.admin };
    assert!(invitations::accept_by_token(&person.actor(&world.db).await, &token).await.is_ok());
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
        invitations::list_invitations(&self.actor, &self.office.public_id).await.unwrap().len()
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
        let input = ChangeMemberRoles { member: self.inviter.member(), roles: vec![role] };
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

/// Ends when a session of the program waits for a lock, or when nothing is left that could.
async fn wait_until_blocked<T>(world: &World, call: &JoinHandle<T>) {
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND usename = 'borough_app' AND wait_event_type = 'Lock'";
    while !call.is_finished() && world.look::<i64>(waits).await == 0 {
        tokio::task::yield_now().await;
    }
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
        wait_until_blocked(world, &accepting).await;
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
    assert_eq!(invitations::list_invitations(&admin, &office.public_id).await.unwrap(), []);
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
