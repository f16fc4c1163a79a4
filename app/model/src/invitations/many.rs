//! Inviting many at once, by what people copy out of their mail programs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::InvitationView;
use crate::email::EmailAddress;
use crate::error::{Code, Fields, Result};
use crate::ids::{IdempotencyKey, RoleId};
use crate::members::check_roles;

/// Asks many to join, all to the same roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteMembers {
    /// Addresses as people write them: one a line or parted by commas, each bare or as `Name <address>`, in
    /// which a name can have commas, too.
    pub emails: String,
    /// The roles that each will have.
    pub roles: Vec<RoleId>,
    /// The same key invites the same address once, however often it is sent.
    pub key: IdempotencyKey,
}

/// An [`InviteMembers`] that can be carried out.
#[derive(Clone, Debug)]
pub struct InviteMany {
    /// Who is asked, and how it was written: none twice.
    pub emails: Vec<(String, EmailAddress)>,
    /// What is no address, or stands there twice.
    pub refused: Vec<RefusedLine>,
    /// The roles that each will have: at least one, none twice.
    pub roles: Vec<RoleId>,
    /// The same key invites the same address once.
    pub key: IdempotencyKey,
}

impl InviteMembers {
    /// How many can be asked at once.
    pub const MOST: u16 = 200;

    /// Checks roles and number. What is wrong with a single line does not stand in the way of the others.
    pub fn parse(self) -> Result<InviteMany> {
        let mut fields = Fields::default();
        let roles = check_roles(&mut fields, self.roles);
        let lines = lines(&self.emails);
        if lines.is_empty() {
            fields.insert("emails", Code::Required);
        }
        if lines.len() > usize::from(Self::MOST) {
            fields.insert("emails", Code::TooMany(Self::MOST));
        }
        let Some(roles) = roles.filter(|_| fields.is_empty()) else { return Err(fields.into()) };
        let (mut emails, mut refused) = (Vec::new(), Vec::new());
        let mut keys = BTreeSet::new();
        for line in lines {
            let code = match EmailAddress::parse(bare_address(line)) {
                Ok(email) if keys.insert(email.key()) => {
                    emails.push((line.to_owned(), email));
                    continue;
                }
                Ok(_) => Code::Duplicate,
                Err(code) => code,
            };
            refused.push(RefusedLine { line: line.to_owned(), code });
        }
        Ok(InviteMany { emails, refused, roles, key: self.key })
    }
}

/// What stands between ends of lines, commas and semicolons. A comma in quotation marks ends nothing, nor does one in a name
/// before its address: mail programs write `Lovelace, Ada <ada@example.com>`.
fn lines(text: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let is_end = |sign: char| match sign {
        '"' => {
            is_quoted = !is_quoted;
            false
        }
        '\n' => {
            is_quoted = false;
            true
        }
        ',' | ';' => !is_quoted,
        _ => false,
    };
    let (mut lines, mut words, mut start) = (Vec::new(), Vec::new(), 0);
    for piece in text.split_inclusive(is_end) {
        let part = piece.strip_suffix([',', ';', '\n']).unwrap_or(piece);
        if part.contains('<') {
            let name = words.first().map_or(start, |(first, _)| *first);
            lines.push(&text[name..start + part.len()]);
            words.clear();
        } else if piece.ends_with(',') && !part.contains('@') && !part.trim().is_empty() {
            words.push((start, part));
        } else {
            lines.extend(words.drain(..).map(|(_, word)| word));
            lines.push(part);
        }
        start += piece.len();
    }
    lines.extend(words.into_iter().map(|(_, word)| word));
    lines.into_iter().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The address in `Name <address>`.
fn bare_address(line: &str) -> &str {
    let inner = line.strip_suffix('>').and_then(|line| line.rsplit_once('<'));
    inner.map_or(line, |(_, address)| address)
}

/// What became of a form that invites many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Who was asked.
    pub invited: Vec<InvitationView>,
    /// What stands in the way of the others, line by line, to be mended and sent again.
    pub refused: Vec<RefusedLine>,
}

/// A line of the form by which nobody was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    /// As it was written.
    pub line: String,
    /// Why.
    pub code: Code,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn form(emails: &str) -> Result<InviteMany> {
        let roles = vec![RoleId(Uuid::nil())];
        InviteMembers { emails: emails.to_owned(), roles, key: IdempotencyKey(Uuid::nil()) }.parse()
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let form = form(" ada@example.com\r\nGrace Hopper <grace@example.com>, joan@example.com;\n\n").unwrap();
        let read: Vec<_> = form.emails.iter().map(|(_, email)| email.as_str()).collect();
        assert_eq!(read, ["ada@example.com", "grace@example.com", "joan@example.com"]);
        assert_eq!(form.refused, []);
    }

    #[test]
    fn a_comma_in_a_name_parts_nobody() {
        let copied =
            "Lovelace, Ada, Countess <ada@example.com>; \"Hopper, Grace\" <grace@example.com>,joan@example.com";
        let form = form(copied).unwrap();
        let read: Vec<_> = form.emails.iter().map(|(line, email)| (line.as_str(), email.as_str())).collect();
        assert_eq!(
            read,
            [
                ("Lovelace, Ada, Countess <ada@example.com>", "ada@example.com"),
                ("\"Hopper, Grace\" <grace@example.com>", "grace@example.com"),
                ("joan@example.com", "joan@example.com"),
            ]
        );
        assert_eq!(form.refused, []);
    }

    #[test]
    fn what_is_no_name_before_an_address_is_a_line_of_its_own() {
        let form =
            form("nobody, ada@example.com, , somebody,\nGrace \"Amazing <grace@example.com>\nno one, nowhere").unwrap();
        let read: Vec<_> = form.emails.iter().map(|(_, email)| email.as_str()).collect();
        assert_eq!(read, ["ada@example.com", "grace@example.com"]);
        let refused: Vec<_> = form.refused.iter().map(|refused| refused.line.as_str()).collect();
        assert_eq!(refused, ["nobody", "somebody", "no one", "nowhere"]);
    }

    #[test]
    fn a_wrong_line_stands_in_no_other_line_s_way() {
        let form = form("ada@example.com\nnobody\nADA@example.com").unwrap();
        assert_eq!(form.emails.len(), 1);
        let refused: Vec<_> = form.refused.iter().map(|refused| (refused.line.as_str(), refused.code)).collect();
        assert_eq!(refused, [("nobody", Code::Malformed), ("ADA@example.com", Code::Duplicate)]);
    }

    #[test]
    fn nobody_and_too_many_are_refused_as_a_whole() {
        assert_eq!(form(" \n,").unwrap_err(), crate::AppError::invalid("emails", Code::Required));
        let many: Vec<_> = (0..201).map(|n| format!("p{n}@example.com")).collect();
        assert_eq!(form(&many.join("\n")).unwrap_err(), crate::AppError::invalid("emails", Code::TooMany(200)));
        assert_eq!(form(&many[..200].join("\n")).unwrap().emails.len(), 200);
    }
}
