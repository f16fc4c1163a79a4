//! The organization's people in the palette, for those who may see them.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use model::members::{ListMembers, MemberView};
use model::permission::Permission;

use super::entries::{Entry, Way};
use crate::kit::{Glyph, Pick};
use crate::members::api::list_members;
use crate::shell::{use_entrance, use_permission, use_tenant};

/// How long somebody who types must pause.
const PAUSE: Duration = Duration::from_millis(150);
/// With fewer letters there would be too many people.
const AT_LEAST: usize = 2;
/// More are for the list of members.
const AT_MOST: usize = 5;

/// The people who fit what is typed; those of a text before it are not shown any more.
pub fn use_people(typed: RwSignal<String>) -> Memo<Vec<Entry>> {
    let tenant = use_tenant();
    let entrance = use_entrance();
    let may_list = use_permission(Permission::MemberList);
    let reading = Action::new(move |search: &String| {
        let search = search.clone();
        let query = ListMembers { search: search.clone(), ..ListMembers::default() };
        let answer = list_members(entrance(), query);
        async move { (search, answer.await.map(|page| page.members).unwrap_or_default()) }
    });
    let mut read_soon = debounce(PAUSE, move |search: String| drop(reading.dispatch(search)));
    Effect::new(move |_| {
        let search = typed.get();
        if may_list.get() && search.trim().chars().count() >= AT_LEAST {
            read_soon(search);
        }
    });
    Memo::new(move |_| {
        let slug = tenant.with(|tenant| tenant.slug.clone());
        reading.value().with(|answer| match answer {
            Some((search, members)) if may_list.get() && typed.with(|typed| typed == search) => {
                members.iter().take(AT_MOST).map(|member| entry(slug.as_str(), member)).collect()
            }
            _ => Vec::new(),
        })
    })
}

fn entry(slug: &str, member: &MemberView) -> Entry {
    let search: ParamsMap = [("search".to_owned(), member.email.clone())].into_iter().collect();
    let pick = Pick {
        key: format!("member-{}", member.id),
        glyph: Glyph::Users,
        text: member.name.clone(),
        detail: Some(member.email.clone()),
        keys: None,
        current: false,
        href: Some(format!("/t/{slug}/members{}", search.to_query_string())),
    };
    Entry { pick, way: Way::Follow }
}
