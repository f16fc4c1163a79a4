//! What was remembered never decides: a change in one process counts from the next call in every other.

use domain::access::{Actor, SessionToken, Visitor};
use domain::operators::OperatorRole;
use domain::{account, members, operators, tenants};
use model::AppError;
use model::ids::RoleId;
use model::members::{ChangeMemberRoles, ChangeMembers, ChosenMembers, MemberChange};
use model::operators::SuspendTenant;
use model::permission::{Permission, PermissionSet};
use model::tenants::ArchiveOrganization;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::operators::olive;
use crate::permissions::call;
use crate::world::{NO_TRIGGERS, Organization, PASSWORD, Person, VIEWER, World, sign_in, storm_size};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Membership {
    Active,
    Suspended,
    Removed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tenant {
    Active,
    Suspended,
    Archived,
}

/// What a test expects of a person, kept beside the database.
struct Expected {
    /// The roles' permissions, in the roles' order.
    roles: Vec<PermissionSet>,
    held: Vec<usize>,
    member: Membership,
    tenant: Tenant,
    signed_in: bool,
}

impl Expected {
    fn answer(&self, permission: Permission) -> Result<(), AppError> {
        if !self.signed_in {
            return Err(AppError::Unauthenticated);
        }
        if self.member != Membership::Active || self.tenant != Tenant::Active {
            return Err(AppError::NotFound);
        }
        if self.held.iter().any(|role| self.roles[*role].contains(permission)) {
            Ok(())
        } else {
            Err(AppError::PermissionDenied { required: permission.into() })
        }
    }
}

/// Somebody whose access changes, and all who change it.
struct Cast {
    world: World,
    office: Organization,
    roles: Vec<RoleId>,
    eve: Person,
    /// The session of hers that is watched, and one by which she ends it.
    watched: Actor,
    other: Actor,
    olive: Visitor,
}

impl Cast {
    /// The one whose access changes calls a process of her own, which never forgets by itself.
    async fn new() -> Self {
        let world = World::new().await;
        let mut office = world.found("office").await;
        let mut roles = Vec::new();
        for number in 0..4 {
            roles.push(world.custom_role(&mut office, &format!("role {number}"), &[]).await);
        }
        let eve = world.join(&office, "eve@example.com", "role 0").await;
        let watched = eve.actor(&world.process()).await;
        let again = account::sign_in(&world.visitor(), sign_in(&eve.email, PASSWORD)).await.unwrap();
        let other = Person { token: SessionToken(again.token), ..eve.clone() }.actor(&world.db).await;
        let olive = olive(&world, OperatorRole::TenantManager).await;
        Self { world, office, roles, eve, watched, other, olive }
    }

    async fn admin(&self) -> Actor {
        self.office.admin.actor(&self.world.db).await
    }
}

#[tokio::test]
async fn storm_of_changes_of_access_leaves_no_stale_decision_in_another_process() {
    const SEED: u64 = 7;
    let mut rng = StdRng::seed_from_u64(SEED);
    let cast = Cast::new().await;
    let mut expected = Expected {
        roles: vec![PermissionSet::default(); 4],
        held: vec![0],
        member: Membership::Active,
        tenant: Tenant::Active,
        signed_in: true,
    };
    let changes = storm_size() / 10;
    for change in 0..changes {
        let what = random_change(&mut rng, &cast, &mut expected).await;
        // A change that takes something back gives the other process a "yes" to remember, and the other way round.
        for permission in [Permission::ALL[rng.random_range(0..Permission::ALL.len())], Permission::MemberList] {
            let answer = ask(&cast.watched, &cast.office, permission).await;
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

async fn random_change(rng: &mut StdRng, cast: &Cast, expected: &mut Expected) -> &'static str {
    let open = expected.tenant == Tenant::Active;
    match rng.random_range(0..10) {
        0..3 if open && expected.member == Membership::Active => change_roles(rng, cast, expected).await,
        3..5 if open => change_membership(rng, cast, expected).await,
        5 if open && expected.member != Membership::Removed => suspend_member(cast, expected).await,
        6 => change_tenant(rng, cast, expected).await,
        7 => change_session(cast, expected).await,
        _ => change_permission(rng, cast, expected).await,
    }
}

async fn change_roles(rng: &mut StdRng, cast: &Cast, expected: &mut Expected) -> &'static str {
    let held: Vec<_> = (0..cast.roles.len()).filter(|_| rng.random_bool(0.5)).collect();
    expected.held = if held.is_empty() { vec![rng.random_range(0..cast.roles.len())] } else { held };
    let roles = expected.held.iter().map(|role| cast.roles[*role]).collect();
    let input = ChangeMemberRoles { member: cast.eve.member(), roles, before: None };
    members::change_member_roles(&cast.admin().await, &cast.office.public_id, input).await.unwrap();
    "other roles"
}

async fn change_membership(rng: &mut StdRng, cast: &Cast, expected: &mut Expected) -> &'static str {
    let (tenant, member) = (&cast.office.public_id, cast.eve.member());
    match expected.member {
        Membership::Removed => {
            // Also whoever has left can be brought back, which no screen does.
            let as_if_removed = format!("UPDATE control.memberships SET removed_at = now() WHERE id = '{member}'");
            cast.world.force(&as_if_removed).await;
            members::restore_member(&cast.admin().await, tenant, member).await.unwrap();
            expected.member = Membership::Active;
            "restored"
        }
        Membership::Active if expected.signed_in && rng.random_bool(0.3) => {
            tenants::leave_organization(&cast.other, tenant).await.unwrap();
            expected.member = Membership::Removed;
            "left"
        }
        Membership::Active => {
            members::remove_member(&cast.admin().await, tenant, member).await.unwrap();
            expected.member = Membership::Removed;
            "removed"
        }
        Membership::Suspended => suspend_member(cast, expected).await,
    }
}

async fn suspend_member(cast: &Cast, expected: &mut Expected) -> &'static str {
    let (change, then, what) = match expected.member {
        Membership::Suspended => (MemberChange::Reinstate, Membership::Active, "reinstated"),
        _ => (MemberChange::Suspend, Membership::Suspended, "suspended"),
    };
    let input = ChangeMembers { who: ChosenMembers::These(vec![cast.eve.member()]), change };
    let done = members::change_members(&cast.admin().await, &cast.office.public_id, input).await.unwrap();
    assert_eq!(done.changed, 1);
    expected.member = then;
    what
}

async fn change_tenant(rng: &mut StdRng, cast: &Cast, expected: &mut Expected) -> &'static str {
    let tenant = cast.office.public_id.clone();
    let (then, what) = match expected.tenant {
        Tenant::Active if rng.random_bool(0.5) => {
            let input = SuspendTenant { tenant, message: "For a while.".to_owned() };
            operators::suspend_tenant(&cast.olive, input).await.unwrap();
            (Tenant::Suspended, "organization suspended")
        }
        Tenant::Active => {
            let confirmed = ArchiveOrganization { confirmation: cast.office.slug.clone() };
            tenants::archive_organization(&cast.admin().await, &tenant, confirmed).await.unwrap();
            (Tenant::Archived, "organization archived")
        }
        Tenant::Suspended => {
            operators::restore_tenant(&cast.olive, tenant).await.unwrap();
            (Tenant::Active, "organization restored")
        }
        Tenant::Archived => {
            tenants::restore_organization(&cast.admin().await, &tenant).await.unwrap();
            (Tenant::Active, "organization taken out again")
        }
    };
    expected.tenant = then;
    what
}

async fn change_session(cast: &Cast, expected: &mut Expected) -> &'static str {
    let session = cast.watched.session();
    let what = if expected.signed_in {
        account::revoke_session(&cast.other, session).await.unwrap();
        "session revoked"
    } else {
        // No screen does this: it spares a sign-in, and is a "yes" after a "no".
        cast.world.force(&format!("UPDATE control.sessions SET ended_at = NULL WHERE id = '{session}'")).await;
        "session back"
    };
    expected.signed_in = !expected.signed_in;
    what
}

/// As screens of roles will do.
async fn change_permission(rng: &mut StdRng, cast: &Cast, expected: &mut Expected) -> &'static str {
    let role = rng.random_range(0..cast.roles.len());
    let permission = Permission::ALL[rng.random_range(0..Permission::ALL.len())];
    let row = format!("('{}', '{}', '{}')", cast.office.id, cast.roles[role], permission.as_str());
    let others = Permission::ALL.iter().copied().filter(|other| *other != permission);
    let mut permissions: Vec<_> = others.filter(|other| expected.roles[role].contains(*other)).collect();
    if expected.roles[role].contains(permission) {
        let key = "(tenant_id, role_id, permission)";
        cast.world.force(&format!("DELETE FROM control.role_permissions WHERE {key} = {row}")).await;
    } else {
        cast.world.force(&format!("INSERT INTO control.role_permissions VALUES {row}")).await;
        permissions.push(permission);
    }
    expected.roles[role] = permissions.into_iter().collect();
    "another permission in a role"
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
