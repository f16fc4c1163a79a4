//! `/account/email/{token}`: the link that was mailed to a new address.

use leptos::prelude::*;

use super::mailed_link::MailedLink;
use crate::text::use_text;

/// Gives the account its new address.
#[component]
pub fn EmailLinkPage() -> impl IntoView {
    let t = use_text();
    view! {
        <MailedLink
            path="/account/email"
            title=t.email_link_title()
            text=t.email_link_text()
            label=t.email_link_action()
            way_on="/account"
            way_on_label=t.account_title()
        />
    }
}

texts! {
    email_link_title { en: "Your new e-mail address", de: "Ihre neue E-Mail-Adresse", ar: "عنوان بريدك الجديد" }
    email_link_text {
        en: "From then on you sign in with the address that this mail came to.",
        de: "Danach melden Sie sich mit der Adresse an, an die diese Mail ging.",
        ar: "بعد ذلك تسجّل الدخول بالعنوان الذي وصلت إليه هذه الرسالة."
    }
    email_link_action { en: "Use this address", de: "Diese Adresse verwenden", ar: "استخدم هذا العنوان" }
}
