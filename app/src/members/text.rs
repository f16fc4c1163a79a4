//! What this feature says.

texts! {
    members_title { en: "Members", ar: "الأعضاء" }
    members_text { en: "The people of this organization and what they may do.", ar: "أفراد هذه المؤسسة وما يُسمح لهم به." }
    members_search { en: "Search by name or e-mail", ar: "ابحث بالاسم أو البريد" }
    members_total(total: i64) { en: "In total: {total}", ar: "المجموع: {total}" }
    members_found(total: i64) { en: "Found: {total}", ar: "النتائج: {total}" }
    members_range(from: usize, to: usize, total: i64) { en: "{from}–{to} of {total}", ar: "{from}–{to} من {total}" }
    members_none_found { en: "Nobody found", ar: "لم يُعثر على أحد" }
    members_none_found_text {
        en: "No name and no e-mail address has this in it.",
        ar: "لا يوجد اسم ولا عنوان بريد يحتوي على هذا."
    }
    members_clear_search { en: "Show everybody", ar: "عرض الجميع" }
    members_alone { en: "You are the only member so far", ar: "أنت العضو الوحيد حتى الآن" }
    members_alone_text {
        en: "Invite the people you work with. They get a link by mail and appear here when they have accepted.",
        ar: "ادعُ من تعمل معهم. يصلهم رابط بالبريد ويظهرون هنا بعد القبول."
    }
    page_previous { en: "Previous", ar: "السابق" }
    page_next { en: "Next", ar: "التالي" }

    member_name { en: "Name", ar: "الاسم" }
    member_email { en: "E-mail address", ar: "البريد الإلكتروني" }
    member_roles { en: "Roles", ar: "الأدوار" }
    member_joined { en: "Joined", ar: "تاريخ الانضمام" }
    member_actions { en: "Actions", ar: "الإجراءات" }
    member_actions_for(name: &str) { en: "Actions for {name}", ar: "إجراءات {name}" }
    member_you { en: "You", ar: "أنت" }
    member_present { en: "Here now", ar: "متصل الآن" }

    member_change_roles { en: "Change roles", ar: "تغيير الأدوار" }
    member_roles_changed(name: &str) { en: "{name} has other roles now.", ar: "تغيّرت أدوار {name}." }
    member_remove { en: "Remove", ar: "إزالة" }
    member_removed(name: &str) { en: "{name} was removed.", ar: "أُزيل {name}." }
    member_not_removed(name: &str, why: &str) { en: "{name} was not removed. {why}", ar: "لم يُزَل {name}. {why}" }
    member_restored(name: &str) { en: "{name} is a member again.", ar: "عاد {name} عضوًا." }
    member_not_restored(name: &str, why: &str) {
        en: "The removal of {name} was not undone. {why}",
        ar: "لم يُتراجع عن إزالة {name}. {why}"
    }
    undo { en: "Undo", ar: "تراجع" }
    save { en: "Save", ar: "حفظ" }
    close { en: "Close", ar: "إغلاق" }

    role_admin { en: "Admin", ar: "مدير" }
    role_admin_hint { en: "May do everything in this organization.", ar: "يستطيع فعل كل شيء في هذه المؤسسة." }
    role_editor { en: "Editor", ar: "محرِّر" }
    role_editor_hint { en: "Works with the organization's data.", ar: "يعمل على بيانات المؤسسة." }
    role_viewer { en: "Viewer", ar: "مُطالِع" }
    role_viewer_hint { en: "Reads the organization's data.", ar: "يقرأ بيانات المؤسسة." }
    list_comma { en: ", ", ar: "، " }
    role_required { en: "Choose at least one role.", ar: "اختر دورًا واحدًا على الأقل." }
    role_not_assignable {
        en: "Allows more than you may do yourself, so you cannot give or take it.",
        ar: "يسمح بأكثر مما يُسمح لك به، فلا تستطيع منحه أو سحبه."
    }

    invite { en: "Invite", ar: "دعوة" }
    invite_title { en: "Invite somebody", ar: "دعوة شخص" }
    invite_email_hint {
        en: "The invitation goes to this address and can be accepted by its owner only.",
        ar: "تُرسل الدعوة إلى هذا العنوان، ولا يقبلها إلا صاحبه."
    }
    invite_send { en: "Send invitation", ar: "إرسال الدعوة" }
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
}
