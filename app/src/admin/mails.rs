//! `/admin/mail`: the outbox. Where no mail server is configured, this is where invitations are read.

use leptos::prelude::*;
use leptos_meta::Title;
use model::operators::{MailState, MailView};

use super::api::list_mails;
use super::search::{Search, use_search};
use super::shell::OperatorSession;
use crate::kit::{Badge, Button, Empty, Glyph, LinkButton, Notice, PageHeader, SkeletonShape, Time, Tone};
use crate::load::Load;
use crate::text::{Text, use_text};

/// The newest mails.
#[component]
pub fn MailsPage() -> impl IntoView {
    let t = use_text();
    let session = OperatorSession::here();
    let search = use_search();
    let mails =
        Resource::new(move || search.get(), move |search| async move { session.checked(list_mails(search).await) });
    view! {
        <Title text=t.admin_mails() />
        <PageHeader title=t.admin_mails() text=t.admin_mails_text()>
            <Button icon=Glyph::Refresh on_click=move || mails.refetch()>{t.refresh()}</Button>
        </PageHeader>
        <div class="toolbar">
            <Search label=t.admin_mails_search() />
        </div>
        <Load resource=mails skeleton=SkeletonShape::Lines children=|mails| view! { <Mails mails /> } />
    }
}

#[component]
fn Mails(mails: Vec<MailView>) -> impl IntoView {
    let t = use_text();
    if mails.is_empty() {
        let searched = use_search().with_untracked(|search| !search.is_empty());
        return view! { <NoMails searched /> }.into_any();
    }
    let waiting = mails.iter().any(|mail| mail.state == MailState::Waiting);
    view! {
        {waiting.then(|| view! { <Notice tone=Tone::Accent>{t.admin_mails_waiting()}</Notice> })}
        <ul class="mails">{mails.into_iter().map(|mail| view! { <Mail mail /> }).collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn Mail(mail: MailView) -> impl IntoView {
    let t = use_text();
    let MailView { recipient, subject, body, created_at, state, .. } = mail;
    let (tone, word) = state_words(t, state);
    let body = if body.is_empty() {
        view! { <p class="mail__gone">{t.admin_mail_gone()}</p> }.into_any()
    } else {
        view! { <pre class="mail__body" dir="auto">{body}</pre> }.into_any()
    };
    view! {
        <li class="mail">
            <details>
                <summary class="mail__head">
                    <span class="mail__to"><bdi dir="ltr">{recipient}</bdi></span>
                    <span class="mail__subject"><bdi>{subject}</bdi></span>
                    <Badge tone>{word}</Badge>
                    <Time at=created_at />
                </summary>
                {body}
            </details>
        </li>
    }
}

fn state_words(t: Text, state: MailState) -> (Tone, &'static str) {
    match state {
        MailState::Waiting => (Tone::Neutral, t.mail_waiting()),
        MailState::Delivered => (Tone::Success, t.mail_delivered()),
        MailState::Retrying => (Tone::Warning, t.mail_retrying()),
        MailState::Failed => (Tone::Danger, t.mail_failed()),
    }
}

#[component]
fn NoMails(searched: bool) -> impl IntoView {
    let t = use_text();
    if searched {
        view! {
            <Empty glyph=Glyph::Search title=t.nothing_found() text=t.admin_mails_not_found()>
                <LinkButton href="/admin/mail">{t.show_all()}</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty glyph=Glyph::Mail title=t.admin_mails_none() text=t.admin_mails_none_text() /> }.into_any()
    }
}

texts! {
    admin_mails_text {
        en: "The outbox, newest first. Every look at it is logged.",
        de: "Der Postausgang, neueste E-Mails zuerst. Jede Einsichtnahme wird protokolliert.",
        ar: "البريد الصادر، الأحدث أولًا. كل اطّلاع عليه يُسجَّل."
    }
    admin_mails_search { en: "Search by recipient", de: "Nach Empfänger suchen", ar: "ابحث بالمستلم" }
    admin_mails_waiting {
        en: "A mail server takes waiting mails within moments. Where none is configured they stay here: open one, and \
             hand its link to the recipient yourself.",
        de: "Ein Mailserver übernimmt wartende E-Mails innerhalb weniger Augenblicke. Ist keiner eingerichtet, bleiben \
             sie hier: Öffnen Sie die E-Mail und geben Sie den Link selbst an den Empfänger weiter.",
        ar: "يتسلّم خادم البريد الرسائل المنتظرة خلال لحظات. وإن لم يُضبط خادم بقيت هنا: افتح الرسالة وسلّم رابطها إلى \
             المستلم بنفسك."
    }
    admin_mail_gone {
        en: "Delivered. The text was deleted, because it held a link that opens a door.",
        de: "Zugestellt. Der Text wurde gelöscht, denn er enthielt einen Link, der Zugang gewährt.",
        ar: "سُلّمت. حُذف النص لأنه كان يحتوي على رابط يفتح بابًا."
    }
    admin_mails_not_found {
        en: "No mail has a recipient like that.",
        de: "Es gibt keine E-Mail an einen solchen Empfänger.",
        ar: "لا توجد رسالة إلى مستلم كهذا."
    }
    admin_mails_none { en: "No mail yet", de: "Noch keine E-Mails", ar: "لا رسائل بعد" }
    admin_mails_none_text {
        en: "Invitations and confirmations appear here as soon as somebody causes one.",
        de: "Einladungen und Bestätigungen erscheinen hier, sobald jemand sie auslöst.",
        ar: "تظهر الدعوات ورسائل التأكيد هنا فور طلبها."
    }
    mail_waiting { en: "Waiting", de: "Wartet", ar: "بالانتظار" }
    mail_delivered { en: "Delivered", de: "Zugestellt", ar: "سُلّمت" }
    mail_retrying { en: "Will be tried again", de: "Wird erneut versucht", ar: "سيُعاد الإرسال" }
    mail_failed { en: "Not delivered", de: "Nicht zugestellt", ar: "لم تُسلَّم" }
    refresh { en: "Refresh", de: "Aktualisieren", ar: "تحديث" }
}
