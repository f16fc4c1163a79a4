//! The audit log: what can stand in it, how it is asked, and what is shown of it.

mod action;

use serde::{Deserialize, Serialize};
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use crate::error::{Code, Fields, Result};
use crate::ids::{MemberId, SessionId};
use crate::text::search_term;

pub use action::Action;

/// Which entries to list, the newest first. All of it stands in an address, so it is text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAudit {
    /// A part of what an entry says: a name, an address, a role, an action; empty for all.
    pub search: String,
    /// A part of the name or address of whoever did it; empty for anybody.
    pub who: String,
    /// What happened; empty for anything.
    pub action: String,
    /// To what kind of thing; empty for any.
    pub kind: String,
    /// The first day, as `2026-11-21`, in UTC; empty for the beginning.
    pub from: String,
    /// The last day; empty for today.
    pub to: String,
    /// By this member or about this member only.
    #[serde(default)]
    pub about: Option<MemberId>,
    /// Where the page before ended; none for the newest.
    pub after: Option<i64>,
}

/// A [`ListAudit`] that can be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditQuery {
    /// A part of what an entry says.
    pub search: String,
    /// A part of the name or address of whoever did it.
    pub who: String,
    /// What happened, if only that.
    pub action: Option<String>,
    /// To what kind of thing, if only that.
    pub kind: Option<String>,
    /// Not before this moment.
    pub from: Option<OffsetDateTime>,
    /// Before this moment.
    pub until: Option<OffsetDateTime>,
    /// By this member or about this member only.
    pub about: Option<MemberId>,
    /// Before this number.
    pub after: Option<i64>,
}

impl ListAudit {
    /// The days as moments, and words without what nobody can see.
    pub fn parse(self) -> Result<AuditQuery> {
        let mut fields = Fields::default();
        let from = fields.check("from", day(&self.from));
        let to = fields.check("to", day(&self.to));
        let (Some(from), Some(to)) = (from, to) else { return Err(fields.into()) };
        let named = |text: String| Some(text).filter(|text| !text.is_empty());
        Ok(AuditQuery {
            search: search_term(&self.search),
            who: search_term(&self.who),
            action: named(search_term(&self.action)),
            kind: named(search_term(&self.kind)),
            from: from.map(|day| day.midnight().assume_utc()),
            until: to.and_then(Date::next_day).map(|day| day.midnight().assume_utc()),
            about: self.about,
            after: self.after,
        })
    }

    /// Whether only a part of the log was asked for.
    pub fn is_filtered(&self) -> bool {
        let Self { search, who, action, kind, from, to, about, after: _ } = self;
        about.is_some() || [search, who, action, kind, from, to].iter().any(|text| !text.trim().is_empty())
    }
}

/// A day as browsers write it. Years that a database cannot hold are none.
fn day(text: &str) -> Result<Option<Date>, Code> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_| Code::Malformed)?;
    if (1..=9998).contains(&day.year()) { Ok(Some(day)) } else { Err(Code::Malformed) }
}

/// An entry as the list shows one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntryView {
    /// Its place in the log: 1, 2, 3 … without gaps.
    pub number: i64,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What happened.
    pub action: String,
    /// Who did it, if that was a member.
    pub actor: Option<AuditActor>,
    /// To whom or what, by the name that it has now; none where that is gone or goes without saying.
    pub subject: Option<String>,
    /// What the entry says about it.
    pub details: Vec<AuditDetail>,
}

/// Somebody who is or was a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditActor {
    /// Which membership.
    pub member: MemberId,
    /// The person's name as it is now.
    pub name: String,
    /// The person's e-mail address as it is now.
    pub email: String,
}

/// One thing that an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDetail {
    /// What it is about, as the log names it; empty for the whole.
    pub name: String,
    /// What it says.
    pub said: AuditSaid,
}

/// What is said of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditSaid {
    /// It is this.
    Is(Vec<AuditValue>),
    /// It was something else before.
    Became {
        /// What it was.
        before: Vec<AuditValue>,
        /// What it is since then.
        after: Vec<AuditValue>,
    },
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditValue {
    /// As it is read.
    Text(String),
    /// A role that still exists, by its name in the database.
    Role(String),
    /// Something that is gone, by its id.
    Gone(String),
}

/// One page of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The entries of this page, the newest first.
    pub entries: Vec<AuditEntryView>,
    /// Where to go on; none at the log's beginning.
    pub next: Option<i64>,
    /// How far back was searched, when that is not to the beginning: going on searches further.
    #[serde(with = "time::serde::rfc3339::option")]
    pub searched_to: Option<OffsetDateTime>,
    /// The number of the log's last entry when this was read.
    pub newest: i64,
}

impl AuditPage {
    /// How many entries a page has.
    pub const SIZE: usize = 50;

    /// Up to how many new entries are counted.
    pub const MOST_NEW: i64 = 100;
}

/// An entry with all that the log holds of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntryPage {
    /// What the list shows.
    pub entry: AuditEntryView,
    /// From which address.
    pub ip: String,
    /// By which program, as it names itself.
    pub user_agent: String,
    /// The request, as the program's own log names it.
    pub request_id: String,
    /// In which session, where there was one.
    pub session: Option<SessionId>,
    /// The hash that covers this entry and the one before, in base 16.
    pub hash: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_and_what_is_no_day_is_refused_at_its_field() {
        let list = ListAudit { from: "2026-11-20".to_owned(), to: "2026-11-21".to_owned(), ..ListAudit::default() };
        let query = list.parse().unwrap();
        assert_eq!(query.from.unwrap().unix_timestamp(), 1_795_132_800);
        assert_eq!(query.until.unwrap().unix_timestamp(), 1_795_132_800 + 2 * 86_400);
        for text in ["yesterday", "2026-02-30", "2026-11-21T00:00:00Z", "-0001-01-01", "9999-12-31", "\0"] {
            let refused = ListAudit { to: text.to_owned(), ..ListAudit::default() }.parse().unwrap_err();
            assert_eq!(refused, crate::AppError::invalid("to", Code::Malformed), "{text:?}");
        }
    }

    #[test]
    fn a_page_further_back_is_not_a_filter() {
        assert!(!ListAudit { after: Some(7), search: " ".to_owned(), ..ListAudit::default() }.is_filtered());
        assert!(ListAudit { who: "ada".to_owned(), ..ListAudit::default() }.is_filtered());
    }
}
