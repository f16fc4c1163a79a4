//! Suspension, changes of many at once and their undoing, and the list as a file.

use std::time::Instant;

use domain::members::MemberColumns;
use domain::{invitations, members, roles, tenants};
use model::ids::{BatchId, MemberId};
use model::members::{
    ChangeMembers, ChosenMembers, Inactive, ListMembers, MemberChange, MemberStatus, MemberView, MembersChanged,
};
use model::permission::Permission;
use model::{AppError, Code};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use uuid::Uuid;

use crate::world::{ADMIN, EDITOR, NO_TRIGGERS, Organization, Person, VIEWER, World, storm_size, told};

async fn change(
    world: &World,
    by: &Person,
    office: &Organization,
    who: &[&Person],
    change: MemberChange,
) -> domain::Result<MembersChanged> {
    let who = ChosenMembers::These(who.iter().map(|person| person.member()).collect());
    members::change_members(&by.actor(&world.db).await, &office.public_id, ChangeMembers { who, change }).await
}

#[tokio::test]
async fn a_suspended_member_finds_nothing_from_the_next_call_on_and_comes_back_with_all_roles() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", EDITOR).await;
    let elsewhere = eve.actor(&world.process()).await;
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok());

    let done = change(&world, &office.admin, &office, &[&eve], MemberChange::Suspend).await.unwrap();
    assert_eq!((done.changed, done.refused), (1, vec![]));
    assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), AppError::NotFound);
    assert_eq!(told(tenants::enter_tenant(&elsewhere, &office.slug).await), AppError::NotFound);
    let admin = office.admin.actor(&world.db).await;
    let query = ListMembers { status: Some(MemberStatus::Suspended), ..ListMembers::default() };
    let listed = members::list_members(&admin, &office.public_id, &query).await.unwrap();
    assert_eq!(listed.members.iter().map(|member| member.id).collect::<Vec<_>>(), [eve.member()]);

    change(&world, &office.admin, &office, &[&eve], MemberChange::Reinstate).await.unwrap();
    assert!(roles::list_roles(&elsewhere, &office.public_id).await.is_ok());
}

#[tokio::test]
async fn a_removal_that_is_taken_back_leaves_a_suspension_as_it_was() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", EDITOR).await;
    change(&world, &office.admin, &office, &[&eve], MemberChange::Suspend).await.unwrap();
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();
    let back = members::restore_member(&admin, &office.public_id, eve.member()).await.unwrap();
    assert_eq!(back.status, MemberStatus::Suspended);
    let elsewhere = eve.actor(&world.process()).await;
    assert_eq!(told(roles::list_roles(&elsewhere, &office.public_id).await), AppError::NotFound);
}

#[tokio::test]
async fn nobody_suspends_oneself_nor_who_holds_more_and_the_others_are_changed() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    world.custom_role(&mut office, "Guard", &[Permission::MemberList, Permission::MemberSuspend]).await;
    let guard = world.join(&office, "guard@example.com", "Guard").await;
    let viewer = world.join(&office, "viewer@example.com", VIEWER).await;
    let editor = world.join(&office, "editor@example.com", EDITOR).await;
    let who = [&office.admin, &guard, &viewer, &editor];
    let done = change(&world, &guard, &office, &who, MemberChange::Suspend).await.unwrap();
    assert_eq!((done.changed, done.refused_in_all), (1, 3));
    let code = |person: &Person| done.refused.iter().find(|one| one.id == person.member()).map(|one| one.code);
    assert_eq!(code(&office.admin), Some(Code::AboveOwnRights));
    assert_eq!(code(&editor), Some(Code::AboveOwnRights));
    assert_eq!(code(&guard), Some(Code::Oneself));
    assert_eq!(code(&viewer), None);
}

#[tokio::test]
async fn who_is_given_more_while_a_change_waits_is_judged_by_that() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    world.custom_role(&mut office, "Guard", &[Permission::MemberList, Permission::MemberSuspend]).await;
    let guard = world.join(&office, "guard@example.com", "Guard").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let mut sql = world.superuser().await;
    let mut tx = sql.begin().await.unwrap();
    let more = format!(
        "UPDATE control.member_roles SET role_id = '{}' WHERE member_id = '{}'",
        office.role(ADMIN),
        eve.member()
    );
    tx.execute(AssertSqlSafe(more)).await.unwrap();

    let (actor, organization) = (guard.actor(&world.db).await, office.public_id.clone());
    let input = ChangeMembers { who: ChosenMembers::These(vec![eve.member()]), change: MemberChange::Suspend };
    let suspending = tokio::spawn(async move { members::change_members(&actor, &organization, input).await });
    world.until_blocked(&suspending).await;
    tx.commit().await.unwrap();
    let done = suspending.await.unwrap().unwrap();
    assert_eq!((done.changed, done.refused_in_all), (0, 1));
    assert_eq!(done.refused[0].code, Code::AboveOwnRights);
}

#[tokio::test]
async fn roles_of_many_are_changed_and_put_back_exactly() {
    let world = World::new().await;
    let office = world.found("office").await;
    let ada = world.join(&office, "ada@example.com", VIEWER).await;
    let bea = world.join(&office, "bea@example.com", EDITOR).await;
    let roles =
        "SELECT string_agg(member_id || ' ' || role_id, ',' ORDER BY member_id, role_id) FROM control.member_roles";
    let before: String = world.look(roles).await;
    let (add, remove) = (vec![office.role(EDITOR)], vec![office.role(VIEWER)]);
    let done =
        change(&world, &office.admin, &office, &[&ada, &bea], MemberChange::Roles { add, remove }).await.unwrap();
    assert_eq!((done.changed, done.refused_in_all), (1, 0), "who holds them already is not changed");
    assert_ne!(world.look::<String>(roles).await, before);
    let admin = office.admin.actor(&world.db).await;
    let undone = members::undo_change(&admin, &office.public_id, done.batch.unwrap()).await.unwrap();
    assert_eq!((undone.changed, undone.refused_in_all), (1, 0));
    assert_eq!(world.look::<String>(roles).await, before);
    let again = members::undo_change(&admin, &office.public_id, done.batch.unwrap()).await;
    assert_eq!(told(again), AppError::Conflict { reason: Code::TooLate }, "once");
}

#[tokio::test]
async fn what_somebody_else_has_changed_since_stays_so() {
    let world = World::new().await;
    let office = world.found("office").await;
    let second = world.join(&office, "second@example.com", ADMIN).await;
    let ada = world.join(&office, "ada@example.com", VIEWER).await;
    let bea = world.join(&office, "bea@example.com", VIEWER).await;
    let done = change(&world, &office.admin, &office, &[&ada, &bea], MemberChange::Suspend).await.unwrap();
    change(&world, &second, &office, &[&ada], MemberChange::Reinstate).await.unwrap();
    let by = async |person: &Person| {
        let actor = person.actor(&world.db).await;
        members::undo_change(&actor, &office.public_id, done.batch.unwrap()).await
    };
    assert_eq!(told(by(&second).await), AppError::NotFound, "another's change");
    let undone = by(&office.admin).await.unwrap();
    assert_eq!((undone.changed, undone.refused_in_all), (1, 1));
    assert_eq!((undone.refused[0].id, undone.refused[0].code), (ada.member(), Code::Stale));
}

#[tokio::test]
async fn an_undoing_comes_within_a_minute_or_never() {
    let world = World::new().await;
    let office = world.found("office").await;
    let ada = world.join(&office, "ada@example.com", VIEWER).await;
    let done = change(&world, &office.admin, &office, &[&ada], MemberChange::Remove).await.unwrap();
    world.force("UPDATE control.member_batches SET made_at = now() - interval '60 seconds'").await;
    let admin = office.admin.actor(&world.db).await;
    let late = members::undo_change(&admin, &office.public_id, done.batch.unwrap()).await;
    assert_eq!(told(late), AppError::Conflict { reason: Code::TooLate });
    let absent = members::undo_change(&admin, &office.public_id, BatchId(Uuid::new_v4())).await;
    assert_eq!(told(absent), AppError::NotFound);
}

#[tokio::test]
async fn a_foreign_member_is_as_good_as_an_absent_one_to_changes_and_on_the_page() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let mason = world.join(&bricks, "mason@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    for member in [mason.member(), MemberId(Uuid::new_v4())] {
        for change in [MemberChange::Suspend, MemberChange::Remove, MemberChange::Reinstate] {
            let input = ChangeMembers { who: ChosenMembers::These(vec![member]), change };
            assert_eq!(told(members::change_members(&admin, &office.public_id, input).await), AppError::NotFound);
        }
        assert_eq!(told(members::read_member(&admin, &office.public_id, member).await), AppError::NotFound);
    }
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn all_that_match_are_changed_by_one_event_and_an_entry_each() {
    let world = World::new().await;
    let office = world.found("office").await;
    for name in ["ada", "bea", "cy"] {
        world.join(&office, &format!("{name}@example.com"), VIEWER).await;
    }
    let before = world.rows().await;
    let query = ListMembers { role: Some(office.role(VIEWER)), ..ListMembers::default() };
    let input = ChangeMembers { who: ChosenMembers::Matching(query), change: MemberChange::Remove };
    let admin = office.admin.actor(&world.db).await;
    let done = members::change_members(&admin, &office.public_id, input).await.unwrap();
    assert_eq!(done.changed, 3);
    let after = world.rows().await;
    assert_eq!(after["events"], before["events"] + 1);
    assert_eq!(after["audit_entries"], before["audit_entries"] + 3);
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
    let undone = members::undo_change(&admin, &office.public_id, done.batch.unwrap()).await.unwrap();
    assert_eq!(undone.changed, 3);
}

#[tokio::test]
async fn who_is_out_already_keeps_the_invitation_that_leads_back() {
    let world = World::new().await;
    let office = world.found("office").await;
    let ada = world.join(&office, "ada@example.com", VIEWER).await;
    let bea = world.join(&office, "bea@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, ada.member()).await.unwrap();
    let token = world.invite(&office, "ada@example.com", EDITOR).await;
    let done = change(&world, &office.admin, &office, &[&ada, &bea], MemberChange::Remove).await.unwrap();
    assert_eq!((done.changed, done.refused_in_all), (1, 1));
    assert_eq!((done.refused[0].id, done.refused[0].code), (ada.member(), Code::Unknown));
    assert!(invitations::accept_by_token(&ada.actor(&world.db).await, &token).await.is_ok());
}

#[tokio::test]
async fn the_list_is_filtered_by_activity_and_by_address() {
    let world = World::new().await;
    let office = world.found("office").await;
    let ada = world.join(&office, "ada@example.com", VIEWER).await;
    world.db.keep_last_seen().await.unwrap();
    let admin = office.admin.actor(&world.db).await;
    let list = async |query: ListMembers| {
        let page = members::list_members(&admin, &office.public_id, &query).await.unwrap();
        page.members.into_iter().map(|member| member.id).collect::<Vec<_>>()
    };
    let inactive = |inactive| ListMembers { inactive: Some(inactive), ..ListMembers::default() };
    assert_eq!(list(inactive(Inactive::Week)).await, []);
    let seen = |days: i32| {
        format!(
            "UPDATE control.member_activity SET seen_at = now() - interval '{days} days' WHERE member_id = '{}'",
            ada.member()
        )
    };
    world.force(&seen(31)).await;
    assert_eq!(list(inactive(Inactive::Month)).await, [ada.member()]);
    assert_eq!(list(inactive(Inactive::Quarter)).await, []);
    world.force("DELETE FROM control.member_activity").await;
    assert_eq!(list(inactive(Inactive::Always)).await.len(), 2);

    // Whoever came in by a mailed link has shown the address, the founder has not yet.
    let unverified = ListMembers { unverified: true, ..ListMembers::default() };
    assert_eq!(list(unverified.clone()).await, [office.admin.member()]);
    world.verify_everybody().await;
    assert_eq!(list(unverified).await, []);
}

/// A file of names, addresses and roles, which are formulas in these words.
pub fn columns() -> MemberColumns {
    let cells = |member: &MemberView| {
        let role = format!("+{}", member.roles[0].name);
        [member.name.as_str(), &member.email, &role, "", "", "", ""].map(str::to_owned)
    };
    MemberColumns { heads: ["Name", "", "", "", "", "", ""], cells: Box::new(cells) }
}

#[tokio::test]
async fn an_export_is_one_entry_and_no_cell_of_it_is_a_formula() {
    let world = World::new().await;
    let office = world.found("office").await;
    let ada = world.join(&office, "ada@example.com", VIEWER).await;
    world.force("UPDATE control.users SET name = '=1+1' WHERE email_key = 'ada@example.com'").await;
    let before = world.rows().await;
    let admin = office.admin.actor(&world.db).await;
    let mut export = members::export_members(&admin, &office.slug, ListMembers::default(), columns()).await.unwrap();
    let mut file = String::new();
    while let Some(piece) = export.next().await.unwrap() {
        file.push_str(&piece);
    }
    assert!(file.starts_with('\u{feff}'));
    assert_eq!(file.lines().count(), 3, "{file}");
    assert!(file.contains("\"Name\",\"\",\"\""), "{file}");
    assert!(file.contains("\"'=1+1\",\"ada@example.com\",\"'+Viewer\""), "{file}");
    assert_eq!(world.rows().await["audit_entries"], before["audit_entries"] + 1);

    let viewer = ada.actor(&world.db).await;
    let refused = members::export_members(&viewer, &office.slug, ListMembers::default(), columns()).await;
    let required = Permission::MemberExport.into();
    assert_eq!(told(refused), AppError::PermissionDenied { required });
}

#[tokio::test]
async fn an_export_of_more_members_than_a_list_counts_is_in_the_log_with_all_of_them() {
    let world = World::new().await;
    let office = world.found("office").await;
    fill(&world, &office, 10_005).await;
    let admin = office.admin.actor(&world.db).await;
    members::export_members(&admin, &office.slug, ListMembers::default(), columns()).await.unwrap();
    let members = "SELECT (entry -> 'details' ->> 'members')::bigint FROM control.audit_entries
        WHERE action = 'member.exported'";
    assert_eq!(world.look::<i64>(members).await, 10_006);
}

#[tokio::test]
async fn each_change_of_many_needs_its_own_right() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    world.verify_everybody().await;
    let nobody = ChosenMembers::These(vec![MemberId(Uuid::nil())]);
    let everybody = ChosenMembers::Matching(ListMembers::default());
    let editors = MemberChange::Roles { add: vec![office.role(EDITOR)], remove: Vec::new() };
    let changes = [
        (nobody.clone(), MemberChange::Remove, Permission::MemberRemove),
        (nobody.clone(), MemberChange::Suspend, Permission::MemberSuspend),
        (nobody.clone(), MemberChange::Reinstate, Permission::MemberSuspend),
        (nobody, editors, Permission::RoleAssign),
        // What is listed may be seen by those only who see the list.
        (everybody, MemberChange::Remove, Permission::MemberList),
    ];
    for (number, (who, change, required)) in changes.into_iter().enumerate() {
        let role = format!("All but {number}");
        let others: Vec<_> = Permission::ALL.iter().copied().filter(|other| *other != required).collect();
        world.custom_role(&mut office, &role, &others).await;
        let person = world.join(&office, &format!("person{number}@example.com"), &role).await;
        let actor = person.actor(&world.db).await;
        let input = ChangeMembers { who, change: change.clone() };
        let refused = told(members::change_members(&actor, &office.public_id, input).await);
        assert_eq!(refused, AppError::PermissionDenied { required: required.into() }, "{change:?}");
    }
}

#[tokio::test]
async fn whoever_lost_the_right_to_a_change_of_many_takes_it_back_no_more() {
    let world = World::new().await;
    let office = world.found("office").await;
    let second = world.join(&office, "second@example.com", ADMIN).await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let actor = second.actor(&world.db).await;
    for (change, required) in [
        (MemberChange::Suspend, Permission::MemberSuspend),
        (MemberChange::Reinstate, Permission::MemberSuspend),
        (MemberChange::Roles { add: vec![office.role(EDITOR)], remove: Vec::new() }, Permission::RoleAssign),
        (MemberChange::Remove, Permission::MemberRemove),
    ] {
        let done = self::change(&world, &second, &office, &[&eve], change.clone()).await.unwrap();
        let roles = |role: &str| MemberChange::Roles {
            add: vec![office.role(role)],
            remove: [ADMIN, VIEWER].into_iter().filter(|other| *other != role).map(|role| office.role(role)).collect(),
        };
        self::change(&world, &office.admin, &office, &[&second], roles(VIEWER)).await.unwrap();
        let refused = told(members::undo_change(&actor, &office.public_id, done.batch.unwrap()).await);
        assert_eq!(refused, AppError::PermissionDenied { required: required.into() }, "{change:?}");
        self::change(&world, &office.admin, &office, &[&second], roles(ADMIN)).await.unwrap();
    }
}

/// Makes viewers.
async fn fill(world: &World, office: &Organization, size: usize) {
    let (tenant, viewer) = (office.id, office.role(VIEWER));
    world
        .force(&format!(
            "{NO_TRIGGERS};
            CREATE TEMPORARY TABLE crowd AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, {size}) AS n;
            INSERT INTO control.users (id, email, email_key, name, password_hash)
                SELECT id, n || '@example.com', n || '@example.com', 'Many', '' FROM crowd;
            INSERT INTO control.memberships (tenant_id, id, user_id) SELECT '{tenant}', id, id FROM crowd;
            INSERT INTO control.member_roles (tenant_id, member_id, role_id)
                SELECT '{tenant}', id, '{viewer}' FROM crowd"
        ))
        .await;
}

/// As many as can be changed at once: each change is one transaction, which ends before the limit on statements.
#[tokio::test]
async fn storm_of_members_changed_at_once_and_put_back() {
    let world = World::new().await;
    let office = world.found("office").await;
    let size = storm_size() / 10;
    fill(&world, &office, size).await;
    let admin = office.admin.actor(&world.db).await;
    let editors = MemberChange::Roles { add: vec![office.role(EDITOR)], remove: vec![office.role(VIEWER)] };
    let state = "SELECT count(*) FROM control.memberships m JOIN control.member_roles mr ON mr.member_id = m.id
        JOIN control.roles r ON r.id = mr.role_id WHERE m.status = 'active' AND r.name = 'Viewer'";
    for change in [editors, MemberChange::Suspend, MemberChange::Remove] {
        let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM control.memberships WHERE id = user_id")
            .fetch_all(&mut world.superuser().await)
            .await
            .unwrap();
        let who = ChosenMembers::These(ids.into_iter().map(MemberId).collect());
        let begin = Instant::now();
        let input = ChangeMembers { who, change: change.clone() };
        let done = members::change_members(&admin, &office.public_id, input).await.unwrap();
        assert_eq!((done.changed, done.refused_in_all), (size, 0), "{change:?}");
        assert_eq!(world.look::<i64>(state).await, 0, "{change:?}");
        let there = begin.elapsed();
        let undone = members::undo_change(&admin, &office.public_id, done.batch.unwrap()).await.unwrap();
        assert_eq!((undone.changed, undone.refused_in_all), (size, 0), "{change:?}");
        assert_eq!(world.look::<i64>(state).await, i64::try_from(size).unwrap(), "{change:?}");
        println!("{size} members: {change:?} took {there:?}, there and back {:?}", begin.elapsed());
    }
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}
