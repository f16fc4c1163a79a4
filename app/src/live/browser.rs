//! The browser's half: holds the socket, and opens it again when it breaks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use js_sys::futures::JsFuture;
use js_sys::{Date, JsString, Math};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ids::PublicId;
use model::live::EventKind;
use wasm_bindgen::prelude::*;
use web_sys::{CloseEvent, MessageEvent, Response, WebSocket};

use super::line::{Heard, Line, Next, refusal};
use super::{KINDS, Live, Status, place};

/// For how long news are gathered before lists are read again, in milliseconds.
const GATHER: u32 = 50;
/// How often the line is looked at, and after which silence it counts as broken. The server says something at least
/// every half minute.
const LOOK: u32 = 10_000;
const SILENCE: f64 = 45_000.0;
/// What browsers say of a line that broke without a word (RFC 6455, 7.4.1).
const LOST: u16 = 1006;

/// Follows the organization's feed from when the page is alive until the caller's part of the page goes.
pub(super) fn follow(live: Live, tenant: PublicId, upto: i64, access_changed: Callback<()>) {
    let page = StoredValue::new_local(Rc::new(Page {
        live,
        tenant,
        access_changed,
        line: RefCell::new(Line::new(upto)),
        socket: RefCell::default(),
        retry: RefCell::default(),
        news: Cell::new([0; KINDS]),
        gathering: RefCell::default(),
        heard_at: Cell::default(),
        look: RefCell::default(),
        is_over: Cell::default(),
    }));
    // Effects run after hydration: the page is usable before it is live.
    Effect::new(move || page.with_value(Page::start));
    let online = window_event_listener(leptos::ev::online, move |_| page.with_value(Page::hope));
    let offline = window_event_listener(leptos::ev::offline, move |_| page.with_value(Page::give_up_for_now));
    let visible = window_event_listener_untyped("visibilitychange", move |_| page.with_value(Page::hope));
    on_cleanup(move || {
        page.with_value(|page| page.finish());
        online.remove();
        offline.remove();
        visible.remove();
    });
}

struct Page {
    live: Live,
    tenant: PublicId,
    access_changed: Callback<()>,
    line: RefCell<Line>,
    socket: RefCell<Option<Socket>>,
    retry: RefCell<Option<Timeout>>,
    /// How much has happened of each kind that no list was told of yet.
    news: Cell<[u64; KINDS]>,
    gathering: RefCell<Option<Timeout>>,
    /// When the line last said anything.
    heard_at: Cell<f64>,
    look: RefCell<Option<Interval>>,
    is_over: Cell<bool>,
}

impl Page {
    fn start(self: &Rc<Self>) {
        self.connect();
        let page = Rc::clone(self);
        *self.look.borrow_mut() = Some(Interval::new(LOOK, move || page.look()));
    }

    /// Opens a new socket in the place of whatever was there.
    fn connect(self: &Rc<Self>) {
        *self.retry.borrow_mut() = None;
        self.heard_at.set(Date::now());
        let path = self.line.borrow().path(&self.tenant);
        let socket = Socket::open(self, &path);
        // The one before is closed here, and has nothing to say any more.
        drop(self.socket.replace(socket));
        if self.socket.borrow().is_none() {
            self.lost(LOST);
        }
    }

    fn opened(&self) {
        // The first time there is nothing to catch up with worth mentioning.
        if self.live.status.get_untracked() == Status::Offline {
            self.live.status.set(Status::CatchingUp);
        }
    }

    fn heard(self: &Rc<Self>, text: &str) {
        self.heard_at.set(Date::now());
        let heard = self.line.borrow_mut().hear(text);
        match heard {
            Heard::Complete => self.say(Status::Live),
            Heard::Changed(kind) => self.changed(&[kind]),
            Heard::Everything => self.changed(EventKind::ALL),
            Heard::Access => {
                self.access_changed.run(());
                // Lists that could not be seen, or not be seen any more.
                self.changed(EventKind::ALL);
            }
            Heard::Present(members) => self.live.present.set(members),
            Heard::Nothing => (),
        }
    }

    /// Tells the lists, after a moment: much often happens at once.
    fn changed(self: &Rc<Self>, kinds: &[EventKind]) {
        let mut news = self.news.get();
        for kind in kinds {
            news[place(*kind)] += 1;
        }
        self.news.set(news);
        if self.gathering.borrow().is_some() {
            return;
        }
        let page = Rc::clone(self);
        *self.gathering.borrow_mut() = Some(Timeout::new(GATHER, move || {
            drop(page.gathering.take());
            let news = page.news.replace([0; KINDS]);
            page.live.counts.update(|counts| counts.iter_mut().zip(news).for_each(|(count, new)| *count += new));
        }));
    }

    fn say(&self, status: Status) {
        if self.live.status.get_untracked() != status {
            self.live.status.set(status);
        }
    }

    /// The line is gone.
    fn lost(self: &Rc<Self>, code: u16) {
        drop(self.socket.take());
        self.live.present.set(Vec::new());
        let next = self.line.borrow_mut().lost(code, Math::random());
        self.go_on(next);
    }

    fn go_on(self: &Rc<Self>, next: Next) {
        match next {
            Next::End(ended) => {
                self.finish();
                self.live.status.set(Status::Offline);
                self.live.ended.set(Some(ended));
            }
            Next::TryIn(pause) => {
                self.say(Status::Offline);
                let page = Rc::clone(self);
                *self.retry.borrow_mut() = Some(Timeout::new(pause, move || page.connect()));
            }
            Next::Rest => {
                drop(self.retry.take());
                drop(self.socket.take());
                self.say(Status::TooMany);
            }
        }
    }

    /// The handshake failed: asks why, since the browser does not say. The answer is the one that the handshake got.
    fn ask_why(self: &Rc<Self>) {
        let page = Rc::clone(self);
        let path = self.line.borrow().path(&self.tenant);
        spawn_local(async move {
            let Ok(answer) = JsFuture::from(window().fetch_with_str(&path)).await else { return };
            let next = answer.dyn_into::<Response>().ok().and_then(|answer| refusal(answer.status()));
            // The next try may have worked while we asked.
            let is_lost = page.live.status.get_untracked() == Status::Offline;
            if let Some(next) = next
                && is_lost
                && !page.is_over.get()
            {
                page.go_on(next);
            }
        });
    }

    /// Something says that the line may work now.
    fn hope(self: &Rc<Self>) {
        if self.is_over.get() || document().hidden() {
            return;
        }
        self.line.borrow_mut().encourage();
        if self.socket.borrow().is_none() {
            self.connect();
        } else {
            self.look();
        }
    }

    /// The browser says that there is no network. It may be wrong, so trying goes on.
    fn give_up_for_now(self: &Rc<Self>) {
        if self.socket.borrow().is_some() {
            self.lost(LOST);
        }
    }

    /// A line that breaks without a word is found by its silence.
    fn look(self: &Rc<Self>) {
        let is_silent = Date::now() - self.heard_at.get() > SILENCE;
        if is_silent && self.socket.borrow().is_some() {
            self.lost(LOST);
        }
    }

    /// Closes everything. What is dropped here may be what is calling, which is allowed.
    fn finish(&self) {
        self.is_over.set(true);
        drop(self.look.take());
        drop(self.retry.take());
        drop(self.gathering.take());
        drop(self.socket.take());
    }
}

/// A socket with its listeners. Dropped, it is closed and tells nobody.
struct Socket {
    web: WebSocket,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    fn open(page: &Rc<Page>, path: &str) -> Option<Self> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let web = WebSocket::new(&format!("{scheme}://{}{path}", location.host().ok()?)).ok()?;
        let was_open = Rc::new(Cell::new(false));
        let on_open = Closure::new({
            let (page, was_open) = (Rc::clone(page), Rc::clone(&was_open));
            move || {
                was_open.set(true);
                page.opened();
            }
        });
        let on_message = Closure::new({
            let page = Rc::clone(page);
            move |message: MessageEvent| {
                if let Ok(text) = message.data().dyn_into::<JsString>() {
                    page.heard(&String::from(text));
                }
            }
        });
        let on_close = Closure::new({
            let page = Rc::clone(page);
            move |close: CloseEvent| {
                page.lost(close.code());
                if !was_open.get() {
                    page.ask_why();
                }
            }
        });
        web.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        web.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        web.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Self { web, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.web.set_onopen(None);
        self.web.set_onmessage(None);
        self.web.set_onclose(None);
        // It may be closed already, which is as well.
        let _ = self.web.close();
    }
}
