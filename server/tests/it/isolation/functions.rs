//! The matrix of server functions.

use domain::operators::OperatorRole;
use model::permission::{Permission, PlatformPermission};
use serde_json::{Value, json};
use uuid::Uuid;

use super::callers::{Answer, Kind, Matrix, Target, Things};

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

impl Row {
    /// Whether it serves the members of the tenant that it names.
    pub fn is_of_members(&self) -> bool {
        matches!(self.needs, Needs::Member | Needs::Permission(_))
    }
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
pub fn assert_quiet(matrix: &Matrix, answer: &Answer) {
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
            if row.is_of_members() {
                assert_eq!(foreign, absent, "{} as {kind:?}", row.path);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_signed_out_is_told_so_of_every_tenant() {
    let matrix = Matrix::new().await;
    for row in ROWS.iter().filter(|row| row.is_of_members()) {
        for target in [Target::Own, Target::Foreign, Target::Absent] {
            // Each session anew: a server that was told that it is over remembers that, too.
            let session = matrix.signed_out().await;
            let answer = matrix.post_with(&session, row.path, &(row.body)(matrix.things(target))).await;
            assert_eq!(answer.status, 401, "{} on {target:?}: {answer:?}", row.path);
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
