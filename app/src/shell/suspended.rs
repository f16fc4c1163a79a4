//! The page of an organization that an operator has suspended, for its own members: everybody else finds nothing there.

use leptos::prelude::*;

use crate::account::card::AccountCard;
use crate::kit::{ButtonVariant, LinkButton, Notice, Tone};
use crate::text::use_text;

/// Says that nobody can use it, and what the operator says about it.
#[component]
pub fn SuspendedPage(
    /// Its name.
    organization: String,
    /// What its members are told; empty: nothing.
    message: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <AccountCard title=t.tenant_suspended_title(&organization) text=t.tenant_suspended_text()>
            {(!message.is_empty()).then(|| view! {
                <Notice tone=Tone::Warning>
                    <p><bdi>{message}</bdi></p>
                </Notice>
            })}
            <LinkButton href="/organizations?choose" variant=ButtonVariant::Primary>{t.tenant_suspended_way_on()}</LinkButton>
        </AccountCard>
    }
}

texts! {
    tenant_suspended_title(organization: &str) {
        en: "{organization} is suspended",
        de: "{organization} ist gesperrt",
        ar: "تم تعليق {organization}"
    }
    tenant_suspended_text {
        en: "Nobody can use this organization for the time being. Nothing in it is lost.",
        de: "Diese Organisation kann bis auf Weiteres niemand nutzen. Es geht nichts darin verloren.",
        ar: "لا يمكن لأحد استخدام هذه المؤسسة في الوقت الحالي. ولن يُفقد شيء مما فيها."
    }
    tenant_suspended_way_on { en: "Go to my organizations", de: "Zu meinen Organisationen", ar: "إلى مؤسساتي" }
}
