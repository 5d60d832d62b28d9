//! Whether a trunk's peer can be reached: what its last answers and silences say, and when to ask it with OPTIONS.
//! Decides when a probe is due; the endpoint sends it. A trunk is dialled whatever stands here: this is for people to
//! see, and for calls to return to a trunk as soon as it lives again.

use std::{collections::BTreeMap, time::Duration};

use model::TrunkId;
use moment::Moment;
use serde::{Deserialize, Serialize};

/// What is known of one trunk's peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkStatus {
    /// Whether it answers.
    pub reach: Reach,
    /// Since when it is so.
    pub since: Moment,
    /// The last final answer that it gave to any request of ours.
    pub last_answer: Option<LastAnswer>,
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
    Unreachable,
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

    /// Takes a final answer of the peer to any request; tells whether its reach changed in kind.
    pub(crate) fn answered(&mut self, trunk: TrunkId, answer: LastAnswer, round_trip: Duration) -> bool {
        let Some(watched) = self.trunks.get_mut(&trunk) else { return false };
        let now = answer.at;
        watched.probe = watched.qualify.map_or(Moment::NEVER, |every| now + every);
        watched.status.last_answer = Some(answer);
        watched.turn(now, Reach::Reachable { round_trip })
    }

    /// Notes that the peer gave no answer; tells whether its reach changed.
    pub(crate) fn silent(&mut self, now: Moment, trunk: TrunkId) -> bool {
        let Some(watched) = self.trunks.get_mut(&trunk) else { return false };
        let probe = now + PROBE_EVERY;
        // A request that fails late must not put off a probe that is due.
        watched.probe =
            if watched.status.reach == Reach::Unreachable { watched.probe.min(probe) } else { probe };
        watched.turn(now, Reach::Unreachable)
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
    pub(crate) fn status(&self, trunk: TrunkId) -> Option<&TrunkStatus> {
        self.trunks.get(&trunk).map(|watched| &watched.status)
    }
}

impl Watched {
    /// Starts in ignorance, and asks at once where the trunk is to be asked at all.
    fn new(now: Moment, qualify: Option<Duration>) -> Self {
        let status = TrunkStatus { reach: Reach::Unknown, since: now, last_answer: None };
        Self { status, qualify, probe: qualify.map_or(Moment::NEVER, |_| now) }
    }

    fn interval(&self) -> Duration {
        match self.status.reach {
            Reach::Unreachable => PROBE_EVERY,
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
        assert!(watch.silent(seconds(10), TRUNK));
        for n in 1..5 {
            assert_eq!(watch.deadline(), Some(seconds(10 + 5 * n)));
            assert!(!due(&mut watch, seconds(9 + 5 * n)));
            assert!(due(&mut watch, seconds(10 + 5 * n)));
            assert!(!watch.silent(seconds(12 + 5 * n), TRUNK), "no news");
        }
        assert!(watch.answered(TRUNK, answer(200, seconds(31)), Duration::from_millis(3)));
        assert_eq!(watch.deadline(), None);
        assert_eq!(watch.status(TRUNK).unwrap().since, seconds(31));
    }

    #[test]
    fn a_refusal_is_a_sign_of_life_and_is_shown() {
        let mut watch = watch(None);
        watch.answered(TRUNK, answer(503, seconds(4)), Duration::from_millis(20));
        let status = watch.status(TRUNK).unwrap();
        assert_eq!(status.reach, Reach::Reachable { round_trip: Duration::from_millis(20) });
        assert_eq!(status.last_answer.as_ref().map(|last| last.code), Some(503));
    }

    #[test]
    fn the_last_answer_survives_silence() {
        let mut watch = watch(None);
        watch.answered(TRUNK, answer(403, seconds(4)), Duration::ZERO);
        watch.silent(seconds(9), TRUNK);
        assert_eq!(watch.status(TRUNK).unwrap().last_answer, Some(answer(403, seconds(4))));
    }

    #[test]
    fn a_monitored_peer_is_asked_at_once_and_then_at_its_interval() {
        let mut watch = watch(Some(60));
        assert!(due(&mut watch, T0));
        watch.answered(TRUNK, answer(200, seconds(1)), Duration::ZERO);
        assert_eq!(watch.deadline(), Some(seconds(61)));
    }

    #[test]
    fn a_new_configuration_keeps_what_is_known() {
        let mut watch = watch(None);
        watch.silent(seconds(1), TRUNK);
        watch.configure(seconds(2), [(TRUNK, None), (TrunkId(2), None)]);
        assert_eq!(watch.status(TRUNK).unwrap().reach, Reach::Unreachable);
        watch.configure(seconds(3), []);
        assert_eq!(watch.status(TRUNK), None);
    }
}
