//! `/admin/tenants`: all organizations.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::entrance::Door;
use model::operators::{ListTenants, TenantPage, TenantRow, TenantStatus};
use model::permission::PlatformPermission;

use super::api::list_tenants;
use super::search::{Search, search_href, use_search};
use super::shell::{AcrossMark, OperatorSession, use_platform_permission};
use super::suspension::{SuspendDialog, Suspending, use_restoring, use_suspending};
use crate::kit::{
    Avatar, Badge, Cell, Column, Empty, Glyph, LinkButton, Menu, MenuItem, PageHeader, Row, Table, TableBody,
    TableHead, Time, TimeForm, Tone,
};
use crate::load::Load;
use crate::shell::tenant_path;
use crate::text::{Text, use_text};

/// The parameter of the address that holds the slug at which the page before ended.
const AFTER: &str = "after";

/// The parameter that holds the status of those that are listed.
const STATUS: &str = "status";

/// The list of organizations.
#[component]
pub fn TenantsPage() -> impl IntoView {
    let t = use_text();
    let session = OperatorSession::here();
    let search = use_search();
    let query = use_query_map();
    let status = use_status();
    let asked = Memo::new(move |_| {
        let after = query.with(|query| query.get(AFTER));
        ListTenants { search: search.get(), status: status.get(), after }
    });
    let tenants =
        Resource::new(move || asked.get(), move |query| async move { session.checked(list_tenants(query).await) });
    let on_done = Callback::new(move |()| tenants.refetch());
    let actions = Actions { suspending: use_suspending(), restore: use_restoring(on_done) };
    provide_context(actions);
    view! {
        <Title text=t.admin_tenants() />
        <PageHeader title=t.admin_tenants() text=t.admin_tenants_text()>
            <AcrossMark />
        </PageHeader>
        <div class="toolbar">
            <Search label=t.admin_tenants_search() kept=&[STATUS] />
            <StatusFilter />
        </div>
        <Load resource=tenants children=|page| view! { <Tenants page /> } />
        <SuspendDialog suspending=actions.suspending on_done />
    }
}

/// What can be done to an organization from its row.
#[derive(Clone, Copy)]
struct Actions {
    suspending: Suspending,
    restore: Callback<TenantRow>,
}

/// Which status the address asks for.
fn use_status() -> Memo<Option<TenantStatus>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(STATUS).and_then(|name| TenantStatus::from_name(&name))))
}

/// Links, so that each list has an address.
#[component]
fn StatusFilter() -> impl IntoView {
    let t = use_text();
    let (search, chosen) = (use_search(), use_status());
    let link = move |status: Option<TenantStatus>| {
        let name = status.map_or(t.admin_status_any(), |status| status_name(t, status));
        let href = move || match status {
            Some(status) => search.with(|search| search_href(search, &[(STATUS, status.as_str())])),
            None => search.with(|search| search_href(search, &[])),
        };
        let current = move || (chosen.get() == status).then_some("true");
        view! { <a class="choice-link" href=href aria-current=current>{name}</a> }
    };
    let all = [None, Some(TenantStatus::Active), Some(TenantStatus::Suspended), Some(TenantStatus::Archived)];
    view! {
        <nav class="choice-links" aria-label=t.admin_status()>{all.into_iter().map(link).collect_view()}</nav>
    }
}

fn status_name(t: Text, status: TenantStatus) -> &'static str {
    match status {
        TenantStatus::Active => t.admin_status_active(),
        TenantStatus::Suspended => t.admin_status_suspended(),
        TenantStatus::Archived => t.admin_status_archived(),
        TenantStatus::Deleted => t.admin_status_deleted(),
    }
}

#[component]
fn Tenants(page: TenantPage) -> impl IntoView {
    let t = use_text();
    let (search, status) = (use_search().get_untracked(), use_status().get_untracked());
    let is_first = use_query_map().with_untracked(|query| query.get(AFTER).is_none());
    let TenantPage { tenants, total, next } = page;
    if tenants.is_empty() {
        return view! { <NoTenants searched=!search.is_empty() || status.is_some() /> }.into_any();
    }
    let href = |after: Option<&str>| {
        let status = status.map(|status| (STATUS, status.as_str()));
        let more: Vec<_> = status.into_iter().chain(after.map(|after| (AFTER, after))).collect();
        search_href(&search, &more)
    };
    let first_href = href(None);
    let next_href = next.map(|after| href(Some(&after)));
    view! {
        <Table caption=t.admin_tenants()>
            <TableHead>
                <Column>{t.admin_tenant()}</Column>
                <Column>{t.admin_status()}</Column>
                <Column num=true>{t.screen_members()}</Column>
                <Column>{t.admin_last_active()}</Column>
                <Column>{t.admin_tenant_created()}</Column>
                <Column hidden=true>{t.member_actions()}</Column>
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
    let may_enter = use_platform_permission(PlatformPermission::TenantEnter);
    let actions = view! { <TenantActions tenant=tenant.clone() /> };
    let TenantRow { slug, title, members, created_at, last_active_at, status, .. } = tenant;
    let name = title.clone();
    // Nobody looks into one that nobody can use.
    let name = if may_enter && status == TenantStatus::Active {
        view! { <a class="link" href=tenant_path(Door::Operator, &slug)><bdi>{name}</bdi></a> }.into_any()
    } else {
        view! { <bdi>{name}</bdi> }.into_any()
    };
    let tone = match status {
        TenantStatus::Active => Tone::Success,
        TenantStatus::Suspended => Tone::Danger,
        TenantStatus::Archived | TenantStatus::Deleted => Tone::Neutral,
    };
    view! {
        <Row>
            <Cell primary=true>
                <span class="person">
                    <Avatar name=title />
                    <span class="person__text">
                        <span class="person__name">{name}</span>
                        <span class="person__mail"><bdi dir="ltr">{format!("/t/{slug}")}</bdi></span>
                    </span>
                </span>
            </Cell>
            <Cell label=t.admin_status()><Badge tone>{status_name(t, status)}</Badge></Cell>
            <Cell label=t.screen_members() num=true>{members}</Cell>
            <Cell label=t.admin_last_active()>
                {match last_active_at {
                    Some(at) => view! { <Time at form=TimeForm::Date /> }.into_any(),
                    None => view! { <span class="muted">{t.admin_never()}</span> }.into_any(),
                }}
            </Cell>
            <Cell label=t.admin_tenant_created()><Time at=created_at form=TimeForm::Date /></Cell>
            <Cell actions=true>{actions}</Cell>
        </Row>
    }
}

/// What may be done to an organization, as far as its status lets.
#[component]
fn TenantActions(tenant: TenantRow) -> impl IntoView {
    let t = use_text();
    let Actions { suspending, restore } = expect_context();
    if !use_platform_permission(PlatformPermission::TenantSuspend) {
        return ().into_any();
    }
    let item = match tenant.status {
        TenantStatus::Active => {
            let tenant = tenant.clone();
            view! {
                <MenuItem glyph=Glyph::Lock danger=true on:click=move |_| suspending.ask(tenant.clone())>
                    {t.tenant_suspend()}
                </MenuItem>
            }
            .into_any()
        }
        TenantStatus::Suspended => {
            let tenant = tenant.clone();
            view! {
                <MenuItem glyph=Glyph::Refresh on:click=move |_| restore.run(tenant.clone())>
                    {t.tenant_restore()}
                </MenuItem>
            }
            .into_any()
        }
        TenantStatus::Archived | TenantStatus::Deleted => return ().into_any(),
    };
    view! {
        <Menu
            id=format!("tenant-{}", tenant.public_id)
            label=t.member_actions_for(&tenant.title)
            glyph=Glyph::MoreVertical
            align_end=true
        >
            {item}
        </Menu>
    }
    .into_any()
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
    admin_status { en: "Status", de: "Status", ar: "الحالة" }
    admin_status_any { en: "All", de: "Alle", ar: "الكل" }
    admin_status_active { en: "Active", de: "Aktiv", ar: "نشطة" }
    admin_status_suspended { en: "Suspended", de: "Gesperrt", ar: "معلّقة" }
    admin_status_archived { en: "Archived", de: "Archiviert", ar: "مؤرشفة" }
    admin_status_deleted { en: "Deleted", de: "Gelöscht", ar: "محذوفة" }
    admin_tenant_created { en: "Created", de: "Erstellt", ar: "تاريخ الإنشاء" }
    admin_tenants_total(total: i64) {
        en: "Organizations: {total}",
        de: "Organisationen: {total}",
        ar: "عدد المؤسسات: {total}"
    }
    admin_tenants_not_found {
        en: "There is no organization like that.",
        de: "Es gibt keine solche Organisation.",
        ar: "لا توجد مؤسسة كهذه."
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
