//! The page that is not there, and the organization that is not: the two look the same.

use leptos::prelude::*;
use model::AppError;

use crate::account::card::AccountCard;
use crate::kit::{ButtonVariant, LinkButton};
use crate::platform;
use crate::text::use_text;

/// Says that there is nothing at this address, or nothing for this person.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let t = use_text();
    platform::answer_with(&AppError::NotFound);
    view! {
        <AccountCard title=t.not_found_title() text=t.not_found_text()>
            <LinkButton href="/organizations" variant=ButtonVariant::Primary>{t.not_found_home()}</LinkButton>
        </AccountCard>
    }
}

texts! {
    not_found_title { en: "Nothing here", de: "Hier ist nichts", ar: "لا يوجد شيء هنا" }
    not_found_text {
        en: "There is nothing at this address, or it belongs to an organization that you are not a member of.",
        de: "Unter dieser Adresse gibt es nichts, oder sie gehört zu einer Organisation, in der Sie nicht Mitglied \
             sind.",
        ar: "لا يوجد شيء في هذا العنوان، أو أنه يخص مؤسسة لست عضوًا فيها."
    }
    not_found_home { en: "Go to my organizations", de: "Zu meinen Organisationen", ar: "إلى مؤسساتي" }
}
