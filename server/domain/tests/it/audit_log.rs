//! Reading an organization's log: what is found, how it is said, page by page, and by whom.

use domain::access::Actor;
use domain::{audit, invitations, members, tenants};
use model::AppError;
use model::audit::{AuditEntryView, AuditPage, AuditSaid, AuditValue, ListAudit};
use model::ids::PublicId;
use model::members::ChangeMemberRoles;
use model::permission::Permission;

use crate::world::{ADMIN, EDITOR, Organization, Person, VIEWER, World, told};

/// Eve was invited, joined, became an editor, was removed and taken back; Mallory's invitation was revoked.
async fn history() -> (World, Organization, Person) {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let input = ChangeMemberRoles { member: eve.member(), roles: vec![office.role(EDITOR)], before: None };
    members::change_member_roles(&admin, &office.public_id, input).await.unwrap();
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    members::restore_member(&admin, &office.public_id, eve.member()).await.unwrap();
    world.invite(&office, "mallory@example.com", VIEWER).await;
    let pending = invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations;
    invitations::revoke_invitation(&admin, &office.public_id, pending[0].id).await.unwrap();
    (world, office, eve)
}

async fn list(actor: &Actor, tenant: &PublicId, query: ListAudit) -> AuditPage {
    audit::list_entries(actor, tenant, query).await.unwrap()
}

/// What was found, the oldest first.
async fn found(actor: &Actor, tenant: &PublicId, query: ListAudit) -> Vec<String> {
    let page = list(actor, tenant, query).await;
    assert_eq!((page.next, page.searched_to), (None, None));
    page.entries.into_iter().rev().map(|entry| entry.action).collect()
}

fn of<const N: usize>(fields: [(&str, &str); N]) -> ListAudit {
    let mut query = ListAudit::default();
    for (field, text) in fields {
        let field = match field {
            "search" => &mut query.search,
            "who" => &mut query.who,
            "action" => &mut query.action,
            "kind" => &mut query.kind,
            "from" => &mut query.from,
            "to" => &mut query.to,
            other => panic!("no field {other}"),
        };
        text.clone_into(field);
    }
    query
}

/// This many entries more, of one kind, a minute apart from the log's last on; written by hand, without a chain.
async fn fill(world: &World, office: &Organization, entries: i64) {
    world
        .force(&format!(
            "WITH head AS (SELECT tenant_id, audit_position AS n FROM control.feed WHERE tenant_id = '{}'),
            filled AS (INSERT INTO control.audit_entries (tenant_id, number, created_at, entry, hash)
                SELECT tenant_id, n + i, now() + i * interval '1 minute', jsonb_build_object('action', 'member.removed',
                    'resource', '{}', 'user', NULL, 'details', jsonb_build_object('place', i)), ''
                FROM head, generate_series(1, {entries}) AS i RETURNING number)
            UPDATE control.feed SET audit_position = (SELECT max(number) FROM filled) WHERE tenant_id = '{0}'",
            office.id,
            office.admin.member()
        ))
        .await;
}

#[tokio::test]
async fn the_newest_entry_comes_first_and_says_who_did_what_to_whom() {
    let (world, office, eve) = history().await;
    let admin = office.admin.actor(&world.db).await;
    let page = list(&admin, &office.public_id, ListAudit::default()).await;
    let numbers: Vec<_> = page.entries.iter().map(|entry| entry.number).collect();
    assert_eq!((numbers, page.newest), ((1..=10).rev().collect(), 10));

    let changed: &AuditEntryView = page.entries.iter().find(|entry| entry.action == "member.roles_changed").unwrap();
    let actor = changed.actor.as_ref().unwrap();
    assert_eq!((actor.member, actor.email.as_str()), (office.admin.member(), office.admin.email.as_str()));
    assert_eq!(changed.subject.as_deref(), Some("Somebody at eve at example.com"));
    let [detail] = &changed.details[..] else { panic!("{changed:?}") };
    let role = |name: &str| vec![AuditValue::Role(name.to_owned())];
    assert_eq!(detail.said, AuditSaid::Became { before: role(VIEWER), after: role(EDITOR) });

    let joined = page.entries.iter().find(|entry| entry.action == "member.joined").unwrap();
    assert_eq!(joined.actor.as_ref().map(|actor| actor.member), Some(eve.member()), "a member since then");
}

#[tokio::test]
async fn entries_are_found_by_each_filter_and_by_all_of_them_together() {
    let (world, office, _) = history().await;
    let admin = office.admin.actor(&world.db).await;
    let tenant = &office.public_id;
    let find = async |query| found(&admin, tenant, query).await;
    assert_eq!(find(of([("action", "member.removed")])).await, ["member.removed"]);
    let of_members = ["member.joined", "member.roles_changed", "member.removed", "member.restored"];
    assert_eq!(find(of([("kind", "member")])).await, of_members);
    assert_eq!(find(of([("who", "EVE@")])).await, ["member.joined", "tenant.entered"]);
    assert_eq!(find(of([("who", "eve at"), ("kind", "member")])).await, ["member.joined"]);
    assert_eq!(
        find(of([("who", "example"), ("action", "tenant.created")])).await,
        ["tenant.created"],
        "several people"
    );
    assert_eq!(find(of([("who", "nobody of this name")])).await, [""; 0]);
    assert_eq!(find(of([("kind", "ship")])).await, [""; 0]);

    assert_eq!(find(of([("search", "mallory")])).await, ["invitation.created", "invitation.revoked"], "in details");
    assert_eq!(find(of([("search", "roles_CHANGED")])).await, ["member.roles_changed"], "an action");
    assert_eq!(find(of([("search", "192.0.2.1"), ("kind", "member")])).await, of_members, "an address");
    let about_eve = find(of([("search", "eve at example")])).await;
    for action in of_members {
        assert!(about_eve.contains(&action.to_owned()), "{action}: {about_eve:?}");
    }
    let of_editors = find(of([("search", "editor"), ("action", "member.roles_changed")])).await;
    assert_eq!(of_editors, ["member.roles_changed"], "a role's name");
    for pattern in ["%", "_ _", "\\", "' OR true --", "\u{0}"] {
        assert_eq!(find(of([("search", pattern), ("kind", "ship")])).await, [""; 0], "{pattern:?}");
    }
}

#[tokio::test]
async fn days_are_those_of_utc_and_both_ends_belong_to_them() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let tenant = &office.public_id;
    tenants::enter_tenant(&admin, "office").await.unwrap();
    // Numbers follow the turns, and a change can have taken its time before its turn came.
    world
        .force(
            "UPDATE control.audit_entries SET created_at = '2026-03-01T23:59:59.9Z' WHERE number = 1;
            INSERT INTO control.audit_entries (tenant_id, number, created_at, entry, hash)
            SELECT tenant_id, n, at::timestamptz, jsonb_build_object('action', 'test.' || n), ''
            FROM control.feed, (VALUES (3, '2026-03-02T00:00:00.2Z'), (4, '2026-03-01T23:59:59.8Z'),
                (5, '2026-03-02T23:59:59.9Z'), (6, '2026-03-03T00:00:00Z')) AS v (n, at);
            UPDATE control.audit_entries SET created_at = '2026-03-02T00:00:00Z' WHERE number = 2;
            UPDATE control.feed SET audit_position = 6",
        )
        .await;
    let numbers = async |from: &str, to: &str| {
        let page = list(&admin, tenant, of([("from", from), ("to", to)])).await;
        page.entries.iter().map(|entry| entry.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers("2026-03-02", "2026-03-02").await, [5, 3, 2]);
    assert_eq!(numbers("", "2026-03-01").await, [4, 1]);
    assert_eq!(numbers("2026-03-02", "").await, [6, 5, 3, 2]);
    assert_eq!(numbers("2026-03-04", "").await, [0; 0]);
    assert_eq!(numbers("2026-03-03", "2026-03-02").await, [0; 0]);
    let refused = told(audit::list_entries(&admin, tenant, of([("from", "soon")])).await);
    assert_eq!(refused, AppError::invalid("from", model::Code::Malformed));
}

#[tokio::test]
async fn pages_hold_every_entry_once_whatever_is_written_meanwhile() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    fill(&world, &office, 120).await;
    let newest = list(&admin, &office.public_id, ListAudit::default()).await.newest;
    let mut query = ListAudit::default();
    let mut seen = Vec::new();
    loop {
        let page = list(&admin, &office.public_id, query.clone()).await;
        assert!(page.entries.len() <= AuditPage::SIZE);
        seen.extend(page.entries.iter().map(|entry| entry.number));
        fill(&world, &office, 7).await;
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=newest).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_new_is_counted_as_it_was_asked_for() {
    let (world, office, eve) = history().await;
    let admin = office.admin.actor(&world.db).await;
    let tenant = &office.public_id;
    let newest = list(&admin, tenant, ListAudit::default()).await.newest;
    let count = async |query| audit::count_newer(&admin, tenant, query, newest).await.unwrap();
    assert_eq!(count(ListAudit::default()).await, 0);
    members::remove_member(&admin, tenant, eve.member()).await.unwrap();
    assert_eq!(count(ListAudit::default()).await, 1);
    assert_eq!(count(ListAudit { after: Some(2), ..ListAudit::default() }).await, 1, "on whatever page");
    assert_eq!(count(of([("kind", "invitation")])).await, 0);
    assert_eq!(count(of([("search", "member.removed")])).await, 1);
    fill(&world, &office, 200).await;
    assert_eq!(count(ListAudit::default()).await, AuditPage::MOST_NEW);
}

#[tokio::test]
async fn what_no_index_answers_is_looked_for_in_so_many_entries_at_a_time() {
    let (world, office, _) = history().await;
    let admin = office.admin.actor(&world.db).await;
    fill(&world, &office, 20_100).await;
    let query = of([("search", "mallory@example.com")]);
    let first = list(&admin, &office.public_id, query.clone()).await;
    assert_eq!(first.entries, []);
    assert_eq!(first.next, Some(111), "20,000 from the newest one on");
    assert!(first.searched_to.is_some());
    let rest = list(&admin, &office.public_id, ListAudit { after: first.next, ..query }).await;
    let actions: Vec<_> = rest.entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["invitation.revoked", "invitation.created"]);
    assert_eq!((rest.next, rest.searched_to), (None, None));
}

#[tokio::test]
async fn one_member_s_activity_is_what_it_did_and_what_was_done_to_it() {
    let (world, office, eve) = history().await;
    let admin = office.admin.actor(&world.db).await;
    let about = |member| ListAudit { about: Some(member), ..ListAudit::default() };
    let of_eve = found(&admin, &office.public_id, about(eve.member())).await;
    let expected = ["member.joined", "tenant.entered", "member.roles_changed", "member.removed", "member.restored"];
    assert_eq!(of_eve, expected);
    let query = ListAudit { kind: "tenant".to_owned(), ..about(eve.member()) };
    assert_eq!(found(&admin, &office.public_id, query).await, ["tenant.entered"]);

    let bricks = world.found("bricks").await;
    for stranger in [bricks.admin.member(), model::ids::MemberId(uuid::Uuid::nil())] {
        let refused = told(audit::list_entries(&admin, &office.public_id, about(stranger)).await);
        assert_eq!(refused, AppError::NotFound);
    }
}

#[tokio::test]
async fn an_entry_is_read_with_from_where_it_came() {
    let (world, office, _) = history().await;
    let admin = office.admin.actor(&world.db).await;
    let read = audit::read_entry(&admin, &office.public_id, 6).await.unwrap();
    assert_eq!((read.entry.number, read.entry.action.as_str()), (6, "member.roles_changed"));
    assert_eq!((read.ip.as_str(), read.session), ("192.0.2.1", Some(admin.session())));
    assert_eq!(read.hash.len(), 64);
    for number in [0, -1, 11, i64::MIN, i64::MAX] {
        assert_eq!(told(audit::read_entry(&admin, &office.public_id, number).await), AppError::NotFound, "{number}");
    }
}

#[tokio::test]
async fn a_log_is_read_by_those_who_may_and_shows_nothing_of_another() {
    let (world, mut office, _) = history().await;
    let bricks = world.found("bricks").await;
    world.verify_everybody().await;
    for role in [EDITOR, VIEWER] {
        let person = world.join(&office, &format!("{role}@example.com"), role).await.actor(&world.db).await;
        let denied = AppError::PermissionDenied { required: Permission::AuditList.into() };
        let tenant = &office.public_id;
        assert_eq!(told(audit::list_entries(&person, tenant, ListAudit::default()).await), denied, "{role}");
        assert_eq!(told(audit::count_newer(&person, tenant, ListAudit::default(), 0).await), denied, "{role}");
        assert_eq!(told(audit::read_entry(&person, tenant, 1).await), denied, "{role}");
    }
    world.custom_role(&mut office, "Auditor", &[Permission::AuditList]).await;
    let auditor = world.join(&office, "auditor@example.com", "Auditor").await.actor(&world.db).await;
    let page = list(&auditor, &office.public_id, ListAudit::default()).await;
    assert!(page.entries.iter().any(|entry| entry.action == "tenant.created"));

    let elsewhere = bricks.admin.actor(&world.db).await;
    let absent = PublicId::from_bits(0);
    for tenant in [&office.public_id, &absent] {
        let answer = told(audit::list_entries(&elsewhere, tenant, ListAudit::default()).await);
        assert_eq!(answer, AppError::NotFound);
        assert_eq!(told(audit::read_entry(&elsewhere, tenant, 1).await), AppError::NotFound);
        assert_eq!(told(audit::count_newer(&elsewhere, tenant, ListAudit::default(), 0).await), AppError::NotFound);
    }
    // Somebody of both is in both logs, and each shows its own.
    let token = world.invite(&office, &bricks.admin.email, ADMIN).await;
    invitations::accept_by_token(&elsewhere, &token).await.unwrap();
    tenants::enter_tenant(&elsewhere, "bricks").await.unwrap();
    assert_eq!(found(&elsewhere, &bricks.public_id, ListAudit::default()).await, ["tenant.created", "tenant.entered"]);
    let there = list(&elsewhere, &office.public_id, of([("who", bricks.admin.email.as_str())])).await;
    assert!(there.entries.iter().all(|entry| entry.action != "tenant.created"), "{there:?}");
}

/// Each action stands in the source as it is written to the log; whoever adds one gives it a sentence.
#[test]
fn every_action_that_can_be_written_has_a_sentence() {
    let mut written = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let source = std::fs::read_to_string(&file).unwrap();
            // Neither comments nor what a file tests itself with.
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = code.collect::<Vec<_>>().join("\n");
            written.extend(code.split('"').filter(|text| is_action(text)).map(str::to_owned));
        }
    }
    assert!(written.len() > 10, "{written:?}");
    written.retain(|name| model::audit::Action::from_name(name).is_none());
    assert_eq!(written, [""; 0], "add them to `model::audit::Action`");
}

/// Two words of small letters with a dot between them, of which the first is a kind of thing.
fn is_action(text: &str) -> bool {
    let Some((kind, what)) = text.split_once('.') else { return false };
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    // Columns and files have such names, too.
    let is_other = kind.len() < 3 || kind == "control" || ["sql", "txt", "rs"].contains(&what);
    is_word(kind) && is_word(what) && !is_other
}
