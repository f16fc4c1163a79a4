//! The table of entries, what stands in its place when there are none, and the way to older ones.

use leptos::prelude::*;
use model::audit::{AuditActor, AuditEntryView, AuditPage, ListAudit};

use super::details::Details;
use super::listed::Listed;
use super::query::href;
use crate::kit::{Cell, Column, Empty, Glyph, LinkButton, Notice, Row, Table, TableBody, TableHead, Time};
use crate::shell::use_tenant;
use crate::text::use_text;

/// The entries of this page.
#[component]
pub fn EntryTable(
    /// What was found.
    listed: Signal<Listed>,
) -> impl IntoView {
    let t = use_text();
    let is_empty = Memo::new(move |_| listed.with(|listed| listed.page.entries.is_empty()));
    let is_about_one = Memo::new(move |_| listed.with(|listed| listed.asked.about.is_some()));
    let entries = Signal::derive(move || listed.with(|listed| listed.page.entries.clone()));
    let asked = Signal::derive(move || listed.with(|listed| listed.asked.clone()));
    view! {
        <Show when=move || is_about_one.get()>
            <Notice>{t.audit_about_one()}</Notice>
        </Show>
        <Show when=move || !is_empty.get() fallback=move || view! { <NothingFound listed /> }>
            <Entries caption=t.audit_title() entries asked />
        </Show>
    }
}

/// The entries alone.
#[component]
pub(super) fn Entries(
    /// What the table lists; heard, not seen.
    caption: &'static str,
    /// The newest first.
    entries: Signal<Vec<AuditEntryView>>,
    /// Which list they are of: links lead to others of the same.
    asked: Signal<ListAudit>,
) -> impl IntoView {
    let t = use_text();
    view! {
        <Table caption>
            <TableHead>
                <Column>{t.audit_action()}</Column>
                <Column>{t.audit_details()}</Column>
                <Column>{t.audit_who()}</Column>
                <Column>{t.audit_when()}</Column>
            </TableHead>
            <TableBody>
                <For
                    each=move || entries.get()
                    key=|entry| entry.number
                    children=move |entry| view! { <EntryRow entry asked /> }
                />
            </TableBody>
        </Table>
    }
}

#[component]
fn EntryRow(entry: AuditEntryView, asked: Signal<ListAudit>) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let AuditEntryView { number, at, action, actor, subject, details } = entry;
    // The way back leads to the same list.
    let address = move || {
        let query = asked.with(href);
        let query = if query == "?" { String::new() } else { query };
        tenant.with(|tenant| format!("/t/{}/audit/{number}{query}", tenant.slug))
    };
    view! {
        <Row>
            <Cell primary=true>
                <span class="audit-what">
                    <a class="audit-what__action" href=address>{t.audit_action_named(&action)}</a>
                    {subject.map(|subject| view! { <bdi class="audit-what__subject">{subject}</bdi> })}
                </span>
            </Cell>
            <Cell label=t.audit_details()>
                <Details details />
            </Cell>
            <Cell label=t.audit_who()>
                <Actor actor asked />
            </Cell>
            <Cell label=t.audit_when()>
                <Time at />
            </Cell>
        </Row>
    }
}

/// Who did it; the name leads to whatever else that person did.
#[component]
fn Actor(actor: Option<AuditActor>, asked: Signal<ListAudit>) -> impl IntoView {
    let t = use_text();
    let tenant = use_tenant();
    let Some(AuditActor { name, email, .. }) = actor else {
        return view! { <span class="muted">{t.audit_nobody()}</span> }.into_any();
    };
    let who = email.clone();
    let address = move || {
        let query = href(&ListAudit { who: who.clone(), after: None, ..asked.get() });
        tenant.with(|tenant| format!("/t/{}/audit{query}", tenant.slug))
    };
    view! {
        <span class="person__text">
            <a class="audit-who" href=address title=t.audit_only_by(&name)><bdi>{name.clone()}</bdi></a>
            <bdi class="person__mail">{email}</bdi>
        </span>
    }
    .into_any()
}

#[component]
fn NothingFound(listed: Signal<Listed>) -> impl IntoView {
    let t = use_text();
    move || {
        let goes_on = listed.with(|listed| listed.page.next.is_some());
        if goes_on {
            view! { <Empty glyph=Glyph::Search title=t.audit_none_yet() /> }.into_any()
        } else {
            view! {
                <Empty glyph=Glyph::Search title=t.audit_none() text=t.audit_none_text()>
                    <LinkButton href="?">{t.audit_clear()}</LinkButton>
                </Empty>
            }
            .into_any()
        }
    }
}

/// Below the list: how far back it goes, and the way on.
#[component]
pub fn Pages(
    /// This page.
    listed: Signal<Listed>,
) -> impl IntoView {
    let t = use_text();
    move || {
        let Listed { asked, page } = listed.get();
        let AuditPage { next, searched_to, .. } = page;
        let text = match (next, searched_to) {
            (_, Some(at)) => t.audit_searched_to(&at.date().to_string()),
            (None, None) => t.audit_end().to_owned(),
            (Some(_), None) => String::new(),
        };
        let further = if searched_to.is_some() { t.audit_further() } else { t.audit_older() };
        let to = |after| href(&ListAudit { after, ..asked.clone() });
        let newest = asked.after.is_some().then(|| {
            view! { <LinkButton href=to(None) small=true>{t.audit_newest()}</LinkButton> }
        });
        let older = next.map(|next| {
            view! { <LinkButton href=to(Some(next)) small=true icon=Glyph::ChevronRight>{further}</LinkButton> }
        });
        view! {
            <nav class="pager" aria-label=t.audit_pages()>
                <span class="pager__text" role="status">{text}</span>
                {newest}
                {older}
            </nav>
        }
    }
}
