//! What was remembered never decides: a change in one process counts from the next call in every other.

use domain::access::Actor;
use domain::members;
use model::AppError;
use model::ids::RoleId;
use model::members::ChangeMemberRoles;
use model::permission::{Permission, PermissionSet};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::permissions::call;
use crate::world::{NO_TRIGGERS, Organization, Person, VIEWER, World, storm_size};

/// What a test expects of a person, kept beside the database.
struct Expected {
    /// The roles' permissions, in the roles' order.
    roles: Vec<PermissionSet>,
    held: Vec<usize>,
    member: bool,
    active: bool,
}

impl Expected {
    fn answer(&self, permission: Permission) -> Result<(), AppError> {
        if !self.member || !self.active {
            return Err(AppError::NotFound);
        }
        if self.held.iter().any(|role| self.roles[*role].contains(permission)) {
            Ok(())
        } else {
            Err(AppError::PermissionDenied { required: permission.into() })
        }
    }
}

#[tokio::test]
async fn storm_of_changes_of_access_leaves_no_stale_decision_in_another_process() {
    const SEED: u64 = 7;
    let mut rng = StdRng::seed_from_u64(SEED);
    let world = World::new().await;
    let mut office = world.found("office").await;
    let mut roles = Vec::new();
    for number in 0..4 {
        roles.push(world.custom_role(&mut office, &format!("role {number}"), &[]).await);
    }
    let person = world.join(&office, "eve@example.com", "role 0").await;
    let mut expected = Expected { roles: vec![PermissionSet::default(); 4], held: vec![0], member: true, active: true };
    // The one who changes and the one who is changed call different processes, which never forget by themselves.
    let elsewhere = person.actor(&world.process()).await;
    let changes = storm_size() / 10;
    for change in 0..changes {
        let what = random_change(&mut rng, &world, &office, &roles, &person, &mut expected).await;
        // A change that takes something back gives the other process a "yes" to remember, and the other way round.
        for permission in [Permission::ALL[rng.random_range(0..Permission::ALL.len())], Permission::MemberList] {
            let answer = ask(&elsewhere, &office, permission).await;
            assert_eq!(answer, expected.answer(permission), "seed {SEED}, change {change}: {what}, {permission:?}");
        }
    }
    println!("{changes} changes over two processes, no stale decision");
}

/// The answer of the call, where one that finds no member means that it was allowed.
async fn ask(actor: &Actor, office: &Organization, permission: Permission) -> Result<(), AppError> {
    let answer = call(permission, actor, &office.public_id).await;
    match answer {
        // `call` cannot tell "no such member" from "no such tenant": this can.
        Ok(()) => domain::live::listener(actor, &office.public_id).await.map(drop).map_err(domain::Error::tell),
        answer => answer,
    }
}

async fn random_change(
    rng: &mut StdRng,
    world: &World,
    office: &Organization,
    roles: &[RoleId],
    person: &Person,
    expected: &mut Expected,
) -> &'static str {
    let (tenant, member) = (office.id, person.member());
    let admin = office.admin.actor(&world.db).await;
    match rng.random_range(0..10) {
        // What the screens do.
        0..4 if expected.member && expected.active => {
            let held: Vec<_> = (0..roles.len()).filter(|_| rng.random_bool(0.5)).collect();
            expected.held = if held.is_empty() { vec![rng.random_range(0..roles.len())] } else { held };
            let roles = expected.held.iter().map(|role| roles[*role]).collect();
            members::change_member_roles(&admin, &office.public_id, ChangeMemberRoles { member, roles, before: None })
                .await
                .unwrap();
            "other roles"
        }
        4..6 if expected.active => {
            if expected.member {
                members::remove_member(&admin, &office.public_id, member).await.unwrap();
            } else {
                members::restore_member(&admin, &office.public_id, member).await.unwrap();
            }
            expected.member = !expected.member;
            "removed or restored"
        }
        // What later screens will do.
        6 => {
            expected.active = !expected.active;
            let status = if expected.active { "active" } else { "suspended" };
            world.force(&format!("UPDATE control.tenants SET status = '{status}' WHERE id = '{tenant}'")).await;
            "suspended or not"
        }
        _ => {
            let role = rng.random_range(0..roles.len());
            let permission = Permission::ALL[rng.random_range(0..Permission::ALL.len())];
            let row = format!("('{tenant}', '{}', '{}')", roles[role], permission.as_str());
            let others = Permission::ALL.iter().copied().filter(|other| *other != permission);
            let mut permissions: Vec<_> = others.filter(|other| expected.roles[role].contains(*other)).collect();
            if expected.roles[role].contains(permission) {
                let key = "(tenant_id, role_id, permission)";
                world.force(&format!("DELETE FROM control.role_permissions WHERE {key} = {row}")).await;
            } else {
                world.force(&format!("INSERT INTO control.role_permissions VALUES {row}")).await;
                permissions.push(permission);
            }
            expected.roles[role] = permissions.into_iter().collect();
            "another permission in a role"
        }
    }
}

#[tokio::test]
async fn every_change_of_what_a_right_is_made_of_raises_a_version() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    let role = world.custom_role(&mut office, "Role", &[Permission::MemberList]).await;
    let other = world.custom_role(&mut office, "Other", &[]).await;
    let person = world.join(&office, "eve@example.com", "Role").await;
    let (tenant, member) = (office.id, person.member());
    let of_member = format!("SELECT version FROM control.memberships WHERE id = '{member}'");
    let of_tenant = format!("SELECT access_version FROM control.tenants WHERE id = '{tenant}'");
    let its = |table: &str| format!("control.{table} WHERE tenant_id = '{tenant}'");
    let changes = [
        (
            "SELECT sum(version)::bigint FROM control.sessions",
            "UPDATE control.sessions SET ended_at = now()".to_owned(),
        ),
        (
            "SELECT sum(version)::bigint FROM control.users",
            "UPDATE control.users SET email_verified_at = now()".to_owned(),
        ),
        (&of_member, format!("UPDATE control.memberships SET status = status WHERE id = '{member}'")),
        (
            &of_member,
            format!("INSERT INTO control.member_roles VALUES ('{tenant}', '{member}', '{}')", office.role(VIEWER)),
        ),
        (
            &of_member,
            format!(
                "UPDATE control.member_roles SET role_id = '{other}' WHERE member_id = '{member}' AND role_id = '{role}'"
            ),
        ),
        (&of_member, format!("DELETE FROM control.member_roles WHERE member_id = '{member}' AND role_id = '{other}'")),
        (
            &of_tenant,
            format!("INSERT INTO control.roles (tenant_id, id, name) VALUES ('{tenant}', gen_random_uuid(), 'New')"),
        ),
        (&of_tenant, format!("UPDATE control.roles SET grants_all = true WHERE id = '{role}'")),
        (&of_tenant, format!("INSERT INTO control.role_permissions VALUES ('{tenant}', '{other}', 'role:list')")),
        (&of_tenant, format!("UPDATE control.role_permissions SET permission = 'x' WHERE role_id = '{other}'")),
        (&of_tenant, format!("DELETE FROM {} AND role_id = '{other}'", its("role_permissions"))),
        (&of_tenant, format!("DELETE FROM {} AND name = 'New'", its("roles"))),
        (&of_tenant, format!("UPDATE control.tenants SET status = 'suspended' WHERE id = '{tenant}'")),
    ];
    for (version, change) in changes {
        let before: i64 = world.look(version).await;
        world.force(&change).await;
        assert!(world.look::<i64>(version).await > before, "{change}");
    }
}

#[tokio::test]
async fn the_doors_ask_for_more_than_versions() {
    let world = World::new().await;
    let office = world.found("office").await;
    let actor = office.admin.actor(&world.process()).await;
    for (blow, took_back, refusal) in [
        (
            "UPDATE control.memberships SET status = 'removed', removed_at = now()",
            "UPDATE control.memberships SET status = 'active', removed_at = NULL",
            AppError::NotFound,
        ),
        (
            "UPDATE control.tenants SET status = 'suspended'",
            "UPDATE control.tenants SET status = 'active'",
            AppError::NotFound,
        ),
        (
            "UPDATE control.sessions SET ended_at = now()",
            "UPDATE control.sessions SET ended_at = NULL",
            AppError::Unauthenticated,
        ),
    ] {
        ask(&actor, &office, Permission::RoleList).await.unwrap();
        world.force(&format!("{NO_TRIGGERS}; {blow}")).await;
        assert_eq!(ask(&actor, &office, Permission::RoleList).await, Err(refusal), "{blow}");
        world.force(&format!("{NO_TRIGGERS}; {took_back}")).await;
    }
}
