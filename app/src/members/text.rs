//! What this feature says.

texts! {
    members_title { en: "Members", de: "Mitglieder", ar: "الأعضاء" }
    members_text {
        en: "The people of this organization and what they may do.",
        de: "Die Personen dieser Organisation und was sie dürfen.",
        ar: "أفراد هذه المؤسسة وما يُسمح لهم به."
    }
    members_search { en: "Search by name or e-mail", de: "Nach Name oder E-Mail suchen", ar: "ابحث بالاسم أو البريد" }
    members_total(total: i64) { en: "In total: {total}", de: "Insgesamt: {total}", ar: "المجموع: {total}" }
    members_found(total: i64) { en: "Found: {total}", de: "Gefunden: {total}", ar: "النتائج: {total}" }
    members_range(from: usize, to: usize, total: i64) {
        en: "{from}–{to} of {total}",
        de: "{from}–{to} von {total}",
        ar: "{from}–{to} من {total}"
    }
    members_none_found { en: "Nobody found", de: "Niemand gefunden", ar: "لم يُعثر على أحد" }
    members_none_found_text {
        en: "No name and no e-mail address has this in it.",
        de: "Kein Name und keine E-Mail-Adresse enthält diesen Text.",
        ar: "لا يوجد اسم ولا عنوان بريد يحتوي على هذا."
    }
    members_clear_search { en: "Show everybody", de: "Alle anzeigen", ar: "عرض الجميع" }
    members_alone {
        en: "You are the only member so far",
        de: "Bisher sind Sie das einzige Mitglied",
        ar: "أنت العضو الوحيد حتى الآن"
    }
    members_alone_text {
        en: "Invite the people you work with. They get a link by mail and appear here when they have accepted.",
        de: "Laden Sie die Menschen ein, mit denen Sie zusammenarbeiten. Alle bekommen einen Link per E-Mail und \
             erscheinen hier, sobald sie angenommen haben.",
        ar: "ادعُ من تعمل معهم. يصلهم رابط بالبريد ويظهرون هنا بعد القبول."
    }
    page_previous { en: "Previous", de: "Zurück", ar: "السابق" }
    page_next { en: "Next", de: "Weiter", ar: "التالي" }

    member_name { en: "Name", de: "Name", ar: "الاسم" }
    member_email { en: "E-mail address", de: "E-Mail-Adresse", ar: "البريد الإلكتروني" }
    member_joined { en: "Joined", de: "Beigetreten", ar: "تاريخ الانضمام" }
    member_actions { en: "Actions", de: "Aktionen", ar: "الإجراءات" }
    member_actions_for(name: &str) { en: "Actions for {name}", de: "Aktionen für {name}", ar: "إجراءات {name}" }
    member_you { en: "You", de: "Sie", ar: "أنت" }
    member_present { en: "Here now", de: "Gerade hier", ar: "متصل الآن" }

    member_change_roles { en: "Change roles", de: "Rollen ändern", ar: "تغيير الأدوار" }
    member_roles_changed(name: &str) {
        en: "{name} has other roles now.",
        de: "{name} hat jetzt andere Rollen.",
        ar: "تغيّرت أدوار {name}."
    }
    member_remove { en: "Remove", de: "Entfernen", ar: "إزالة" }
    member_removed(name: &str) { en: "{name} was removed.", de: "{name} wurde entfernt.", ar: "أُزيل {name}." }
    member_not_removed(name: &str, why: &str) {
        en: "{name} was not removed. {why}",
        de: "{name} wurde nicht entfernt. {why}",
        ar: "لم يُزَل {name}. {why}"
    }
    member_restored(name: &str) {
        en: "{name} is a member again.",
        de: "{name} ist wieder Mitglied.",
        ar: "عاد {name} عضوًا."
    }
    member_not_restored(name: &str, why: &str) {
        en: "The removal of {name} was not undone. {why}",
        de: "Das Entfernen von {name} wurde nicht rückgängig gemacht. {why}",
        ar: "لم يُتراجع عن إزالة {name}. {why}"
    }
    undo { en: "Undo", de: "Rückgängig machen", ar: "تراجع" }
    save { en: "Save", de: "Speichern", ar: "حفظ" }
    close { en: "Close", de: "Schließen", ar: "إغلاق" }
}
