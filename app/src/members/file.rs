//! The list of members as a file, in the words of the screen. Times are written so that programs can read them.

use domain::members::MemberColumns;
use model::members::MemberView;
use model::preferences::Language;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::text::Text;

/// The columns of the file, for a reader of this language.
#[must_use]
pub fn member_columns(language: Language) -> MemberColumns {
    let t = Text(language);
    let heads = [
        t.member_name(),
        t.member_email(),
        t.roles(),
        t.member_status_label(),
        t.member_verified(),
        t.member_joined(),
        t.member_seen(),
    ];
    MemberColumns { heads, cells: Box::new(move |member| cells(t, member)) }
}

fn cells(t: Text, member: &MemberView) -> [String; 7] {
    let roles: Vec<_> = member.roles.iter().map(|role| t.role_name(&role.name)).collect();
    let verified = if member.verified { t.yes() } else { t.no() };
    [
        member.name.clone(),
        member.email.clone(),
        roles.join("; "),
        t.member_status(member.status).to_owned(),
        verified.to_owned(),
        written(member.joined_at),
        member.seen_at.map(written).unwrap_or_default(),
    ]
}

fn written(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

texts! {
    member_verified { en: "Address confirmed", de: "Adresse bestätigt", ar: "العنوان مؤكد" }
    yes { en: "Yes", de: "Ja", ar: "نعم" }
    no { en: "No", de: "Nein", ar: "لا" }
}

#[cfg(test)]
mod tests {
    use model::ids::{MemberId, RoleId};
    use model::members::MemberStatus;
    use model::roles::{DefaultRole, RoleName};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn heads_and_cells_are_in_the_reader_s_language() {
        let roles = [DefaultRole::Editor, DefaultRole::Viewer];
        let roles = roles.map(|role| RoleName { id: RoleId(Uuid::nil()), name: role.name().to_owned() });
        let member = MemberView {
            id: MemberId(Uuid::nil()),
            name: "Ada".to_owned(),
            email: "ada@example.com".to_owned(),
            roles: roles.to_vec(),
            joined_at: OffsetDateTime::UNIX_EPOCH,
            status: MemberStatus::Suspended,
            verified: true,
            seen_at: None,
        };
        let MemberColumns { heads, cells } = member_columns(Language::German);
        assert_eq!(heads[1], "E-Mail-Adresse");
        let german = ["Ada", "ada@example.com", "Bearbeiter; Leser", "Gesperrt", "Ja", "1970-01-01T00:00:00Z", ""];
        assert_eq!(cells(&member), german);
        assert_ne!(member_columns(Language::English).heads, heads);
    }
}
