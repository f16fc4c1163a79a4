//! In which order members are listed, as addresses say it: that of the page and that of the file.

use std::str::FromStr;

use super::MemberSort;

/// A column and a direction: `name`, `-joined`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberOrder {
    /// What the list is sorted by.
    pub by: MemberSort,
    /// From the end to the beginning.
    pub descending: bool,
}

const COLUMNS: [(MemberSort, &str); 3] =
    [(MemberSort::Name, "name"), (MemberSort::Email, "email"), (MemberSort::Joined, "joined")];

impl std::fmt::Display for MemberOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = COLUMNS.iter().find(|(column, _)| *column == self.by).map_or("", |(_, name)| name);
        write!(f, "{}{name}", if self.descending { "-" } else { "" })
    }
}

impl FromStr for MemberOrder {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.strip_prefix('-');
        let descending = name.is_some();
        let found = COLUMNS.iter().find(|(_, column)| *column == name.unwrap_or(text));
        found.map(|(by, _)| Self { by: *by, descending }).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_survives_the_way_through_the_address() {
        for text in ["name", "-name", "email", "-email", "joined", "-joined"] {
            assert_eq!(text.parse::<MemberOrder>().map(|sort| sort.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn an_order_that_does_not_exist_is_none() {
        for text in ["", "-", "--name", "Name", "id"] {
            assert_eq!(text.parse::<MemberOrder>(), Err(()), "{text:?}");
        }
    }
}
