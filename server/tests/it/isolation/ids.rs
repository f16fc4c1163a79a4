//! What is named by an id of another tenant, and what by a link's secret.

use model::invitations::Recipient;
use model::roles::DefaultRole;
use serde_json::{Value, json};

use super::callers::{INVITED, Kind, Matrix, Things};
use super::functions::{ROWS, Row};

/// The own tenant, with an id of the foreign one in the body: like an id that nobody has.
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_id_answers_like_one_that_does_not_exist() {
    let matrix = Matrix::new().await;
    // A link is no id: it says by itself whose it is.
    let mixed =
        |of: &Things| Things { member: of.member, role: of.role, invitation: of.invitation, ..matrix.own.clone() };
    let names_a_thing = |row: &&Row| (row.body)(&mixed(&matrix.foreign)) != (row.body)(&mixed(&matrix.absent));
    let rows: Vec<_> = ROWS.iter().filter(names_a_thing).collect();
    assert!(rows.len() >= 5, "the rows that name a member, a role or an invitation");
    for row in rows {
        for kind in [Kind::Admin, Kind::Editor, Kind::Viewer] {
            let foreign = matrix.post(kind, row.path, &(row.body)(&mixed(&matrix.foreign))).await;
            let absent = matrix.post(kind, row.path, &(row.body)(&mixed(&matrix.absent))).await;
            assert!((400..500).contains(&foreign.status), "{} as {kind:?}: {foreign:?}", row.path);
            assert_eq!(foreign, absent, "{} as {kind:?}", row.path);
        }
    }
    // And nothing happened over there.
    let tenant = &matrix.foreign.tenant;
    let query = json!({ "search": "", "sort": "name", "descending": false, "after": null });
    let body = json!({ "tenant": tenant, "query": query });
    let members = matrix.post(Kind::OtherAdmin, "/api/members/list", &body).await;
    assert!(members.body.contains("abel@office.example"));
    let invitations = matrix.post(Kind::OtherAdmin, "/api/invitations/list", &json!({ "tenant": tenant })).await;
    assert!(invitations.body.contains(INVITED));
}

/// Its secret is all that it takes. What it offers is shown whole, and the account is named that cannot accept it.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_its_offer_and_nothing_more_to_whoever_holds_it() {
    let matrix = Matrix::new().await;
    for (things, organization, inviter) in
        [(&matrix.own, "Office Inc.", "Dalia Haddad"), (&matrix.foreign, "Bricks'r'us", "Bea Mason")]
    {
        let roles = [DefaultRole::Viewer.name()];
        let invitation =
            json!({ "id": things.invitation, "organization": organization, "invited_by": inviter, "roles": roles });
        for kind in Kind::ALL {
            let recipient = match kind.email() {
                None => Recipient::ExistingAccount,
                Some(INVITED) => Recipient::SignedIn,
                Some(other) => Recipient::OtherAccount(other.to_owned()),
            };
            let offer = json!({ "invitation": invitation, "email": INVITED, "recipient": recipient });
            let answer = matrix.post(kind, "/api/invitations/offer", &json!({ "token": things.token })).await;
            assert_eq!(answer.status, 200, "{organization} as {kind:?}: {answer:?}");
            assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap(), offer, "{organization} as {kind:?}");
        }
    }
}
