//! Inviting, revoking, being asked, and accepting.

mod accepting;
mod inviting;
mod many;
mod standing;

use model::ids::RoleId;
use model::invitations::{AcceptInvitation, InviteMember};
use model::{AppError, Code};

use crate::world::{Organization, PASSWORD, World, key};

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
