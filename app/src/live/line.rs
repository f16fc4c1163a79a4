//! What the line has said, and what to do when it breaks. Needs no browser.

use model::ids::{MemberId, PublicId};
use model::live::{Body, EventKind, Frame, close};

use super::Ended;

/// The first pause before trying again, in milliseconds, and the longest.
const PAUSES: (u32, u32) = (500, 30_000);

/// How far the page has come, and how often connecting failed since it last worked.
#[derive(Debug)]
pub(super) struct Line {
    upto: i64,
    failures: u32,
}

/// What a message means for the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Nothing is missing.
    Complete,
    /// Something of this kind happened.
    Changed(EventKind),
    /// Anything may have happened.
    Everything,
    /// What one may do here is another now.
    Access,
    /// These are there.
    Present(Vec<MemberId>),
    /// Nothing that could be shown.
    Nothing,
}

/// What follows when the line is gone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// There is no way back.
    End(Ended),
    /// After so many milliseconds.
    TryIn(u32),
    /// When somebody looks at the page again: before that there is nothing to hope for.
    Rest,
}

impl Line {
    /// A page whose data includes everything up to `upto`.
    pub fn new(upto: i64) -> Self {
        Self { upto, failures: 0 }
    }

    /// Where to connect, on this host.
    pub fn path(&self, tenant: &PublicId) -> String {
        format!("/ws?tenant={tenant}&from={}", self.upto)
    }

    /// Reads a message.
    pub fn hear(&mut self, text: &str) -> Heard {
        let Ok(frame) = serde_json::from_str::<Frame>(text) else {
            // A newer server's message: whatever it says, reading everything again shows it.
            return Heard::Everything;
        };
        self.upto = self.upto.max(frame.upto);
        match frame.body {
            Body::Ready => {
                self.failures = 0;
                Heard::Complete
            }
            Body::Event(event) => Heard::Changed(event.kind),
            Body::Skipped => Heard::Nothing,
            Body::Access => Heard::Access,
            Body::Presence { members } => Heard::Present(members),
            Body::Reload => {
                // Also when the feed is shorter than the page remembers: a database that was restored.
                self.upto = frame.upto;
                Heard::Everything
            }
        }
    }

    /// The line was closed with this code. `random` is between 0 and 1: many pages that lose their server at the same
    /// time must not all come back at the same time.
    pub fn lost(&mut self, code: u16, random: f64) -> Next {
        match code {
            close::SIGNED_OUT => return Next::End(Ended::SignedOut),
            close::NOT_A_MEMBER => return Next::End(Ended::NotAMember),
            close::SUSPENDED => return Next::End(Ended::Suspended),
            close::ARCHIVED => return Next::End(Ended::Archived),
            // Coming back soon would be too fast again.
            close::TOO_SLOW => self.failures = self.failures.max(3),
            _ => (),
        }
        let (shortest, longest) = PAUSES;
        let pause = shortest.saturating_mul(1 << self.failures.min(16)).min(longest);
        self.failures += 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between a half and all of `pause`"
        )]
        let pause = (f64::from(pause) * (0.5 + random.clamp(0.0, 1.0) / 2.0)) as u32;
        Next::TryIn(pause)
    }

    /// Something says that trying may work now: the network is back, or somebody is looking.
    pub fn encourage(&mut self) {
        self.failures = 0;
    }
}

/// What an answer without a socket says about it: the browser tells a page that the handshake failed, but not why.
pub(super) fn refusal(status: u16) -> Option<Next> {
    match status {
        401 => Some(Next::End(Ended::SignedOut)),
        // Removed, or nobody may be there now: the answer does not tell.
        404 => Some(Next::End(Ended::Shut)),
        429 => Some(Next::Rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use model::live::Event;
    use uuid::Uuid;

    use super::*;

    fn hear(line: &mut Line, upto: i64, body: Body) -> Heard {
        line.hear(&serde_json::to_string(&Frame { upto, body }).unwrap())
    }

    #[test]
    fn the_page_asks_for_what_comes_after_the_last_number_it_was_told() {
        let tenant = PublicId::from_bits(0);
        let mut line = Line::new(7);
        assert_eq!(line.path(&tenant), "/ws?tenant=aaaaaaaaaaaa&from=7");
        let event = Event { number: 8, kind: EventKind::MemberJoined, ids: vec![Uuid::nil()] };
        assert_eq!(hear(&mut line, 8, Body::Event(event)), Heard::Changed(EventKind::MemberJoined));
        assert_eq!(hear(&mut line, 12, Body::Skipped), Heard::Nothing);
        assert!(line.path(&tenant).ends_with("from=12"));
        assert_eq!(hear(&mut line, 3, Body::Reload), Heard::Everything);
        assert!(line.path(&tenant).ends_with("from=3"));
    }

    #[test]
    fn what_an_older_page_does_not_understand_makes_it_read_everything_again() {
        let mut line = Line::new(7);
        assert_eq!(
            line.hear(r#"{"upto":8,"type":"event","number":8,"kind":"moon.risen","ids":[]}"#),
            Heard::Everything
        );
        assert_eq!(line.hear(r#"{"upto":9,"type":"song"}"#), Heard::Everything);
        assert_eq!(line.hear("no frame"), Heard::Everything);
    }

    #[test]
    fn pauses_grow_to_half_a_minute_and_differ_between_pages() {
        let mut line = Line::new(0);
        let longest: Vec<_> = (0..8).map(|_| line.lost(1006, 1.0)).collect();
        let expected = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
        assert_eq!(longest, expected.map(Next::TryIn));
        assert_eq!(line.lost(1006, 0.0), Next::TryIn(15_000));
        line.encourage();
        assert_eq!(line.lost(1006, 0.0), Next::TryIn(250));
        hear(&mut line, 1, Body::Ready);
        assert_eq!(line.lost(close::TOO_SLOW, 1.0), Next::TryIn(4_000));
        for _ in 0..100 {
            assert!(matches!(line.lost(1006, 0.5), Next::TryIn(1..=30_000)));
        }
    }

    #[test]
    fn nobody_tries_again_where_the_door_was_shut() {
        let mut line = Line::new(0);
        assert_eq!(line.lost(close::SIGNED_OUT, 0.5), Next::End(Ended::SignedOut));
        assert_eq!(line.lost(close::NOT_A_MEMBER, 0.5), Next::End(Ended::NotAMember));
        assert_eq!(line.lost(close::SUSPENDED, 0.5), Next::End(Ended::Suspended));
        assert_eq!(line.lost(close::ARCHIVED, 0.5), Next::End(Ended::Archived));
        assert_eq!(refusal(401), Some(Next::End(Ended::SignedOut)));
        assert_eq!(refusal(404), Some(Next::End(Ended::Shut)));
        assert_eq!(refusal(429), Some(Next::Rest));
        assert_eq!(refusal(503), None);
    }
}
