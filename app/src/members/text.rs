//! What this feature says.

use model::members::{Inactive, MemberStatus};

use crate::text::Text;

impl Text {
    /// Whether a member can come in.
    pub fn member_status(self, status: MemberStatus) -> &'static str {
        match status {
            MemberStatus::Active => self.member_status_active(),
            MemberStatus::Suspended => self.member_status_suspended(),
        }
    }

    /// How long somebody was not active.
    pub fn inactive_for(self, span: Inactive) -> String {
        match span.days() {
            Some(days) => self.inactive_days(days.unsigned_abs()),
            None => self.inactive_always().to_owned(),
        }
    }
}

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
    members_none_match {
        en: "Nobody is as you have searched and filtered.",
        de: "Auf niemanden treffen Suche und Filter zu.",
        ar: "لا أحد يطابق البحث وعوامل التصفية."
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

    filters { en: "Filters", de: "Filter", ar: "عوامل التصفية" }
    filter_any_role { en: "Any role", de: "Jede Rolle", ar: "أي دور" }
    filter_any_status { en: "Any status", de: "Jeder Status", ar: "أي حالة" }
    filter_any_activity { en: "Active at any time", de: "Jederzeit aktiv", ar: "نشط في أي وقت" }
    filter_unverified { en: "Address not confirmed", de: "Adresse nicht bestätigt", ar: "العنوان غير مؤكد" }
    inactive_days(days: u32) { en: "Not active for {days} days", de: "Seit {days} Tagen nicht aktiv", ar: "غير نشط منذ {days} يومًا" }
    inactive_always { en: "Never active", de: "Nie aktiv", ar: "لم ينشط قط" }
    member_status_label { en: "Status", de: "Status", ar: "الحالة" }
    member_status_active { en: "Active", de: "Aktiv", ar: "نشط" }
    member_status_suspended { en: "Suspended", de: "Gesperrt", ar: "موقوف" }
    member_seen { en: "Last active", de: "Zuletzt aktiv", ar: "آخر نشاط" }
    member_never_seen { en: "Never", de: "Nie", ar: "أبدًا" }
    member_unverified { en: "Not confirmed", de: "Nicht bestätigt", ar: "غير مؤكد" }
    member_sessions { en: "Open sessions", de: "Offene Sitzungen", ar: "الجلسات المفتوحة" }
    members_export { en: "Download as CSV", de: "Als CSV herunterladen", ar: "تنزيل بصيغة CSV" }
    members_more_than(total: i64) { en: "More than {total}", de: "Mehr als {total}", ar: "أكثر من {total}" }

    member_select(name: &str) { en: "Select {name}", de: "{name} auswählen", ar: "تحديد {name}" }
    members_select_page { en: "Select everybody on this page", de: "Alle auf dieser Seite auswählen", ar: "تحديد كل من في هذه الصفحة" }
    members_select_all(total: i64) { en: "Select all {total} that match", de: "Alle {total} passenden auswählen", ar: "تحديد كل المطابقين وعددهم {total}" }
    members_selected(count: i64) { en: "Selected: {count}", de: "Ausgewählt: {count}", ar: "المحدَّد: {count}" }
    members_selection { en: "Selection", de: "Auswahl", ar: "التحديد" }
    members_clear_selection { en: "Clear selection", de: "Auswahl aufheben", ar: "إلغاء التحديد" }
    members_working { en: "Working …", de: "Wird ausgeführt …", ar: "جارٍ التنفيذ…" }
    roles_give { en: "Give these roles", de: "Diese Rollen geben", ar: "منح هذه الأدوار" }
    roles_take { en: "Take these roles away", de: "Diese Rollen entziehen", ar: "سحب هذه الأدوار" }
    members_changed(count: usize) { en: "Changed: {count}.", de: "Geändert: {count}.", ar: "تم التغيير: {count}." }
    members_unchanged { en: "Nothing had to be changed.", de: "Es war nichts zu ändern.", ar: "لم يلزم تغيير شيء." }
    members_undone(count: usize) { en: "As before: {count}.", de: "Wie zuvor: {count}.", ar: "أُعيد كما كان: {count}." }
    members_refused(count: usize, who: &str) { en: "Not changed: {count}. {who}", de: "Nicht geändert: {count}. {who}", ar: "لم يُغيَّر: {count}. {who}" }
    member_suspend { en: "Suspend", de: "Sperren", ar: "إيقاف" }
    member_reinstate { en: "End suspension", de: "Sperre aufheben", ar: "إنهاء الإيقاف" }
    member_suspended(name: &str) { en: "{name} is suspended.", de: "{name} ist gesperrt.", ar: "أُوقف {name}." }
    member_reinstated(name: &str) { en: "{name} can come in again.", de: "{name} kann wieder herein.", ar: "يستطيع {name} الدخول من جديد." }
    member_page { en: "Member", de: "Mitglied", ar: "عضو" }
    members_back { en: "All members", de: "Alle Mitglieder", ar: "كل الأعضاء" }

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
