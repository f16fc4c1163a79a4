//! The list of members: searched, sorted, and read page by page.

use domain::members;
use model::members::{ListMembers, MemberCursor, MemberPage, MemberSort, MemberView};
use model::{AppError, Code, Fields};

use crate::world::{ADMIN, Organization, VIEWER, World};

/// An organization of 130 members, of whom many share a name or the moment in which they joined.
async fn crowd() -> (World, Organization) {
    let world = World::new().await;
    let office = world.found("office").await;
    let (tenant, role) = (office.id, office.role(VIEWER));
    world
        .force(&format!(
            "CREATE TEMPORARY TABLE crowd AS
                SELECT n, gen_random_uuid() AS user_id, gen_random_uuid() AS member_id,
                    (ARRAY['Ada', 'ada', 'Émile', 'Zoë', 'Ängström', 'سارة', '渡辺', 'O''Neill', 'Bo %_\\'])[1 + n % 9]
                        || CASE WHEN n % 2 = 0 THEN '' ELSE ' ' || n / 10 END AS name
                FROM generate_series(1, 129) AS n;
            INSERT INTO control.users (id, email, email_key, name, password_hash)
                SELECT user_id, 'Person.' || n || '@Example.com', 'person.' || n || '@example.com', name, '' FROM crowd;
            INSERT INTO control.memberships (tenant_id, id, user_id, joined_at)
                SELECT '{tenant}', member_id, user_id, now() - interval '1.000001 seconds' * (n % 40) FROM crowd;
            INSERT INTO control.member_roles (tenant_id, member_id, role_id)
                SELECT '{tenant}', member_id, '{role}' FROM crowd"
        ))
        .await;
    (world, office)
}

/// All pages, from the first to the last.
async fn pages(world: &World, office: &Organization, query: ListMembers) -> Vec<MemberPage> {
    let actor = office.admin.actor(&world.db).await;
    let mut pages: Vec<MemberPage> = Vec::new();
    loop {
        let after = pages.last().and_then(|page| page.next.clone());
        let more = !pages.is_empty();
        if more && after.is_none() {
            return pages;
        }
        let query = ListMembers { after, ..query.clone() };
        pages.push(members::list_members(&actor, &office.public_id, &query).await.unwrap());
        assert!(pages.len() <= 10, "the last page says that it is");
    }
}

fn ids(members: &[MemberView]) -> Vec<model::ids::MemberId> {
    members.iter().map(|member| member.id).collect()
}

#[tokio::test]
async fn pages_are_disjoint_complete_and_in_order_whatever_they_are_sorted_by() {
    let (world, office) = crowd().await;
    for (sort, column) in
        [(MemberSort::Name, "u.name"), (MemberSort::Email, "u.email_key"), (MemberSort::Joined, "m.joined_at")]
    {
        for (descending, direction) in [(false, "ASC"), (true, "DESC")] {
            let pages = pages(&world, &office, ListMembers { sort, descending, ..ListMembers::default() }).await;
            assert_eq!(pages.iter().map(|page| page.members.len()).collect::<Vec<_>>(), [50, 50, 30]);
            assert!(pages.iter().all(|page| page.total == 130));
            let listed: Vec<_> = pages.iter().flat_map(|page| ids(&page.members)).map(|id| id.0).collect();
            let expected: Vec<uuid::Uuid> = world
                .look(&format!(
                    "SELECT array_agg(m.id ORDER BY {column} {direction}, m.id {direction})
                    FROM control.memberships m JOIN control.users u ON u.id = m.user_id"
                ))
                .await;
            assert_eq!(listed, expected, "{sort:?} {direction}");
        }
    }
}

#[tokio::test]
async fn names_stand_where_people_look_for_them() {
    let (world, office) = crowd().await;
    let pages = pages(&world, &office, ListMembers::default()).await;
    let first: Vec<_> = pages.iter().flat_map(|page| &page.members).map(|member| member.name.as_str()).collect();
    let place = |name: &str| first.iter().position(|found| found.starts_with(name)).unwrap();
    let places = ["Ada", "Ängström", "Bo", "Émile", "O'Neill", "Zoë", "سارة", "渡辺"].map(place);
    assert!(places.is_sorted(), "accents and case do not send a name to the end: {first:?}");
}

#[tokio::test]
async fn a_search_finds_by_part_of_a_name_or_an_address_and_takes_nothing_for_a_pattern() {
    let (world, office) = crowd().await;
    let actor = office.admin.actor(&world.db).await;
    for (search, total) in [
        ("", 130),
        ("  ADA ", 29),
        ("émile", 15),
        ("e\u{301}mile", 15),
        ("سارة", 14),
        ("PERSON.12@", 1),
        ("@example.com", 129),
        ("%", 14),
        ("_\\", 14),
        ("%_\\", 14),
        ("'; DROP TABLE control.users; --", 0),
        ("\0\u{202e}ada", 29),
    ] {
        let query = ListMembers { search: search.to_owned(), ..ListMembers::default() };
        let page = members::list_members(&actor, &office.public_id, &query).await.unwrap();
        assert_eq!(page.total, total, "{search:?}");
        assert_eq!(page.members.len(), usize::try_from(total).unwrap().min(50), "{search:?}");
    }
    let pages =
        pages(&world, &office, ListMembers { search: "example.com".to_owned(), ..ListMembers::default() }).await;
    assert_eq!(pages.iter().map(|page| page.members.len()).sum::<usize>(), 129, "a search has pages too");
}

#[tokio::test]
async fn a_member_appears_once_with_all_roles() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let roles = vec![office.role(VIEWER), office.role(ADMIN)];
    let admin = office.admin.actor(&world.db).await;
    let input = model::members::ChangeMemberRoles { member: eve.member(), roles, before: None };
    let changed = members::change_member_roles(&admin, &office.public_id, input).await.unwrap();
    let page = members::list_members(&admin, &office.public_id, &ListMembers::default()).await.unwrap();
    let [_, listed] = &page.members[..] else { panic!("two members: {page:?}") };
    assert_eq!(listed, &changed);
    assert_eq!(listed.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), [ADMIN, VIEWER]);
}

#[tokio::test]
async fn a_cursor_that_was_made_up_is_refused_or_leads_to_a_page() {
    let world = World::new().await;
    let office = world.found("office").await;
    let actor = office.admin.actor(&world.db).await;
    let long = "x".repeat(1 << 20);
    for sort in [MemberSort::Name, MemberSort::Email, MemberSort::Joined] {
        for key in [
            "",
            "\0",
            "😀",
            "\u{202e}",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-23:59",
            "0000-01-01T00:00:00Z",
            &long,
        ] {
            let after = Some(MemberCursor { key: key.to_owned(), id: uuid::Uuid::max() });
            let query = ListMembers { sort, after, ..ListMembers::default() };
            match members::list_members(&actor, &office.public_id, &query).await {
                Ok(page) => assert_eq!(page.total, 1),
                Err(error) => {
                    let refused = [("after", Code::Malformed), (Fields::WHOLE, Code::ForbiddenCharacters)];
                    let refused = refused.map(|(field, code)| AppError::invalid(field, code));
                    let told = error.tell();
                    assert!(refused.contains(&told), "{sort:?} {key:.20?}: {told:?}");
                }
            }
        }
    }
}
