//! Many open pages at once, on a server that is a process of its own: how much each costs it, how fast they hear, and
//! that they all go when they must. `make storm` has ten thousand of them. Figures are printed, never asserted.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use domain::{account, tenants};
use futures::StreamExt;
use futures::future::join_all;
use model::ids::{IdempotencyKey, PublicId};
use model::live::{Body, Frame, close};
use model::tenants::CreateOrganization;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::world::{ABEL, Session, World, bounded, handshake, slow_looks};
use crate::program::Serving;

/// Pages of one organization.
const ROOM: usize = 100;

/// How many pages: a tenth of what the storms of calls have.
fn pages() -> usize {
    std::env::var("BOROUGH_STORM").ok().and_then(|text| text.parse::<usize>().ok()).map_or(300, |storm| storm / 10)
}

type Web = WebSocketStream<TcpStream>;

async fn open(server: &Serving, session: &Session, tenant: &PublicId, from: Option<i64>) -> Option<Web> {
    let address = server.url.strip_prefix("http://").unwrap();
    let from = from.map(|from| format!("&from={from}")).unwrap_or_default();
    let request = handshake(address, &server.url, Some(session), &format!("?tenant={tenant}{from}"));
    let small = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
    let stream = TcpStream::connect(address).await.ok()?;
    Some(client_async_with_config(request, stream, Some(small)).await.ok()?.0)
}

async fn next_frame(web: &mut Web) -> Option<Frame> {
    loop {
        match web.next().await? {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => (),
        }
    }
}

/// Opens all pages, tries again where that fails, and waits until each is live.
async fn open_all(server: &Serving, session: &Session, rooms: &[PublicId], each: usize, from: Option<i64>) -> Vec<Web> {
    // As many as a machine's queue for new connections takes; more are only told to come again.
    let turns = Semaphore::new(1_000);
    let one = |tenant| async {
        loop {
            let turn = turns.acquire().await;
            if let Some(mut web) = open(server, session, tenant, from).await {
                drop(turn);
                while let Some(frame) = next_frame(&mut web).await {
                    if frame.body == Body::Ready {
                        return web;
                    }
                }
            }
        }
    };
    let all = rooms.iter().flat_map(|tenant| std::iter::repeat_n(tenant, each));
    bounded("all pages to be live", join_all(all.map(one))).await
}

fn resident_kib(server: &Serving) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn open_files(server: &Serving) -> usize {
    std::fs::read_dir(format!("/proc/{}/fd", server.pid())).unwrap().count()
}

/// What the pages report.
enum Report {
    Heard { number: i64, room: usize, at: Instant },
    Closed { code: u16, at: Instant },
}

/// Listens until the socket is closed.
async fn listen(mut web: Web, room: usize, reports: mpsc::UnboundedSender<Report>) {
    let mut last = 0;
    loop {
        let said = web.next().await;
        let at = Instant::now();
        match said {
            Some(Ok(Message::Text(text))) => {
                let frame: Frame = serde_json::from_str(&text).unwrap();
                if let Body::Event(event) = frame.body {
                    assert!(event.number > last, "{} came after {last}", event.number);
                    last = event.number;
                    let _ = reports.send(Report::Heard { number: event.number, room, at });
                }
            }
            Some(Ok(Message::Close(Some(frame)))) => {
                let _ = reports.send(Report::Closed { code: frame.code.into(), at });
                return;
            }
            Some(Ok(_)) => (),
            None | Some(Err(_)) => panic!("ended without a reason"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn storm_of_pages_is_followed_and_shown_out() {
    let world = World::new(slow_looks()).await;
    let server = Serving::start(&world.database).await;
    let abel = world.a.sign_in(ABEL).await;
    let actor = world.a.actor(&abel).await;
    let mut rooms = Vec::new();
    for number in 0..pages().div_ceil(ROOM) {
        let key = Some(IdempotencyKey(uuid::Uuid::from_u128(number as u128 + 1)));
        let form = CreateOrganization { organization: format!("Room {number}"), slug: format!("room-{number}"), key };
        let slug = tenants::create_organization(&actor, form).await.unwrap();
        rooms.push(tenants::enter_tenant(&actor, slug.as_str()).await.unwrap().public_id);
    }
    // The first pages of a process cost what all later ones share.
    drop(open_all(&server, &abel, &rooms[..1], ROOM, None).await);

    let (before, begin) = (resident_kib(&server), Instant::now());
    let webs = open_all(&server, &abel, &rooms, ROOM, None).await;
    let count = webs.len();
    println!("{count} pages live after {:?}", begin.elapsed());
    let cost = resident_kib(&server).saturating_sub(before);
    println!("{:.1} KiB of memory for each", cost as f64 / count as f64);

    drop(webs);
    let begin = Instant::now();
    let webs = open_all(&server, &abel, &rooms, ROOM, Some(0)).await;
    println!("all back at once, with a gap to fill, after {:?}", begin.elapsed());

    let (reports, mut heard) = mpsc::unbounded_channel();
    for (index, web) in webs.into_iter().enumerate() {
        tokio::spawn(listen(web, index / ROOM, reports.clone()));
    }
    drop(reports);
    deliver(&world, &abel, &rooms, &mut heard).await;
    silence(&server, &abel, &rooms, count).await;

    account::sign_out(&actor).await.unwrap();
    let begin = Instant::now();
    let mut last = begin;
    for _ in 0..count {
        match bounded("a page's end", heard.recv()).await.unwrap() {
            Report::Closed { code, at } => {
                assert_eq!(code, close::SIGNED_OUT);
                last = last.max(at);
            }
            Report::Heard { .. } => panic!("an event after the session's end"),
        }
    }
    println!("{count} pages closed {:?} after signing out", last - begin);
}

/// Fifty changes a second for two seconds, round all rooms; each page hears those of its own room, once.
async fn deliver(world: &World, abel: &Session, rooms: &[PublicId], heard: &mut mpsc::UnboundedReceiver<Report>) {
    const CHANGES: usize = 100;
    let wanted = CHANGES * ROOM;
    let collect = async {
        let mut arrivals: HashMap<(usize, i64), Vec<Instant>> = HashMap::new();
        for _ in 0..wanted {
            match bounded("an event", heard.recv()).await.unwrap() {
                Report::Heard { number, room, at } => arrivals.entry((room, number)).or_default().push(at),
                Report::Closed { code, .. } => panic!("closed with {code}"),
            }
        }
        arrivals
    };
    let change = async {
        let mut committed = HashMap::new();
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        for change in 0..CHANGES {
            pace.tick().await;
            let room = change % rooms.len();
            let email = format!("{change}@rooms.example");
            world.invite_to(&world.a, abel, &rooms[room], &email).await;
            let number = i64::try_from(change / rooms.len()).unwrap() + 1;
            committed.insert((room, number), Instant::now());
        }
        committed
    };
    let begin = Instant::now();
    let (arrivals, committed) = tokio::join!(collect, change);
    let rate = wanted as f64 / begin.elapsed().as_secs_f64();
    let mut delays: Vec<_> = arrivals
        .iter()
        .flat_map(|(event, arrivals)| {
            assert_eq!(arrivals.len(), ROOM, "{event:?}");
            arrivals.iter().map(|at| at.saturating_duration_since(committed[event]))
        })
        .collect();
    delays.sort();
    let at = |share: usize| delays[(delays.len() - 1) * share / 100];
    println!("{wanted} deliveries, {rate:.0} a second: p50 {:?}, p99 {:?}, longest {:?}", at(50), at(99), at(100));
}

/// Pages that never read are dropped, the others stay.
async fn silence(server: &Serving, session: &Session, rooms: &[PublicId], others: usize) {
    if std::env::var_os("BOROUGH_STORM").is_none() {
        return;
    }
    let begin = Instant::now();
    let silent = open_all(server, session, rooms, ROOM / 10, None).await;
    let mut look = tokio::time::interval(Duration::from_millis(100));
    let gone = async {
        while open_files(server) > others + silent.len() / 2 {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), gone).await.expect("silent pages are dropped");
    println!("{} pages that never answer dropped after {:?}", silent.len(), begin.elapsed());
}
