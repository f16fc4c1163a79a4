//! Two servers over one database of samples, the people in it, and their sockets.

use std::ops::Deref;
use std::time::Duration;

use domain::access::{Actor, Caller, SessionToken, Visitor};
use domain::{account, invitations, members, roles, samples, tenants};
use futures::{SinkExt, StreamExt};
use model::account::SignIn;
use model::ids::{IdempotencyKey, InvitationId, MemberId, PublicId};
use model::invitations::InviteMember;
use model::live::{Body, Event, Frame};
use model::members::{ChangeMemberRoles, ListMembers};
use model::password::Password;
use model::roles::DefaultRole;
use server::live::Pace;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use testkit::{PASSWORD, TestDatabase};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::serving::{Serving, bounded};

/// Administrator of Office Inc., Viewer at Bricks'r'us.
pub const ABEL: &str = samples::ABEL;
/// Editor at Office Inc.
pub const ADAM: &str = "adam@office.example";
/// Administrator of Bricks'r'us.
pub const BEA: &str = "bea@bricks.example";

/// Announcements alone must do: the looks, which find everything, come too late to help.
pub fn slow_looks() -> Pace {
    Pace { look: Duration::from_hours(1), ..Pace::default() }
}

pub struct World {
    pub a: Server,
    pub b: Server,
    pub office: PublicId,
    pub bricks: PublicId,
    /// Last, so that it is dropped when nobody uses it any more.
    pub database: TestDatabase,
}

impl World {
    pub async fn new(pace: Pace) -> Self {
        let database = testkit::database().await;
        let a = Server::start(&database, pace.clone()).await;
        let b = Server::start(&database, pace).await;
        samples::create(&a.db, &Password::parse(PASSWORD).unwrap()).await.unwrap();
        let actor = a.actor(&a.sign_in(ABEL).await).await;
        let office = tenants::enter_tenant(&actor, "office-inc").await.unwrap().public_id;
        let bricks = tenants::enter_tenant(&actor, "bricksrus").await.unwrap().public_id;
        Self { a, b, office, bricks, database }
    }

    /// See [`by_hand`].
    pub async fn by_hand(&self, sql: impl Into<String>) {
        by_hand(&self.database, sql).await;
    }

    /// Adds events to Office Inc.'s feed, each with so many ids. Answers the last number before them.
    pub async fn fill_feed(&self, asking: &Session, count: i64, ids: usize) -> i64 {
        let from = domain::live::listener(&self.a.actor(asking).await, &self.office).await.unwrap().upto;
        let tenant = format!("(SELECT id FROM control.tenants WHERE public_id = '{}')", self.office);
        self.by_hand(format!(
            "INSERT INTO control.events (tenant_id, number, kind, ids)
             SELECT {tenant}, {from} + n, 'member.joined', array_fill(gen_random_uuid(), '{{{ids}}}')
             FROM generate_series(1, {count}) AS n;
             UPDATE control.feed SET position = {from} + {count} WHERE tenant_id = {tenant}"
        ))
        .await;
        from
    }

    pub async fn invite(&self, server: &Server, by: &Session, email: &str) -> InvitationId {
        self.invite_to(server, by, &self.office, email).await
    }

    pub async fn invite_to(&self, server: &Server, by: &Session, tenant: &PublicId, email: &str) -> InvitationId {
        let actor = server.actor(by).await;
        let roles = roles::list_roles(&actor, tenant).await.unwrap();
        let roles = roles.into_iter().filter(|role| role.name == DefaultRole::Viewer.name()).map(|role| role.id);
        let key = IdempotencyKey(uuid::Uuid::from_u128(key_of(email)));
        let input = InviteMember { email: email.to_owned(), roles: roles.collect(), key };
        invitations::invite_member(&actor, tenant, input).await.unwrap().id
    }

    /// Gives a member of Office Inc. exactly this role. Answers how far the feed has come then.
    pub async fn change_role(&self, server: &Server, by: &Session, member: MemberId, role: DefaultRole) -> i64 {
        let actor = server.actor(by).await;
        let roles = roles::list_roles(&actor, &self.office).await.unwrap();
        let roles = roles.into_iter().filter(|view| view.name == role.name()).map(|view| view.id).collect();
        let input = ChangeMemberRoles { member, roles, before: None };
        members::change_member_roles(&actor, &self.office, input).await.unwrap();
        domain::live::listener(&actor, &self.office).await.unwrap().upto
    }

    pub async fn member_of(&self, tenant: &PublicId, asking: &str, email: &str) -> MemberId {
        let actor = self.a.actor(&self.a.sign_in(asking).await).await;
        let query = ListMembers { search: email.to_owned(), ..ListMembers::default() };
        members::list_members(&actor, tenant, &query).await.unwrap().members[0].id
    }
}

/// A change of which no feed and no announcement tells.
pub async fn by_hand(database: &TestDatabase, sql: impl Into<String>) {
    let mut superuser = PgConnection::connect_with(&database.superuser()).await.unwrap();
    superuser.execute(AssertSqlSafe(sql.into())).await.unwrap();
}

/// A key for each address: inviting somebody twice in a test would be a mistake in it.
fn key_of(email: &str) -> u128 {
    email.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash: u128, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    })
}

/// The secret of somebody's session.
pub struct Session(pub SessionToken);

/// The handshake of a page that came from this origin.
pub fn handshake(address: &str, origin: &str, session: Option<&Session>, query: &str) -> Request {
    let mut request = format!("ws://{address}/ws{query}").into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    if let Some(Session(token)) = session {
        request.headers_mut().insert("cookie", format!("__Host-borough={}", token.0).parse().unwrap());
    }
    request
}

/// A server, and what people do there.
pub struct Server(Serving);

impl Deref for Server {
    type Target = Serving;

    fn deref(&self) -> &Serving {
        &self.0
    }
}

impl Server {
    pub async fn start(database: &TestDatabase, pace: Pace) -> Self {
        Self(Serving::start(database, pace).await)
    }

    pub async fn sign_in(&self, email: &str) -> Session {
        let visitor = Visitor { db: self.db.clone(), caller: Caller::default(), session: None, operator_session: None };
        let form = SignIn { email: email.to_owned(), password: PASSWORD.to_owned() };
        Session(SessionToken(account::sign_in(&visitor, form).await.unwrap().token))
    }

    pub async fn actor(&self, session: &Session) -> Actor {
        let session = Some(session.0.clone());
        let visitor = Visitor { db: self.db.clone(), caller: Caller::default(), session, operator_session: None };
        visitor.authenticate().await.unwrap()
    }

    /// Opens a page now, and waits until it is live.
    pub async fn page(&self, session: &Session, tenant: &PublicId) -> Socket {
        let mut socket = self.connect(session, &format!("?tenant={tenant}")).await;
        assert_eq!(socket.until_ready().await, []);
        socket
    }

    /// Opens a page that knows of everything up to `from`.
    pub async fn open(&self, session: &Session, tenant: &PublicId, from: i64) -> Socket {
        self.connect(session, &format!("?tenant={tenant}&from={from}")).await
    }

    async fn connect(&self, session: &Session, query: &str) -> Socket {
        let web = self.ask(&self.origin(), Some(session), query).await.unwrap();
        Socket { web, upto: 0, present: None }
    }

    /// The answer to a plain request for what a handshake asks for.
    pub async fn ask_plainly(&self, session: &Session, query: &str) -> reqwest::Response {
        let request = reqwest::Client::new().get(format!("{}/ws{query}", self.origin()));
        request.header("cookie", format!("__Host-borough={}", session.0.0)).send().await.unwrap()
    }

    /// The answer to an attempt that gets no socket.
    pub async fn refused(&self, session: Option<&Session>, query: &str) -> Refused {
        self.refused_from(&self.origin(), session, query).await
    }

    pub async fn refused_from(&self, origin: &str, session: Option<&Session>, query: &str) -> Refused {
        let Err(Error::Http(response)) = self.ask(origin, session, query).await else {
            panic!("{query} was not refused");
        };
        let id = response.headers()["x-request-id"].to_str().unwrap();
        let text = |value: &[u8]| String::from_utf8_lossy(value).replace(id, "(id)");
        let headers = response.headers().iter().filter(|(name, _)| *name != "date");
        Refused {
            status: response.status().as_u16(),
            headers: headers.map(|(name, value)| format!("{name}: {}", text(value.as_bytes()))).collect(),
            body: text(response.body().as_deref().unwrap_or_default()),
        }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn ask(&self, origin: &str, session: Option<&Session>, query: &str) -> Result<Web, Error> {
        let request = handshake(&self.address.to_string(), origin, session, query);
        Ok(bounded("an answer to the handshake", connect_async(request)).await?.0)
    }
}

/// An answer without a socket; equal to another when only the request's id differs.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub status: u16,
    headers: Vec<String>,
    body: String,
}

type Web = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// An open page.
pub struct Socket {
    web: Web,
    /// The last number that it was told; it never goes back.
    pub upto: i64,
    /// Who is there, sorted, as it was told last.
    pub present: Option<Vec<MemberId>>,
}

/// What comes from the server.
enum Heard {
    Frame(Frame),
    Close(u16),
    /// Without a word.
    End,
}

impl Socket {
    async fn hear(&mut self) -> Heard {
        loop {
            match bounded("a message", self.web.next()).await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Frame = serde_json::from_str(&text).unwrap();
                    assert!(frame.upto >= self.upto, "back from {}: {frame:?}", self.upto);
                    self.upto = frame.upto;
                    if let Body::Presence { members } = &frame.body {
                        let mut members = members.clone();
                        members.sort();
                        self.present = Some(members);
                    }
                    return Heard::Frame(frame);
                }
                Some(Ok(Message::Close(Some(frame)))) => return Heard::Close(frame.code.into()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Heard::End,
                Some(Ok(_)) => (),
            }
        }
    }

    /// The next frame.
    pub async fn next(&mut self) -> Frame {
        match self.hear().await {
            Heard::Frame(frame) => frame,
            Heard::Close(code) => panic!("closed with {code} while a frame was waited for"),
            Heard::End => panic!("ended while a frame was waited for"),
        }
    }

    /// The next event, whatever else comes before it.
    pub async fn event(&mut self) -> Event {
        let event = async {
            loop {
                if let Body::Event(event) = self.next().await.body {
                    return event;
                }
            }
        };
        // As a whole: the server says now and then that it is still there.
        bounded("an event", event).await
    }

    /// What comes before the socket is live.
    pub async fn until_ready(&mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Frame { body: Body::Ready, .. } => return frames,
                frame => frames.push(frame),
            }
        }
    }

    /// All that still comes, and why the server closed.
    pub async fn rest(&mut self) -> (Vec<Frame>, u16) {
        let rest = async {
            let mut frames = Vec::new();
            loop {
                match self.hear().await {
                    Heard::Frame(frame) => frames.push(frame),
                    Heard::Close(code) => return (frames, code),
                    Heard::End => panic!("ended without a reason"),
                }
            }
        };
        bounded("the server's goodbye", rest).await
    }

    pub async fn close_code(&mut self) -> u16 {
        self.rest().await.1
    }

    /// Waits for the end, with or without a reason.
    pub async fn ended(&mut self) {
        while let Heard::Frame(_) = self.hear().await {}
    }

    /// Says goodbye, and waits until the server has let go of the connection.
    pub async fn hang_up(mut self) {
        self.say(Message::Close(None)).await;
        while bounded("the server's end", self.web.next()).await.is_some() {}
    }

    pub async fn say(&mut self, message: Message) {
        // The server may have closed before all of it was sent.
        let _ = self.web.send(message).await;
    }
}
