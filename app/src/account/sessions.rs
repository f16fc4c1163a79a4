//! Where a person is signed in, and ending that.

use leptos::prelude::*;
use model::account::{Device, SessionView};

use crate::kit::{Badge, Button, ButtonVariant, Glyph, Time, Tone};
use crate::text::{Text, use_text};

/// The person's sessions. There is always one: that of whoever looks.
#[component]
pub fn SessionsSection(
    /// The one that was in use last first.
    sessions: Vec<SessionView>,
) -> impl IntoView {
    let t = use_text();
    let others = sessions.iter().any(|session| !session.is_current);
    view! {
        <section class="own" aria-labelledby="own-sessions">
            <h2 class="section__title" id="own-sessions">{t.sessions_title()}</h2>
            <ul class="sessions">
                {sessions.into_iter().map(|session| view! { <SessionItem session /> }).collect_view()}
            </ul>
            {others.then(|| view! {
                <form method="post" action="/account/sessions">
                    <Button kind="submit" variant=ButtonVariant::Danger icon=Glyph::LogOut>{t.sessions_end_others()}</Button>
                </form>
            })}
        </section>
    }
}

#[component]
fn SessionItem(session: SessionView) -> impl IntoView {
    let t = use_text();
    let SessionView { id, device, ip, created_at, seen_at, is_current } = session;
    let name = device_name(t, &device);
    let end = t.session_end_of(&name);
    let way = if is_current {
        view! { <Badge tone=Tone::Accent>{t.session_current()}</Badge> }.into_any()
    } else {
        view! {
            <form method="post" action=format!("/account/sessions/{id}")>
                <Button kind="submit" small=true attr:aria-label=end>{t.session_end()}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="session">
            <div class="session__text">
                <p class="session__name">{name} " " <bdi class="session__ip">{ip}</bdi></p>
                <p class="session__times">
                    <span>{t.session_since()} " " <Time at=created_at /></span>
                    <span>{t.session_seen()} " " <Time at=seen_at /></span>
                </p>
            </div>
            {way}
        </li>
    }
}

/// Browser and system in words.
fn device_name(t: Text, device: &Device) -> String {
    match (&device.browser, &device.system) {
        (Some(browser), Some(system)) => t.session_device(browser, system),
        (Some(known), None) | (None, Some(known)) => known.clone(),
        (None, None) => t.session_unknown().to_owned(),
    }
}

texts! {
    sessions_title { en: "Where you are signed in", de: "Wo Sie angemeldet sind", ar: "أماكن تسجيل دخولك" }
    sessions_end_others { en: "Sign out everywhere else", de: "Überall sonst abmelden", ar: "إنهاء الجلسات الأخرى" }
    session_current { en: "This one", de: "Diese hier", ar: "هذه الجلسة" }
    session_end { en: "Sign out", de: "Abmelden", ar: "إنهاء" }
    session_end_of(device: &str) { en: "Sign out {device}", de: "{device} abmelden", ar: "إنهاء جلسة {device}" }
    session_since { en: "Since", de: "Seit", ar: "منذ" }
    session_seen { en: "Last active", de: "Zuletzt aktiv", ar: "آخر نشاط" }
    session_device(browser: &str, system: &str) {
        en: "{browser} on {system}",
        de: "{browser} auf {system}",
        ar: "{browser} على {system}"
    }
    session_unknown { en: "An unknown browser", de: "Ein unbekannter Browser", ar: "متصفح غير معروف" }
}

#[cfg(test)]
mod tests {
    use model::preferences::Language;

    use super::*;

    #[test]
    fn a_session_is_named_by_as_much_as_is_known() {
        let device = |browser: Option<&str>, system: Option<&str>| Device {
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
        };
        for (device, name) in [
            (device(Some("Firefox"), Some("Linux")), "Firefox on Linux"),
            (device(Some("curl"), None), "curl"),
            (device(None, Some("Android")), "Android"),
            (device(None, None), "An unknown browser"),
        ] {
            assert_eq!(device_name(Text(Language::English), &device), name);
        }
    }
}
