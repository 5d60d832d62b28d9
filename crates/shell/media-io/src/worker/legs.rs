//! The streams of one worker: which leg lives in which slot, which two are joined, and whose time has come.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
    hash::{BuildHasher, Hasher, RandomState},
    net::SocketAddr,
};

use media_core::{KeptStream, Leg, Report, Seed, join};
use moment::Moment;

use super::{
    Back, Errand, Slot,
    out::{News, Out},
};
use crate::order::{Fact, StreamId};

/// All streams, by slot.
#[derive(Default)]
pub(crate) struct Legs {
    tenants: Vec<Option<Tenant>>,
    /// When slots want a tick. An entry that is not its tenant's `due` is out of date.
    timers: BinaryHeap<Reverse<(Moment, usize)>>,
    /// The slots to whose peers something is played: each once, as long as that lasts.
    played: BTreeSet<usize>,
}

/// A stream in its slot.
struct Tenant {
    stream: StreamId,
    leg: Leg,
    joined: Option<usize>,
    due: Moment,
}

impl Legs {
    /// A stream moves in.
    pub(crate) fn open(&mut self, now: Moment, slot: usize, stream: StreamId) {
        if slot >= self.tenants.len() {
            self.tenants.resize_with(slot + 1, || None);
        }
        if let Some(place) = self.tenants.get_mut(slot) {
            *place = Some(Tenant { stream, leg: Leg::new(now, seed()), joined: None, due: Moment::NEVER });
        }
    }

    /// A stream of another process moves in.
    pub(crate) fn resume(&mut self, now: Moment, slot: usize, stream: StreamId, kept: KeptStream) {
        self.open(now, slot, stream);
        if let Some(tenant) = self.tenant(slot) {
            tenant.leg = Leg::resume(now, seed(), kept);
        }
    }

    /// A stream moves out without a word, to another process.
    pub(crate) fn give_up(&mut self, now: Moment, slot: usize) -> Option<(StreamId, KeptStream)> {
        let tenant = self.tenants.get_mut(slot)?.take()?;
        Some((tenant.stream, tenant.leg.keep(now)))
    }

    /// A stream moves out, with a farewell to its peer.
    pub(crate) fn close(
        &mut self,
        now: Moment,
        slot: usize,
        slots: &[Slot],
        news: &mut News,
    ) -> Option<(StreamId, Report)> {
        self.part(slot);
        self.hear(now, slot, news);
        self.played.remove(&slot);
        let mut tenant = self.tenants.get_mut(slot)?.take()?;
        let own = (slots.get(slot)?, tenant.stream);
        tenant.leg.close(now, &mut Out { own, other: None, news });
        Some((tenant.stream, tenant.leg.report()))
    }

    /// Does what the signalling wants with one stream.
    pub(crate) fn obey(&mut self, now: Moment, slot: usize, errand: Errand) {
        match errand {
            Errand::Set(settings) => {
                let Some(tenant) = self.tenant(slot) else { return };
                tenant.leg.set(now, *settings);
                if let Some(other) = tenant.joined {
                    self.join(slot, other);
                }
            }
            Errand::Join(other) => {
                self.part(slot);
                self.part(other);
                self.join(slot, other);
            }
            Errand::Play(source) => {
                self.part(slot);
                if let Some(tenant) = self.tenant(slot) {
                    tenant.leg.play(now, source);
                    self.played.insert(slot);
                }
            }
            Errand::Quiet => {
                self.part(slot);
                if let Some(tenant) = self.tenant(slot) {
                    tenant.leg.quiet();
                }
            }
            Errand::Press(key, ms) => {
                if let Some(tenant) = self.tenant(slot) {
                    tenant.leg.press(now, key, ms);
                }
            }
        }
        self.schedule(slot);
    }

    /// A packet came to a slot's RTP port.
    #[inline]
    pub(crate) fn rtp(
        &mut self,
        now: Moment,
        slot: usize,
        from: SocketAddr,
        bytes: &mut [u8],
        slots: &[Slot],
        news: &mut News,
    ) {
        let other =
            self.with(slot, slots, news, |own, other, out| own.handle_rtp(now, from, bytes, other, out));
        self.schedule(slot);
        if let Some(other) = other {
            self.schedule(other);
        }
    }

    /// A packet came to a slot's RTCP port.
    pub(crate) fn rtcp(&mut self, now: Moment, slot: usize, from: SocketAddr, bytes: &mut [u8]) {
        if let Some(tenant) = self.tenant(slot) {
            tenant.leg.handle_rtcp(now, from, bytes);
        }
    }

    /// Does what time asks for.
    pub(crate) fn tick(&mut self, now: Moment, slots: &[Slot], news: &mut News) {
        while let Some(&Reverse((at, slot))) = self.timers.peek()
            && at <= now
        {
            self.timers.pop();
            let Some(tenant) = self.tenant(slot).filter(|tenant| tenant.due == at) else { continue };
            tenant.due = Moment::NEVER;
            let other = self.with(slot, slots, news, |own, other, out| own.tick(now, other, out));
            self.schedule(slot);
            if let Some(other) = other {
                self.schedule(other);
            }
        }
    }

    /// When [`Legs::tick`] is due. What is out of date is dropped: nobody is to be woken for a stream that has gone.
    pub(crate) fn deadline(&mut self) -> Option<Moment> {
        while let Some(&Reverse((at, slot))) = self.timers.peek() {
            if self.tenant(slot).is_some_and(|tenant| tenant.due == at) {
                return Some(at);
            }
            self.timers.pop();
        }
        None
    }

    /// Tells how those sound to whom something is played.
    pub(crate) fn listen(&mut self, now: Moment, news: &mut News) {
        let mut played = std::mem::take(&mut self.played);
        played.retain(|slot| self.hear(now, *slot, news));
        self.played = played;
    }

    /// Whether there is anybody to whom something is played.
    pub(crate) fn is_playing(&self) -> bool {
        !self.played.is_empty()
    }

    /// Tells how a peer sounds; false where nothing is played to it any more.
    fn hear(&mut self, now: Moment, slot: usize, news: &mut News) -> bool {
        let Some(tenant) = self.tenant(slot) else { return false };
        let Some(hearing) = tenant.leg.hearing(now) else { return false };
        news.tell(Back::Fact(Fact::Heard(tenant.stream, hearing)));
        true
    }

    /// Tells how every stream goes on which anything was heard or said.
    pub(crate) fn report(&mut self, news: &mut News) {
        for tenant in self.tenants.iter_mut().flatten() {
            let report = tenant.leg.report();
            if report.packets_rx > 0 || report.packets_tx > 0 {
                news.tell(Back::Fact(Fact::Report(tenant.stream, Box::new(report))));
            }
        }
    }

    fn tenant(&mut self, slot: usize) -> Option<&mut Tenant> {
        self.tenants.get_mut(slot)?.as_mut()
    }

    /// Joins two streams that are joined with nobody else.
    fn join(&mut self, a: usize, b: usize) {
        let Ok([Some(first), Some(second)]) = self.tenants.get_disjoint_mut([a, b]) else { return };
        join(&mut first.leg, &mut second.leg);
        (first.joined, second.joined) = (Some(b), Some(a));
        self.schedule(a);
        self.schedule(b);
    }

    /// Parts a stream from the one that it is joined with; that one then hears nothing.
    fn part(&mut self, slot: usize) {
        let Some(other) = self.tenant(slot).and_then(|tenant| tenant.joined.take()) else { return };
        if let Some(other) = self.tenant(other).filter(|other| other.joined == Some(slot)) {
            other.joined = None;
            other.leg.quiet();
        }
    }

    /// Lets a leg work beside the one that it is joined with; returns that one's slot.
    #[inline]
    fn with(
        &mut self,
        slot: usize,
        slots: &[Slot],
        news: &mut News,
        work: impl FnOnce(&mut Leg, Option<&mut Leg>, &mut Out<'_>),
    ) -> Option<usize> {
        let joined = self.tenant(slot)?.joined;
        let pair = joined.and_then(|other| self.tenants.get_disjoint_mut([slot, other]).ok());
        match (pair, joined) {
            (Some([Some(own), Some(other)]), Some(other_slot)) => {
                let mut out = Out {
                    own: (slots.get(slot)?, own.stream),
                    other: slots.get(other_slot).map(|slot| (slot, other.stream)),
                    news,
                };
                work(&mut own.leg, Some(&mut other.leg), &mut out);
            }
            _ => {
                let own = self.tenant(slot)?;
                work(&mut own.leg, None, &mut Out { own: (slots.get(slot)?, own.stream), other: None, news });
            }
        }
        joined
    }

    /// Notes a slot's deadline where it comes before the one that is noted.
    #[inline]
    fn schedule(&mut self, slot: usize) {
        let Some(Some(tenant)) = self.tenants.get_mut(slot) else { return };
        if let Some(at) = tenant.leg.deadline().filter(|at| *at < tenant.due) {
            tenant.due = at;
            self.timers.push(Reverse((at, slot)));
        }
    }
}

/// Random beginnings, from the keys that the standard library draws for its hash maps.
fn seed() -> Seed {
    let chance = RandomState::new().build_hasher().finish();
    let [a, b, c, d, e, f, g, h] = chance.to_le_bytes();
    Seed {
        ssrc: u32::from_le_bytes([a, b, c, d]),
        // The first half of the numbers only: a receiver that misses the first packets of an encrypted stream must not take a
        // number past the rollover for one before it (RFC 3711 section 3.3.1).
        seq: u16::from_le_bytes([e, f]) >> 1,
        timestamp: u32::from_le_bytes([e, f, g, h]),
    }
}
