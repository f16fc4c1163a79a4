//! `/admin/tenants`: all organizations.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::entrance::Door;
use model::operators::{ListTenants, TenantPage, TenantRow, TenantStatus};
use model::permission::PlatformPermission;

use super::api::list_tenants;
use super::pager::{Pager, use_after};
use super::search::{Search, search_href, use_search};
use super::shell::{AcrossMark, OperatorSession, use_platform_permission};
use super::suspension::{SuspendDialog, Suspending, use_restoring, use_suspending};
use crate::kit::{
    Avatar, Badge, Cell, Column, Empty, Glyph, LinkButton, Menu, MenuItem, PageHeader, Row, SkeletonShape, Table,
    TableBody, TableHead, Time, TimeForm, Tone,
};
use crate::load::Follow;
use crate::shell::tenant_path;
use crate::text::{Text, use_text};

/// The parameter that holds the status of those that are listed.
const STATUS: &str = "status";

/// The list of organizations.
#[component]
pub fn TenantsPage() -> impl IntoView {
    let t = use_text();
    let session = OperatorSession::here();
    let search = use_search();
    let (status, after) = (use_status(), use_after());
    let asked = Memo::new(move |_| ListTenants { search: search.get(), status: status.get(), after: after.get() });
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
        <Follow resource=tenants skeleton=SkeletonShape::Table let:page>
            <Tenants page />
        </Follow>
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

/// Rows are kept by organization: read again, each stays where it is and changes in place.
#[component]
fn Tenants(page: Signal<TenantPage>) -> impl IntoView {
    let t = use_text();
    let is_empty = Memo::new(move |_| page.with(|page| page.tenants.is_empty()));
    let row = move |first: TenantRow| {
        let id = first.public_id.clone();
        // The row goes a moment after its organization did.
        let tenant = Memo::new(move |before: Option<&TenantRow>| {
            let now = page.with(|page| page.tenants.iter().find(|tenant| tenant.public_id == id).cloned());
            now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        });
        view! { <TenantLine tenant /> }
    };
    let total = Signal::derive(move || t.admin_tenants_total(page.with(|page| page.total)));
    let next = Memo::new(move |_| page.with(|page| page.next.clone()));
    let status = use_status();
    let kept = Signal::derive(move || status.get().map(|status| (STATUS, status.as_str())));
    view! {
        <Show when=move || !is_empty.get() fallback=|| view! { <NoTenants /> }>
            <Table caption=t.admin_tenants()>
                <TableHead>
                    <Column>{t.admin_tenant()}</Column>
                    <Column>{t.admin_status()}</Column>
                    <Column num=true>{t.screen_members()}</Column>
                    <Column>{t.admin_last_active()}</Column>
                    <Column>{t.admin_tenant_created()}</Column>
                    <Column hidden=true>{t.member_actions()}</Column>
                </TableHead>
                <TableBody>
                    <For each=move || page.get().tenants key=|tenant| tenant.public_id.clone() children=row />
                </TableBody>
            </Table>
            <Pager total next kept />
        </Show>
    }
}

#[component]
fn TenantLine(tenant: Memo<TenantRow>) -> impl IntoView {
    let t = use_text();
    let TenantRow { slug, created_at, .. } = tenant.get_untracked();
    let status = Memo::new(move |_| tenant.with(|tenant| tenant.status));
    let members = move || tenant.with(|tenant| tenant.members);
    let last_active = move || match tenant.with(|tenant| tenant.last_active_at) {
        Some(at) => view! { <Time at form=TimeForm::Date /> }.into_any(),
        None => view! { <span class="muted">{t.admin_never()}</span> }.into_any(),
    };
    view! {
        <Row>
            <Cell primary=true>
                <span class="person">
                    <Avatar name=tenant.with_untracked(|tenant| tenant.title.clone()) />
                    <span class="person__text">
                        <span class="person__name"><TenantName tenant status /></span>
                        <span class="person__mail"><bdi dir="ltr">{format!("/t/{slug}")}</bdi></span>
                    </span>
                </span>
            </Cell>
            <Cell label=t.admin_status()><StatusBadge status /></Cell>
            <Cell label=t.screen_members() num=true>{members}</Cell>
            <Cell label=t.admin_last_active()>{last_active}</Cell>
            <Cell label=t.admin_tenant_created()><Time at=created_at form=TimeForm::Date /></Cell>
            <Cell actions=true><TenantActions tenant status /></Cell>
        </Row>
    }
}

/// The title, which leads into the organization where the operator may enter it.
#[component]
fn TenantName(tenant: Memo<TenantRow>, status: Memo<TenantStatus>) -> impl IntoView {
    let may_enter = use_platform_permission(PlatformPermission::TenantEnter);
    let title = move || tenant.with(|tenant| tenant.title.clone());
    let path = move || tenant.with(|tenant| tenant_path(Door::Operator, &tenant.slug));
    // Nobody looks into one that nobody can use.
    move || {
        if may_enter && status.get() == TenantStatus::Active {
            view! { <a class="link" href=path><bdi>{title}</bdi></a> }.into_any()
        } else {
            view! { <bdi>{title}</bdi> }.into_any()
        }
    }
}

#[component]
fn StatusBadge(status: Memo<TenantStatus>) -> impl IntoView {
    let t = use_text();
    move || {
        let status = status.get();
        let tone = match status {
            TenantStatus::Active => Tone::Success,
            TenantStatus::Suspended => Tone::Danger,
            TenantStatus::Archived | TenantStatus::Deleted => Tone::Neutral,
        };
        view! { <Badge tone>{status_name(t, status)}</Badge> }
    }
}

/// What may be done to an organization, as far as its status lets. The menu stays while what it holds changes, and with
/// it the focus.
#[component]
fn TenantActions(tenant: Memo<TenantRow>, status: Memo<TenantStatus>) -> impl IntoView {
    let t = use_text();
    let Actions { suspending, restore } = expect_context();
    let may_suspend = use_platform_permission(PlatformPermission::TenantSuspend);
    let is = move |wanted: TenantStatus| move || may_suspend && status.get() == wanted;
    let (is_active, is_suspended) = (is(TenantStatus::Active), is(TenantStatus::Suspended));
    let TenantRow { public_id, title, .. } = tenant.get_untracked();
    view! {
        <Show when=move || is_active() || is_suspended()>
            <Menu
                id=format!("tenant-{public_id}")
                label=t.member_actions_for(&title)
                glyph=Glyph::MoreVertical
                align_end=true
            >
                <Show when=is_active>
                    <MenuItem glyph=Glyph::Lock danger=true on_click=move || suspending.ask(tenant.get_untracked())>
                        {t.tenant_suspend()}
                    </MenuItem>
                </Show>
                <Show when=is_suspended>
                    <MenuItem glyph=Glyph::Refresh on_click=move || restore.run(tenant.get_untracked())>
                        {t.tenant_restore()}
                    </MenuItem>
                </Show>
            </Menu>
        </Show>
    }
}

/// Nothing was found, or nothing is there.
#[component]
fn NoTenants() -> impl IntoView {
    let t = use_text();
    let (search, status) = (use_search(), use_status());
    let is_narrowed = Memo::new(move |_| status.get().is_some() || search.with(|search| !search.is_empty()));
    move || {
        if is_narrowed.get() {
            view! {
                <Empty glyph=Glyph::Search title=t.nothing_found() text=t.admin_tenants_not_found()>
                    <LinkButton href="/admin/tenants">{t.show_all()}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty glyph=Glyph::Building title=t.organizations_none() text=t.admin_tenants_none_text()>
                    <LinkButton href="/sign-up">{t.sign_up_title()}</LinkButton>
                </Empty>
            }
            .into_any()
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
}
