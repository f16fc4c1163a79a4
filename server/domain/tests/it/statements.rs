//! Every statement of the program over a tenant's table says which tenant, by a bound value: the first of the two walls.
//!
//! Read from `.sqlx`, which holds every statement that `query!` checks. Those that a `filter` module puts together from
//! parts are tried with row-level security off: see `isolation`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::world::World;

/// Statements over all tenants, each as a whole and with the reason. This list may only shrink.
const OVER_ALL_TENANTS: [(&str, &str); 5] = [
    (
        r#"SELECT count(*) AS "total!" FROM control.tenants t
        WHERE ($1 = '' OR strpos(lower(t.title), lower($1)) > 0 OR strpos(t.slug, lower($1)) > 0)
            AND ($2::text IS NULL OR t.status = $2)"#,
        "the back office counts organizations, under its own login",
    ),
    (
        r#"SELECT t.public_id AS "public_id: PublicId", t.slug AS "slug: Slug", t.title, t.status, t.suspension_message,
            t.created_at, control.last_activity(t.id) AS last_active_at,
            (SELECT count(*) FROM control.memberships m WHERE m.tenant_id = t.id AND m.status <> 'removed') AS "members!"
        FROM control.tenants t
        WHERE ($1 = '' OR strpos(lower(t.title), lower($1)) > 0 OR strpos(t.slug, lower($1)) > 0)
            AND ($2::text IS NULL OR t.status = $2)
            AND ($3::text IS NULL OR t.slug > $3)
        ORDER BY t.slug
        LIMIT $4"#,
        "the back office lists organizations, under its own login",
    ),
    (
        r#"SELECT u.id AS "id: UserId", u.name, u.email, u.email_key, u.email_verified_at IS NOT NULL AS "email_verified!",
            (SELECT max(l.seen_at) FROM control.sessions s JOIN control.last_seen l ON l.session_id = s.id
                WHERE s.user_id = u.id) AS last_active_at,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('slug', t.slug, 'title', t.title, 'roles',
                    (SELECT coalesce(jsonb_agg(r.name ORDER BY r.name), '[]') FROM control.member_roles mr
                        JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
                        WHERE mr.tenant_id = m.tenant_id AND mr.member_id = m.id)) ORDER BY t.title, t.slug), '[]')
                FROM control.memberships m JOIN control.tenants t ON t.id = m.tenant_id
                WHERE m.user_id = u.id AND m.status <> 'removed') AS "organizations!: Json<Vec<PersonOrganization>>"
        FROM control.users u
        WHERE ($1 = '' OR strpos(lower(u.name), lower($1)) > 0 OR strpos(u.email_key, lower($1)) > 0)
            AND u.email_key IS NOT NULL AND ($2::text IS NULL OR u.email_key > $2)
        ORDER BY u.email_key
        LIMIT $3"#,
        "the back office lists people with their organizations, under its own login",
    ),
    (
        r#"SELECT id AS "id: MailId", recipient, subject, body, created_at, attempts, delivered_at, failed_at
        FROM control.mails
        WHERE $1 = '' OR strpos(lower(recipient), lower($1)) > 0
        ORDER BY created_at DESC, id DESC
        LIMIT 100"#,
        "the back office reads the outbox, under its own login",
    ),
    (
        "SELECT id FROM control.tenants WHERE slug <> ALL($1) LIMIT 1",
        "samples are made only where there are no other organizations, under the back office's login",
    ),
];

#[tokio::test]
async fn every_statement_over_a_tenant_s_table_says_which_tenant() {
    let world = World::new().await;
    let mut sql = world.superuser().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE n.nspname = 'control' AND c.relkind = 'r'",
    )
    .fetch_all(&mut sql)
    .await
    .unwrap();
    let tables: BTreeMap<_, _> =
        tables.iter().map(|table| (table.as_str(), "tenant_id")).chain([("tenants", "id")]).collect();

    let (mut looked_at, mut met) = (0, [0; OVER_ALL_TENANTS.len()]);
    for statement in statements() {
        let statement = Statement::read(&statement, &tables);
        if statement.references.is_empty() {
            continue;
        }
        looked_at += 1;
        let unbound = statement.unbound();
        if unbound.is_empty() {
            continue;
        }
        let exception = OVER_ALL_TENANTS.iter().position(|(exception, _)| in_one_line(exception) == statement.text);
        let Some(exception) = exception else { panic!("no tenant is bound for {unbound:?} in:\n{}", statement.text) };
        met[exception] += 1;
    }
    assert!(looked_at > 25, "{looked_at} statements over tenants' tables were read");
    for ((exception, _), met) in OVER_ALL_TENANTS.iter().zip(met) {
        assert_eq!(met, 1, "there is not one statement that needs this exception:\n{exception}");
    }
}

#[test]
fn the_reader_finds_what_is_not_bound() {
    let tables = BTreeMap::from([("memberships", "tenant_id"), ("roles", "tenant_id"), ("tenants", "id")]);
    for (statement, unbound) in [
        ("SELECT 1 FROM control.memberships WHERE tenant_id = $1", vec![]),
        ("SELECT 1 FROM control.memberships WHERE id = $1", vec!["memberships"]),
        (
            "SELECT 1 FROM control.memberships m JOIN control.roles r ON r.tenant_id = m.tenant_id WHERE m.tenant_id = $2",
            vec![],
        ),
        ("SELECT 1 FROM control.memberships m JOIN control.roles r ON r.id = m.id WHERE m.tenant_id = $2", vec!["r"]),
        (
            "SELECT (SELECT 1 FROM control.roles r WHERE r.id = m.id) FROM control.memberships AS m WHERE m.tenant_id = $1",
            vec!["r"],
        ),
        ("UPDATE control.memberships SET status = $2 WHERE id = $1", vec!["memberships"]),
        ("DELETE FROM control.memberships m WHERE $1 = m.tenant_id", vec![]),
        ("INSERT INTO control.memberships (id, tenant_id) VALUES ($2, $1) RETURNING id", vec![]),
        ("INSERT INTO control.memberships AS m (tenant_id, id) VALUES ('x', $1)", vec!["m"]),
        ("INSERT INTO control.memberships (tenant_id, id) SELECT $1, id FROM unnest($2::uuid[]) AS u (id)", vec![]),
        (
            "INSERT INTO control.memberships (tenant_id, id) SELECT tenant_id, id FROM control.roles WHERE tenant_id = $1",
            vec![],
        ),
        (
            "INSERT INTO control.memberships (tenant_id, id) SELECT tenant_id, id FROM control.roles",
            vec!["memberships", "roles"],
        ),
        ("INSERT INTO control.tenants (id) VALUES ($1)", vec![]),
        ("SELECT slug FROM control.tenants WHERE id = $1", vec![]),
        ("SELECT slug FROM control.tenants WHERE slug = $1", vec!["tenants"]),
        ("SELECT 1 FROM control.tenants t JOIN control.roles r ON r.tenant_id = t.id WHERE t.id = $1", vec![]),
        ("SELECT 1 FROM control.memberships WHERE tenant_id = ANY ($1)", vec!["memberships"]),
    ] {
        assert_eq!(Statement::read(statement, &tables).unbound(), unbound, "{statement}");
    }
}

/// The text of every statement that the program is compiled with, in one line.
fn statements() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.sqlx");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let read = |file| -> serde_json::Value { serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap() };
    files.map(|file| in_one_line(read(file)["query"].as_str().unwrap())).collect()
}

/// However it is wrapped, it is the same statement.
fn in_one_line(statement: &str) -> String {
    statement.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of a statement as is needed: its tables by the names that they have in it, and what is equal to what.
struct Statement {
    text: String,
    /// The name in the statement, and the table's tenant column.
    references: Vec<(String, &'static str)>,
    /// Pairs of equal things: references by their names, bound values by `$`.
    equal: Vec<(String, String)>,
}

impl Statement {
    fn read(text: &str, tables: &BTreeMap<&str, &'static str>) -> Self {
        let words = words(text);
        let mut statement = Self { text: text.to_owned(), references: Vec::new(), equal: Vec::new() };
        for (place, word) in words.iter().enumerate() {
            let Some((table, column)) = word.strip_prefix("control.").and_then(|name| tables.get_key_value(name))
            else {
                continue;
            };
            let name = name(&words, place).unwrap_or_else(|| (*table).to_owned());
            statement.references.push((name.clone(), column));
            if place > 0 && words[place - 1].eq_ignore_ascii_case("INTO") {
                statement.equal.extend(inserted(&words[place..], column).map(|value| (name, value)));
            }
        }
        for place in 1..words.len().saturating_sub(1) {
            if words[place] == "=" {
                let sides = (statement.side(&words[place - 1]), statement.side(&words[place + 1]));
                if let (Some(one), Some(other)) = sides {
                    statement.equal.push((one, other));
                }
            }
        }
        statement
    }

    /// Whose tenant column this is, or that it is a bound value.
    fn side(&self, word: &str) -> Option<String> {
        if word.starts_with('$') {
            return Some("$".to_owned());
        }
        let (name, column) = word.split_once('.').map_or((None, word), |(name, column)| (Some(name), column));
        let mut named = self.references.iter().filter(|reference| reference.1 == column);
        match name {
            Some(name) => named.find(|reference| reference.0 == name).map(|reference| reference.0.clone()),
            // Without a name it is the only one that is read from.
            None => named.next_back().map(|reference| reference.0.clone()),
        }
    }

    /// The tables for which no bound value says the tenant.
    fn unbound(&self) -> Vec<&str> {
        let mut bound = BTreeSet::from(["$"]);
        loop {
            let before = bound.len();
            for (one, other) in &self.equal {
                if bound.contains(one.as_str()) || bound.contains(other.as_str()) {
                    bound.extend([one.as_str(), other.as_str()]);
                }
            }
            if bound.len() == before {
                break;
            }
        }
        let names = self.references.iter().map(|reference| reference.0.as_str());
        names.filter(|name| !bound.contains(name)).collect()
    }
}

/// The name that the table at this place is given.
fn name(words: &[String], place: usize) -> Option<String> {
    const KEYWORDS: [&str; 17] = [
        "AS",
        "WHERE",
        "SET",
        "ON",
        "JOIN",
        "LEFT",
        "ORDER",
        "GROUP",
        "LIMIT",
        "VALUES",
        "SELECT",
        "USING",
        "RETURNING",
        "FOR",
        "UNION",
        "CROSS",
        "DEFAULT",
    ];
    let mut next = words[place + 1..].iter();
    let mut word = next.next()?;
    if word.eq_ignore_ascii_case("AS") {
        word = next.next()?;
    }
    let identifier = word.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    let keyword = KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword));
    (identifier && !keyword).then(|| word.clone())
}

/// What an INSERT that begins with its table writes into this column: a bound value, or another table's column.
fn inserted(words: &[String], column: &str) -> Option<String> {
    let open = words.iter().position(|word| word == "(")?;
    let close = words.iter().position(|word| word == ")")?;
    let place = words[open + 1..close].iter().filter(|word| *word != ",").position(|word| word == column)?;
    let rest = &words[close + 1..];
    let values = match rest.first()?.to_ascii_uppercase().as_str() {
        "VALUES" => &rest[2..],
        "SELECT" => &rest[1..],
        _ => return None,
    };
    let (mut depth, mut commas) = (0_usize, 0);
    for word in values {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            "," if depth == 0 => commas += 1,
            _ if commas == place && word.starts_with('$') => return Some("$".to_owned()),
            // The column of the one table that is selected from.
            _ if commas == place && word == column => {
                let from = values.iter().position(|word| word.eq_ignore_ascii_case("FROM"))?;
                let table = values.get(from + 1)?.strip_prefix("control.")?;
                return Some(name(values, from + 1).unwrap_or_else(|| table.to_owned()));
            }
            _ if commas == place => return None,
            _ => {}
        }
    }
    None
}

/// Words, `=`, brackets and commas. What stands in quotes is one word.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in text.chars() {
        if let Some(end) = quote {
            quote = (character != end).then_some(end);
            continue;
        }
        match character {
            '\'' | '"' => {
                quote = Some(character);
                words.push("'".to_owned());
                words.push(String::new());
            }
            '(' | ')' | ',' | '=' | '<' | '>' | '[' | ']' | '|' | ':' | '!' => {
                words.push(character.to_string());
                words.push(String::new());
            }
            character if character.is_whitespace() => words.push(String::new()),
            character => words.last_mut().unwrap().push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
