//! Invitations: the way into an organization that exists.

mod many;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::email::EmailAddress;
use crate::error::{Fields, Result};
use crate::ids::{IdempotencyKey, InvitationId, RoleId};
use crate::members::check_roles;
use crate::password::Password;
use crate::roles::RoleName;
use crate::slug::Slug;
use crate::text::PersonName;

pub use many::{InviteMany, InviteMembers, Invited, RefusedLine};

/// Asks somebody to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteMember {
    /// Who is asked.
    pub email: String,
    /// The roles that the person will have.
    pub roles: Vec<RoleId>,
    /// The same key invites once, however often it is sent.
    pub key: IdempotencyKey,
}

/// An [`InviteMember`] that can be carried out.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Who is asked.
    pub email: EmailAddress,
    /// The roles that the person will have: at least one, none twice.
    pub roles: Vec<RoleId>,
    /// The same key invites once.
    pub key: IdempotencyKey,
}

impl InviteMember {
    /// Checks address and roles.
    pub fn parse(self) -> Result<Invite> {
        let mut fields = Fields::default();
        let email = fields.check("email", EmailAddress::parse(&self.email));
        let roles = check_roles(&mut fields, self.roles);
        match (email, roles) {
            (Some(email), Some(roles)) => Ok(Invite { email, roles, key: self.key }),
            _ => Err(fields.into()),
        }
    }
}

/// One page of the pending invitations, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPage {
    /// The invitations of this page.
    pub invitations: Vec<InvitationView>,
    /// Where to go on; none on the last page.
    pub next: Option<InvitationCursor>,
}

impl InvitationPage {
    /// How many invitations a page has.
    pub const SIZE: usize = 50;
}

/// The last row of a page of invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationCursor {
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Tells invitations of the same moment apart.
    pub id: InvitationId,
}

/// A pending invitation as the organization sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// Which invitation.
    pub id: InvitationId,
    /// Who is asked.
    pub email: String,
    /// The roles that the person will have.
    pub roles: Vec<RoleName>,
    /// Who asked.
    pub invited_by: String,
    /// Until when the link can be used.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

/// A pending invitation as the invited person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingInvitation {
    /// Which invitation.
    pub id: InvitationId,
    /// The organization's name.
    pub organization: String,
    /// Who asked.
    pub invited_by: String,
    /// The roles that the person will have.
    pub roles: Vec<String>,
}

/// What the holder of an invitation's link is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationOffer {
    /// The invitation itself.
    pub invitation: PendingInvitation,
    /// The address to which it was sent and is bound.
    pub email: String,
    /// Who may accept it, and how.
    pub recipient: Recipient,
}

/// Who holds an invitation's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recipient {
    /// Nobody is signed in and the address has no account: accepting makes one.
    NewAccount,
    /// Nobody is signed in and the address has an account: its owner signs in first.
    ExistingAccount,
    /// The right account is signed in.
    SignedIn,
    /// Another account is signed in: this one.
    OtherAccount(String),
}

/// A new account that is made by accepting an invitation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AcceptInvitation {
    /// The person's name.
    pub name: String,
    /// The new account's password.
    pub password: String,
}

/// An [`AcceptInvitation`] that can be carried out.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The person's name.
    pub name: PersonName,
    /// The new account's password.
    pub password: Password,
}

impl AcceptInvitation {
    /// Checks name and password.
    pub fn parse(self) -> Result<NewMember> {
        let mut fields = Fields::default();
        let name = fields.check("name", PersonName::parse(&self.name));
        let password = fields.check("password", Password::parse(&self.password));
        match (name, password) {
            (Some(name), Some(password)) => Ok(NewMember { name, password }),
            _ => Err(fields.into()),
        }
    }
}

/// Where an accepted invitation leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The organization that was joined.
    pub slug: Slug,
}
