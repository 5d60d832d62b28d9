//! Whether a trunk's peer can be reached: what its last answers and silences say, and when to ask it with OPTIONS.
//! Decides when a probe is due; the endpoint sends it. A trunk is dialled whatever stands here: this is for people to
//! see, and for calls to return to a trunk as soon as it lives again.

use std::{collections::BTreeMap, time::Duration};

use model::TrunkId;
use moment::Moment;
use serde::{Deserialize, Serialize};

use crate::{
    flow::{Hop, TlsFault},
    port::Failure,
};

/// What is known of one trunk's peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkStatus {
    /// Whether it answers.
    pub reach: Reach,
    /// Since when it is so.
    pub since: Moment,
    /// The last final answer that it gave to any request of ours.
    pub last_answer: Option<LastAnswer>,
    /// Where that answer came from.
    pub heard_at: Option<Hop>,
    /// The peer does not let our calls in: its answer to the last of them, a 401, 403 or 407.
    pub refused: Option<LastAnswer>,
    /// When it is asked next; nothing where it is not.
    pub next: Option<Moment>,
}

/// Whether a peer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Nothing was sent to it yet.
    Unknown,
    /// It answered the last request; any SIP answer will do, a refusal too.
    Reachable {
        /// The time from that request to its answer.
        round_trip: Duration,
    },
    /// It did not answer the last request.
    Unreachable(NoAnswer),
}

/// How a request of ours came to have no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoAnswer {
    /// Why.
    pub why: Why,
    /// Where it was sent last; nowhere where no address was found.
    pub hop: Option<Hop>,
}

/// Why a request of ours has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// Nothing came back.
    Silent,
    /// An ICMP error came back, or the connection was refused.
    Unreachable,
    /// Over TLS, it could not prove to be the one that was meant, or came to no agreement with us.
    Unproved(TlsFault),
    /// The name has no address, or the DNS does not answer.
    Unresolved,
}

impl NoAnswer {
    /// Reads a failure; nothing where the peer did answer.
    pub(crate) fn of(failure: &Failure, hop: Option<Hop>) -> Option<Self> {
        let why = match failure {
            Failure::Silent => Why::Silent,
            Failure::Unreachable => Why::Unreachable,
            Failure::Unproved(fault) => Why::Unproved(*fault),
            Failure::Unresolved => Why::Unresolved,
            Failure::Refused { .. } | Failure::Redirected { .. } | Failure::NotRegistered => return None,
        };
        Some(Self { why, hop })
    }
}

/// A final answer as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAnswer {
    /// Its code.
    pub code: u16,
    /// Its reason phrase.
    pub reason: String,
    /// When it came.
    pub at: Moment,
}

/// How an answer came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// The time from the request to it.
    pub(crate) round_trip: Duration,
    /// Where the request went.
    pub(crate) hop: Hop,
    /// It answers an INVITE.
    pub(crate) is_call: bool,
}

/// Every trunk whose peer we know how to call.
#[derive(Debug, Default)]
pub(crate) struct TrunkWatch {
    trunks: BTreeMap<TrunkId, Watched>,
}

#[derive(Debug)]
struct Watched {
    status: TrunkStatus,
    /// How often it is asked while it answers.
    qualify: Option<Duration>,
    probe: Moment,
}

impl TrunkWatch {
    /// Watches exactly these trunks, each with the interval at which it is asked while it answers; what is known stays.
    pub(crate) fn configure(
        &mut self,
        now: Moment,
        trunks: impl IntoIterator<Item = (TrunkId, Option<Duration>)>,
    ) {
        let mut before = std::mem::take(&mut self.trunks);
        for (trunk, qualify) in trunks {
            let watched = match before.remove(&trunk) {
                Some(known) if known.qualify == qualify => known,
                Some(known) => Watched { qualify, probe: now, ..known },
                None => Watched::new(now, qualify),
            };
            self.trunks.insert(trunk, watched);
        }
    }

    /// Takes a final answer of the peer to any request; tells whether its reach, or what it lets in, changed in kind.
    pub(crate) fn answered(&mut self, trunk: TrunkId, answer: LastAnswer, way: Way) -> bool {
        let Some(watched) = self.trunks.get_mut(&trunk) else { return false };
        let now = answer.at;
        watched.probe = watched.qualify.map_or(Moment::NEVER, |every| now + every);
        let was_refused = watched.status.refused.as_ref().map(|refused| refused.code);
        if way.is_call {
            watched.status.refused =
                Some(&answer).filter(|answer| matches!(answer.code, 401 | 403 | 407)).cloned();
        }
        let is_refused = watched.status.refused.as_ref().map(|refused| refused.code);
        let has_moved = watched.status.heard_at.replace(way.hop) != Some(way.hop);
        watched.status.last_answer = Some(answer);
        let has_turned = watched.turn(now, Reach::Reachable { round_trip: way.round_trip });
        has_turned || has_moved || was_refused != is_refused
    }

    /// Notes that the peer gave no answer; tells whether its reach, or the cause, changed.
    pub(crate) fn silent(&mut self, now: Moment, trunk: TrunkId, no_answer: NoAnswer) -> bool {
        let Some(watched) = self.trunks.get_mut(&trunk) else { return false };
        let probe = now + PROBE_EVERY;
        let was = watched.status.reach;
        // A request that fails late must not put off a probe that is due.
        watched.probe = if matches!(was, Reach::Unreachable(_)) { watched.probe.min(probe) } else { probe };
        watched.turn(now, Reach::Unreachable(no_answer));
        was != watched.status.reach
    }

    /// Adds the trunks that an OPTIONS is due to.
    pub(crate) fn tick(&mut self, now: Moment, due: &mut Vec<TrunkId>) {
        for (trunk, watched) in &mut self.trunks {
            if watched.probe <= now {
                // The next one does not wait for this one's end, which may take 32 s.
                watched.probe = now + watched.interval();
                due.push(*trunk);
            }
        }
    }

    /// When the next probe is due.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.trunks.values().map(|watched| watched.probe).min().filter(|probe| *probe != Moment::NEVER)
    }

    /// What is known of a trunk; nothing for one that we don't know how to call.
    pub(crate) fn status(&self, trunk: TrunkId) -> Option<TrunkStatus> {
        let watched = self.trunks.get(&trunk)?;
        let next = Some(watched.probe).filter(|probe| *probe != Moment::NEVER);
        Some(TrunkStatus { next, ..watched.status.clone() })
    }
}

impl Watched {
    /// Starts in ignorance, and asks at once where the trunk is to be asked at all.
    fn new(now: Moment, qualify: Option<Duration>) -> Self {
        let status = TrunkStatus {
            reach: Reach::Unknown,
            since: now,
            last_answer: None,
            heard_at: None,
            refused: None,
            next: None,
        };
        Self { status, qualify, probe: qualify.map_or(Moment::NEVER, |_| now) }
    }

    fn interval(&self) -> Duration {
        match self.status.reach {
            Reach::Unreachable(_) => PROBE_EVERY,
            Reach::Unknown | Reach::Reachable { .. } => self.qualify.unwrap_or(PROBE_EVERY),
        }
    }

    fn turn(&mut self, now: Moment, reach: Reach) -> bool {
        let turned = std::mem::discriminant(&self.status.reach) != std::mem::discriminant(&reach);
        if turned {
            self.status.since = now;
        }
        self.status.reach = reach;
        turned
    }
}

/// How often an unreachable peer is asked whether it lives again.
const PROBE_EVERY: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    const TRUNK: TrunkId = TrunkId(1);
    const T0: Moment = Moment::ZERO;

    fn seconds(n: u64) -> Moment {
        T0 + Duration::from_secs(n)
    }

    fn watch(qualify: Option<u64>) -> TrunkWatch {
        let mut watch = TrunkWatch::default();
        watch.configure(T0, [(TRUNK, qualify.map(Duration::from_secs))]);
        watch
    }

    const HOP: Hop = Hop {
        transport: crate::flow::Transport::Udp,
        addr: std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 5060),
        conn: None,
        proof: None,
    };
    const SILENT: NoAnswer = NoAnswer { why: Why::Silent, hop: Some(HOP) };

    fn after(ms: u64) -> Way {
        Way { round_trip: Duration::from_millis(ms), hop: HOP, is_call: false }
    }

    fn answer(code: u16, at: Moment) -> LastAnswer {
        LastAnswer { code, reason: "Any".into(), at }
    }

    fn due(watch: &mut TrunkWatch, now: Moment) -> bool {
        let mut due = vec![];
        watch.tick(now, &mut due);
        due == [TRUNK]
    }

    #[test]
    fn nothing_is_known_and_nothing_is_asked_at_first() {
        let watch = watch(None);
        assert_eq!(watch.status(TRUNK).unwrap().reach, Reach::Unknown);
        assert_eq!(watch.deadline(), None);
        assert_eq!(watch.status(TrunkId(2)), None);
    }

    #[test]
    fn an_unreachable_peer_is_asked_every_five_seconds_until_it_answers() {
        let mut watch = watch(None);
        assert!(watch.silent(seconds(10), TRUNK, SILENT));
        for n in 1..5 {
            assert_eq!(watch.deadline(), Some(seconds(10 + 5 * n)));
            assert!(!due(&mut watch, seconds(9 + 5 * n)));
            assert!(due(&mut watch, seconds(10 + 5 * n)));
            assert!(!watch.silent(seconds(12 + 5 * n), TRUNK, SILENT), "no news");
        }
        assert!(watch.answered(TRUNK, answer(200, seconds(31)), after(3)));
        assert_eq!(watch.deadline(), None);
        assert_eq!(watch.status(TRUNK).unwrap().since, seconds(31));
    }

    #[test]
    fn a_refusal_is_a_sign_of_life_and_is_shown() {
        let mut watch = watch(None);
        watch.answered(TRUNK, answer(503, seconds(4)), after(20));
        let status = watch.status(TRUNK).unwrap();
        assert_eq!(status.reach, Reach::Reachable { round_trip: Duration::from_millis(20) });
        assert_eq!(status.last_answer.as_ref().map(|last| last.code), Some(503));
    }

    #[test]
    fn a_call_that_is_forbidden_is_told_until_one_gets_in() {
        let mut watch = watch(None);
        let call = Way { is_call: true, ..after(1) };
        assert!(watch.answered(TRUNK, answer(403, seconds(1)), call));
        assert!(!watch.answered(TRUNK, answer(200, seconds(2)), after(1)), "OPTIONS says nothing of calls");
        assert_eq!(watch.status(TRUNK).unwrap().refused.map(|refused| refused.code), Some(403));
        assert!(
            watch.answered(TRUNK, answer(486, seconds(3)), call),
            "the called one is busy: the call got in"
        );
        assert_eq!(watch.status(TRUNK).unwrap().refused, None);
    }

    #[test]
    fn another_cause_of_silence_is_news() {
        let mut watch = watch(None);
        watch.silent(seconds(1), TRUNK, SILENT);
        let closed = NoAnswer { why: Why::Unreachable, ..SILENT };
        assert!(watch.silent(seconds(2), TRUNK, closed));
        let status = watch.status(TRUNK).unwrap();
        assert_eq!((status.reach, status.since), (Reach::Unreachable(closed), seconds(1)));
        assert_eq!(status.next, Some(seconds(6)));
    }

    #[test]
    fn the_last_answer_survives_silence() {
        let mut watch = watch(None);
        watch.answered(TRUNK, answer(403, seconds(4)), after(0));
        watch.silent(seconds(9), TRUNK, SILENT);
        assert_eq!(watch.status(TRUNK).unwrap().last_answer, Some(answer(403, seconds(4))));
    }

    #[test]
    fn a_monitored_peer_is_asked_at_once_and_then_at_its_interval() {
        let mut watch = watch(Some(60));
        assert!(due(&mut watch, T0));
        watch.answered(TRUNK, answer(200, seconds(1)), after(0));
        assert_eq!(watch.deadline(), Some(seconds(61)));
    }

    #[test]
    fn a_new_configuration_keeps_what_is_known() {
        let mut watch = watch(None);
        watch.silent(seconds(1), TRUNK, SILENT);
        watch.configure(seconds(2), [(TRUNK, None), (TrunkId(2), None)]);
        assert_eq!(watch.status(TRUNK).unwrap().reach, Reach::Unreachable(SILENT));
        watch.configure(seconds(3), []);
        assert_eq!(watch.status(TRUNK), None);
    }
}
