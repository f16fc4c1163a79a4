//! What goes over the socket: kinds, ids and numbers, never field values. Screens fetch those by the ordinary call.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::MemberId;
use crate::permission::Permission;

macro_rules! events {
    ($($(#[$doc:meta])* $kind:ident $text:literal for $permission:ident;)+) => {
        /// What kind of change happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum EventKind {
            $($(#[$doc])* #[serde(rename = $text)] $kind,)+
        }

        impl EventKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// The kind's name in the database and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $text,)+
                }
            }

            /// Who is told: those whose roles hold this permission.
            pub const fn permission(self) -> Permission {
                match self {
                    $(Self::$kind => Permission::$permission,)+
                }
            }
        }

        impl std::str::FromStr for EventKind {
            type Err = UnknownEvent;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or(UnknownEvent)
            }
        }
    };
}

events! {
    /// Somebody accepted an invitation.
    MemberJoined "member.joined" for MemberList;
    /// Somebody's roles are others now.
    MemberRolesChanged "member.roles_changed" for MemberList;
    /// Somebody was removed.
    MemberRemoved "member.removed" for MemberList;
    /// A removal was taken back.
    MemberRestored "member.restored" for MemberList;
    /// Somebody has another name or address.
    MemberProfileChanged "member.profile_changed" for MemberList;
    /// The organization has another name, address, look or the like.
    TenantUpdated "tenant.updated" for MemberList;
    /// The organization was put away.
    TenantArchived "tenant.archived" for MemberList;
    /// The organization was taken out again.
    TenantRestored "tenant.restored" for MemberList;
    /// Somebody was suspended.
    MemberSuspended "member.suspended" for MemberList;
    /// A suspension was ended.
    MemberReinstated "member.reinstated" for MemberList;
    /// Somebody was invited.
    InvitationCreated "invitation.created" for MemberInvite;
    /// An invitation was sent once more, by a new link.
    InvitationResent "invitation.resent" for MemberInvite;
    /// An invitation was revoked.
    InvitationRevoked "invitation.revoked" for MemberInvite;
}

impl EventKind {
    /// Whether it may have changed what the members that it names may do.
    pub const fn changes_access(self) -> bool {
        matches!(
            self,
            Self::MemberRolesChanged
                | Self::MemberRemoved
                | Self::MemberRestored
                | Self::MemberSuspended
                | Self::MemberReinstated
        )
    }
}

/// The text names no kind of event that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEvent;

/// One change of an organization's feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the feed: 1, 2, 3 … without gaps, in the order of commits.
    pub number: i64,
    /// What happened.
    pub kind: EventKind,
    /// To what: the ids of members or invitations, as the kind says. A message names a hundred of them at most: pages read
    /// anew what changed, whomever it concerned.
    pub ids: Vec<Uuid>,
}

/// One message from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The last number of the feed that was considered for this subscriber, seen or not. After a break the client asks
    /// for what came behind it.
    pub upto: i64,
    /// What the message says.
    #[serde(flatten)]
    pub body: Body,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Body {
    /// The gap is filled; from here on it is live. Said again at least every half minute, so that a page notices when
    /// its line is dead.
    Ready,
    /// Something happened that this subscriber may see.
    Event(Event),
    /// Something happened that this subscriber may not see.
    Skipped,
    /// What the subscriber may do has changed: the shell must be read again.
    Access,
    /// Who is there now.
    Presence {
        /// The members with an open page, in no order; a hundred of them at most.
        members: Vec<MemberId>,
    },
    /// Too much has happened since: everything must be read again.
    Reload,
}

/// Why the server closes a socket, as WebSocket close codes of the private range (RFC 6455, 7.4.2).
pub mod close {
    /// The session has ended.
    pub const SIGNED_OUT: u16 = 4401;
    /// The organization was suspended, or is gone for everybody.
    pub const SUSPENDED: u16 = 4403;
    /// The organization was put away by its own members.
    pub const ARCHIVED: u16 = 4410;
    /// The organization does not exist for this person, or no longer.
    pub const NOT_A_MEMBER: u16 = 4404;
    /// The client reads too slowly.
    pub const TOO_SLOW: u16 = 4429;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_is_found_by_its_name() {
        for kind in EventKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
    }

    #[test]
    fn a_frame_has_its_number_beside_what_it_says() {
        let event = Event { number: 7, kind: EventKind::MemberJoined, ids: vec![Uuid::nil()] };
        let frame = Frame { upto: 7, body: Body::Event(event) };
        let json = serde_json::to_string(&frame).unwrap();
        assert_eq!(
            json,
            r#"{"upto":7,"type":"event","number":7,"kind":"member.joined","ids":["00000000-0000-0000-0000-000000000000"]}"#
        );
        assert_eq!(serde_json::from_str::<Frame>(&json).unwrap(), frame);
    }
}
