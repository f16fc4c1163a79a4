//! Who is changed and who is not: decided without a database.

use super::*;

fn held(id: u128, roles: &[u128], is_suspended: bool) -> (MemberId, Held) {
    let id = MemberId(Uuid::from_u128(id));
    (id, Held { id, name: format!("Person {id}"), is_suspended, roles: roles.iter().map(|id| role(*id)).collect() })
}

fn role(id: u128) -> RoleId {
    RoleId(Uuid::from_u128(id))
}

#[test]
fn who_cannot_be_changed_is_named_and_the_others_are_changed() {
    let people = [held(1, &[1], false), held(2, &[9], false), held(3, &[1], true), held(4, &[1], false)];
    let mut asked: Vec<_> = people.iter().map(|(id, _)| *id).collect();
    asked.push(MemberId(Uuid::from_u128(5)));
    let coverage = BTreeMap::from([(role(1), true), (role(9), false)]);
    let (changing, refused) = sort_out(&MemberChange::Suspend, &asked, people.into(), asked[3], &coverage);
    assert_eq!(changing.iter().map(|held| held.id).collect::<Vec<_>>(), [asked[0]]);
    let refused: Vec<_> = refused.iter().map(|refused| (refused.id, refused.code)).collect();
    assert_eq!(
        refused,
        [(asked[1], Code::AboveOwnRights), (asked[3], Code::Oneself), (asked[4], Code::Unknown)],
        "whoever is suspended already is neither changed nor refused"
    );
}

#[test]
fn nobody_loses_the_last_role() {
    let people = [held(1, &[1], false), held(2, &[1, 2], false), held(3, &[2], false)];
    let asked: Vec<_> = people.iter().map(|(id, _)| *id).collect();
    let change = MemberChange::Roles { add: Vec::new(), remove: vec![role(1)] };
    let nobody = MemberId(Uuid::nil());
    let (changing, refused) = sort_out(&change, &asked, people.into(), nobody, &BTreeMap::new());
    assert_eq!(changing.iter().map(|held| held.id).collect::<Vec<_>>(), [asked[1]]);
    assert_eq!(
        refused.iter().map(|refused| (refused.id, refused.code)).collect::<Vec<_>>(),
        [(asked[0], Code::Required)]
    );
}
