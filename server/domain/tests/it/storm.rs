//! Calls that are dropped at any point leave clean connections: no transaction, no tenant, nothing half-done.
//!
//! A dropped call is one whose future is polled some times and then forgotten, as happens to a request whose client goes
//! away. `make storm` has 100,000 of them.

use std::collections::BTreeSet;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use domain::access::{Actor, Visitor};
use domain::operators::{self, OperatorRole};
use domain::{invitations, members, tenants};
use futures::StreamExt as _;
use futures::stream;
use model::AppError;
use model::email::EmailAddress;
use model::ids::{MemberId, PublicId, RoleId};
use model::invitations::InviteMember;
use model::members::{ChangeMemberRoles, ListMembers};
use model::operators::ListTenants;
use model::password::Password;
use model::text::PersonName;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::world::{EDITOR, PASSWORD, VIEWER, World, key, sign_in, storm_size, visitor};

const SEED: u64 = 1;

/// Polls a future so many times, and then drops it.
struct Impatient<F> {
    future: Pin<Box<F>>,
    polls: usize,
}

impl<F: Future> Future for Impatient<F> {
    /// None: it was dropped.
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(left) = self.polls.checked_sub(1) else { return Poll::Ready(None) };
        self.polls = left;
        match self.future.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            // Whether or not anything came: the next look at this future is its next poll, or its end.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

fn impatient<F: Future>(future: F, polls: usize) -> Impatient<F> {
    Impatient { future: Box::pin(future), polls }
}

/// Wraps the functions that are asked outside of any transaction: they count the times that they find a tenant or a
/// person chosen on their connection, which is what the call before has left behind. The count survives a rollback.
const SPY: &str = r"
    CREATE SEQUENCE control.dirty;
    GRANT USAGE ON SEQUENCE control.dirty TO borough_app, borough_definer;
    CREATE FUNCTION control.spy() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(current_setting('app.tenant_id', true), '') <> ''
            OR coalesce(current_setting('app.user_id', true), '') <> ''
        THEN
            PERFORM nextval('control.dirty');
        END IF;
    END $$;
    ALTER FUNCTION control.tenant_by_slug RENAME TO tenant_by_slug_unspied;
    CREATE FUNCTION control.tenant_by_slug(p_slug text) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM control.spy();
        RETURN control.tenant_by_slug_unspied(p_slug);
    END $$;
    ALTER FUNCTION control.load_access RENAME TO load_access_unspied;
    CREATE FUNCTION control.load_access(p_session uuid, p_public_id text)
        RETURNS TABLE (session_version bigint, user_version bigint, user_id uuid, tenant_id uuid, member_id uuid,
            member_version bigint, access_version bigint, grants_all boolean, permissions text[])
        LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM control.spy();
        RETURN QUERY SELECT * FROM control.load_access_unspied(p_session, p_public_id);
    END $$;
    GRANT EXECUTE ON FUNCTION control.spy, control.tenant_by_slug, control.load_access TO borough_app, borough_definer";

/// Ends when no connection of the program is within a transaction. Those whose call was dropped are rolled back by the
/// pool in their own time; one that stays for longer than all these looks take will never be.
async fn wait_until_no_transaction_is_open(world: &World) {
    let mut open = Vec::new();
    for _ in 0..5_000 {
        let mut sql = world.superuser().await;
        open = sqlx::query_as::<_, (String, String)>(
            "SELECT state, query FROM pg_stat_activity
            WHERE datname = current_database() AND usename LIKE 'borough%' AND state <> 'idle'",
        )
        .fetch_all(&mut sql)
        .await
        .unwrap();
        if open.is_empty() {
            return;
        }
    }
    panic!("left open: {open:?}");
}

async fn found_dirty(world: &World) -> bool {
    world.look("SELECT is_called FROM control.dirty").await
}

/// One organization and what can be called in it.
#[derive(Clone)]
struct Place {
    slug: String,
    tenant: PublicId,
    member: MemberId,
    roles: [RoleId; 2],
}

/// What was asked for, and how it would be found in the database.
#[derive(Clone, Debug)]
enum Wish {
    /// An invitation to an address that is asked once.
    Invite(String),
    /// These roles, so that whoever is remembered has old rights.
    Roles(usize),
    List,
    Enter,
}

impl Wish {
    fn draw(rng: &mut StdRng, number: usize) -> Self {
        match rng.random_range(0..8) {
            0..3 => Self::Invite(format!("person.{number}@example.com")),
            3 => Self::Roles(rng.random_range(0..2)),
            4..6 => Self::List,
            _ => Self::Enter,
        }
    }

    async fn call(&self, actor: &Actor, place: &Place) -> domain::Result<()> {
        match self {
            Self::Invite(email) => {
                let input = InviteMember { email: email.clone(), roles: vec![place.roles[0]], key: key() };
                invitations::invite_member(actor, &place.tenant, input).await.map(drop)
            }
            Self::Roles(which) => {
                let input = ChangeMemberRoles { member: place.member, roles: vec![place.roles[*which]], before: None };
                members::change_member_roles(actor, &place.tenant, input).await.map(drop)
            }
            Self::List => members::list_members(actor, &place.tenant, &ListMembers::default()).await.map(drop),
            Self::Enter => tenants::enter_tenant(actor, &place.slug).await.map(drop),
        }
    }
}

/// Two organizations with two callers each, over two connections in all.
struct Sea {
    world: World,
    places: Vec<(Place, [Visitor; 2])>,
    /// The addresses whose invitation was acknowledged.
    acknowledged: Arc<Mutex<Vec<String>>>,
}

impl Sea {
    async fn new() -> Self {
        let world = World::with(|config| config.connections = 2).await;
        let mut places = Vec::new();
        for slug in ["office", "bricks"] {
            let organization = world.found(slug).await;
            let eve = world.join(&organization, &format!("eve@{slug}.example"), VIEWER).await;
            let place = Place {
                slug: slug.to_owned(),
                tenant: organization.public_id.clone(),
                member: eve.member(),
                roles: [organization.role(VIEWER), organization.role(EDITOR)],
            };
            // The one whose rights change all the time remembers them wrong all the time.
            places.push((place, [organization.admin.visitor(&world.db), eve.visitor(&world.db)]));
        }
        // Nobody else may invite so many.
        world.verify_everybody().await;
        world.force(SPY).await;
        Self { world, places, acknowledged: Arc::default() }
    }

    /// Whose call it is, and where. Members who are no administrators read only.
    fn draw(&self, rng: &mut StdRng, number: usize) -> (Visitor, Place, Wish) {
        let (place, callers) = &self.places[rng.random_range(0..self.places.len())];
        let wish = Wish::draw(rng, number);
        let reads = matches!(wish, Wish::List | Wish::Enter);
        (callers[usize::from(reads && rng.random())].clone(), place.clone(), wish)
    }

    /// Every acknowledged write is there once, and every write is whole: the row, its mail, its entry and its event.
    async fn assert_whole(&self) {
        wait_until_no_transaction_is_open(&self.world).await;
        assert!(!found_dirty(&self.world).await, "seed {SEED}: a call left a tenant or a person chosen");
        let mut sql = self.world.superuser().await;
        let invited: Vec<(String, i64, i64, i64)> = sqlx::query_as(
            "WITH mailed AS (
                SELECT tenant_id, recipient, count(*) AS n FROM control.mails GROUP BY tenant_id, recipient
            ), logged AS (
                SELECT tenant_id, (entry ->> 'resource')::uuid AS id, count(*) AS n FROM control.audit_entries
                GROUP BY tenant_id, entry ->> 'resource'
            ), told AS (
                SELECT tenant_id, ids[1] AS id, count(*) AS n FROM control.events GROUP BY tenant_id, ids[1]
            )
            SELECT i.email, count(*), coalesce(sum(m.n), 0)::bigint, coalesce(sum(l.n * t.n), 0)::bigint
            FROM control.invitations i
            LEFT JOIN mailed m ON m.tenant_id = i.tenant_id AND m.recipient = i.email
            LEFT JOIN logged l ON l.tenant_id = i.tenant_id AND l.id = i.id
            LEFT JOIN told t ON t.tenant_id = i.tenant_id AND t.id = i.id
            WHERE i.accepted_at IS NULL GROUP BY i.email",
        )
        .fetch_all(&mut sql)
        .await
        .unwrap();
        let halves: Vec<_> = invited.iter().filter(|row| (row.1, row.2, row.3) != (1, 1, 1)).collect();
        assert!(halves.is_empty(), "seed {SEED}: doubled or half-done: {halves:?}");
        let mails: i64 = self.world.look("SELECT count(*) FROM control.mails WHERE recipient LIKE 'person.%'").await;
        assert_eq!(usize::try_from(mails).unwrap(), invited.len(), "seed {SEED}: a mail without its invitation");
        let there: BTreeSet<_> = invited.iter().map(|row| row.0.as_str()).collect();
        for email in &*self.acknowledged.lock().unwrap() {
            assert!(there.contains(email.as_str()), "seed {SEED}: {email} was acknowledged and is gone");
        }
        let tenants: Vec<uuid::Uuid> =
            sqlx::query_scalar("SELECT id FROM control.tenants").fetch_all(&mut sql).await.unwrap();
        for tenant in tenants {
            let broken = self.world.broken_links(Some(model::ids::TenantId(tenant))).await;
            assert_eq!(broken, [] as [i64; 0], "seed {SEED}");
        }
    }
}

/// Calls that were begun: all, and those that are neither ended nor dropped.
#[derive(Default)]
struct Begun {
    all: AtomicUsize,
    under_way: AtomicUsize,
}

/// A call that is under way.
struct Here(Arc<Begun>);

impl Here {
    fn new(begun: Arc<Begun>) -> Self {
        begun.all.fetch_add(1, Ordering::SeqCst);
        begun.under_way.fetch_add(1, Ordering::SeqCst);
        Self(begun)
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Numbers for as many calls as it takes until so many were dropped.
fn until(dropped: &AtomicUsize, enough: usize) -> impl Iterator<Item = usize> {
    (0..).take_while(move |_| dropped.load(Ordering::SeqCst) < enough)
}

fn note(acknowledged: &Mutex<Vec<String>>, wish: &Wish) {
    if let Wish::Invite(email) = wish {
        acknowledged.lock().unwrap().push(email.clone());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storm_of_domain_calls_dropped_at_any_point_leaves_clean_connections() {
    let sea = Sea::new().await;
    let mut rng = StdRng::seed_from_u64(SEED);
    let (dropped, mut ended, mut refused) = (AtomicUsize::new(0), 0, 0);
    // Most are dropped early, some just before they end.
    let calls = until(&dropped, storm_size() / 2)
        .map(|number| (sea.draw(&mut rng, number), rng.random_range(1..24).min(rng.random_range(1..24))));
    let mut answers = stream::iter(calls.map(|((visitor, place, wish), polls)| {
        let acknowledged = sea.acknowledged.clone();
        async move {
            let call = async { wish.call(&visitor.authenticate().await?, &place).await };
            let answer = impatient(call, polls).await;
            if let Some(Ok(())) = answer {
                note(&acknowledged, &wish);
            }
            (wish, answer)
        }
    }))
    .buffer_unordered(4);
    while let Some((wish, answer)) = answers.next().await {
        match answer {
            None => _ = dropped.fetch_add(1, Ordering::SeqCst),
            Some(Ok(())) => ended += 1,
            Some(Err(error)) => match error.tell() {
                // Two connections are few on a machine that is busy with other things.
                AppError::Unavailable => refused += 1,
                error => panic!("seed {SEED}: {wish:?}: {error:?}"),
            },
        }
    }
    assert!(refused <= ended / 50, "{refused} calls waited in vain for a connection or a lock");
    println!("{} calls dropped, {ended} ended, pool of 2", dropped.load(Ordering::SeqCst));
    assert!(ended > 0, "the polls are badly drawn");
    sea.assert_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storm_of_clients_who_go_away_lets_every_call_end() {
    let sea = Sea::new().await;
    let mut rng = StdRng::seed_from_u64(SEED);
    let (begun, ended) = (Arc::new(Begun::default()), Arc::new(AtomicUsize::new(0)));
    let dropped = AtomicUsize::new(0);
    let calls = until(&dropped, storm_size() / 2).map(|number| (sea.draw(&mut rng, number), rng.random_range(1..3)));
    let mut answers = stream::iter(calls.map(|((visitor, place, wish), polls)| {
        let (acknowledged, begun, ended) = (sea.acknowledged.clone(), begun.clone(), ended.clone());
        let call = visitor.as_person(move |actor| {
            let here = Here::new(begun);
            async move {
                let answer = wish.call(&actor, &place).await.map_err(domain::Error::tell);
                if answer.is_ok() {
                    note(&acknowledged, &wish);
                }
                ended.fetch_add(1, Ordering::SeqCst);
                drop(here);
                Ok(answer?)
            }
        });
        impatient(call, polls)
    }))
    // More than there are connections: calls wait for one while their client goes away.
    .buffer_unordered(16);
    while let Some(answer) = answers.next().await {
        match answer {
            None => _ = dropped.fetch_add(1, Ordering::SeqCst),
            // Too many at once for two connections is a fair answer.
            Some(Ok(()) | Err(AppError::Unavailable)) => {}
            Some(Err(error)) => panic!("seed {SEED}: {error:?}"),
        }
    }
    while begun.under_way.load(Ordering::SeqCst) > 0 {
        tokio::task::yield_now().await;
    }
    let (begun, ended) = (begun.all.load(Ordering::SeqCst), ended.load(Ordering::SeqCst));
    let dropped = dropped.load(Ordering::SeqCst);
    println!("{dropped} clients went away, {begun} calls begun, {ended} ended, pool of 2");
    assert_eq!(begun, ended, "seed {SEED}: what was begun goes on to its end, whatever becomes of the client");
    sea.assert_whole().await;
    let acknowledged = sea.acknowledged.lock().unwrap().len();
    let invited: i64 = sea.world.look("SELECT count(*) FROM control.invitations WHERE accepted_at IS NULL").await;
    assert_eq!(usize::try_from(invited).unwrap(), acknowledged, "what ended was acknowledged to the end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storm_of_dropped_calls_of_the_back_office_leaves_clean_connections() {
    let world = World::new().await;
    world.found("office").await;
    let (email, name) = (EmailAddress::parse("olive@example.com").unwrap(), PersonName::parse("Olive").unwrap());
    let password = Password::parse(PASSWORD).unwrap();
    operators::create_operator(&world.db, &email, &name, password, OperatorRole::SuperAdmin).await.unwrap();
    let signed_in = operators::sign_in(&world.visitor(), sign_in(email.as_str(), PASSWORD)).await.unwrap();
    let session = Some(domain::access::SessionToken(signed_in.token));
    let olive = Visitor { operator_session: session, ..visitor(&world.db) };

    let mut rng = StdRng::seed_from_u64(SEED);
    let (dropped, mut acknowledged) = (AtomicUsize::new(0), Vec::new());
    for number in until(&dropped, storm_size() / 10) {
        let search = format!("storm {number}");
        let query = ListTenants { search: search.clone(), ..ListTenants::default() };
        let call = pin!(impatient(operators::list_tenants(&olive, &query), rng.random_range(1..14)));
        match call.await {
            None => _ = dropped.fetch_add(1, Ordering::SeqCst),
            Some(Ok(_)) => acknowledged.push(search),
            Some(Err(error)) => panic!("seed {SEED}: {:?}", error.tell()),
        }
    }
    println!("{} calls dropped, {} ended", dropped.load(Ordering::SeqCst), acknowledged.len());
    assert!(!acknowledged.is_empty());
    wait_until_no_transaction_is_open(&world).await;
    let mut sql = world.superuser().await;
    let logged: Vec<String> = sqlx::query_scalar(
        "SELECT entry -> 'details' ->> 'search' FROM control.platform_audit
        WHERE entry ->> 'action' = 'platform.tenants_listed'",
    )
    .fetch_all(&mut sql)
    .await
    .unwrap();
    for search in acknowledged {
        assert_eq!(
            logged.iter().filter(|found| **found == search).count(),
            1,
            "seed {SEED}: {search} is not in the log"
        );
    }
    assert_eq!(world.broken_links(None).await, [] as [i64; 0]);
}
