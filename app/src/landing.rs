//! `/`: what this is, for somebody who knows nothing of it.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::kit::{BrandMark, ButtonVariant, Glyph, Icon, LinkButton};
use crate::preferences::PreferencesForm;
use crate::text::{Text, use_text};

/// Something to like about it.
struct Point {
    glyph: Glyph,
    title: fn(Text) -> &'static str,
    text: fn(Text) -> &'static str,
}

const POINTS: [Point; 3] = [
    Point { glyph: Glyph::Layers, title: Text::landing_tabs, text: Text::landing_tabs_text },
    Point { glyph: Glyph::Shield, title: Text::landing_twice, text: Text::landing_twice_text },
    Point { glyph: Glyph::Activity, title: Text::landing_live, text: Text::landing_live_text },
];

/// The public page.
#[component]
pub fn LandingPage() -> impl IntoView {
    let t = use_text();
    let point = move |point: Point| {
        view! {
            <li class="point">
                <Icon glyph=point.glyph large=true />
                <h2 class="point__title">{(point.title)(t)}</h2>
                <p>{(point.text)(t)}</p>
            </li>
        }
    };
    view! {
        <Title text="" />
        <div class="landing">
            <header class="landing__top">
                <div class="brand">
                    <BrandMark />
                    <span class="brand__app">"Borough"</span>
                </div>
                <a class="link" href="/organizations">{t.organizations_title()}</a>
            </header>
            <main class="landing__main" id="main">
                <section class="hero">
                    <div class="hero__words">
                        <h1 class="hero__title">{t.landing_title()}</h1>
                        <p class="hero__text">{t.landing_text()}</p>
                        <div class="hero__actions">
                            <LinkButton href="/sign-up" variant=ButtonVariant::Primary>{t.sign_up_free()}</LinkButton>
                            <LinkButton href="/sign-in">{t.sign_in_action()}</LinkButton>
                        </div>
                    </div>
                    <img class="hero__art" src="/borough.svg" alt="" width="400" height="300" />
                </section>
                <ul class="points">{POINTS.map(point)}</ul>
            </main>
            <footer class="landing__foot">
                <span>{t.landing_foot()}</span>
                <PreferencesForm />
            </footer>
        </div>
    }
}

texts! {
    landing_title {
        en: "Every organization as if it were alone",
        de: "Jede Organisation, als wäre sie allein",
        ar: "كل مؤسسة كأنها وحدها"
    }
    landing_text {
        en: "Borough is a platform to host yourself. Many organizations work on one deployment, each with its own \
             people and roles, and none of them notices the others.",
        de: "Borough ist eine Plattform, die Sie selbst betreiben. Viele Organisationen arbeiten auf einer \
             Installation, jede mit eigenen Mitgliedern und Rollen, und keine bemerkt die anderen.",
        ar: "Borough منصة تستضيفها بنفسك. تعمل عليها مؤسسات كثيرة من تثبيت واحد، لكل منها أعضاؤها وأدوارها، ولا تشعر \
             أي منها بوجود الأخرى."
    }
    landing_tabs { en: "One organization for each tab", de: "Eine Organisation je Tab", ar: "مؤسسة في كل تبويب" }
    landing_tabs_text {
        en: "You belong to several? Open them side by side. Every address names its organization, so nothing lands in \
             the wrong one.",
        de: "Sie gehören mehreren an? Öffnen Sie sie nebeneinander. Jede Adresse nennt ihre Organisation, damit nichts \
             in der falschen landet.",
        ar: "تنتمي إلى أكثر من مؤسسة؟ افتحها جنبًا إلى جنب. كل عنوان يسمّي مؤسسته، فلا يذهب شيء إلى المكان الخطأ."
    }
    landing_twice {
        en: "Every call is verified twice",
        de: "Jeder Aufruf wird zweimal geprüft",
        ar: "كل طلب يُتحقَّق منه مرتين"
    }
    landing_twice_text {
        en: "The program asks for your permission before it opens a transaction, and the database on its own refuses \
             whatever belongs to somebody else.",
        de: "Das Programm prüft Ihre Berechtigung, bevor es eine Transaktion öffnet, und die Datenbank verweigert von \
             sich aus alles, was anderen gehört.",
        ar: "يتحقق البرنامج من صلاحيتك قبل أن يفتح أي معاملة، وترفض قاعدة البيانات من جهتها كل ما يخص غيرك."
    }
    landing_live { en: "Live", de: "Live", ar: "مباشر" }
    landing_live_text {
        en: "You see at once who joins, who is here and what others change. Whoever is removed is out with the very \
             next call.",
        de: "Sie sehen sofort, wer dazukommt, wer da ist und was andere ändern. Wer entfernt wird, ist schon beim \
             nächsten Aufruf draußen.",
        ar: "ترى فورًا من ينضم ومن هو حاضر وما يغيّره الآخرون. ومن يُزال ينتهي وصوله مع أول طلب تالٍ."
    }
    landing_foot {
        en: "Borough, on your own server.",
        de: "Borough, auf Ihrem eigenen Server.",
        ar: "Borough على خادمك أنت."
    }
}
