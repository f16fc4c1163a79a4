//! Clients that say nothing, say too much, want too many sockets or never read.

use std::time::Duration;

use model::live::EventKind;
use server::live::Pace;
use tokio::net::TcpSocket;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::world::{ABEL, ADAM, World, handshake, slow_looks};
use crate::serving::bounded;

#[tokio::test]
async fn a_client_that_does_not_answer_is_dropped() {
    let pace = Pace { ping: Duration::from_millis(100), patience: Duration::from_secs(3), ..Pace::default() };
    let world = World::new(pace).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let (abels, adams) = (world.member(ABEL).await, world.member(ADAM).await);
    let mut witness = world.a.page(&abel, &world.office).await;
    // A socket that is not polled reads nothing, so it answers no ping.
    let _silent = world.a.page(&adam, &world.office).await;
    witness.until_present(&[abels, adams]).await;
    witness.until_present(&[abels]).await;
}

#[tokio::test]
async fn a_client_that_never_reads_delays_nobody_and_is_dropped_when_its_buffers_are_full() {
    // Nobody is pinged: only what cannot be written tells.
    let pace = Pace { ping: Duration::from_hours(1), patience: Duration::from_secs(3), ..Pace::default() };
    let world = World::new(pace).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let (abels, adams) = (world.member(ABEL).await, world.member(ADAM).await);
    // Some 16 MB, more than the system keeps for a client with a small window.
    let from = world.fill_feed(&abel, 4_000, 100).await;
    let mut witness = world.a.page(&abel, &world.office).await;

    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let stream = socket.connect(world.a.address).await.unwrap();
    let query = format!("?tenant={}&from={from}", world.office);
    let request = handshake(&world.a.address.to_string(), &world.a.origin(), Some(&adam), &query);
    let _stuck = bounded("an answer to the handshake", client_async(request, stream)).await.unwrap();

    witness.until_present(&[abels, adams]).await;
    world.invite(&world.a, &abel, "new@office.example").await;
    assert_eq!(witness.event().await.kind, EventKind::InvitationCreated);
    witness.until_present(&[abels]).await;
}

#[tokio::test]
async fn what_a_client_says_ends_its_socket_and_nothing_else() {
    let world = World::new(slow_looks()).await;
    let abel = world.a.sign_in(ABEL).await;
    let mut witness = world.a.page(&abel, &world.office).await;
    for said in [Message::text("{\"upto\":1}"), Message::binary(vec![0xff; 100]), Message::text("x".repeat(100_000))] {
        let mut page = world.a.page(&abel, &world.office).await;
        page.say(said).await;
        page.ended().await;
    }
    world.invite(&world.a, &abel, "new@office.example").await;
    assert_eq!(witness.event().await.kind, EventKind::InvitationCreated);
}

#[tokio::test]
async fn a_session_has_fifty_sockets_in_a_process_and_no_more() {
    let world = World::new(slow_looks()).await;
    let (here, elsewhere) = (world.a.sign_in(ABEL).await, world.a.sign_in(ABEL).await);
    let (office, bricks) = (format!("?tenant={}", world.office), format!("?tenant={}", world.bricks));
    let mut pages = Vec::new();
    for _ in 0..50 {
        pages.push(world.a.page(&here, &world.office).await);
    }
    assert_eq!(world.a.refused(Some(&here), &office).await.status, 429);
    assert_eq!(world.a.refused(Some(&here), &bricks).await.status, 429, "another organization is no way round it");
    // A page whose handshake failed asks by a plain request why.
    let plain = world.a.ask_plainly(&here, &office).await;
    assert_eq!((plain.status().as_u16(), plain.headers().get("retry-after").is_some()), (429, true));

    world.a.page(&elsewhere, &world.office).await.hang_up().await;
    world.b.page(&here, &world.office).await.hang_up().await;
    pages.pop().unwrap().hang_up().await;
    let again = world.a.page(&here, &world.office).await;
    assert_eq!(world.a.refused(Some(&here), &office).await.status, 429);
    drop(again);
}
