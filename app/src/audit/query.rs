//! Which entries are listed. All of it stands in the address, so that a link, a reload and the way back show the same.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use model::audit::ListAudit;

/// What the address asks for.
pub fn use_asked() -> Memo<ListAudit> {
    let query = use_query_map();
    Memo::new(move |_| query.with(read))
}

fn read(query: &ParamsMap) -> ListAudit {
    let text = |name| query.get(name).unwrap_or_default();
    ListAudit {
        search: text("search"),
        who: text("who"),
        action: text("action"),
        kind: text("kind"),
        from: text("from"),
        to: text("to"),
        about: query.get("about").and_then(|id| id.parse().ok()),
        after: query.get("after").and_then(|number| number.parse().ok()),
    }
}

/// The end of the address that asks for this; a question mark alone for the whole log.
pub fn href(asked: &ListAudit) -> String {
    let ListAudit { search, who, action, kind, from, to, about, after } = asked.clone();
    let (about, after) = (about.map(|id| id.to_string()), after.map(|number| number.to_string()));
    let texts = [("search", search), ("who", who), ("action", action), ("kind", kind), ("from", from), ("to", to)];
    let texts = texts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let others = [("about", about), ("after", after)].into_iter().filter_map(|(name, value)| Some((name, value?)));
    let mut params = ParamsMap::new();
    for (name, value) in texts.chain(others) {
        params.insert(name, value);
    }
    // An address of nothing would keep the parameters of the page.
    Some(params.to_query_string()).filter(|query| !query.is_empty()).unwrap_or_else(|| "?".to_owned())
}

#[cfg(test)]
mod tests {
    use model::ids::MemberId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_asked_stands_in_the_address_and_is_read_from_it() {
        let about = Some(MemberId(Uuid::from_u128(7)));
        let asked =
            ListAudit { who: "ada".to_owned(), kind: "member".to_owned(), about, after: Some(9), ..Default::default() };
        let mut params = ParamsMap::new();
        for pair in href(&asked).trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            params.insert(name.to_owned(), value.to_owned());
        }
        assert_eq!(read(&params), asked);
    }

    #[test]
    fn the_whole_log_has_no_parameters() {
        assert_eq!(href(&ListAudit { search: " ".to_owned(), ..ListAudit::default() }), "?");
    }
}
