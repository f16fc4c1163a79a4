//! From an entry's details, which are JSON, to what a person can read. No database: the names of roles come in.

use std::collections::{BTreeMap, BTreeSet};

use model::audit::{AuditDetail, AuditSaid, AuditValue};
use serde_json::Value;
use uuid::Uuid;

/// The names of the organization's roles, by their ids.
pub(super) type RoleNames = BTreeMap<Uuid, String>;

/// What these details say. Those that have `before` and `after` are a difference, of the whole or name by name.
pub(super) fn said(details: &Value, roles: &RoleNames) -> Vec<AuditDetail> {
    let Value::Object(details) = details else { return Vec::new() };
    let mut said = match (details.get("before"), details.get("after")) {
        (None, None) => Vec::new(),
        (before, after) => differences(before.unwrap_or(&Value::Null), after.unwrap_or(&Value::Null), roles),
    };
    let others = details.iter().filter(|(name, _)| !matches!(name.as_str(), "before" | "after"));
    said.extend(others.filter_map(|(name, value)| {
        let values = values(value, roles);
        (!values.is_empty()).then(|| AuditDetail { name: name.clone(), said: AuditSaid::Is(values) })
    }));
    said
}

fn differences(before: &Value, after: &Value, roles: &RoleNames) -> Vec<AuditDetail> {
    let became = |name: &str, before: &Value, after: &Value| {
        let said = AuditSaid::Became { before: values(before, roles), after: values(after, roles) };
        AuditDetail { name: name.to_owned(), said }
    };
    if !before.is_object() && !after.is_object() {
        return vec![became("", before, after)];
    }
    let names = [before, after].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let names: BTreeSet<&String> = names.collect();
    let of = |side: &Value, name: &str| side.get(name).cloned().unwrap_or(Value::Null);
    let sides = names.into_iter().map(|name| (name, of(before, name), of(after, name)));
    sides
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| became(name, &before, &after))
        .collect()
}

fn values(value: &Value, roles: &RoleNames) -> Vec<AuditValue> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().map(|value| one(value, roles)).collect(),
        // An id that stands alone is no role's: an operator's, or that of a change of many.
        value => vec![as_it_is(value)],
    }
}

fn one(value: &Value, roles: &RoleNames) -> AuditValue {
    match value.as_str().and_then(|text| text.parse::<Uuid>().ok()) {
        Some(id) => {
            roles.get(&id).map_or_else(|| AuditValue::Gone(id.to_string()), |name| AuditValue::Role(name.clone()))
        }
        None => as_it_is(value),
    }
}

fn as_it_is(value: &Value) -> AuditValue {
    AuditValue::Text(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EDITOR: Uuid = Uuid::from_u128(1);
    const GONE: Uuid = Uuid::from_u128(2);

    fn read(details: &Value) -> Vec<AuditDetail> {
        said(details, &BTreeMap::from([(EDITOR, "Editor".to_owned())]))
    }

    fn text(text: &str) -> AuditValue {
        AuditValue::Text(text.to_owned())
    }

    #[test]
    fn roles_are_said_by_name_as_long_as_they_exist() {
        let became = read(&json!({ "before": [GONE], "after": [EDITOR] }));
        let (before, after) = (vec![AuditValue::Gone(GONE.to_string())], vec![AuditValue::Role("Editor".to_owned())]);
        assert_eq!(became, [AuditDetail { name: String::new(), said: AuditSaid::Became { before, after } }]);
    }

    #[test]
    fn an_id_that_stands_alone_is_said_as_it_is() {
        let said = read(&json!({ "operator": "Olive", "operator_id": GONE, "reason": null }));
        let is = |name: &str, said| AuditDetail { name: name.to_owned(), said: AuditSaid::Is(vec![said]) };
        assert_eq!(said, [is("operator", text("Olive")), is("operator_id", text(&GONE.to_string()))]);
    }

    #[test]
    fn of_two_states_only_what_differs_is_said() {
        let before = json!({ "title": "Office", "colour": "red", "logo": null });
        let after = json!({ "title": "Office Inc.", "colour": "red", "size": 7 });
        let said = read(&json!({ "before": before, "after": after }));
        let became = |name: &str, before, after| AuditDetail {
            name: name.to_owned(),
            said: AuditSaid::Became { before, after },
        };
        let size = became("size", vec![], vec![text("7")]);
        let title = became("title", vec![text("Office")], vec![text("Office Inc.")]);
        assert_eq!(said, [size, title]);
    }

    #[test]
    fn whatever_stands_in_the_details_can_be_said() {
        let is = |name: &str, values| AuditDetail { name: name.to_owned(), said: AuditSaid::Is(values) };
        assert_eq!(
            read(&json!({ "email": "a@example.com", "many": [1, true, { "x": null }], "none": null, "empty": [] })),
            [is("email", vec![text("a@example.com")]), is("many", vec![text("1"), text("true"), text("{\"x\":null}")]),]
        );
        for nothing in [json!({}), json!(null), json!("text"), json!([1])] {
            assert_eq!(read(&nothing), []);
        }
    }
}
