//! `/t/{slug}`: where one lands in an organization.

use leptos::prelude::*;
use leptos_router::components::A;
use model::entrance::Door;
use model::ids::MemberId;
use model::live::EventKind;
use model::members::{ListMembers, MemberPage};
use model::permission::Permission;

use crate::kit::{Avatar, Glyph, Icon, PageHeader, SkeletonShape};
use crate::live;
use crate::load::{Follow, if_allowed};
use crate::members::api::list_members;
use crate::shell::{PageTitle, use_door, use_entrance, use_permission, use_tenant, use_tenant_path};
use crate::text::use_text;

/// After these the number of members, or the name of one, may be another.
const MEMBERS: &[EventKind] =
    &[EventKind::MemberJoined, EventKind::MemberRemoved, EventKind::MemberRestored, EventKind::MemberProfileChanged];

/// Greets, says where to go on, and who is here.
#[component]
pub fn HomePage() -> impl IntoView {
    let t = use_text();
    let (door, entrance) = (use_door(), use_entrance());
    let may_list = use_permission(Permission::MemberList);
    let changed = live::on(MEMBERS);
    let members = Resource::new(
        move || (may_list.get(), changed.get()),
        move |(may_list, _)| {
            let members = list_members(entrance(), ListMembers::default());
            if_allowed(may_list, async { members.await.map(Some) })
        },
    );
    let tenant = use_tenant();
    let (organization, name) = tenant.with_untracked(|tenant| (tenant.title.clone(), tenant.me.name.clone()));
    let here = Signal::derive(move || tenant.with(|tenant| t.home_text(&tenant.title)));
    view! {
        <PageTitle page=t.home_title() />
        {match door {
            Door::Member => {
                view! { <PageHeader title=t.home_greeting(&name) text=here /> }.into_any()
            }
            Door::Operator => view! { <PageHeader title=organization text=t.home_operator_text() /> }.into_any(),
        }}
        <div class="cards">
            <NextSteps />
            <Follow resource=members skeleton=SkeletonShape::Lines let:page>
                {match door {
                    Door::Member => view! { <HereNow page /> }.into_any(),
                    Door::Operator => view! { <MemberCount page /> }.into_any(),
                }}
            </Follow>
        </div>
    }
}

/// The ways on, as far as this person may go them.
#[component]
fn NextSteps() -> impl IntoView {
    let t = use_text();
    let path = use_tenant_path();
    let members = move || format!("{}/members", path());
    let is_member = use_door() == Door::Member;
    let may_invite = use_permission(Permission::MemberInvite);
    let may_list = use_permission(Permission::MemberList);
    view! {
        <section class="card">
            <h2 class="card__title">{t.home_next()}</h2>
            <ul class="steps" role="list">
                <Show when=move || may_invite.get()>
                    <li class="step">
                        <Icon glyph=Glyph::UserPlus />
                        <span class="step__text">
                            <A href=members attr:class="link">{t.home_invite()}</A>
                            <span class="step__hint">{t.home_invite_hint()}</span>
                        </span>
                    </li>
                </Show>
                <Show when=move || may_list.get()>
                    <li class="step">
                        <Icon glyph=Glyph::Users />
                        <span class="step__text">
                            <A href=members attr:class="link">{t.home_members()}</A>
                            <span class="step__hint">{t.home_members_hint()}</span>
                        </span>
                    </li>
                </Show>
                {is_member.then(|| view! {
                    <li class="step">
                        <Icon glyph=Glyph::Layers />
                        <span class="step__text">
                            <a href="/organizations?choose" class="link">{t.home_organizations()}</a>
                            <span class="step__hint">{t.home_organizations_hint()}</span>
                        </span>
                    </li>
                })}
            </ul>
        </section>
    }
}

/// Who has a page of the organization open: the reader first, then the others by name.
#[component]
fn HereNow(page: Signal<Option<MemberPage>>) -> impl IntoView {
    /// More than these are told as a number.
    const SHOWN: usize = 8;

    let t = use_text();
    let me = use_tenant().with_untracked(|tenant| tenant.me.clone());
    let present = live::present();
    let others = Memo::new(move |_| present.with(|present| names(present, me.member, page.get().as_ref())));
    let shown = move || others.with(|others| others.iter().flatten().take(SHOWN).cloned().collect::<Vec<_>>());
    let hidden = Memo::new(move |_| others.with(|others| others.len() - others.iter().flatten().take(SHOWN).count()));
    view! {
        <section class="card">
            <h2 class="card__title">{t.home_here()}</h2>
            <ul class="feed" role="list">
                <li class="feed__item">
                    <Avatar name=me.name.clone() small=true present=true />
                    <span class="feed__text">
                        <bdi>{me.name}</bdi> <span class="you">{t.member_you()}</span>
                    </span>
                </li>
                <For
                    each=shown
                    key=|(id, _)| *id
                    children=|(_, name)| view! {
                        <li class="feed__item">
                            <Avatar name=name.clone() small=true present=true />
                            <bdi class="feed__text">{name}</bdi>
                        </li>
                    }
                />
                <Show when=move || hidden.get() != 0>
                    <li class="feed__item muted">{move || t.home_here_more(hidden.get())}</li>
                </Show>
            </ul>
            {move || page.with(|page| page.as_ref().map(|page| view! {
                <p class="card__foot muted">{t.home_count(page.total)}</p>
            }))}
        </section>
    }
}

/// How many belong to the organization: an operator is not there with them, and does not hear who comes and goes.
#[component]
fn MemberCount(page: Signal<Option<MemberPage>>) -> impl IntoView {
    let t = use_text();
    view! {
        <section class="card">
            <h2 class="card__title">{t.screen_members()}</h2>
            {move || page.with(|page| page.as_ref().map(|page| view! { <p>{t.home_count(page.total)}</p> }))}
        </section>
    }
}

/// The others who are present, with their names where they are known; those first, by name.
fn names(present: &[MemberId], me: MemberId, page: Option<&MemberPage>) -> Vec<Option<(MemberId, String)>> {
    let members = page.map(|page| page.members.as_slice()).unwrap_or_default();
    let others = present.iter().filter(|id| **id != me);
    let known = |id: &MemberId| members.iter().find(|member| member.id == *id).map(|member| (*id, member.name.clone()));
    let mut names: Vec<_> = others.map(known).collect();
    names.sort_by_key(|name| (name.is_none(), name.clone().map(|(_, name)| name)));
    names
}

texts! {
    home_title { en: "Home", de: "Startseite", ar: "الرئيسية" }
    home_greeting(name: &str) { en: "Welcome, {name}", de: "Willkommen, {name}", ar: "مرحبًا، {name}" }
    home_text(organization: &str) {
        en: "Your organization: {organization}",
        de: "Ihre Organisation: {organization}",
        ar: "مؤسستك: {organization}"
    }
    home_operator_text {
        en: "What an operator can see of this organization.",
        de: "Was ein Betreiber von dieser Organisation sehen kann.",
        ar: "ما يمكن للمشغّل أن يراه من هذه المؤسسة."
    }
    home_next { en: "Where to go from here", de: "So geht es weiter", ar: "إلى أين من هنا" }
    home_invite { en: "Invite people", de: "Personen einladen", ar: "ادعُ أشخاصًا" }
    home_invite_hint {
        en: "They get a link by mail, and the roles that you choose.",
        de: "Eingeladene bekommen einen Link per E-Mail und die Rollen, die Sie auswählen.",
        ar: "يصلهم رابط بالبريد، والأدوار التي تختارها."
    }
    home_members { en: "See the members", de: "Mitglieder ansehen", ar: "اطّلع على الأعضاء" }
    home_members_hint {
        en: "Who belongs here, with which roles, and who is here now.",
        de: "Wer dazugehört, mit welchen Rollen, und wer gerade hier ist.",
        ar: "من ينتمي إلى هنا، وبأي أدوار، ومن متصل الآن."
    }
    home_organizations { en: "Open another organization", de: "Andere Organisation öffnen", ar: "افتح مؤسسة أخرى" }
    home_organizations_hint {
        en: "Each browser tab can stand in another one.",
        de: "In jedem Tab des Browsers kann eine andere offen sein.",
        ar: "يمكن لكل نافذة في المتصفح أن تقف في مؤسسة مختلفة."
    }
    home_here { en: "Here now", de: "Gerade hier", ar: "متصلون الآن" }
    home_here_more(count: usize) { en: "and others: {count}", de: "und weitere: {count}", ar: "وآخرون: {count}" }
    home_count(total: i64) {
        en: "Members in total: {total}",
        de: "Mitglieder insgesamt: {total}",
        ar: "مجموع الأعضاء: {total}"
    }
}
