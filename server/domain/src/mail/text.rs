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

/// Gives whoever forgot a password the way to a new one.
pub(crate) fn password_reset(language: Language, recipient: &str, link: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "Set a new password".to_owned(),
            format!(
                "Hello,\n\nsomebody, probably you, has forgotten the password of the account with this address. Set a \
                 new one here, within an hour:\n{link}\n\nIf it was not you, do nothing: your password stays as it is.\n"
            ),
        ),
        Language::German => (
            "Neues Passwort festlegen".to_owned(),
            format!(
                "Guten Tag,\n\njemand, vermutlich Sie selbst, hat das Passwort des Kontos mit dieser Adresse vergessen. Legen \
                 Sie hier innerhalb einer Stunde ein neues fest:\n{link}\n\nWenn Sie das nicht waren, brauchen Sie nichts zu \
                 tun: Ihr Passwort bleibt, wie es ist.\n"
            ),
        ),
        Language::Arabic => (
            "تعيين كلمة مرور جديدة".to_owned(),
            format!(
                "مرحبًا،\n\nنسي أحدهم، وعلى الأرجح أنت، كلمة مرور الحساب الذي يحمل هذا العنوان. عيّن كلمة مرور جديدة من هنا \
                 خلال ساعة:\n{link}\n\nإذا لم تكن أنت فلا تفعل شيئًا، وستبقى كلمة مرورك كما هي.\n"
            ),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

/// Tells somebody that the password is another now.
pub(crate) fn password_changed(language: Language, recipient: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "Your password was changed".to_owned(),
            "Hello,\n\nthe password of your account was changed just now, and your other sessions were ended.\n\nIf it \
             was not you, set a new password at once: choose “Forgot your password?” where you sign in.\n"
                .to_owned(),
        ),
        Language::German => (
            "Ihr Passwort wurde geändert".to_owned(),
            "Guten Tag,\n\ndas Passwort Ihres Kontos wurde soeben geändert, und Ihre anderen Sitzungen wurden \
             beendet.\n\nWenn Sie das nicht waren, legen Sie sofort ein neues fest: Wählen Sie dort, wo Sie sich anmelden, \
             „Passwort vergessen?“.\n"
                .to_owned(),
        ),
        Language::Arabic => (
            "تم تغيير كلمة مرورك".to_owned(),
            "مرحبًا،\n\nتم تغيير كلمة مرور حسابك قبل قليل، وأُنهيت جلساتك الأخرى.\n\nإذا لم تكن أنت فعيّن كلمة مرور جديدة \
             فورًا: اختر «هل نسيت كلمة المرور؟» في صفحة تسجيل الدخول.\n"
                .to_owned(),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

/// Asks the owner of an address whether an account shall have it.
pub(crate) fn new_address(language: Language, recipient: &str, link: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "Confirm your new e-mail address".to_owned(),
            format!(
                "Hello,\n\nconfirm here, within 24 hours, that your account shall have this address from now \
                 on:\n{link}\n\nIf you did not ask for it, do nothing.\n"
            ),
        ),
        Language::German => (
            "Bestätigen Sie Ihre neue E-Mail-Adresse".to_owned(),
            format!(
                "Guten Tag,\n\nbestätigen Sie hier innerhalb von 24 Stunden, dass Ihr Konto von nun an diese Adresse haben \
                 soll:\n{link}\n\nWenn Sie das nicht gewünscht haben, brauchen Sie nichts zu tun.\n"
            ),
        ),
        Language::Arabic => (
            "أكِّد عنوان بريدك الجديد".to_owned(),
            format!(
                "مرحبًا،\n\nأكِّد من هنا خلال 24 ساعة أن هذا العنوان سيكون عنوان حسابك من الآن فصاعدًا:\n{link}\n\nإذا لم تطلب \
                 ذلك فلا تفعل شيئًا.\n"
            ),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

/// Tells the owner of an address that it has an account, so that no other one can get it.
pub(crate) fn address_has_account(language: Language, recipient: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "This address has an account already".to_owned(),
            "Hello,\n\nsomebody wanted to give this address to another account. It has an account already, so nothing \
             was changed.\n\nIf it was you, sign in with this address, or use another one.\n"
                .to_owned(),
        ),
        Language::German => (
            "Diese Adresse hat schon ein Konto".to_owned(),
            "Guten Tag,\n\njemand wollte diese Adresse einem anderen Konto geben. Sie hat schon ein Konto, deshalb wurde \
             nichts geändert.\n\nWenn Sie das waren, melden Sie sich mit dieser Adresse an, oder verwenden Sie eine \
             andere.\n"
                .to_owned(),
        ),
        Language::Arabic => (
            "لهذا العنوان حساب بالفعل".to_owned(),
            "مرحبًا،\n\nأراد أحدهم ربط هذا العنوان بحساب آخر. لهذا العنوان حساب بالفعل، لذلك لم يتغيّر شيء.\n\nإذا كنت أنت \
             فسجّل الدخول بهذا العنوان أو استخدم عنوانًا آخر.\n"
                .to_owned(),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

/// Tells somebody at the present address that another one was asked for.
pub(crate) fn address_change_asked(language: Language, recipient: &str, new: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "Your account is to have another address".to_owned(),
            format!(
                "Hello,\n\nsomebody who knows your password wants your account to have the address {new}. This happens \
                 once the link that we sent there is opened.\n\nIf it was not you, change your password at once: the \
                 link then opens nothing.\n"
            ),
        ),
        Language::German => (
            "Ihr Konto soll eine andere Adresse bekommen".to_owned(),
            format!(
                "Guten Tag,\n\njemand, der Ihr Passwort kennt, möchte, dass Ihr Konto die Adresse {new} bekommt. Das \
                 geschieht, sobald der Link geöffnet wird, den wir dorthin gesendet haben.\n\nWenn Sie das nicht waren, \
                 ändern Sie sofort Ihr Passwort: Der Link ist dann ungültig.\n"
            ),
        ),
        Language::Arabic => (
            "طُلب تغيير عنوان حسابك".to_owned(),
            format!(
                "مرحبًا،\n\nطلب شخص يعرف كلمة مرورك أن يصبح عنوان حسابك {new}. يحدث ذلك عند فتح الرابط الذي أرسلناه إلى ذلك \
                 العنوان.\n\nإذا لم تكن أنت فغيّر كلمة مرورك فورًا، وعندها لن يعمل الرابط.\n"
            ),
        ),
    };
    Mail { recipient: recipient.to_owned(), subject, body }
}

/// Tells somebody at the address before that the account has another one now.
pub(crate) fn address_changed(language: Language, recipient: &str, new: &str) -> Mail {
    let (subject, body) = match language {
        Language::English => (
            "Your account has another address now".to_owned(),
            format!(
                "Hello,\n\nyour account has the address {new} from now on. You sign in with that one, and this mail is \
                 the last that comes here.\n\nIf it was not you, turn to whoever runs this platform.\n"
            ),
        ),
        Language::German => (
            "Ihr Konto hat jetzt eine andere Adresse".to_owned(),
            format!(
                "Guten Tag,\n\nIhr Konto hat von nun an die Adresse {new}. Melden Sie sich mit dieser an; dies ist die \
                 letzte Nachricht an die bisherige.\n\nWenn Sie das nicht waren, wenden Sie sich an die Betreiber dieser \
                 Plattform.\n"
            ),
        ),
        Language::Arabic => (
            "أصبح لحسابك عنوان آخر".to_owned(),
            format!(
                "مرحبًا،\n\nأصبح عنوان حسابك {new} من الآن فصاعدًا. استخدمه لتسجيل الدخول، وهذه آخر رسالة تصل إلى هذا \
                 العنوان.\n\nإذا لم تكن أنت فتواصل مع من يدير هذه المنصة.\n"
            ),
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
        let kinds: [fn(Language, &str) -> Mail; 4] = [
            |language, link| invitation(language, "eve@example.com", "Abel", "Office Inc.", link),
            |language, link| verification(language, "eve@example.com", link),
            |language, link| password_reset(language, "eve@example.com", link),
            |language, link| new_address(language, "eve@example.com", link),
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
