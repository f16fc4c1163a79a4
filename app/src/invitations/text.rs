//! What this feature says.

texts! {
    invite { en: "Invite", ar: "دعوة" }
    invite_title { en: "Invite somebody", ar: "دعوة شخص" }
    invite_email_hint {
        en: "The invitation goes to this address and can be accepted by its owner only.",
        ar: "تُرسل الدعوة إلى هذا العنوان، ولا يقبلها إلا صاحبه."
    }
    invite_send { en: "Send invitation", ar: "إرسال الدعوة" }
    invite_confirm_first { en: "Get the link once more", ar: "احصل على الرابط مرة أخرى" }
    invited(email: &str) { en: "{email} was invited.", ar: "أُرسلت دعوة إلى {email}." }

    invitations_pending { en: "Pending invitations", ar: "دعوات معلّقة" }
    invited_by(who: &str) { en: "Invited by {who}", ar: "دعاه {who}" }
    invitation_expires { en: "expires", ar: "تنتهي" }
    invitation_revoke { en: "Revoke", ar: "إلغاء الدعوة" }
    invitation_revoke_for(email: &str) { en: "Revoke the invitation of {email}", ar: "إلغاء دعوة {email}" }
    invitation_revoke_title { en: "Revoke this invitation?", ar: "إلغاء هذه الدعوة؟" }
    invitation_revoke_text(email: &str) {
        en: "The link that was mailed to {email} will open nothing any more.",
        ar: "الرابط الذي أُرسل إلى {email} لن يفتح شيئًا بعد الآن."
    }
    invitation_revoked(email: &str) { en: "The invitation of {email} was revoked.", ar: "أُلغيت دعوة {email}." }

    invitation_title { en: "You are invited", ar: "أنت مدعو" }
    invitation_gone { en: "This invitation is not open", ar: "هذه الدعوة لم تعد متاحة" }
    invitation_gone_text {
        en: "If you have accepted it already, you find the organization among yours. Else ask the person who invited \
             you.",
        ar: "إن كنت قد قبلتها من قبل فستجد المؤسسة بين مؤسساتك. وإلا فاسأل من دعاك."
    }
    invited_by_as(who: &str, roles: &str) { en: "{who} invites you as {roles}", ar: "يدعوك {who} بصفة {roles}" }
    accept { en: "Accept", ar: "قبول" }
    invitation_email_hint { en: "The invitation is for this address.", ar: "الدعوة موجّهة إلى هذا العنوان." }
    invitation_create { en: "Create account and accept", ar: "أنشئ الحساب واقبل الدعوة" }
    invitation_existing(email: &str) {
        en: "{email} has an account here. Sign in to accept.",
        ar: "للعنوان {email} حساب هنا. سجّل الدخول لتقبل الدعوة."
    }
    invitation_signed_in(email: &str) { en: "You are signed in as {email}.", ar: "أنت مسجّل الدخول بالعنوان {email}." }
    invitation_other(email: &str, signed_in: &str) {
        en: "The invitation is for {email}, but you are signed in as {signed_in}. Sign out first.",
        ar: "الدعوة موجّهة إلى {email}، لكنك مسجّل الدخول بالعنوان {signed_in}. سجّل الخروج أولًا."
    }
    invitation_sign_out { en: "Sign out and continue", ar: "سجّل الخروج وتابع" }
}
