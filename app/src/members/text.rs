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
}
