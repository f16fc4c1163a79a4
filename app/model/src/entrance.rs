//! By which door an organization is entered.
//!
//! Members enter by their own session, operators by that of the back office, and a call that can be made through either
//! door says by this type which one it means: the session is chosen by it and by nothing else. Calls that change something
//! name the organization by its [`PublicId`] alone, which is a member's door: an operator's cannot be said there.

use serde::{Deserialize, Serialize};

use crate::ids::PublicId;

/// A door of every organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    /// For its members, at `/t/{slug}`.
    #[default]
    Member,
    /// For operators, who only look, at `/admin/t/{slug}`.
    Operator,
}

/// An organization and the door by which it is entered. As text a member's is the organization's id, as in every other
/// call, and an operator's says so in front of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Entrance {
    /// By a member's session.
    Member(PublicId),
    /// By an operator's session, to look.
    Operator(PublicId),
}

impl Entrance {
    const OPERATOR: &str = "operator:";

    /// The organization by this door.
    pub fn by(door: Door, tenant: PublicId) -> Self {
        match door {
            Door::Member => Self::Member(tenant),
            Door::Operator => Self::Operator(tenant),
        }
    }
}

impl From<Entrance> for String {
    fn from(entrance: Entrance) -> Self {
        match entrance {
            Entrance::Member(tenant) => tenant.into(),
            Entrance::Operator(tenant) => format!("{}{tenant}", Entrance::OPERATOR),
        }
    }
}

impl TryFrom<String> for Entrance {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.strip_prefix(Self::OPERATOR) {
            Some(tenant) => PublicId::try_from(tenant.to_owned()).map(Self::Operator),
            None => PublicId::try_from(text).map(Self::Member),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entrance_survives_the_way_through_text() {
        let tenant = PublicId::from_bits(7);
        for entrance in [Entrance::Member(tenant.clone()), Entrance::Operator(tenant)] {
            let json = serde_json::to_string(&entrance).unwrap();
            assert_eq!(serde_json::from_str::<Entrance>(&json).unwrap(), entrance);
        }
    }

    #[test]
    fn a_member_s_entrance_is_the_organization_s_id_and_an_operator_s_is_none() {
        let tenant = PublicId::from_bits(7);
        assert_eq!(String::from(Entrance::Member(tenant.clone())), tenant.as_str());
        let operator = String::from(Entrance::Operator(tenant.clone()));
        assert!(PublicId::try_from(operator).is_err());
    }

    #[test]
    fn what_names_no_door_is_no_entrance() {
        let tenant = PublicId::from_bits(7);
        for text in ["", "operator:", "Operator:abcdefghijkl", "member:abcdefghijkl", "operator:operator:abcdefghijkl"]
        {
            assert!(Entrance::try_from(text.to_owned()).is_err(), "{text:?}");
        }
        assert!(Entrance::try_from(format!("operator: {tenant}")).is_err());
    }
}
