/** The names by which screens are operated here, as they stand in the texts of `app`. */

export type Language = "en" | "de" | "ar";

export const WORDS = {
  accept: { en: "Accept", de: "Annehmen", ar: "قبول" },
  actions: { en: "Actions for", de: "Aktionen für", ar: "إجراءات" },
  changePassword: { en: "Change password", de: "Passwort ändern", ar: "تغيير كلمة المرور" },
  changeRoles: { en: "Change roles", de: "Rollen ändern", ar: "تغيير الأدوار" },
  confirmAddress: { en: "This is my address", de: "Das ist meine Adresse", ar: "هذا عنواني" },
  createOrganization: { en: "Create organization", de: "Organisation erstellen", ar: "أنشئ المؤسسة" },
  invite: { en: "Invite", de: "Einladen", ar: "دعوة" },
  navigationOpen: { en: "Open navigation", de: "Navigation öffnen", ar: "افتح التنقل" },
  remove: { en: "Remove", de: "Entfernen", ar: "إزالة" },
  revoke: { en: "Revoke the invitation of", de: "Einladung für", ar: "إلغاء دعوة" },
  sendInvitation: { en: "Send invitation", de: "Einladung senden", ar: "إرسال الدعوة" },
  signIn: { en: "Sign in", de: "Anmelden", ar: "تسجيل الدخول" },
  sendResetLink: { en: "Send me a link", de: "Link anfordern", ar: "أرسل لي رابطًا" },
  setPassword: { en: "Set password", de: "Passwort festlegen", ar: "تعيين كلمة المرور" },
  suspend: { en: "Suspend", de: "Sperren", ar: "تعليق" },
  undo: { en: "Undo", de: "Rückgängig machen", ar: "تراجع" },
} as const satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof WORDS;
