//! What the mails say, in each language. They are plain text: every link is seen before it is followed.

use model::preferences::Language;

/// A mail, ready to be sent.
pub struct Mail {
    /// To whom.
    pub recipient: String,
    /// What about.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Asks somebody to join an organization.
pub(crate) fn invitation(language: Language, recipient: &str, inviter: &str, organization: &str, link: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            format!("{inviter} invites you to {organization}"),
            format!(
                "Hello,\n\n{inviter} invites you to work in “{organization}”.\n\nAccept the invitation here, within 48 \
                 hours:\n{link}\n\nIf you do not know what this is about, do nothing: the invitation then expires.\n"
            ),
        ),
        Language::German => (
            format!("{inviter} lädt Sie zu {organization} ein"),
            format!(
                "Guten Tag,\n\n{inviter} lädt Sie ein, in „{organization}“ mitzuarbeiten.\n\nNehmen Sie die Einladung \
                 innerhalb von 48 Stunden hier an:\n{link}\n\nWenn Sie nicht wissen, worum es geht, brauchen Sie nichts \
                 zu tun: Die Einladung läuft dann ab.\n"
            ),
        ),
        Language::Arabic => (
            format!("{inviter} يدعوك إلى {organization}"),
            format!(
                "مرحبًا،\n\nيدعوك {inviter} إلى العمل في «{organization}».\n\nاقبل الدعوة من هنا خلال 48 ساعة:\n{link}\n\n\
                 إذا لم تعرف سبب هذه الرسالة فلا تفعل شيئًا، وستنتهي الدعوة من تلقاء نفسها.\n"
            ),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

/// Asks somebody to show that the address is his.
pub(crate) fn verification(language: Language, recipient: &str, link: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "Confirm your e-mail address".to_owned(),
            format!(
                "Hello,\n\nconfirm here, within 48 hours, that this address is yours:\n{link}\n\nIf you did not sign \
                 up, do nothing.\n"
            ),
        ),
        Language::German => (
            "Bestätigen Sie Ihre E-Mail-Adresse".to_owned(),
            format!(
                "Guten Tag,\n\nbitte bestätigen Sie hier innerhalb von 48 Stunden, dass diese Adresse Ihnen gehört:\n\
                 {link}\n\nWenn Sie sich nicht registriert haben, brauchen Sie nichts zu tun.\n"
            ),
        ),
        Language::Arabic => (
            "أكِّد عنوان بريدك الإلكتروني".to_owned(),
            format!("مرحبًا،\n\nأكِّد من هنا خلال 48 ساعة أن هذا العنوان لك:\n{link}\n\nإذا لم تُنشئ حسابًا فلا تفعل شيئًا.\n"),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_language_has_words_of_its_own_and_the_whole_link() {
        let link = "https://borough.example/invitations/0123";
        let kinds: [fn(Language, &str) -> Mail; 2] = [
            |language, link| invitation(language, "eve@example.com", "Abel", "Office Inc.", link),
            |language, link| verification(language, "eve@example.com", link),
        ];
        for write in kinds {
            let mails = Language::ALL.map(|language| write(language, link));
            for mail in &mails {
                assert!(mail.body.lines().any(|line| line == link), "{}", mail.body);
            }
            let subjects: HashSet<_> = mails.iter().map(|mail| &mail.subject).collect();
            assert_eq!(subjects.len(), mails.len(), "{subjects:?}");
        }
    }
}
