//! `/admin/people`: all people, over all organizations, to look at.

use leptos::prelude::*;
use leptos_meta::Title;
use model::operators::{ListPeople, PersonOrganization, PersonPage, PersonRow};

use super::api::list_people;
use super::pager::{Pager, use_after};
use super::search::{Search, use_search};
use super::shell::{AcrossMark, OperatorSession};
use crate::kit::{
    Avatar, Badge, Cell, Column, Empty, Glyph, LinkButton, PageHeader, Row, Table, TableBody, TableHead, Time,
    TimeForm, Tone,
};
use crate::load::Load;
use crate::text::use_text;

/// The list of people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let t = use_text();
    let session = OperatorSession::here();
    let search = use_search();
    let after = use_after();
    let asked = Memo::new(move |_| ListPeople { search: search.get(), after: after.get() });
    let people =
        Resource::new(move || asked.get(), move |query| async move { session.checked(list_people(query).await) });
    view! {
        <Title text=t.admin_people() />
        <PageHeader title=t.admin_people() text=t.admin_people_text()>
            <AcrossMark />
        </PageHeader>
        <div class="toolbar">
            <Search label=t.members_search() />
        </div>
        <Load resource=people children=|page| view! { <People page /> } />
    }
}

#[component]
fn People(page: PersonPage) -> impl IntoView {
    let t = use_text();
    let PersonPage { people, total, next } = page;
    if people.is_empty() {
        return view! {
            <Empty glyph=Glyph::Search title=t.nothing_found() text=t.members_none_found_text()>
                <LinkButton href="/admin/people">{t.show_all()}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Table caption=t.admin_people()>
            <TableHead>
                <Column>{t.admin_person()}</Column>
                <Column>{t.admin_person_address()}</Column>
                <Column>{t.admin_tenants()}</Column>
                <Column>{t.admin_last_active()}</Column>
            </TableHead>
            <TableBody>{people.into_iter().map(|person| view! { <PersonLine person /> }).collect_view()}</TableBody>
        </Table>
        <Pager total=t.admin_people_total(total) next />
    }
    .into_any()
}

#[component]
fn PersonLine(person: PersonRow) -> impl IntoView {
    let t = use_text();
    let PersonRow { name, email, email_verified, last_active_at, organizations, .. } = person;
    let (tone, address) = if email_verified {
        (Tone::Success, t.admin_address_confirmed())
    } else {
        (Tone::Warning, t.admin_address_open())
    };
    let organization = move |PersonOrganization { title, roles, .. }: PersonOrganization| {
        view! { <li><bdi>{title}</bdi> " " <span class="muted">{t.role_names(&roles)}</span></li> }
    };
    view! {
        <Row>
            <Cell primary=true>
                <span class="person">
                    <Avatar name=name.clone() />
                    <span class="person__text">
                        <span class="person__name"><bdi>{name}</bdi></span>
                        <span class="person__mail"><bdi dir="ltr">{email}</bdi></span>
                    </span>
                </span>
            </Cell>
            <Cell label=t.admin_person_address()><Badge tone>{address}</Badge></Cell>
            <Cell label=t.admin_tenants()>
                <ul role="list">{organizations.into_iter().map(organization).collect_view()}</ul>
            </Cell>
            <Cell label=t.admin_last_active()>
                {match last_active_at {
                    Some(at) => view! { <Time at form=TimeForm::Date /> }.into_any(),
                    None => view! { <span class="muted">{t.admin_never()}</span> }.into_any(),
                }}
            </Cell>
        </Row>
    }
}

texts! {
    admin_people_text {
        en: "Everybody who has an account on this deployment, and where they belong. To look at, not to change.",
        de: "Alle, die auf dieser Installation ein Konto haben, und wohin sie gehören. Nur zum Ansehen.",
        ar: "كل من له حساب على هذه المنصة والمؤسسات التي ينتمي إليها. للاطّلاع لا للتغيير."
    }
    admin_person { en: "Person", de: "Person", ar: "الشخص" }
    admin_person_address { en: "Address", de: "Adresse", ar: "العنوان" }
    admin_address_confirmed { en: "Confirmed", de: "Bestätigt", ar: "مؤكَّد" }
    admin_address_open { en: "Not confirmed", de: "Nicht bestätigt", ar: "غير مؤكَّد" }
    admin_last_active { en: "Last active", de: "Zuletzt aktiv", ar: "آخر نشاط" }
    admin_never { en: "Not lately", de: "In letzter Zeit nicht", ar: "ليس مؤخرًا" }
    admin_people_total(total: i64) { en: "People: {total}", de: "Personen: {total}", ar: "عدد الأشخاص: {total}" }
}
