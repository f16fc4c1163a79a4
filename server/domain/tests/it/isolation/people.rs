//! What the administrator of one organization tries on the people of another, by ids that exist over there.

use domain::{audit, invitations, members};
use model::AppError;
use model::audit::ListAudit;
use model::ids::{BatchId, InvitationId};
use model::members::{ChangeMembers, ChosenMembers, ListMembers, MemberChange};

use crate::members_many::columns;
use crate::world::{Organization, VIEWER, World, told};

/// Each is refused as if there were no such id, in one's own organization as in theirs.
pub async fn assert_untouchable(world: &World, office: &Organization, bricks: &Organization) {
    let mallory = office.admin.actor(&world.db).await;
    let of_bricks = |what: &str| format!("SELECT id FROM control.{what} WHERE tenant_id = '{}' LIMIT 1", bricks.id);
    let batch = BatchId(world.look(&of_bricks("member_batches")).await);
    let invitation = InvitationId(world.look(&of_bricks("invitations")).await);
    let theirs = bricks.admin.member();
    let changes = [
        MemberChange::Remove,
        MemberChange::Suspend,
        MemberChange::Reinstate,
        MemberChange::Roles { add: vec![office.role(VIEWER)], remove: Vec::new() },
    ];
    for tenant in [&office.public_id, &bricks.public_id] {
        for change in &changes {
            let input = ChangeMembers { who: ChosenMembers::These(vec![theirs]), change: change.clone() };
            let answer = members::change_members(&mallory, tenant, input).await;
            assert_eq!(told(answer), AppError::NotFound, "{change:?}");
        }
        assert_eq!(told(members::undo_change(&mallory, tenant, batch).await), AppError::NotFound);
        assert_eq!(told(members::read_member(&mallory, tenant, theirs).await), AppError::NotFound);
        assert_eq!(told(invitations::resend_invitation(&mallory, tenant, invitation).await), AppError::NotFound);
        let about = ListAudit { about: Some(theirs), ..ListAudit::default() };
        assert_eq!(told(audit::count_newer(&mallory, tenant, about, 0).await), AppError::NotFound);
    }
    let taken = members::export_members(&mallory, &bricks.slug, ListMembers::default(), columns()).await;
    assert_eq!(told(taken), AppError::NotFound);
    let in_role = ListMembers { role: Some(bricks.role(VIEWER)), ..ListMembers::default() };
    assert_eq!(members::list_members(&mallory, &office.public_id, &in_role).await.unwrap().total, 0);
    let mut file = members::export_members(&mallory, &office.slug, ListMembers::default(), columns()).await.unwrap();
    while let Some(piece) = file.next().await.unwrap() {
        assert!(piece.contains("@office.example") && !piece.contains("@bricks.example"), "{piece}");
    }
}
