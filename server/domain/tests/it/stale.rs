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
use crate::world::{Organization, Person, World, storm_size};

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
            members::change_member_roles(&admin, &office.public_id, ChangeMemberRoles { member, roles }).await.unwrap();
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
