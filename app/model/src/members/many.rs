//! The same done to many members at once.

use serde::{Deserialize, Serialize};

use super::{ListMembers, distinct_roles};
use crate::error::{Code, Fields, Result};
use crate::ids::{BatchId, MemberId, RoleId};

/// Does the same to many members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeMembers {
    /// To whom.
    pub who: ChosenMembers,
    /// What.
    pub change: MemberChange,
}

/// Members that were chosen from the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenMembers {
    /// One by one.
    These(Vec<MemberId>),
    /// All that the list would show on all of its pages.
    Matching(ListMembers),
}

/// What is done to each of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberChange {
    /// These roles are given and those taken; all others stay.
    Roles {
        /// Given to whoever does not have them.
        add: Vec<RoleId>,
        /// Taken from whoever has them.
        remove: Vec<RoleId>,
    },
    /// The membership ends.
    Remove,
    /// The person cannot come in for now.
    Suspend,
    /// A suspended person can come in again.
    Reinstate,
}

impl ChangeMembers {
    /// How many members can be changed at once.
    pub const MOST: u16 = 10_000;

    /// Checks how many there are, and that a change of roles changes something.
    pub fn parse(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        if let ChosenMembers::These(members) = &mut self.who {
            members.sort_unstable();
            members.dedup();
            if members.is_empty() {
                fields.insert("who", Code::Required);
            }
            if members.len() > usize::from(Self::MOST) {
                fields.insert("who", Code::TooMany(Self::MOST));
            }
        }
        if let MemberChange::Roles { add, remove } = &mut self.change {
            for roles in [&mut *add, remove] {
                roles.sort_unstable();
                roles.dedup();
            }
            add.retain(|role| !remove.contains(role));
            let all = [add.as_slice(), remove.as_slice()].concat();
            fields.check("roles", distinct_roles(all));
        }
        if fields.is_empty() { Ok(self) } else { Err(fields.into()) }
    }
}

/// What became of a change of many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersChanged {
    /// Takes it back, for a moment; none: nobody was changed.
    pub batch: Option<BatchId>,
    /// How many were changed.
    pub changed: usize,
    /// Who was not, and why: the first [`MembersChanged::NAMED`] of them.
    pub refused: Vec<RefusedMember>,
    /// How many were not.
    pub refused_in_all: usize,
}

impl MembersChanged {
    /// How many are named of those to whom nothing was done.
    pub const NAMED: usize = 50;
}

/// Somebody to whom nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedMember {
    /// Which member.
    pub id: MemberId,
    /// The person's name; empty for whoever is not there.
    pub name: String,
    /// Why.
    pub code: Code,
}
