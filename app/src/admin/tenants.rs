//! `/admin/tenants`: all organizations.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::operators::{ListTenants, TenantPage, TenantRow};

use super::api::list_tenants;
use super::search::{Search, search_href, use_search};
use super::shell::OperatorSession;
use crate::kit::{
    Avatar, Cell, Column, Empty, Glyph, LinkButton, PageHeader, Row, Table, TableBody, TableHead, Time, TimeForm,
};
use crate::load::Load;
use crate::text::use_text;

/// The parameter of the address that holds the slug at which the page before ended.
const AFTER: &str = "after";

/// The list of organizations.
#[component]
pub fn TenantsPage() -> impl IntoView {
    let t = use_text();
    let session = OperatorSession::here();
    let search = use_search();
    let query = use_query_map();
    let asked = Memo::new(move |_| ListTenants { search: search.get(), after: query.with(|query| query.get(AFTER)) });
    let tenants =
        Resource::new(move || asked.get(), move |query| async move { session.checked(list_tenants(query).await) });
    view! {
        <Title text=t.admin_tenants() />
        <PageHeader title=t.admin_tenants() text=t.admin_tenants_text() />
        <div class="toolbar">
            <Search label=t.admin_tenants_search() />
        </div>
        <Load resource=tenants children=|page| view! { <Tenants page /> } />
    }
}

#[component]
fn Tenants(page: TenantPage) -> impl IntoView {
    let t = use_text();
    let search = use_search().get_untracked();
    let is_first = use_query_map().with_untracked(|query| query.get(AFTER).is_none());
    let TenantPage { tenants, total, next } = page;
    if tenants.is_empty() {
        return view! { <NoTenants searched=!search.is_empty() /> }.into_any();
    }
    let first_href = search_href(&search, &[]);
    let next_href = next.map(|after| search_href(&search, &[(AFTER, &after)]));
    view! {
        <Table caption=t.admin_tenants()>
            <TableHead>
                <Column>{t.admin_tenant()}</Column>
                <Column num=true>{t.screen_members()}</Column>
                <Column>{t.admin_tenant_created()}</Column>
            </TableHead>
            <TableBody>{tenants.into_iter().map(|tenant| view! { <TenantLine tenant /> }).collect_view()}</TableBody>
        </Table>
        <nav class="pager" aria-label=t.pages()>
            <span class="pager__text">{t.admin_tenants_total(total)}</span>
            {(!is_first).then(|| view! { <LinkButton href=first_href small=true>{t.page_first()}</LinkButton> })}
            {next_href.map(|href| view! { <LinkButton href small=true>{t.page_next()}</LinkButton> })}
        </nav>
    }
    .into_any()
}

#[component]
fn TenantLine(tenant: TenantRow) -> impl IntoView {
    let t = use_text();
    let TenantRow { slug, title, members, created_at, .. } = tenant;
    view! {
        <Row>
            <Cell primary=true>
                <span class="person">
                    <Avatar name=title.clone() />
                    <span class="person__text">
                        <span class="person__name"><bdi>{title}</bdi></span>
                        <span class="person__mail"><bdi dir="ltr">{format!("/t/{slug}")}</bdi></span>
                    </span>
                </span>
            </Cell>
            <Cell label=t.screen_members() num=true>{members}</Cell>
            <Cell label=t.admin_tenant_created()><Time at=created_at form=TimeForm::Date /></Cell>
        </Row>
    }
}

#[component]
fn NoTenants(searched: bool) -> impl IntoView {
    let t = use_text();
    if searched {
        view! {
            <Empty glyph=Glyph::Search title=t.nothing_found() text=t.admin_tenants_not_found()>
                <LinkButton href="/admin/tenants">{t.show_all()}</LinkButton>
            </Empty>
        }
    } else {
        view! {
            <Empty glyph=Glyph::Building title=t.organizations_none() text=t.admin_tenants_none_text()>
                <LinkButton href="/sign-up">{t.sign_up_title()}</LinkButton>
            </Empty>
        }
    }
}

texts! {
    admin_tenants_text {
        en: "All organizations of this deployment.",
        de: "Alle Organisationen dieser Installation.",
        ar: "كل المؤسسات على هذه المنصة."
    }
    admin_tenants_search {
        en: "Search by name or address",
        de: "Nach Name oder Adresse suchen",
        ar: "ابحث بالاسم أو العنوان"
    }
    admin_tenant { en: "Organization", de: "Organisation", ar: "المؤسسة" }
    admin_tenant_created { en: "Created", de: "Erstellt", ar: "تاريخ الإنشاء" }
    admin_tenants_total(total: i64) {
        en: "Organizations: {total}",
        de: "Organisationen: {total}",
        ar: "عدد المؤسسات: {total}"
    }
    admin_tenants_not_found {
        en: "No organization's name or address has that in it.",
        de: "Keine Organisation hat diesen Text in Name oder Adresse.",
        ar: "لا توجد مؤسسة يحتوي اسمها أو عنوانها على ذلك."
    }
    admin_tenants_none_text {
        en: "Organizations sign themselves up; the first one will appear here.",
        de: "Organisationen registrieren sich selbst. Die erste erscheint hier.",
        ar: "تسجّل المؤسسات نفسها بنفسها، وستظهر أولاها هنا."
    }
    nothing_found { en: "Nothing found", de: "Nichts gefunden", ar: "لا نتائج" }
    show_all { en: "Show all", de: "Alle anzeigen", ar: "عرض الكل" }
    pages { en: "Pages", de: "Seiten", ar: "الصفحات" }
    page_first { en: "First page", de: "Erste Seite", ar: "الصفحة الأولى" }
}
