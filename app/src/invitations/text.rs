//! What this feature says.

texts! {
    invite { en: "Invite", de: "Einladen", ar: "دعوة" }
    invite_title { en: "Invite people", de: "Personen einladen", ar: "دعوة أشخاص" }
    invite_emails { en: "E-mail addresses", de: "E-Mail-Adressen", ar: "عناوين البريد الإلكتروني" }
    invite_emails_hint {
        en: "One a line or parted by commas, 200 at most. Each can be accepted by its owner only, within 48 hours.",
        de: "Eine je Zeile oder durch Kommas getrennt, höchstens 200. Nur wem die Adresse gehört, kann annehmen, binnen 48 Stunden.",
        ar: "عنوان في كل سطر أو مفصولة بفواصل، 200 على الأكثر. لا يقبل الدعوة إلا صاحب العنوان خلال 48 ساعة."
    }
    invite_refused { en: "Not invited", de: "Nicht eingeladen", ar: "لم تتم دعوتهم" }
    invited_many(count: usize) { en: "Invited: {count}.", de: "Eingeladen: {count}.", ar: "تمت دعوة: {count}." }
    invitation_resend { en: "Send again", de: "Erneut senden", ar: "إعادة الإرسال" }
    invitation_resend_for(email: &str) {
        en: "Send the invitation of {email} again",
        de: "Die Einladung von {email} erneut senden",
        ar: "إعادة إرسال دعوة {email}"
    }
    invitation_resent(email: &str) {
        en: "{email} gets a new link; the old one is dead.",
        de: "{email} erhält einen neuen Link; der alte gilt nicht mehr.",
        ar: "سيصل رابط جديد إلى {email}، والرابط القديم لم يعد صالحًا."
    }
    invitations_more { en: "Show more", de: "Mehr anzeigen", ar: "عرض المزيد" }
    invite_send { en: "Send invitation", de: "Einladung senden", ar: "إرسال الدعوة" }
    invite_confirm_first {
        en: "Get the link once more",
        de: "Link noch einmal anfordern",
        ar: "احصل على الرابط مرة أخرى"
    }
    invited(email: &str) { en: "{email} was invited.", de: "{email} wurde eingeladen.", ar: "أُرسلت دعوة إلى {email}." }

    invitations_pending { en: "Pending invitations", de: "Offene Einladungen", ar: "دعوات معلّقة" }
    invited_by(who: &str) { en: "Invited by {who}", de: "Eingeladen von {who}", ar: "دعاه {who}" }
    invitation_expires { en: "expires", de: "Ablauf:", ar: "تنتهي" }
    invitation_revoke { en: "Revoke", de: "Widerrufen", ar: "إلغاء الدعوة" }
    invitation_revoke_for(email: &str) {
        en: "Revoke the invitation of {email}",
        de: "Einladung für {email} widerrufen",
        ar: "إلغاء دعوة {email}"
    }
    invitation_revoke_title {
        en: "Revoke this invitation?",
        de: "Diese Einladung widerrufen?",
        ar: "إلغاء هذه الدعوة؟"
    }
    invitation_revoke_text(email: &str) {
        en: "The link that was mailed to {email} will open nothing any more.",
        de: "Der Link, der an {email} gesendet wurde, wird dann ungültig.",
        ar: "الرابط الذي أُرسل إلى {email} لن يفتح شيئًا بعد الآن."
    }
    invitation_revoked(email: &str) {
        en: "The invitation of {email} was revoked.",
        de: "Die Einladung für {email} wurde widerrufen.",
        ar: "أُلغيت دعوة {email}."
    }

    invitation_title { en: "You are invited", de: "Sie sind eingeladen", ar: "أنت مدعو" }
    invitation_gone {
        en: "This invitation is not open",
        de: "Diese Einladung ist nicht mehr offen",
        ar: "هذه الدعوة لم تعد متاحة"
    }
    invitation_gone_text {
        en: "If you have accepted it already, you find the organization among yours. Else ask the person who invited \
             you.",
        de: "Haben Sie sie bereits angenommen, finden Sie die Organisation unter den Ihren. Andernfalls wenden Sie \
             sich an die Person, die Sie eingeladen hat.",
        ar: "إن كنت قد قبلتها من قبل فستجد المؤسسة بين مؤسساتك. وإلا فاسأل من دعاك."
    }
    invited_by_as(who: &str, roles: &str) {
        en: "{who} invites you as {roles}",
        de: "{who} lädt Sie als {roles} ein",
        ar: "يدعوك {who} بصفة {roles}"
    }
    accept { en: "Accept", de: "Annehmen", ar: "قبول" }
    invitation_email_hint {
        en: "The invitation is for this address.",
        de: "Die Einladung gilt für diese Adresse.",
        ar: "الدعوة موجّهة إلى هذا العنوان."
    }
    invitation_create {
        en: "Create account and accept",
        de: "Konto erstellen und annehmen",
        ar: "أنشئ الحساب واقبل الدعوة"
    }
    invitation_existing(email: &str) {
        en: "{email} has an account here. Sign in to accept.",
        de: "Für {email} gibt es hier ein Konto. Melden Sie sich an, um die Einladung anzunehmen.",
        ar: "للعنوان {email} حساب هنا. سجّل الدخول لتقبل الدعوة."
    }
    invitation_signed_in(email: &str) {
        en: "You are signed in as {email}.",
        de: "Sie sind als {email} angemeldet.",
        ar: "أنت مسجّل الدخول بالعنوان {email}."
    }
    invitation_other(email: &str, signed_in: &str) {
        en: "The invitation is for {email}, but you are signed in as {signed_in}. Sign out first.",
        de: "Die Einladung gilt für {email}, aber Sie sind als {signed_in} angemeldet. Melden Sie sich zuerst ab.",
        ar: "الدعوة موجّهة إلى {email}، لكنك مسجّل الدخول بالعنوان {signed_in}. سجّل الخروج أولًا."
    }
    invitation_sign_out { en: "Sign out and continue", de: "Abmelden und fortfahren", ar: "سجّل الخروج وتابع" }
}
