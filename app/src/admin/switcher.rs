//! From one organization to the next, over all there are: searched on the server, page by page.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use model::entrance::Door;
use model::operators::{ListTenants, TenantPage, TenantStatus};

use super::api::list_tenants;
use crate::kit::{Button, Dialog, Empty, Glyph, Icon, SearchField, SkeletonShape};
use crate::load::Follow;
use crate::search::use_typed;
use crate::shell::{tenant_path, use_tenant};
use crate::text::use_text;

/// Shows where the operator is; opens where else there is to look.
#[component]
pub fn OperatorSwitcher() -> impl IntoView {
    let t = use_text();
    let title = use_tenant().with_untracked(|tenant| tenant.title.clone());
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="switcher" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <span class="button__face">
                <span class="visually-hidden">{t.admin_switch()} ": "</span>
                <bdi class="button__text">{title}</bdi>
                <Icon glyph=Glyph::ChevronDown />
            </span>
        </button>
        <Dialog open title=t.admin_switch() close_label=t.close()>
            <Choice open />
        </Dialog>
    }
    .into_any()
}

/// A search and what it finds. Made anew each time the dialog opens.
#[component]
fn Choice(open: RwSignal<bool>) -> impl IntoView {
    let t = use_text();
    let asked = RwSignal::new(ListTenants { status: Some(TenantStatus::Active), ..ListTenants::default() });
    let searched = Memo::new(move |_| asked.with(|asked| asked.search.clone()));
    let typed = use_typed(searched, move |search| {
        asked.update(|asked| {
            asked.search = search;
            asked.after = None;
        });
    });
    let found = Resource::new(move || asked.get(), list_tenants);
    view! {
        <SearchField name="organization" label=t.admin_tenants_search() value=typed />
        <Follow resource=found skeleton=SkeletonShape::Lines let:page>
            <Found page asked open />
        </Follow>
    }
}

#[component]
fn Found(page: Signal<TenantPage>, asked: RwSignal<ListTenants>, open: RwSignal<bool>) -> impl IntoView {
    let t = use_text();
    let here = use_tenant().with_untracked(|tenant| tenant.slug.clone());
    let home = tenant_path(Door::Operator, &here);
    let pathname = use_location().pathname;
    // Every page that there is in one organization there is in the next.
    let below = pathname.with_untracked(|path| path.strip_prefix(&home).unwrap_or_default().to_owned());
    let link = move |tenant: model::operators::TenantRow| {
        let href = format!("{}{below}", tenant_path(Door::Operator, &tenant.slug));
        view! {
            <li on:click=move |_| open.set(false)>
                <A href=href attr:class="nav__item">
                    <Icon glyph=Glyph::Building />
                    <bdi>{tenant.title}</bdi>
                </A>
            </li>
        }
    };
    let is_empty = Memo::new(move |_| page.with(|page| page.tenants.is_empty()));
    let next = Memo::new(move |_| page.with(|page| page.next.clone()));
    let is_first = Memo::new(move |_| asked.with(|asked| asked.after.is_none()));
    view! {
        <Show when=move || is_empty.get()>
            <Empty glyph=Glyph::Search title=t.nothing_found() text=t.admin_tenants_not_found() />
        </Show>
        <ul class="choices" role="list">
            <For each=move || page.get().tenants key=|tenant| tenant.public_id.clone() children=link />
        </ul>
        <div class="pager">
            <span class="pager__text" role="status">{move || t.admin_tenants_total(page.with(|page| page.total))}</span>
            <Show when=move || !is_first.get()>
                <Button small=true on_click=move || asked.update(|asked| asked.after = None)>{t.page_first()}</Button>
            </Show>
            <Show when=move || next.with(Option::is_some)>
                <Button small=true on_click=move || asked.update(|asked| asked.after = next.get_untracked())>
                    {t.page_next()}
                </Button>
            </Show>
        </div>
    }
}

texts! {
    admin_switch { en: "Look into another organization", de: "In eine andere Organisation sehen", ar: "الاطّلاع على مؤسسة أخرى" }
}
