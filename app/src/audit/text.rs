//! What this feature says, but for the actions.

texts! {
    audit_title { en: "Audit log", de: "Protokoll", ar: "سجل التدقيق" }
    audit_text {
        en: "Who did what in this organization, and from where. Nothing in it can be changed.",
        de: "Wer in dieser Organisation was getan hat und von wo. Nichts darin lässt sich ändern.",
        ar: "من فعل ماذا في هذه المؤسسة ومن أين. لا يمكن تغيير شيء فيه."
    }
    audit_filters { en: "Filter the log", de: "Protokoll filtern", ar: "تصفية السجل" }
    audit_search {
        en: "Search names, addresses, actions, details",
        de: "Namen, Adressen, Aktionen, Einzelheiten durchsuchen",
        ar: "ابحث في الأسماء والعناوين والإجراءات والتفاصيل"
    }
    audit_who { en: "Who", de: "Wer", ar: "من" }
    audit_kind { en: "Kind", de: "Art", ar: "النوع" }
    audit_any_kind { en: "All kinds", de: "Alle Arten", ar: "كل الأنواع" }
    audit_action { en: "What happened", de: "Was geschah", ar: "ما حدث" }
    audit_any_action { en: "Anything", de: "Alles", ar: "أي شيء" }
    audit_from { en: "From day (UTC)", de: "Ab Tag (UTC)", ar: "من يوم (UTC)" }
    audit_to { en: "To day (UTC)", de: "Bis Tag (UTC)", ar: "إلى يوم (UTC)" }
    audit_apply { en: "Show", de: "Anzeigen", ar: "عرض" }
    audit_clear { en: "Show everything", de: "Alles anzeigen", ar: "عرض الكل" }
    audit_about_one {
        en: "Only what one member did, and what was done to that member.",
        de: "Nur, was ein bestimmtes Mitglied getan hat und was mit ihm geschah.",
        ar: "فقط ما فعله عضو بعينه وما جرى له."
    }
    audit_activity { en: "Activity", de: "Aktivität", ar: "النشاط" }
    audit_activity_all { en: "All of it in the audit log", de: "Alles davon im Protokoll", ar: "كل ذلك في سجل التدقيق" }

    audit_when { en: "When", de: "Wann", ar: "متى" }
    audit_details { en: "Details", de: "Einzelheiten", ar: "التفاصيل" }
    audit_only_by(name: &str) { en: "Only what {name} did", de: "Nur, was {name} getan hat", ar: "فقط ما فعله {name}" }
    audit_nobody { en: "No member", de: "Kein Mitglied", ar: "ليس عضوًا" }
    audit_removed { en: "removed:", de: "entfernt:", ar: "أُزيل:" }
    audit_added { en: "added:", de: "hinzugefügt:", ar: "أُضيف:" }
    audit_gone(id: &str) { en: "gone ({id})", de: "nicht mehr da ({id})", ar: "لم يعد موجودًا ({id})" }
    audit_empty_value { en: "nothing", de: "nichts", ar: "لا شيء" }

    audit_none { en: "Nothing found", de: "Nichts gefunden", ar: "لم يُعثر على شيء" }
    audit_none_text {
        en: "No entry is as you asked for.",
        de: "Kein Eintrag entspricht Ihrer Auswahl.",
        ar: "لا يوجد إدخال يطابق ما طلبته."
    }
    audit_none_yet { en: "Nothing found so far", de: "Bisher nichts gefunden", ar: "لم يُعثر على شيء حتى الآن" }
    audit_searched_to(day: &str) {
        en: "Searched back to {day} (UTC). There is more before that.",
        de: "Durchsucht bis zurück zum {day} (UTC). Davor gibt es noch mehr.",
        ar: "شمل البحث حتى {day} (UTC). وهناك المزيد قبل ذلك."
    }
    audit_further { en: "Search further back", de: "Weiter zurück suchen", ar: "البحث أبعد في الماضي" }
    audit_older { en: "Older", de: "Ältere", ar: "الأقدم" }
    audit_newest { en: "Newest", de: "Neueste", ar: "الأحدث" }
    audit_pages { en: "Pages of the log", de: "Seiten des Protokolls", ar: "صفحات السجل" }
    audit_end { en: "That is all.", de: "Das ist alles.", ar: "هذا كل شيء." }

    audit_news_one { en: "1 new entry", de: "1 neuer Eintrag", ar: "إدخال جديد واحد" }
    audit_news(count: i64) { en: "{count} new entries", de: "{count} neue Einträge", ar: "إدخالات جديدة: {count}" }
    audit_news_many(count: i64) {
        en: "{count} or more new entries",
        de: "{count} oder mehr neue Einträge",
        ar: "إدخالات جديدة: {count} أو أكثر"
    }

    audit_entry { en: "Entry", de: "Eintrag", ar: "إدخال" }
    audit_entry_number(number: i64) { en: "Entry {number}", de: "Eintrag {number}", ar: "الإدخال {number}" }
    audit_all { en: "All entries", de: "Alle Einträge", ar: "كل الإدخالات" }
    audit_subject { en: "To whom or what", de: "Wen oder was betreffend", ar: "على من أو ماذا" }
    audit_at { en: "Time (UTC)", de: "Zeit (UTC)", ar: "الوقت (UTC)" }
    audit_ip { en: "Network address", de: "Netzadresse", ar: "عنوان الشبكة" }
    audit_program { en: "Program", de: "Programm", ar: "البرنامج" }
    audit_program_of(browser: &str, system: &str) {
        en: "{browser} on {system}",
        de: "{browser} unter {system}",
        ar: "{browser} على {system}"
    }
    audit_request { en: "Request", de: "Anfrage", ar: "الطلب" }
    audit_session { en: "Session", de: "Sitzung", ar: "الجلسة" }
    audit_hash { en: "Hash", de: "Prüfsumme", ar: "بصمة التحقق" }
    audit_hash_hint {
        en: "It covers this entry and the one before, so that a changed log shows it.",
        de: "Sie umfasst diesen Eintrag und den davor, sodass eine Änderung am Protokoll auffällt.",
        ar: "تشمل هذا الإدخال والذي قبله، فيظهر أي تغيير في السجل."
    }
    audit_changed { en: "Changed", de: "Geändert", ar: "ما تغيّر" }
    audit_slug { en: "Address", de: "Adresse", ar: "العنوان" }
    audit_reason { en: "Reason", de: "Grund", ar: "السبب" }
    audit_operator { en: "Operator", de: "Betreiber", ar: "المشغّل" }
    audit_operator_id { en: "Operator's id", de: "Kennung des Betreibers", ar: "معرّف المشغّل" }
    audit_batch { en: "Change of many", de: "Sammeländerung", ar: "تغيير جماعي" }
    audit_undoes { en: "Takes back", de: "Nimmt zurück", ar: "يتراجع عن" }
    audit_query { en: "Asked for", de: "Abgefragt", ar: "المطلوب" }
    audit_invitation { en: "Invitation", de: "Einladung", ar: "دعوة" }
    audit_message { en: "Message", de: "Nachricht", ar: "الرسالة" }
}
