//! What people see of the line.

use leptos::prelude::*;
use model::entrance::Door;

use super::{Ended, Status, ended, status};
use crate::kit::{ButtonVariant, Empty, Glyph, LinkButton};
use crate::shell::{tenant_path, use_sign_in_and_back, use_tenant};
use crate::text::use_text;

/// Whether the page shows what is, for the shell's top bar. Says nothing until the page is alive.
#[component]
pub fn LiveStatus() -> impl IntoView {
    let t = use_text();
    let status = status();
    let shown = move || match status.get() {
        Status::Connecting => None,
        Status::Live => Some(("status status--online", t.live_online())),
        Status::CatchingUp => Some(("status status--catching-up", t.live_catching_up())),
        Status::Offline => Some(("status status--offline", t.live_offline())),
        Status::TooMany => Some(("status status--offline", t.live_too_many())),
    };
    let class = move || shown().map_or("status", |(class, _)| class);
    let content = move || {
        shown().map(|(_, text)| {
            view! {
                <span class="status__dot"></span>
                <span class="status__text">{text}</span>
            }
        })
    };
    view! { <span class=class role="status">{content}</span> }.into_any()
}

/// What is inside, until the door was shut: then why, instead of it.
#[component]
pub fn LiveEnded(children: ChildrenFn) -> impl IntoView {
    let ended = ended();
    let shown = move || match ended.get() {
        None => children().into_any(),
        Some(why) => view! { <Farewell why /> }.into_any(),
    };
    shown.into_any()
}

#[component]
fn Farewell(why: Ended) -> impl IntoView {
    let t = use_text();
    let (organization, slug) = use_tenant().with_untracked(|tenant| (tenant.title.clone(), tenant.slug.clone()));
    let sign_in = use_sign_in_and_back();
    let (glyph, title, text, href, way_on) = match why {
        Ended::NotAMember => (
            Glyph::UserMinus,
            t.live_shut_title(&organization),
            t.live_removed_text(),
            "/organizations".to_owned(),
            t.live_other_organizations(),
        ),
        Ended::Suspended => (
            Glyph::Building,
            t.tenant_suspended_title(&organization),
            t.tenant_suspended_text(),
            // There the members read what the operator says about it.
            tenant_path(Door::Member, &slug),
            t.live_suspended_way_on(),
        ),
        Ended::Archived => (
            Glyph::Building,
            t.live_archived_title(&organization),
            t.live_archived_text(),
            "/organizations?choose".to_owned(),
            t.live_other_organizations(),
        ),
        Ended::Shut => (
            Glyph::Building,
            t.live_shut_title(&organization),
            t.live_shut_text(),
            "/organizations".to_owned(),
            t.live_other_organizations(),
        ),
        Ended::SignedOut => (
            Glyph::LogOut,
            t.live_signed_out_title().to_owned(),
            t.live_signed_out_text(),
            sign_in(),
            t.live_signed_out_way_on(),
        ),
    };
    view! {
        <div role="alert">
            <Empty glyph title text>
                // The page's state belongs to somebody who may not see it any more: the next page is a new one.
                <LinkButton href variant=ButtonVariant::Primary attr:rel="external">{way_on}</LinkButton>
            </Empty>
        </div>
    }
    .into_any()
}

texts! {
    live_online { en: "Live", de: "Live", ar: "مباشر" }
    live_catching_up { en: "Catching up", de: "Wird aktualisiert", ar: "جارٍ اللحاق بالمستجدات" }
    live_offline { en: "Offline", de: "Offline", ar: "غير متصل" }
    live_too_many {
        en: "Not live: too many pages open",
        de: "Nicht live: zu viele Seiten geöffnet",
        ar: "دون تحديث مباشر: صفحات مفتوحة كثيرة"
    }
    live_removed_text {
        en: "Somebody has removed or suspended you just now. If that was a mistake, an administrator of the \
             organization can let you in again.",
        de: "Jemand hat Sie soeben entfernt oder gesperrt. Falls das ein Versehen war, kann ein Administrator der \
             Organisation Sie wieder hereinlassen.",
        ar: "أزالك أحدهم أو علّق عضويتك للتو. إن كان ذلك خطأً، فبوسع أحد مديري المؤسسة إدخالك من جديد."
    }
    live_suspended_way_on { en: "Read why", de: "Grund lesen", ar: "اقرأ السبب" }
    live_archived_title(organization: &str) {
        en: "{organization} is archived",
        de: "{organization} ist archiviert",
        ar: "تمت أرشفة {organization}"
    }
    live_archived_text {
        en: "An administrator has archived it just now. Nothing in it is lost, and its administrators can restore it.",
        de: "Die Administration hat sie soeben archiviert. Es geht nichts darin verloren, und die Administration kann \
             sie wiederherstellen.",
        ar: "أرشفها أحد مديريها للتو. لن يُفقد شيء مما فيها، وبوسع مديريها استعادتها."
    }
    live_shut_title(organization: &str) {
        en: "{organization} is not open to you any more",
        de: "{organization} steht Ihnen nicht mehr offen",
        ar: "لم تعد {organization} متاحة لك"
    }
    live_shut_text {
        en: "You may have been removed, or nobody can use the organization for the time being. An administrator knows \
             more.",
        de: "Möglicherweise wurden Sie entfernt, oder die Organisation ist vorerst für alle gesperrt. Ein \
             Administrator weiß mehr.",
        ar: "ربما أُزلتَ منها، أو لا يمكن لأحد استخدامها في الوقت الحالي. يعرف أحد مديريها المزيد."
    }
    live_other_organizations { en: "Go to my organizations", de: "Zu meinen Organisationen", ar: "إلى مؤسساتي" }
    live_signed_out_title { en: "You are signed out", de: "Sie sind abgemeldet", ar: "تم تسجيل خروجك" }
    live_signed_out_text {
        en: "Your session has ended, here or in another window. Sign in to go on.",
        de: "Ihre Sitzung ist beendet, hier oder in einem anderen Fenster. Melden Sie sich an, um fortzufahren.",
        ar: "انتهت جلستك، هنا أو في نافذة أخرى. سجّل الدخول للمتابعة."
    }
    live_signed_out_way_on { en: "Sign in", de: "Anmelden", ar: "تسجيل الدخول" }
}
