//! The matrix of server functions.

use domain::operators::OperatorRole;
use model::invitations::Recipient;
use model::permission::{Permission, PlatformPermission};
use model::roles::DefaultRole;
use serde_json::{Value, json};
use uuid::Uuid;

use super::callers::{Answer, INVITED, Kind, Matrix, Target, Things};

/// Whom a function serves.
#[derive(Clone, Copy, Debug)]
enum Needs {
    /// Whoever holds the link that is named.
    Link,
    /// Whoever holds a link by which a password can be set. Nobody here does.
    ResetLink,
    /// A person with a session.
    Session,
    /// A member of the tenant that is named.
    Member,
    /// A member whose roles hold this.
    Permission(Permission),
    /// A session of the back office.
    Operator,
    /// An operator whose role holds this.
    Platform(PlatformPermission),
}

pub struct Row {
    pub path: &'static str,
    needs: Needs,
    /// The call on a tenant, naming things of its own.
    pub body: fn(&Things) -> Value,
}

/// One row for each server function.
pub const ROWS: &[Row] = &[
    Row { path: "/api/account/show", needs: Needs::Session, body: |_| json!({}) },
    Row { path: "/api/account/reset-offer", needs: Needs::ResetLink, body: |on| json!({ "token": on.token }) },
    Row { path: "/api/organizations/list", needs: Needs::Session, body: |_| json!({}) },
    Row { path: "/api/organizations/enter", needs: Needs::Member, body: |on| json!({ "slug": on.slug }) },
    Row {
        path: "/api/settings/read",
        needs: Needs::Permission(Permission::OrganizationUpdate),
        body: |on| json!({ "tenant": on.tenant }),
    },
    Row {
        path: "/api/settings/update",
        needs: Needs::Permission(Permission::OrganizationUpdate),
        body: |on| {
            // Of settings that nobody has seen: let in, and refused as old.
            let input = json!({
                "version": 0, "title": "Another", "slug": "another-one", "description": "", "metadata": "{}",
                "environment": "production", "colour": null, "logo": "keep"
            });
            json!({ "tenant": on.tenant, "input": input })
        },
    },
    Row {
        path: "/api/organizations/archive",
        needs: Needs::Permission(Permission::OrganizationArchive),
        // Let in, and refused because it is not confirmed.
        body: |on| json!({ "tenant": on.tenant, "input": { "confirmation": "something-else" } }),
    },
    Row {
        path: "/api/members/list",
        needs: Needs::Permission(Permission::MemberList),
        body: |on| {
            let query = json!({ "search": "", "sort": "name", "descending": false, "after": null });
            json!({ "tenant": on.tenant, "query": query })
        },
    },
    Row {
        path: "/api/members/change-roles",
        needs: Needs::Permission(Permission::RoleAssign),
        body: |on| json!({ "tenant": on.tenant, "input": { "member": on.member, "roles": [on.role] } }),
    },
    Row {
        path: "/api/members/read",
        needs: Needs::Permission(Permission::MemberList),
        body: |on| json!({ "tenant": on.tenant, "member": on.member }),
    },
    Row {
        path: "/api/members/change",
        needs: Needs::Permission(Permission::MemberSuspend),
        body: |on| {
            let input = json!({ "who": { "these": [on.member] }, "change": "suspend" });
            json!({ "tenant": on.tenant, "input": input })
        },
    },
    Row {
        // Only who has made a change takes it back, so to everybody else there is none.
        path: "/api/members/undo",
        needs: Needs::Member,
        body: |on| json!({ "tenant": on.tenant, "batch": Uuid::from_u128(3) }),
    },
    Row {
        path: "/api/members/remove",
        needs: Needs::Permission(Permission::MemberRemove),
        body: |on| json!({ "tenant": on.tenant, "member": on.member }),
    },
    Row {
        path: "/api/members/restore",
        needs: Needs::Permission(Permission::MemberRemove),
        body: |on| json!({ "tenant": on.tenant, "member": on.member }),
    },
    Row {
        path: "/api/roles/list",
        needs: Needs::Permission(Permission::RoleList),
        body: |on| json!({ "tenant": on.tenant }),
    },
    Row {
        path: "/api/invitations/list",
        needs: Needs::Permission(Permission::MemberInvite),
        body: |on| json!({ "tenant": on.tenant }),
    },
    Row {
        path: "/api/invitations/create",
        needs: Needs::Permission(Permission::MemberInvite),
        body: |on| {
            let input = json!({ "emails": "new@example.com", "roles": [on.role], "key": Uuid::from_u128(2) });
            json!({ "tenant": on.tenant, "input": input })
        },
    },
    Row {
        path: "/api/invitations/resend",
        needs: Needs::Permission(Permission::MemberInvite),
        body: |on| json!({ "tenant": on.tenant, "invitation": on.invitation }),
    },
    Row {
        path: "/api/invitations/revoke",
        needs: Needs::Permission(Permission::MemberInvite),
        body: |on| json!({ "tenant": on.tenant, "invitation": on.invitation }),
    },
    Row {
        path: "/api/audit/list",
        needs: Needs::Permission(Permission::AuditList),
        body: |on| json!({ "tenant": on.tenant, "query": audit(on) }),
    },
    Row {
        path: "/api/audit/newer",
        needs: Needs::Permission(Permission::AuditList),
        body: |on| json!({ "tenant": on.tenant, "query": audit(on), "newest": 0 }),
    },
    Row {
        path: "/api/audit/entry",
        needs: Needs::Permission(Permission::AuditList),
        body: |on| json!({ "tenant": on.tenant, "number": 1 }),
    },
    Row { path: "/api/invitations/offer", needs: Needs::Link, body: |on| json!({ "token": on.token }) },
    Row { path: "/api/admin/me", needs: Needs::Operator, body: |_| json!({}) },
    Row {
        path: "/api/admin/tenants",
        needs: Needs::Platform(PlatformPermission::TenantList),
        body: |_| json!({ "query": { "search": "", "after": null } }),
    },
    Row {
        path: "/api/admin/enter",
        needs: Needs::Platform(PlatformPermission::TenantEnter),
        body: |on| json!({ "slug": on.slug, "reason": null }),
    },
    Row {
        path: "/api/admin/suspend",
        needs: Needs::Platform(PlatformPermission::TenantSuspend),
        // Without a message nothing happens: the other rows need the tenant.
        body: |on| json!({ "input": { "tenant": on.tenant, "message": "" } }),
    },
    Row {
        path: "/api/admin/restore",
        needs: Needs::Platform(PlatformPermission::TenantSuspend),
        body: |on| json!({ "tenant": on.tenant }),
    },
    Row {
        path: "/api/admin/people",
        needs: Needs::Platform(PlatformPermission::PersonList),
        body: |_| json!({ "query": { "search": "", "after": null } }),
    },
    Row {
        path: "/api/admin/mails",
        needs: Needs::Platform(PlatformPermission::MailRead),
        body: |_| json!({ "search": "" }),
    },
    // Last: whoever leaves is let in nowhere any more.
    Row { path: "/api/organizations/leave", needs: Needs::Member, body: |on| json!({ "tenant": on.tenant }) },
];

/// The functions that operators can call too, naming the tenant by their own door: those that only read.
const BOTH_DOORS: [&str; 2] = ["/api/members/list", "/api/roles/list"];

/// The body of a call that names its tenant by the operators' door.
fn by_operators_door(row: &Row, things: &Things) -> Option<Value> {
    let mut body = (row.body)(things);
    let tenant = body.get_mut("tenant").filter(|_| !row.path.starts_with("/api/admin/"))?;
    *tenant = json!(format!("operator:{}", things.tenant));
    Some(body)
}

/// A query for entries about a member of the tenant.
fn audit(on: &Things) -> Value {
    let about = json!({ "about": on.member, "after": null });
    let texts = ["search", "who", "action", "kind", "from", "to"].map(|name| (name.to_owned(), json!("")));
    about.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).chain(texts).collect()
}

/// What must come back; none: the call is let in, whatever it then finds.
fn refusal(needs: Needs, kind: Kind, target: Target) -> Option<u16> {
    let member = || match (kind.is_person(), kind, target) {
        (false, ..) => Some(401),
        (true, _, Target::Own) => kind.permissions().is_none().then_some(404),
        (true, Kind::OtherAdmin, Target::Foreign) => None,
        (true, ..) => Some(404),
    };
    match needs {
        Needs::Link => (target == Target::Absent).then_some(409),
        Needs::ResetLink => Some(409),
        Needs::Session => (!kind.is_person()).then_some(401),
        Needs::Member => member(),
        Needs::Permission(permission) => member().or_else(|| {
            // The other administrator holds everything at home.
            let held = kind.permissions().unwrap_or_else(model::permission::PermissionSet::all);
            (!held.contains(permission)).then_some(403)
        }),
        Needs::Operator => (!matches!(kind, Kind::SuperAdmin | Kind::TenantManager)).then_some(401),
        Needs::Platform(permission) => match kind {
            Kind::SuperAdmin => None,
            Kind::TenantManager => (!OperatorRole::TenantManager.allows(permission)).then_some(403),
            _ => Some(401),
        },
    }
}

#[test]
fn every_server_function_has_a_row() {
    let mut functions: Vec<_> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    functions.sort_unstable();
    functions.dedup();
    let mut rows: Vec<_> = ROWS.iter().map(|row| row.path).collect();
    rows.sort_unstable();
    assert_eq!(functions, rows);
}

#[test]
fn no_server_function_answers_a_link() {
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert_eq!(method, http::Method::POST, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_let_in_or_refused_as_its_row_says() {
    let matrix = Matrix::new().await;
    // Refusals first: what is let in changes what there is.
    for row in ROWS {
        for kind in Kind::ALL {
            for target in [Target::Own, Target::Foreign, Target::Absent] {
                if let Some(status) = refusal(row.needs, kind, target) {
                    let answer = matrix.post(kind, row.path, &(row.body)(matrix.things(target))).await;
                    assert_eq!(answer.status, status, "{} as {kind:?} on {target:?}: {}", row.path, answer.body);
                    assert_quiet(&matrix, &answer);
                }
            }
        }
    }
    for row in ROWS {
        for kind in Kind::ALL.into_iter().filter(|kind| refusal(row.needs, *kind, Target::Own).is_none()) {
            let answer = matrix.post(kind, row.path, &(row.body)(&matrix.own)).await;
            assert!(![401, 403, 500].contains(&answer.status), "{} as {kind:?}: {answer:?}", row.path);
        }
    }
}

/// A refusal has nothing of any tenant in it.
fn assert_quiet(matrix: &Matrix, answer: &Answer) {
    let secrets = ["Office Inc.", "Bricks", "office.example", "bricks.example"];
    for secret in secrets.into_iter().chain([matrix.foreign.tenant.as_str(), matrix.own.tenant.as_str()]) {
        assert!(!answer.body.contains(secret), "a refusal says {secret}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_tenant_answers_like_one_that_does_not_exist() {
    let matrix = Matrix::new().await;
    for row in ROWS {
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::OtherAdmin) {
            let foreign = matrix.post(kind, row.path, &(row.body)(&matrix.foreign)).await;
            let absent = matrix.post(kind, row.path, &(row.body)(&matrix.absent)).await;
            if matches!(row.needs, Needs::Member | Needs::Permission(_)) {
                assert_eq!(foreign, absent, "{} as {kind:?}", row.path);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_signed_out_is_told_so_of_every_tenant() {
    let matrix = Matrix::new().await;
    for row in ROWS.iter().filter(|row| matches!(row.needs, Needs::Member | Needs::Permission(_))) {
        for target in [Target::Own, Target::Foreign, Target::Absent] {
            // Each session anew: a server that was told that it is over remembers that, too.
            let session = matrix.signed_out().await;
            let answer = matrix.post_with(&session, row.path, &(row.body)(matrix.things(target))).await;
            assert_eq!(answer.status, 401, "{} on {target:?}: {answer:?}", row.path);
        }
    }
}

/// By the operators' door a tenant is entered by an operator's session alone, whatever a member's may do, and no call that
/// changes anything has that door.
#[tokio::test(flavor = "multi_thread")]
async fn the_operators_door_lets_in_who_may_enter_and_only_to_read() {
    let matrix = Matrix::new().await;
    let mut with_both = 0;
    for row in ROWS {
        for target in [Target::Own, Target::Foreign, Target::Absent] {
            let Some(body) = by_operators_door(row, matrix.things(target)) else { continue };
            for kind in Kind::ALL {
                let answer = matrix.post(kind, row.path, &body).await;
                let expected = match kind {
                    _ if !BOTH_DOORS.contains(&row.path) => 422,
                    Kind::SuperAdmin if target == Target::Absent => 404,
                    Kind::SuperAdmin => 200,
                    Kind::TenantManager => 403,
                    _ => 401,
                };
                assert_eq!(answer.status, expected, "{} as {kind:?} on {target:?}: {answer:?}", row.path);
                if expected != 200 {
                    assert_quiet(&matrix, &answer);
                }
            }
            with_both += usize::from(BOTH_DOORS.contains(&row.path));
        }
    }
    assert_eq!(with_both, 3 * BOTH_DOORS.len(), "each of them has a row");
}

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

#[tokio::test(flavor = "multi_thread")]
async fn arguments_that_make_no_sense_are_refused_and_never_a_fault() {
    let matrix = Matrix::new().await;
    let bodies =
        [json!(null), json!([]), json!("x"), json!({}), json!({ "tenant": "../../x", "query": {}, "input": {} })];
    for row in ROWS {
        for body in &bodies {
            let answer = matrix.post(Kind::Admin, row.path, body).await;
            assert_ne!(answer.status, 500, "{} with {body}: {answer:?}", row.path);
        }
    }
}
