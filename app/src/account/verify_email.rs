//! `/verify-email/{token}`: the link that was mailed to a new account.

use leptos::prelude::*;

use super::mailed_link::MailedLink;
use crate::text::use_text;

/// Confirms an address.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let t = use_text();
    view! {
        <MailedLink
            path="/verify-email"
            title=t.verify_email_title()
            text=t.verify_email_text()
            label=t.verify_email_action()
            way_on="/organizations?choose"
            way_on_label=t.verify_email_again()
        />
    }
}

texts! {
    verify_email_title {
        en: "Confirm your e-mail address",
        de: "E-Mail-Adresse bestätigen",
        ar: "أكِّد عنوان بريدك الإلكتروني"
    }
    verify_email_text {
        en: "One click shows that the mail reached you. After that, invitations to your address appear among your \
             organizations.",
        de: "Ein Klick zeigt, dass die E-Mail Sie erreicht hat. Danach erscheinen Einladungen an Ihre Adresse bei \
             Ihren Organisationen.",
        ar: "نقرة واحدة تُثبت أن الرسالة وصلتك. بعدها تظهر الدعوات الموجّهة إلى عنوانك ضمن مؤسساتك."
    }
    verify_email_action { en: "This is my address", de: "Das ist meine Adresse", ar: "هذا عنواني" }
    verify_email_again {
        en: "Get a new link from my organizations",
        de: "Neuen Link bei meinen Organisationen anfordern",
        ar: "اطلب رابطًا جديدًا من صفحة مؤسساتي"
    }
}
