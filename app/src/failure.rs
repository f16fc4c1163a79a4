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
            AppError::Suspended { organization, .. } => self.error_suspended(organization),
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
            Code::LookAlike => self.code_look_alike().into(),
            Code::Reserved => self.code_reserved().into(),
            Code::Unknown => self.code_unknown().into(),
            Code::WrongCredentials => self.code_wrong_credentials().into(),
            Code::WrongPassword => self.code_wrong_password().into(),
            Code::Guessable => self.code_guessable().into(),
            Code::SessionOver => self.code_session_over().into(),
            Code::Unchanged => self.code_unchanged().into(),
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
            Code::NotConfirmed => self.code_not_confirmed().into(),
            Code::TooLarge(most) => self.code_too_large(most),
            Code::NotAnImage => self.code_not_an_image().into(),
            Code::TooManyPixels(most) => self.code_too_many_pixels(most),
            Code::JsonAt { line, column } => self.code_json_at(line, column),
            Code::NotAnObject => self.code_not_an_object().into(),
            Code::TooDeep(most) => self.code_too_deep(most),
        }
    }
}

texts! {
    error_signed_out {
        en: "Your session has ended. Sign in again.",
        de: "Ihre Sitzung ist beendet. Melden Sie sich erneut an.",
        ar: "انتهت جلستك. سجّل الدخول من جديد."
    }
    error_denied(required: &str) {
        en: "Your roles do not allow this ({required}). An administrator of the organization can change that.",
        de: "Ihre Rollen erlauben das nicht ({required}). Ein Administrator der Organisation kann das ändern.",
        ar: "أدوارك لا تسمح بهذا ({required}). يستطيع أحد مديري المؤسسة تغيير ذلك."
    }
    error_denied_operator(required: &str) {
        en: "Your role does not allow this ({required}). Ask an operator of this deployment who may do everything.",
        de: "Ihre Rolle erlaubt das nicht ({required}). Wenden Sie sich an einen Betreiber dieser Installation, der \
             alles darf.",
        ar: "دورك لا يسمح بهذا ({required}). اسأل مشغّلًا لهذه المنصة له كل الصلاحيات."
    }
    error_not_found {
        en: "There is nothing here, or it is not yours to see.",
        de: "Hier gibt es nichts, oder Sie dürfen es nicht sehen.",
        ar: "لا يوجد شيء هنا، أو ليس لك أن تراه."
    }
    error_suspended(organization: &str) {
        en: "{organization} is suspended. Nobody can use it for the time being.",
        de: "{organization} ist gesperrt. Bis auf Weiteres kann niemand die Organisation nutzen.",
        ar: "تم تعليق {organization}. لا يمكن لأحد استخدامها في الوقت الحالي."
    }
    error_rate_limited_seconds(seconds: u32) {
        en: "Too many attempts. Try again in a moment (seconds: {seconds}).",
        de: "Zu viele Versuche. Versuchen Sie es gleich noch einmal (Wartezeit in Sekunden: {seconds}).",
        ar: "محاولات كثيرة. أعد المحاولة بعد لحظات (بالثواني: {seconds})."
    }
    error_rate_limited_minutes(minutes: u32) {
        en: "Too many attempts. Try again in a while (minutes: {minutes}).",
        de: "Zu viele Versuche. Versuchen Sie es etwas später noch einmal (Wartezeit in Minuten: {minutes}).",
        ar: "محاولات كثيرة. أعد المحاولة بعد قليل (بالدقائق: {minutes})."
    }
    error_rate_limited_today(hours: u32) {
        en: "That was often enough for one day. Try again later (hours: {hours}).",
        de: "Für heute war das oft genug. Versuchen Sie es später noch einmal (Wartezeit in Stunden: {hours}).",
        ar: "هذا يكفي ليوم واحد. أعد المحاولة لاحقًا (بالساعات: {hours})."
    }
    error_unavailable {
        en: "The server cannot be reached at the moment. Nothing was changed; try again.",
        de: "Der Server ist zurzeit nicht erreichbar. Es wurde nichts geändert; versuchen Sie es noch einmal.",
        ar: "تعذّر الوصول إلى الخادم الآن. لم يتغيّر شيء؛ أعد المحاولة."
    }
    error_internal {
        en: "Something went wrong on our side. Nothing was changed.",
        de: "Bei uns ist ein Fehler aufgetreten. Es wurde nichts geändert.",
        ar: "حدث خطأ لدينا. لم يتغيّر شيء."
    }
    code_required { en: "Please fill this in.", de: "Bitte füllen Sie dieses Feld aus.", ar: "يرجى ملء هذا الحقل." }
    code_too_long(max: u16) {
        en: "At most {max} characters.",
        de: "Höchstens {max} Zeichen.",
        ar: "‏{max} حرفًا على الأكثر."
    }
    code_too_short(min: u16) {
        en: "At least {min} characters.",
        de: "Mindestens {min} Zeichen.",
        ar: "‏{min} حرفًا على الأقل."
    }
    code_malformed { en: "This does not have the right form.", de: "Das Format stimmt nicht.", ar: "الصيغة غير صحيحة." }
    code_forbidden_characters {
        en: "This has characters that cannot be seen or that reorder the text. Type it anew.",
        de: "Diese Eingabe enthält Zeichen, die unsichtbar sind oder den Text umordnen. Geben Sie sie neu ein.",
        ar: "يحتوي هذا على أحرف غير مرئية أو تغيّر ترتيب النص. اكتبه من جديد."
    }
    code_has_link {
        en: "This has a web address in it. Write the name without it.",
        de: "Diese Eingabe enthält eine Webadresse. Geben Sie den Namen ohne sie ein.",
        ar: "يحتوي هذا على عنوان موقع. اكتب الاسم من دونه."
    }
    code_taken { en: "This is taken already.", de: "Das ist bereits vergeben.", ar: "هذا مستخدم بالفعل." }
    code_look_alike {
        en: "This looks like the address of another organization. Choose one that nobody can mistake for it.",
        de: "Das sieht aus wie die Adresse einer anderen Organisation. Wählen Sie eine, die niemand damit verwechselt.",
        ar: "يشبه هذا عنوان مؤسسة أخرى. اختر عنوانًا لا يلتبس به."
    }
    code_not_confirmed {
        en: "This is not the organization's address. Type it as it stands above.",
        de: "Das ist nicht die Adresse der Organisation. Geben Sie sie so ein, wie sie oben steht.",
        ar: "ليس هذا عنوان المؤسسة. اكتبه كما يظهر أعلاه."
    }
    code_too_large(most: u16) {
        en: "This is too large: at most {most} KiB.",
        de: "Das ist zu groß: höchstens {most} KiB.",
        ar: "هذا كبير جدًا: ‏{most} كيلوبايت على الأكثر."
    }
    code_not_an_image {
        en: "This is no picture that can be read. Choose a PNG or WebP file.",
        de: "Das ist kein lesbares Bild. Wählen Sie eine PNG- oder WebP-Datei.",
        ar: "لا يمكن قراءة هذا كصورة. اختر ملف PNG أو WebP."
    }
    code_too_many_pixels(most: u16) {
        en: "This picture is too large: at most {most} pixels wide and high.",
        de: "Dieses Bild ist zu groß: höchstens {most} Pixel breit und hoch.",
        ar: "هذه الصورة كبيرة جدًا: ‏{most} بكسل على الأكثر عرضًا وارتفاعًا."
    }
    code_json_at(line: u32, column: u32) {
        en: "This is not JSON: line {line}, column {column}.",
        de: "Das ist kein JSON: Zeile {line}, Spalte {column}.",
        ar: "هذا ليس JSON: السطر {line}، العمود {column}."
    }
    code_not_an_object {
        en: "This has to be a JSON object, in braces.",
        de: "Das muss ein JSON-Objekt sein, in geschweiften Klammern.",
        ar: "يجب أن يكون هذا كائن JSON بين قوسين معقوفين."
    }
    code_too_deep(most: u16) {
        en: "This has too many levels in each other: at most {most}.",
        de: "Das ist zu tief verschachtelt: höchstens {most} Ebenen.",
        ar: "المستويات المتداخلة كثيرة: ‏{most} على الأكثر."
    }
    code_reserved {
        en: "This is reserved for the platform.",
        de: "Das ist der Plattform vorbehalten.",
        ar: "هذا محجوز للمنصة."
    }
    code_unknown { en: "This does not exist here.", de: "Das gibt es hier nicht.", ar: "هذا غير موجود هنا." }
    code_wrong_credentials {
        en: "E-mail address and password do not match.",
        de: "E-Mail-Adresse und Passwort passen nicht zusammen.",
        ar: "عنوان البريد وكلمة المرور غير متطابقين."
    }
    code_wrong_password {
        en: "This is not your present password.",
        de: "Das ist nicht Ihr jetziges Passwort.",
        ar: "هذه ليست كلمة مرورك الحالية."
    }
    code_guessable {
        en: "This is guessed early: it consists of common words, of your name or address, or of a simple pattern.",
        de: "Das wird früh erraten: Es besteht aus häufigen Wörtern, aus Ihrem Namen oder Ihrer Adresse oder aus einem \
             einfachen Muster.",
        ar: "يسهل تخمين هذه الكلمة: فهي من كلمات شائعة أو من اسمك أو عنوانك أو من نمط بسيط."
    }
    code_session_over {
        en: "This session has ended already.",
        de: "Diese Sitzung ist bereits beendet.",
        ar: "انتهت هذه الجلسة بالفعل."
    }
    code_unchanged {
        en: "This is what it is already.",
        de: "So ist es bereits.",
        ar: "هذه هي القيمة الحالية بالفعل."
    }
    code_link_expired {
        en: "This link has been used, was revoked, or is too old. Ask for a new one.",
        de: "Dieser Link wurde bereits verwendet oder widerrufen, oder er ist abgelaufen. Fordern Sie einen neuen an.",
        ar: "استُخدم هذا الرابط أو أُلغي أو انتهت صلاحيته. اطلب رابطًا جديدًا."
    }
    code_already_member {
        en: "This person is a member already.",
        de: "Diese Person ist bereits Mitglied.",
        ar: "هذا الشخص عضو بالفعل."
    }
    code_already_invited {
        en: "This address has a pending invitation.",
        de: "Für diese Adresse gibt es bereits eine offene Einladung.",
        ar: "لهذا العنوان دعوة معلّقة."
    }
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
        de: "Die Organisation hätte keinen Administrator mehr. Geben Sie zuerst jemand anderem diese Rolle.",
        ar: "ستبقى المؤسسة بلا مدير. عيّن مديرًا آخر أولًا."
    }
    code_above_own_rights {
        en: "That goes beyond your own rights.",
        de: "Das geht über Ihre eigenen Rechte hinaus.",
        ar: "هذا يتجاوز صلاحياتك."
    }
    code_too_late {
        en: "It is too late to undo this.",
        de: "Das lässt sich nicht mehr rückgängig machen.",
        ar: "فات أوان التراجع عن هذا."
    }
    code_stale {
        en: "Somebody else has changed this in the meantime. Close it and look again, then change it.",
        de: "Das hat inzwischen jemand anderes geändert. Schließen Sie es, sehen Sie sich den neuen Stand an und \
             ändern Sie ihn dann.",
        ar: "غيّر شخص آخر هذا في هذه الأثناء. أغلقه وانظر من جديد ثم عدّله."
    }
    code_email_unverified {
        en: "That is all for today, until your e-mail address is confirmed. The link for it is in your mailbox.",
        de: "Mehr ist heute erst möglich, wenn Ihre E-Mail-Adresse bestätigt ist. Den Link dazu finden Sie in Ihrem \
             Postfach.",
        ar: "هذا كل شيء لليوم حتى تؤكِّد عنوان بريدك. تجد الرابط لذلك في بريدك."
    }
    code_cookie_refused {
        en: "You were signed in, but your browser did not keep the cookie. Allow cookies for this site, and use https or \
             the machine's own address.",
        de: "Ihre Anmeldung war erfolgreich, aber Ihr Browser hat das Cookie nicht gespeichert. Erlauben Sie Cookies \
             für diese Website, und verwenden Sie https oder die eigene Adresse des Rechners.",
        ar: "تم تسجيل دخولك، لكن المتصفح لم يحتفظ بملف الارتباط. اسمح بملفات الارتباط لهذا الموقع، واستخدم https."
    }
    failed_title { en: "This did not work", de: "Das hat nicht funktioniert", ar: "لم ينجح هذا" }
    failed_request { en: "Request", de: "Anfrage", ar: "الطلب" }
    failed_retry { en: "Try again", de: "Erneut versuchen", ar: "أعد المحاولة" }
    forbidden_title { en: "Not for your roles", de: "Mit Ihren Rollen nicht zugänglich", ar: "غير متاح لأدوارك" }
    loading { en: "Loading", de: "Wird geladen", ar: "جارٍ التحميل" }
}
