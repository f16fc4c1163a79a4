//! From codes to sentences.

use model::{AppError, Code};

use crate::text::Text;

/// What people are told.
pub trait Sentences {
    /// Why a call was refused or failed.
    fn of_error(self, error: &AppError) -> String;
    /// What is wrong with a field, or stands against a change.
    fn of_code(self, code: Code) -> String;
}

impl Sentences for Text {
    fn of_error(self, error: &AppError) -> String {
        match error {
            AppError::Unauthenticated => self.error_signed_out().into(),
            AppError::PermissionDenied { required } if required.is_of_operators() => {
                self.error_denied_operator(&required.to_string())
            }
            AppError::PermissionDenied { required } => self.error_denied(&required.to_string()),
            AppError::NotFound => self.error_not_found().into(),
            AppError::Invalid { fields } => match fields.iter().next() {
                Some((_, code)) => self.of_code(code),
                None => self.code_malformed().into(),
            },
            AppError::Conflict { reason } => self.of_code(*reason),
            AppError::RateLimited { retry_after } if *retry_after < 60 => self.error_rate_limited_seconds(*retry_after),
            AppError::RateLimited { retry_after } => match retry_after.div_ceil(60) {
                minutes @ ..120 => self.error_rate_limited_minutes(minutes),
                minutes => self.error_rate_limited_today(minutes.div_ceil(60)),
            },
            AppError::Unavailable => self.error_unavailable().into(),
            AppError::Internal { .. } => self.error_internal().into(),
        }
    }

    fn of_code(self, code: Code) -> String {
        match code {
            Code::Required => self.code_required().into(),
            Code::TooLong(max) => self.code_too_long(max),
            Code::TooShort(min) => self.code_too_short(min),
            Code::Malformed => self.code_malformed().into(),
            Code::ForbiddenCharacters => self.code_forbidden_characters().into(),
            Code::HasLink => self.code_has_link().into(),
            Code::Taken => self.code_taken().into(),
            Code::Reserved => self.code_reserved().into(),
            Code::Unknown => self.code_unknown().into(),
            Code::WrongCredentials => self.code_wrong_credentials().into(),
            Code::LinkExpired => self.code_link_expired().into(),
            Code::AlreadyMember => self.code_already_member().into(),
            Code::AlreadyInvited => self.code_already_invited().into(),
            Code::Duplicate => self.code_duplicate().into(),
            Code::TooMany(most) => self.code_too_many(most),
            Code::Oneself => self.code_oneself().into(),
            Code::LastAdmin => self.code_last_admin().into(),
            Code::AboveOwnRights => self.code_above_own_rights().into(),
            Code::TooLate => self.code_too_late().into(),
            Code::Stale => self.code_stale().into(),
            Code::EmailUnverified => self.code_email_unverified().into(),
            Code::CookieRefused => self.code_cookie_refused().into(),
        }
    }
}

texts! {
    error_signed_out { en: "Your session has ended. Sign in again.", ar: "انتهت جلستك. سجّل الدخول من جديد." }
    error_denied(required: &str) {
        en: "Your roles do not allow this ({required}). An administrator of the organization can change that.",
        ar: "أدوارك لا تسمح بهذا ({required}). يستطيع أحد مديري المؤسسة تغيير ذلك."
    }
    error_denied_operator(required: &str) {
        en: "Your role does not allow this ({required}). Ask an operator of this deployment who may do everything.",
        ar: "دورك لا يسمح بهذا ({required}). اسأل مشغّلًا لهذه المنصة له كل الصلاحيات."
    }
    error_not_found { en: "There is nothing here, or it is not yours to see.", ar: "لا يوجد شيء هنا، أو ليس لك أن تراه." }
    error_rate_limited_seconds(seconds: u32) {
        en: "Too many attempts. Try again in a moment (seconds: {seconds}).",
        ar: "محاولات كثيرة. أعد المحاولة بعد لحظات (بالثواني: {seconds})."
    }
    error_rate_limited_minutes(minutes: u32) {
        en: "Too many attempts. Try again in a while (minutes: {minutes}).",
        ar: "محاولات كثيرة. أعد المحاولة بعد قليل (بالدقائق: {minutes})."
    }
    error_rate_limited_today(hours: u32) {
        en: "That was often enough for one day. Try again later (hours: {hours}).",
        ar: "هذا يكفي ليوم واحد. أعد المحاولة لاحقًا (بالساعات: {hours})."
    }
    error_unavailable {
        en: "The server cannot be reached at the moment. Nothing was changed; try again.",
        ar: "تعذّر الوصول إلى الخادم الآن. لم يتغيّر شيء؛ أعد المحاولة."
    }
    error_internal {
        en: "Something went wrong on our side. Nothing was changed.",
        ar: "حدث خطأ لدينا. لم يتغيّر شيء."
    }
    code_required { en: "Please fill this in.", ar: "يرجى ملء هذا الحقل." }
    code_too_long(max: u16) { en: "At most {max} characters.", ar: "‏{max} حرفًا على الأكثر." }
    code_too_short(min: u16) { en: "At least {min} characters.", ar: "‏{min} حرفًا على الأقل." }
    code_malformed { en: "This does not have the right form.", ar: "الصيغة غير صحيحة." }
    code_forbidden_characters {
        en: "This has characters that cannot be seen or that reorder the text. Type it anew.",
        ar: "يحتوي هذا على أحرف غير مرئية أو تغيّر ترتيب النص. اكتبه من جديد."
    }
    code_has_link {
        en: "This has a web address in it. Write the name without it.",
        ar: "يحتوي هذا على عنوان موقع. اكتب الاسم من دونه."
    }
    code_taken { en: "This is taken already.", ar: "هذا مستخدم بالفعل." }
    code_reserved { en: "This is reserved for the platform.", ar: "هذا محجوز للمنصة." }
    code_unknown { en: "This does not exist here.", ar: "هذا غير موجود هنا." }
    code_wrong_credentials {
        en: "E-mail address and password do not match.",
        ar: "عنوان البريد وكلمة المرور غير متطابقين."
    }
    code_link_expired {
        en: "This link has been used, was revoked, or is too old. Ask for a new one.",
        ar: "استُخدم هذا الرابط أو أُلغي أو انتهت صلاحيته. اطلب رابطًا جديدًا."
    }
    code_already_member { en: "This person is a member already.", ar: "هذا الشخص عضو بالفعل." }
    code_already_invited { en: "This address has a pending invitation.", ar: "لهذا العنوان دعوة معلّقة." }
    code_duplicate { en: "This stands here twice.", de: "Dies steht hier doppelt.", ar: "هذا مكرر هنا." }
    code_too_many(most: u16) {
        en: "These are too many at once: {most} at most.",
        de: "Das sind zu viele auf einmal: höchstens {most}.",
        ar: "العدد كبير جدًا دفعة واحدة: {most} على الأكثر."
    }
    code_oneself {
        en: "You cannot do this to yourself.",
        de: "Bei sich selbst können Sie das nicht tun.",
        ar: "لا يمكنك فعل هذا بنفسك."
    }
    code_last_admin {
        en: "The organization would be left without an administrator. Make somebody else one first.",
        ar: "ستبقى المؤسسة بلا مدير. عيّن مديرًا آخر أولًا."
    }
    code_above_own_rights {
        en: "That goes beyond your own rights.",
        ar: "هذا يتجاوز صلاحياتك."
    }
    code_too_late { en: "It is too late to undo this.", ar: "فات أوان التراجع عن هذا." }
    code_stale {
        en: "Somebody else has changed this in the meantime. Close it and look again, then change it.",
        ar: "غيّر شخص آخر هذا في هذه الأثناء. أغلقه وانظر من جديد ثم عدّله."
    }
    code_email_unverified {
        en: "That is all for today, until your e-mail address is confirmed. The link for it is in your mailbox.",
        ar: "هذا كل شيء لليوم حتى تؤكِّد عنوان بريدك. تجد الرابط لذلك في بريدك."
    }
    code_cookie_refused {
        en: "You were signed in, but your browser did not keep the cookie. Allow cookies for this site, and use https or \
             the machine's own address.",
        ar: "تم تسجيل دخولك، لكن المتصفح لم يحتفظ بملف الارتباط. اسمح بملفات الارتباط لهذا الموقع، واستخدم https."
    }
    failed_title { en: "This did not work", ar: "لم ينجح هذا" }
    failed_request { en: "Request", ar: "الطلب" }
    failed_retry { en: "Try again", ar: "أعد المحاولة" }
    forbidden_title { en: "Not for your roles", ar: "غير متاح لأدوارك" }
    loading { en: "Loading", ar: "جارٍ التحميل" }
}
