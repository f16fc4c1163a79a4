/** The names by which screens are operated here, as they stand in the texts of `app`. */

export type Language = "en" | "ar";

export const WORDS = {
  accept: { en: "Accept", ar: "قبول" },
  actions: { en: "Actions for", ar: "إجراءات" },
  changePassword: { en: "Change password", ar: "تغيير كلمة المرور" },
  changeRoles: { en: "Change roles", ar: "تغيير الأدوار" },
  confirmAddress: { en: "This is my address", ar: "هذا عنواني" },
  createOrganization: { en: "Create organization", ar: "أنشئ المؤسسة" },
  invite: { en: "Invite", ar: "دعوة" },
  navigationOpen: { en: "Open navigation", ar: "افتح التنقل" },
  remove: { en: "Remove", ar: "إزالة" },
  revoke: { en: "Revoke the invitation of", ar: "إلغاء دعوة" },
  sendInvitation: { en: "Send invitation", ar: "إرسال الدعوة" },
  signIn: { en: "Sign in", ar: "تسجيل الدخول" },
  sendResetLink: { en: "Send me a link", ar: "أرسل لي رابطًا" },
  setPassword: { en: "Set password", ar: "تعيين كلمة المرور" },
  undo: { en: "Undo", ar: "تراجع" },
} as const satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof WORDS;
