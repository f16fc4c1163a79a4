//! What can happen, in a person's words: one sentence for each action, or this does not compile.

use model::audit::Action;

use crate::text::Text;

impl Text {
    /// What happened, by its name in the log. One that a newer version of the program has written is shown as it is.
    pub(super) fn audit_action_named(self, name: &str) -> String {
        Action::from_name(name).map_or_else(|| name.to_owned(), |action| self.audit_action_of(action).to_owned())
    }

    /// What happened.
    pub(super) fn audit_action_of(self, action: Action) -> &'static str {
        match action {
            Action::TenantCreated => self.action_tenant_created(),
            Action::TenantEntered => self.action_tenant_entered(),
            Action::MemberJoined => self.action_member_joined(),
            Action::MemberRolesChanged => self.action_member_roles_changed(),
            Action::MemberRemoved => self.action_member_removed(),
            Action::MemberRestored => self.action_member_restored(),
            Action::InvitationCreated => self.action_invitation_created(),
            Action::InvitationRevoked => self.action_invitation_revoked(),
            Action::TenantUpdated => self.action_tenant_updated(),
            Action::TenantArchived => self.action_tenant_archived(),
            Action::TenantSuspended => self.action_tenant_suspended(),
            Action::TenantRestored => self.action_tenant_restored(),
            Action::TenantEnteredByOperator => self.action_tenant_entered_by_operator(),
            Action::MemberLeft => self.action_member_left(),
            Action::MemberSuspended => self.action_member_suspended(),
            Action::MemberReinstated => self.action_member_reinstated(),
            Action::MemberProfileChanged => self.action_member_profile_changed(),
            Action::MemberExported => self.action_member_exported(),
            Action::InvitationResent => self.action_invitation_resent(),
            Action::AccountCreated => self.action_account_created(),
            Action::AccountVerificationSent => self.action_account_verification_sent(),
            Action::AccountEmailVerified => self.action_account_email_verified(),
            Action::AccountSignedIn => self.action_account_signed_in(),
            Action::AccountSignInRefused => self.action_account_sign_in_refused(),
            Action::AccountSignedOut => self.action_account_signed_out(),
            Action::AccountPasswordReset => self.action_account_password_reset(),
            Action::OperatorCreated => self.action_operator_created(),
            Action::OperatorPasswordReset => self.action_operator_password_reset(),
            Action::OperatorSignedIn => self.action_operator_signed_in(),
            Action::OperatorSignInRefused => self.action_operator_sign_in_refused(),
            Action::OperatorSignedOut => self.action_operator_signed_out(),
            Action::PlatformTenantsListed => self.action_platform_tenants_listed(),
            Action::PlatformMailsRead => self.action_platform_mails_read(),
            Action::AccountRenamed => self.action_account_renamed(),
            Action::AccountEmailChangeAsked => self.action_account_email_change_asked(),
            Action::AccountEmailChanged => self.action_account_email_changed(),
            Action::AccountPasswordResetAsked => self.action_account_password_reset_asked(),
            Action::AccountPasswordChanged => self.action_account_password_changed(),
            Action::AccountPasswordRefused => self.action_account_password_refused(),
            Action::AccountSessionRevoked => self.action_account_session_revoked(),
            Action::AccountSessionsRevoked => self.action_account_sessions_revoked(),
            Action::PlatformPeopleListed => self.action_platform_people_listed(),
            Action::PlatformTenantSuspended => self.action_platform_tenant_suspended(),
            Action::PlatformTenantRestored => self.action_platform_tenant_restored(),
        }
    }

    /// The kinds of things that an organization's log is about, each with its name.
    pub(super) fn audit_kinds(self) -> Vec<(&'static str, &'static str)> {
        vec![
            ("tenant", self.audit_kind_tenant()),
            ("member", self.audit_kind_member()),
            ("invitation", self.audit_kind_invitation()),
        ]
    }
}

texts! {
    action_tenant_created { en: "Organization created", de: "Organisation angelegt", ar: "إنشاء المؤسسة" }
    action_tenant_entered { en: "Organization entered", de: "Organisation betreten", ar: "الدخول إلى المؤسسة" }
    action_member_joined { en: "Joined the organization", de: "Der Organisation beigetreten", ar: "الانضمام إلى المؤسسة" }
    action_member_roles_changed { en: "Roles changed", de: "Rollen geändert", ar: "تغيير الأدوار" }
    action_member_removed { en: "Member removed", de: "Mitglied entfernt", ar: "إزالة عضو" }
    action_member_restored { en: "Removal taken back", de: "Entfernung zurückgenommen", ar: "التراجع عن الإزالة" }
    action_invitation_created { en: "Invitation sent", de: "Einladung gesendet", ar: "إرسال دعوة" }
    action_invitation_revoked { en: "Invitation revoked", de: "Einladung widerrufen", ar: "إلغاء دعوة" }
    action_account_created { en: "Account created", de: "Konto angelegt", ar: "إنشاء حساب" }
    action_account_verification_sent {
        en: "Link to confirm the address sent",
        de: "Link zum Bestätigen der Adresse gesendet",
        ar: "إرسال رابط تأكيد العنوان"
    }
    action_account_email_verified { en: "Address confirmed", de: "Adresse bestätigt", ar: "تأكيد العنوان" }
    action_account_signed_in { en: "Signed in", de: "Angemeldet", ar: "تسجيل الدخول" }
    action_account_sign_in_refused { en: "Sign-in refused", de: "Anmeldung abgelehnt", ar: "رفض تسجيل الدخول" }
    action_account_signed_out { en: "Signed out", de: "Abgemeldet", ar: "تسجيل الخروج" }
    action_account_password_reset { en: "Password reset", de: "Passwort zurückgesetzt", ar: "إعادة تعيين كلمة المرور" }
    action_operator_created { en: "Operator created", de: "Betreiberkonto angelegt", ar: "إنشاء مشغِّل" }
    action_operator_password_reset {
        en: "Operator's password reset",
        de: "Passwort eines Betreiberkontos zurückgesetzt",
        ar: "إعادة تعيين كلمة مرور مشغِّل"
    }
    action_operator_signed_in { en: "Operator signed in", de: "Betreiber angemeldet", ar: "تسجيل دخول مشغِّل" }
    action_operator_sign_in_refused {
        en: "Operator's sign-in refused",
        de: "Anmeldung eines Betreibers abgelehnt",
        ar: "رفض تسجيل دخول مشغِّل"
    }
    action_operator_signed_out { en: "Operator signed out", de: "Betreiber abgemeldet", ar: "تسجيل خروج مشغِّل" }
    action_platform_tenants_listed {
        en: "List of organizations read",
        de: "Liste der Organisationen gelesen",
        ar: "الاطلاع على قائمة المؤسسات"
    }
    action_platform_mails_read { en: "Mails read", de: "E-Mails gelesen", ar: "الاطلاع على الرسائل" }
    action_tenant_updated {
        en: "Organization's settings changed",
        de: "Einstellungen der Organisation geändert",
        ar: "تغيير إعدادات المؤسسة"
    }
    action_tenant_archived { en: "Organization archived", de: "Organisation archiviert", ar: "أرشفة المؤسسة" }
    action_tenant_suspended { en: "Organization suspended", de: "Organisation gesperrt", ar: "إيقاف المؤسسة" }
    action_tenant_restored { en: "Organization restored", de: "Organisation wiederhergestellt", ar: "استعادة المؤسسة" }
    action_tenant_entered_by_operator {
        en: "Organization entered by an operator",
        de: "Organisation von einem Betreiber betreten",
        ar: "دخول مشغِّل إلى المؤسسة"
    }
    action_member_left { en: "Left the organization", de: "Die Organisation verlassen", ar: "مغادرة المؤسسة" }
    action_member_suspended { en: "Member suspended", de: "Mitglied gesperrt", ar: "إيقاف عضو" }
    action_member_reinstated {
        en: "Suspension of a member lifted",
        de: "Sperre eines Mitglieds aufgehoben",
        ar: "رفع الإيقاف عن عضو"
    }
    action_member_profile_changed {
        en: "Name or address changed",
        de: "Name oder Adresse geändert",
        ar: "تغيير الاسم أو العنوان"
    }
    action_member_exported {
        en: "List of members downloaded",
        de: "Mitgliederliste heruntergeladen",
        ar: "تنزيل قائمة الأعضاء"
    }
    action_invitation_resent { en: "Invitation sent again", de: "Einladung erneut gesendet", ar: "إعادة إرسال دعوة" }
    action_account_renamed { en: "Name changed", de: "Name geändert", ar: "تغيير الاسم" }
    action_account_email_change_asked {
        en: "Change of the e-mail address requested",
        de: "Änderung der E-Mail-Adresse beantragt",
        ar: "طلب تغيير البريد الإلكتروني"
    }
    action_account_email_changed {
        en: "E-mail address changed",
        de: "E-Mail-Adresse geändert",
        ar: "تغيير البريد الإلكتروني"
    }
    action_account_password_reset_asked {
        en: "Reset of the password requested",
        de: "Zurücksetzen des Passworts beantragt",
        ar: "طلب إعادة تعيين كلمة المرور"
    }
    action_account_password_changed { en: "Password changed", de: "Passwort geändert", ar: "تغيير كلمة المرور" }
    action_account_password_refused {
        en: "Wrong password given",
        de: "Falsches Passwort angegeben",
        ar: "إدخال كلمة مرور خاطئة"
    }
    action_account_session_revoked { en: "A session ended", de: "Eine Sitzung beendet", ar: "إنهاء جلسة" }
    action_account_sessions_revoked {
        en: "All other sessions ended",
        de: "Alle anderen Sitzungen beendet",
        ar: "إنهاء كل الجلسات الأخرى"
    }
    action_platform_people_listed {
        en: "List of people read",
        de: "Personenliste gelesen",
        ar: "الاطلاع على قائمة الأشخاص"
    }
    action_platform_tenant_suspended {
        en: "Organization suspended by an operator",
        de: "Organisation von einem Betreiber gesperrt",
        ar: "إيقاف مشغِّل لمؤسسة"
    }
    action_platform_tenant_restored {
        en: "Suspension of an organization lifted by an operator",
        de: "Sperre einer Organisation von einem Betreiber aufgehoben",
        ar: "رفع مشغِّل الإيقاف عن مؤسسة"
    }

    audit_kind_tenant { en: "Organization", de: "Organisation", ar: "المؤسسة" }
    audit_kind_member { en: "Members", de: "Mitglieder", ar: "الأعضاء" }
    audit_kind_invitation { en: "Invitations", de: "Einladungen", ar: "الدعوات" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::preferences::Language;

    use super::*;

    #[test]
    fn every_action_has_a_sentence_of_its_own_and_every_kind_a_name() {
        let t = Text(Language::English);
        let actions = || Action::OF_TENANTS.iter().chain(Action::OF_THE_PLATFORM);
        let sentences: BTreeSet<_> = actions().map(|action| t.audit_action_of(*action)).collect();
        assert_eq!(sentences.len(), actions().count());
        let named: BTreeSet<_> = t.audit_kinds().into_iter().map(|(kind, _)| kind).collect();
        let kinds: BTreeSet<_> = Action::OF_TENANTS.iter().map(|action| action.kind()).collect();
        assert_eq!(named, kinds);
    }

    #[test]
    fn what_this_version_does_not_know_is_shown_as_it_is() {
        assert_eq!(Text(Language::English).audit_action_named("ship.sunk"), "ship.sunk");
    }
}
