//! Watches the peers of trunks: what their answers and silences say, and when to ask them with OPTIONS. Decides when a probe is due; the endpoint sends it. A trunk is dialled whatever stands here: this is for people to
//! see before somebody calls, and for calls to return to a trunk as soon as it lives again.
//!
//! What is known is known of a peer, not of a trunk: a trunk that is given another address starts in ignorance.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use model::TrunkId;
use moment::Moment;

use super::{LastAnswer, NoAnswer, Plan, Reach, TrunkStatus, Way, plan::Place};
use crate::flow::Transport;

/// Every trunk in use.
#[derive(Debug, Default)]
pub(crate) struct TrunkWatch {
    trunks: BTreeMap<TrunkId, Watched>,
}

/// Where a trunk has registered from.
pub(crate) type Contact = (Transport, SocketAddr);

#[derive(Debug)]
struct Watched {
    plan: Plan,
    status: TrunkStatus,
    contact: Contacted,
    probe: Moment,
}

/// Whether a trunk has an address to be asked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contacted {
    /// Always: it is configured.
    Configured,
    /// It is registered from there.
    Here(Contact),
    /// It was, and is not any more.
    Gone(Contact),
    /// It never was.
    Never,
}

impl TrunkWatch {
    /// Watches exactly these trunks; what is known of a peer stays for as long as the trunk leads to that peer. Returns
    /// the trunks that lead to another one than before, or nowhere.
    pub(crate) fn configure(
        &mut self,
        now: Moment,
        trunks: impl IntoIterator<Item = (TrunkId, Plan)>,
    ) -> Vec<TrunkId> {
        let mut before = std::mem::take(&mut self.trunks);
        let (mut moved, mut first) = (Vec::new(), now);
        for (trunk, plan) in trunks {
            let known = before.remove(&trunk);
            if known.as_ref().is_some_and(|known| known.plan.peer != plan.peer) {
                moved.push(trunk);
            }
            let watched = match known.filter(|known| known.plan.peer == plan.peer) {
                Some(known) => known.replan(now, plan),
                None => {
                    let watched = Watched::new(first, plan);
                    if watched.probe == first {
                        first += APART;
                    }
                    watched
                }
            };
            self.trunks.insert(trunk, watched);
        }
        moved.extend(before.into_keys());
        moved
    }

    /// Takes where a dynamic trunk is registered from, or that it is not any more. Tells whether that is another peer than
    /// the one that was known.
    pub(crate) fn registered(&mut self, now: Moment, trunk: TrunkId, contact: Option<Contact>) -> bool {
        let dynamic = self.trunks.get_mut(&trunk).filter(|watched| watched.contact != Contacted::Configured);
        let Some(watched) = dynamic else { return false };
        match (watched.contact, contact) {
            (Contacted::Here(known), Some(new)) if known == new => false,
            (Contacted::Gone(known), Some(new)) if known == new => {
                watched.contact = Contacted::Here(new);
                watched.probe = watched.first_probe(now);
                false
            }
            (_, Some(new)) => {
                *watched = Watched::new(now, watched.plan.clone());
                watched.contact = Contacted::Here(new);
                watched.probe = watched.first_probe(now);
                true
            }
            (Contacted::Here(known), None) => {
                watched.contact = Contacted::Gone(known);
                watched.probe = Moment::NEVER;
                watched.status.refused = None;
                watched.turn(now, Reach::Unknown);
                false
            }
            (Contacted::Gone(_) | Contacted::Never | Contacted::Configured, None) => false,
        }
    }

    /// Takes a final answer of the peer to any request; tells whether its reach, or what it lets in, changed in kind.
    pub(crate) fn answered(&mut self, trunk: TrunkId, answer: LastAnswer, way: Way) -> bool {
        let Some(watched) = self.trunks.get_mut(&trunk) else { return false };
        let now = answer.at;
        if !watched.is_somewhere() {
            // It has unregistered meanwhile: what it said is kept, and says nothing of where it is now.
            watched.status.last_answer = Some(answer);
            return false;
        }
        watched.probe = watched.probe_after(now, watched.plan.every);
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
        let somewhere = self.trunks.get_mut(&trunk).filter(|watched| watched.is_somewhere());
        let Some(watched) = somewhere else { return false };
        let probe = watched.probe_after(now, Some(PROBE_EVERY));
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

    /// What is known of a trunk; nothing for one that is not in use.
    pub(crate) fn status(&self, trunk: TrunkId) -> Option<TrunkStatus> {
        let watched = self.trunks.get(&trunk)?;
        let next = Some(watched.probe).filter(|probe| *probe != Moment::NEVER);
        Some(TrunkStatus { next, ..watched.status.clone() })
    }
}

impl Watched {
    /// Starts in ignorance, and asks at once where the trunk is to be asked at all.
    fn new(now: Moment, plan: Plan) -> Self {
        let contact = match plan.peer.place {
            Place::Static(_) => Contacted::Configured,
            Place::Dynamic => Contacted::Never,
        };
        let status = TrunkStatus {
            reach: Reach::Unknown,
            since: now,
            last_answer: None,
            heard_at: None,
            refused: None,
            next: None,
        };
        let mut watched = Self { plan, status, contact, probe: Moment::NEVER };
        watched.probe = watched.first_probe(now);
        watched
    }

    /// Follows a new plan about the same peer. What it said to calls of another account is worth nothing.
    fn replan(mut self, now: Moment, plan: Plan) -> Self {
        if self.plan.login != plan.login {
            self.status.refused = None;
        }
        let is_asked_otherwise = self.plan.every != plan.every;
        self.plan = plan;
        if is_asked_otherwise && !matches!(self.status.reach, Reach::Unreachable(_)) {
            self.probe = self.first_probe(now);
        }
        self
    }

    fn first_probe(&self, now: Moment) -> Moment {
        self.probe_after(now, self.plan.every.map(|_| Duration::ZERO))
    }

    /// When it is asked if that is to be so much later; never where it has no address.
    fn probe_after(&self, now: Moment, wait: Option<Duration>) -> Moment {
        wait.filter(|_| self.is_somewhere()).map_or(Moment::NEVER, |wait| now + wait)
    }

    const fn is_somewhere(&self) -> bool {
        matches!(self.contact, Contacted::Configured | Contacted::Here(_))
    }

    fn interval(&self) -> Duration {
        match self.status.reach {
            Reach::Unreachable(_) => PROBE_EVERY,
            Reach::Unknown | Reach::Reachable { .. } => self.plan.every.unwrap_or(PROBE_EVERY),
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

/// The time between the first questions to two peers: a start with a thousand trunks is no burst of a thousand datagrams.
const APART: Duration = Duration::from_millis(10);

#[cfg(test)]
mod tests {
    use model::{TrunkDraft, trunk::MonitoringWord};

    use super::*;
    use crate::{fixture, flow::Hop, trunk_status::Why};

    const TRUNK: TrunkId = TrunkId(1);
    const T0: Moment = Moment::ZERO;

    fn seconds(n: u64) -> Moment {
        T0 + Duration::from_secs(n)
    }

    /// The plan of a trunk at an address that is monitored as the word says.
    fn plan(monitoring: &str, edit: impl FnOnce(&mut TrunkDraft)) -> Plan {
        let snapshot = fixture::snapshot(&[fixture::trunk("b", |trunk| {
            fixture::at(trunk, "10.77.0.2");
            trunk.monitoring = Some(MonitoringWord::Word(monitoring.into()));
            edit(trunk);
        })]);
        Plan::of(snapshot.trunk_by_name("b").unwrap())
    }

    fn dynamic(trunk: &mut TrunkDraft) {
        (trunk.addressing, trunk.address) = (None, None);
    }

    fn watch(monitoring: &str) -> TrunkWatch {
        let mut watch = TrunkWatch::default();
        watch.configure(T0, [(TRUNK, plan(monitoring, |_| {}))]);
        watch
    }

    const CONTACT: Contact = (Transport::Udp, HOP.addr);

    const HOP: Hop = Hop {
        transport: Transport::Udp,
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
        let watch = watch("no");
        assert_eq!(watch.status(TRUNK).unwrap().reach, Reach::Unknown);
        assert_eq!(watch.deadline(), None);
        assert_eq!(watch.status(TrunkId(2)), None);
    }

    #[test]
    fn an_unreachable_peer_is_asked_every_five_seconds_until_it_answers() {
        let mut watch = watch("no");
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
        let mut watch = watch("no");
        watch.answered(TRUNK, answer(503, seconds(4)), after(20));
        let status = watch.status(TRUNK).unwrap();
        assert_eq!(status.reach, Reach::Reachable { round_trip: Duration::from_millis(20) });
        assert_eq!(status.last_answer.as_ref().map(|last| last.code), Some(503));
    }

    #[test]
    fn a_call_that_is_forbidden_is_told_until_one_gets_in() {
        let mut watch = watch("no");
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
        let mut watch = watch("no");
        watch.silent(seconds(1), TRUNK, SILENT);
        let closed = NoAnswer { why: Why::Unreachable, ..SILENT };
        assert!(watch.silent(seconds(2), TRUNK, closed));
        let status = watch.status(TRUNK).unwrap();
        assert_eq!((status.reach, status.since), (Reach::Unreachable(closed), seconds(1)));
        assert_eq!(status.next, Some(seconds(6)));
    }

    #[test]
    fn the_last_answer_survives_silence() {
        let mut watch = watch("no");
        watch.answered(TRUNK, answer(403, seconds(4)), after(0));
        watch.silent(seconds(9), TRUNK, SILENT);
        assert_eq!(watch.status(TRUNK).unwrap().last_answer, Some(answer(403, seconds(4))));
    }

    #[test]
    fn a_monitored_peer_is_asked_at_once_and_then_at_its_interval() {
        let mut watch = watch("yes");
        assert!(due(&mut watch, T0));
        watch.answered(TRUNK, answer(200, seconds(1)), after(0));
        assert_eq!(watch.deadline(), Some(seconds(61)));
    }

    #[test]
    fn a_new_configuration_keeps_what_is_known() {
        let mut watch = watch("no");
        watch.silent(seconds(1), TRUNK, SILENT);
        let same = || plan("no", |trunk| trunk.transit = Some(true));
        assert_eq!(watch.configure(seconds(2), [(TRUNK, same()), (TrunkId(2), same())]), []);
        assert_eq!(watch.status(TRUNK).unwrap().reach, Reach::Unreachable(SILENT));
        assert_eq!(watch.configure(seconds(3), []), [TRUNK, TrunkId(2)]);
        assert_eq!(watch.status(TRUNK), None);
    }

    #[test]
    fn a_trunk_that_leads_elsewhere_forgets_the_old_peer() {
        let edits: [fn(&mut TrunkDraft); 4] = [
            |trunk| fixture::at(trunk, "10.77.0.3"),
            |trunk| trunk.transport = Some(model::Transport::Tcp),
            |trunk| trunk.outbound_proxy = Some("10.77.0.4".into()),
            dynamic,
        ];
        for edit in edits {
            let mut watch = watch("no");
            watch.answered(TRUNK, answer(503, seconds(1)), after(20));
            assert_eq!(watch.configure(seconds(2), [(TRUNK, plan("no", edit))]), [TRUNK]);
            let status = watch.status(TRUNK).unwrap();
            assert_eq!((status.reach, status.since), (Reach::Unknown, seconds(2)));
            assert_eq!((status.last_answer, status.heard_at), (None, None));
        }
    }

    #[test]
    fn another_password_makes_an_old_refusal_void() {
        let mut watch = watch("no");
        watch.answered(TRUNK, answer(403, seconds(1)), Way { is_call: true, ..after(1) });
        let other = plan("no", |trunk| trunk.password = Some(model::Secret::new("other")));
        assert_eq!(watch.configure(seconds(2), [(TRUNK, other)]), [], "the peer is the same");
        let status = watch.status(TRUNK).unwrap();
        assert_eq!((status.refused, status.last_answer), (None, Some(answer(403, seconds(1)))));
    }

    #[test]
    fn monitoring_that_is_changed_begins_at_once_and_ends_at_once() {
        let mut watch = watch("no");
        watch.answered(TRUNK, answer(200, seconds(1)), after(1));
        watch.configure(seconds(10), [(TRUNK, plan("30", |_| {}))]);
        assert!(due(&mut watch, seconds(10)));
        watch.answered(TRUNK, answer(200, seconds(11)), after(1));
        assert_eq!(watch.deadline(), Some(seconds(41)));
        watch.configure(seconds(12), [(TRUNK, plan("no", |_| {}))]);
        assert_eq!(watch.deadline(), None);
    }

    #[test]
    fn a_start_with_many_trunks_is_no_burst() {
        let mut watch = TrunkWatch::default();
        let plan = plan("yes", |_| {});
        watch.configure(T0, (1..=1000).map(|id| (TrunkId(id), plan.clone())));
        let (mut now, mut most, mut all) = (T0, 0, 0);
        while all < 1000 {
            let mut due = vec![];
            watch.tick(now, &mut due);
            most = most.max(due.len());
            all += due.len();
            now += Duration::from_millis(10);
        }
        assert_eq!((most, now), (1, seconds(10)));
    }

    #[test]
    fn a_trunk_that_is_never_called_is_never_asked() {
        let caller = plan("yes", |trunk| trunk.connection_type = Some(model::ConnectionType::User));
        let mut watch = TrunkWatch::default();
        watch.configure(T0, [(TRUNK, caller)]);
        assert_eq!(watch.deadline(), None);
    }

    #[test]
    fn a_dynamic_trunk_is_asked_while_it_is_registered() {
        let mut watch = TrunkWatch::default();
        watch.configure(T0, [(TRUNK, plan("yes", dynamic))]);
        assert_eq!(watch.deadline(), None, "nobody knows where it is");
        assert!(watch.registered(seconds(1), TRUNK, Some(CONTACT)));
        assert!(due(&mut watch, seconds(1)));
        watch.answered(TRUNK, answer(200, seconds(2)), after(3));
        assert!(!watch.registered(seconds(30), TRUNK, Some(CONTACT)), "a refresh is no news");
        assert_eq!(watch.deadline(), Some(seconds(62)));
        watch.silent(seconds(70), TRUNK, SILENT);
        assert_eq!(watch.deadline(), Some(seconds(75)), "gone, and the registration does not know it");
        watch.registered(seconds(80), TRUNK, None);
        let status = watch.status(TRUNK).unwrap();
        assert_eq!((watch.deadline(), status.reach), (None, Reach::Unknown));
        assert_eq!(status.last_answer, Some(answer(200, seconds(2))), "what it said last is kept");
        assert!(!watch.answered(TRUNK, answer(200, seconds(81)), after(3)), "late");
        assert_eq!(watch.status(TRUNK).unwrap().reach, Reach::Unknown);
        assert!(!watch.registered(seconds(90), TRUNK, Some(CONTACT)), "the same as before");
        assert!(due(&mut watch, seconds(90)));
    }

    #[test]
    fn a_dynamic_trunk_that_registers_from_elsewhere_is_another_peer() {
        let mut watch = TrunkWatch::default();
        watch.configure(T0, [(TRUNK, plan("yes", dynamic))]);
        watch.registered(seconds(1), TRUNK, Some(CONTACT));
        watch.answered(TRUNK, answer(503, seconds(2)), after(3));
        let elsewhere = (Transport::Tcp, HOP.addr);
        assert!(watch.registered(seconds(3), TRUNK, Some(elsewhere)));
        let status = watch.status(TRUNK).unwrap();
        assert_eq!((status.reach, status.last_answer), (Reach::Unknown, None));
        assert!(!watch.registered(seconds(4), TrunkId(9), Some(CONTACT)), "a trunk that is not in use");
    }
}
