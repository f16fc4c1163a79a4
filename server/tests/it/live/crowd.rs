//! A crowd: sockets of many people in two processes, while some of these people are removed or suspended, lose a role, or
//! end their sessions.
//! What is asserted is who heard what; how long it took, and how much memory, is printed. `make storm` has 10,000 sockets.

mod ear;

use std::time::{Duration, Instant};

use domain::access::{Actor, SessionToken};
use domain::{account, invitations, members, roles, samples, tenants};
use futures::{StreamExt as _, stream};
use model::ids::{IdempotencyKey, MemberId, PublicId, RoleId};
use model::invitations::InviteMember;
use model::live::close;
use model::members::{ChangeMemberRoles, ChangeMembers, ChosenMembers, MemberChange};
use model::password::Password;
use model::roles::DefaultRole;
use model::tenants::CreateOrganization;
use server::live::Pace;
use testkit::{PASSWORD, TestDatabase};
use uuid::Uuid;

use self::ear::Ear;
use super::world::{ABEL, Server, Session, by_hand};
use crate::program::Program;

/// People of each organization besides the one who administers it, all administrators themselves.
const PEOPLE: usize = 25;
/// How many of them each fate meets; the rest is left in peace.
const OF_EACH_FATE: usize = 5;

/// How many organizations, and how many sessions each of their people has: one socket in each process for a session.
fn size() -> (usize, usize) {
    let sockets = std::env::var("BOROUGH_STORM").map_or(100, |size| size.parse::<usize>().unwrap() / 10);
    let organizations = (sockets / 1_000).clamp(2, 10);
    (organizations, (sockets / (organizations * PEOPLE * 2)).max(1))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Removed,
    Demoted,
    SignedOut,
    Suspended,
    Stays,
}

impl Fate {
    fn of(person: usize) -> Self {
        [Self::Removed, Self::Demoted, Self::SignedOut, Self::Suspended]
            .get(person / OF_EACH_FATE)
            .copied()
            .unwrap_or(Self::Stays)
    }
}

/// An organization and its part of the crowd.
struct Organization {
    number: usize,
    id: PublicId,
    viewer: RoleId,
    ears: Vec<Ear>,
    /// How many invitations were made since the crowd was complete.
    secrets: usize,
    /// How far the feed had come when each of these people had met their fate.
    met: Vec<i64>,
}

impl Organization {
    async fn found(by: &Actor, number: usize) -> Self {
        let slug = format!("crowd-{number}");
        let input = CreateOrganization { organization: slug.clone(), slug: slug.clone(), key: None };
        tenants::create_organization(by, input).await.unwrap();
        let id = tenants::enter_tenant(by, &slug).await.unwrap().public_id;
        let roles = roles::list_roles(by, &id).await.unwrap();
        let viewer = roles.into_iter().find(|role| role.name == DefaultRole::Viewer.name()).unwrap().id;
        Self { number, id, viewer, ears: Vec::new(), secrets: 0, met: Vec::new() }
    }

    /// Makes its people and their sessions, without the work that a password is.
    fn fill(&self, sessions: usize) -> String {
        let (number, tenant) =
            (self.number, format!("(SELECT id FROM control.tenants WHERE slug = 'crowd-{}')", self.number));
        format!(
            "CREATE TEMPORARY TABLE person ON COMMIT DROP AS
             SELECT n, lpad(to_hex({number} * 1000 + n + 1), 32, '0')::uuid AS id, n || '@crowd-{number}.example' AS email
             FROM generate_series(0, {PEOPLE} - 1) AS n;
             INSERT INTO control.users (id, email, email_key, name, password_hash)
             SELECT id, email, email, email, '' FROM person;
             INSERT INTO control.memberships (tenant_id, id, user_id) SELECT {tenant}, id, id FROM person;
             INSERT INTO control.member_roles (tenant_id, member_id, role_id)
             SELECT r.tenant_id, p.id, r.id FROM person p, control.roles r WHERE r.tenant_id = {tenant} AND r.grants_all;
             INSERT INTO control.sessions (id, user_id, token_hash, expires_at, ip, user_agent)
             SELECT gen_random_uuid(), id, sha256(convert_to('crowd-{number}-' || n || '-' || s, 'UTF8')),
                now() + interval '1 day', '', ''
             FROM person, generate_series(0, {sessions} - 1) AS s"
        )
    }

    fn member(&self, person: usize) -> MemberId {
        MemberId(Uuid::from_u128((self.number * 1000 + person + 1) as u128))
    }

    fn session(&self, person: usize, session: usize) -> Session {
        Session(SessionToken(format!("crowd-{}-{person}-{session}", self.number)))
    }

    /// An event that administrators hear of.
    async fn make_secret(&mut self, by: &Actor) {
        let key = IdempotencyKey(Uuid::from_u128((self.number * 1_000_000 + self.secrets) as u128));
        let input = InviteMember { email: format!("{}@invited.example", self.secrets), roles: vec![self.viewer], key };
        invitations::invite_member(by, &self.id, input).await.unwrap();
        self.secrets += 1;
    }

    /// Does to a person what is meant for it. Answers when that was acknowledged for each of its sessions.
    async fn change(&self, by: &Actor, office: &Server, person: usize, sessions: usize) -> Vec<Instant> {
        let member = self.member(person);
        let mut acknowledged = Vec::new();
        match Fate::of(person) {
            Fate::Removed => members::remove_member(by, &self.id, member).await.unwrap(),
            Fate::Demoted => {
                let input = ChangeMemberRoles { member, roles: vec![self.viewer], before: None };
                members::change_member_roles(by, &self.id, input).await.unwrap();
            }
            Fate::SignedOut => {
                // The last one ends the others, one by one, and then itself.
                let last = office.actor(&self.session(person, sessions - 1)).await;
                for session in 0..sessions - 1 {
                    let other = office.actor(&self.session(person, session)).await;
                    account::revoke_session(&last, other.session()).await.unwrap();
                    acknowledged.push(Instant::now());
                }
                account::sign_out(&last).await.unwrap();
            }
            Fate::Suspended => {
                let who = ChosenMembers::These(vec![member]);
                let input = ChangeMembers { who, change: MemberChange::Suspend };
                assert_eq!(members::change_members(by, &self.id, input).await.unwrap().changed, 1);
            }
            Fate::Stays => (),
        }
        acknowledged.resize(sessions, Instant::now());
        acknowledged
    }

    async fn position(&self, by: &Actor) -> i64 {
        domain::live::listener(by, &self.id).await.unwrap().upto
    }

    /// Waits until everybody who is still there has heard of everything.
    async fn settle(&mut self, by: &Actor) {
        let position = self.position(by).await;
        for ear in &mut self.ears {
            ear.until(|heard| heard.closed.is_some() || heard.upto == position).await;
        }
    }

    /// Nobody heard what was not for them, and nobody missed what was.
    fn assert_heard(&self) {
        for ear in &self.ears {
            let heard = ear.heard();
            let code = heard.closed.map(|(code, _)| code);
            match ear.fate() {
                Fate::Removed | Fate::Suspended => {
                    assert_eq!(code, Some(close::NOT_A_MEMBER));
                    assert!(heard.upto < self.met[ear.person], "heard of its own end or more: {heard:?}");
                }
                Fate::Demoted => {
                    assert_eq!(code, None);
                    assert!(heard.last_secret < self.met[ear.person], "heard what it may not hear: {heard:?}");
                }
                Fate::SignedOut => assert_eq!(code, Some(close::SIGNED_OUT)),
                Fate::Stays => assert_eq!((code, heard.secrets), (None, self.secrets)),
            }
        }
    }
}

/// The longest of many waits, and how many they were.
#[derive(Default)]
struct Longest(Duration, usize);

impl Longest {
    fn note(&mut self, since: Instant, until: Instant) {
        self.0 = self.0.max(until.saturating_duration_since(since));
        self.1 += 1;
    }

    fn print(&self, what: &str) {
        println!("{} sockets {what}, {} ms after it was acknowledged at the latest", self.1, self.0.as_millis());
    }
}

struct Crowd {
    organizations: Vec<Organization>,
    sessions: usize,
    servers: [Program; 2],
    /// Where the changes are made: a third process to the other two.
    office: Server,
    abel: Actor,
    /// Last, so that it is dropped when nobody uses it any more.
    database: TestDatabase,
}

impl Crowd {
    async fn new() -> Self {
        let (count, sessions) = size();
        let database = testkit::database().await;
        let office = Server::start(&database, Pace::default()).await;
        samples::create(&office.db, &Password::parse(PASSWORD).unwrap()).await.unwrap();
        let abel = office.actor(&office.sign_in(ABEL).await).await;
        let mut organizations = Vec::new();
        for number in 0..count {
            let organization = Organization::found(&abel, number).await;
            by_hand(&database, organization.fill(sessions)).await;
            organizations.push(organization);
        }
        let servers = [Program::start(&database).await, Program::start(&database).await];
        Self { organizations, sessions, servers, office, abel, database }
    }

    /// Opens all sockets.
    async fn gather(&mut self) {
        let before: usize = self.servers.iter().map(Program::memory).sum();
        let begin = Instant::now();
        for organization in &mut self.organizations {
            let places = (0..PEOPLE).flat_map(|person| (0..self.sessions).map(move |session| (person, session)));
            let places = places.flat_map(|place| self.servers.iter().map(move |server| (server, place)));
            let there = &*organization;
            let open = places.map(|(server, (person, session))| Ear::open(server, there, person, session));
            organization.ears = stream::iter(open).buffer_unordered(64).collect().await;
        }
        let sockets: usize = self.organizations.iter().map(|organization| organization.ears.len()).sum();
        let memory = self.servers.iter().map(Program::memory).sum::<usize>() - before;
        println!(
            "{sockets} sockets in {} organizations and two processes after {} s, {} bytes of memory each",
            self.organizations.len(),
            begin.elapsed().as_secs(),
            memory * 1024 / sockets
        );
    }

    /// One change after the other, each followed by something that only administrators may hear of.
    async fn meet_fates(&mut self) {
        let [mut removed, mut demoted, mut signed_out, mut suspended] = [(); 4].map(|()| Longest::default());
        let mut overheard = 0;
        for person in 0..4 * OF_EACH_FATE {
            for organization in &mut self.organizations {
                let since = organization.change(&self.abel, &self.office, person, self.sessions).await;
                let met = organization.position(&self.abel).await;
                organization.met.push(met);
                organization.make_secret(&self.abel).await;
                for ear in organization.ears.iter_mut().filter(|ear| ear.person == person) {
                    let heard = ear.until(|heard| heard.told.is_some() || heard.closed.is_some()).await;
                    let longest = match ear.fate() {
                        Fate::Removed => &mut removed,
                        Fate::Demoted => &mut demoted,
                        Fate::Suspended => &mut suspended,
                        Fate::SignedOut | Fate::Stays => &mut signed_out,
                    };
                    let at = heard.told.or(heard.closed.map(|(_, at)| at)).unwrap();
                    longest.note(since[ear.session], at);
                    overheard += usize::from(ear.fate() == Fate::SignedOut && heard.last_secret > met);
                }
                organization.settle(&self.abel).await;
            }
        }
        removed.print("of removed members were closed");
        suspended.print("of suspended members were closed");
        demoted.print("of members who lost a role were filtered anew");
        signed_out.print("of ended sessions were closed");
        println!("{overheard} of these heard one more event before");
    }

    /// Many events at once for those who are left.
    async fn talk(&mut self) {
        const EVENTS: usize = 20;
        let begin = Instant::now();
        let abel = &self.abel;
        let all = self.organizations.iter_mut().map(async |organization| {
            for _ in 0..EVENTS {
                organization.make_secret(abel).await;
            }
            organization.settle(abel).await;
        });
        futures::future::join_all(all).await;
        let ears = self.organizations.iter().flat_map(|organization| &organization.ears);
        let events = EVENTS * ears.filter(|ear| ear.fate() == Fate::Stays).count();
        println!("{events} events delivered within {} ms", begin.elapsed().as_millis());
    }

    /// All at once, and with no announcement: the looks at the tables see it.
    async fn suspend(&mut self) {
        by_hand(&self.database, "UPDATE control.tenants SET status = 'suspended' WHERE slug LIKE 'crowd-%'").await;
        let since = Instant::now();
        let mut longest = Longest::default();
        let ears = self.organizations.iter_mut().flat_map(|organization| &mut organization.ears);
        for ear in ears.filter(|ear| matches!(ear.fate(), Fate::Demoted | Fate::Stays)) {
            let (code, at) = ear.until(|heard| heard.closed.is_some()).await.closed.unwrap();
            assert_eq!(code, close::SUSPENDED);
            longest.note(since, at);
        }
        longest.print("of organizations suspended by hand were closed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_changes_closes_or_filters_a_crowd_that_hears_nothing_after() {
    let mut crowd = Crowd::new().await;
    crowd.gather().await;
    crowd.meet_fates().await;
    crowd.talk().await;
    for organization in &crowd.organizations {
        organization.assert_heard();
    }
    crowd.suspend().await;
}
