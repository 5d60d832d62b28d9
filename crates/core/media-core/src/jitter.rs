//! An adaptive jitter buffer: decides when each packet's audio is played, so that few come too late and none waits for long.
//!
//! Every packet has an ideal moment: its stamp, plus the shortest way that packets took lately, plus a target that follows
//! the longest. Playing drifts towards it by holding (the gap is concealed) or skipping one packet. Used only where audio is
//! decoded; relayed packets never wait.

use moment::Moment;
use rtp::Timestamp;

use crate::stream::ticks;

/// How many packets wait at most: half a second of 20 ms packets.
const SLOTS: usize = 24;
/// The clock of every codec that we decode.
const CLOCK_HZ: u32 = 8000;
/// One frame of 20 ms.
const FRAME: i32 = 160;
/// How far a stamp may be from what is played before the source has started its clock anew: two seconds.
const JUMP: i32 = 16_000;
/// Over how many packets the shortest way is looked for: five seconds, and the five before.
const WINDOW: u32 = 250;
/// The longest way is forgotten by this part of the difference with every packet.
const DECAY: i32 = 256;
/// The most that playing is held back for late packets: 400 ms.
const TARGET_MAX: i32 = 3200;
/// How much later than ideal it may be played before a packet is skipped.
const SLACK: i32 = 3 * FRAME;
/// How many pulls apart packets are skipped, so that speech shrinks and does not tear.
const SKIP_EVERY: u8 = 10;
/// After how many empty pulls the talk spurt is over.
const DRY_MAX: u8 = 10;

/// The packets of one stream that wait for their moment. Allocates once.
#[derive(Clone, Debug)]
pub struct JitterBuffer {
    slots: [Option<Slot>; SLOTS],
    bytes: Box<[u8]>,
    slot_bytes: usize,
    delay: Option<Delay>,
    /// The stamp of what is played next; `None` between talk spurts.
    cursor: Option<Timestamp>,
    dry: u8,
    since_skip: u8,
    late: u64,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    timestamp: Timestamp,
    codec: dsp::codec::Codec,
    length: usize,
    span: i32,
}

impl Slot {
    fn end(&self) -> Timestamp {
        self.timestamp.plus(self.span.unsigned_abs())
    }
}

/// What a pull yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pulled<'a> {
    /// The payload to decode next.
    Packet(dsp::codec::Codec, &'a [u8]),
    /// 20 ms are missing and must be concealed.
    Missing,
    /// There is nothing to hear.
    Idle,
}

impl JitterBuffer {
    /// Makes a buffer for packets of at most `slot_bytes` of payload.
    pub fn new(slot_bytes: usize) -> Self {
        Self {
            slots: [None; SLOTS],
            bytes: vec![0; slot_bytes.saturating_mul(SLOTS)].into_boxed_slice(),
            slot_bytes,
            delay: None,
            cursor: None,
            dry: 0,
            since_skip: 0,
            late: 0,
        }
    }

    /// Forgets everything: another source follows.
    pub fn reset(&mut self) {
        self.slots = [None; SLOTS];
        (self.delay, self.cursor, self.dry) = (None, None, 0);
    }

    /// Takes a packet that arrived now. Duplicates, and packets that come too late or are too long, are dropped.
    pub fn push(&mut self, now: Moment, timestamp: Timestamp, codec: dsp::codec::Codec, payload: &[u8]) {
        let span = codec.decoded_samples(payload.len()) / (codec.sample_rate_hz() / CLOCK_HZ) as usize;
        if payload.len() > self.slot_bytes || span == 0 {
            return;
        }
        let transit = arrival(now).wrapping_sub(timestamp.0);
        let is_jump = self.delay.as_ref().is_some_and(|delay| delay.since_origin(transit).abs() > JUMP);
        if is_jump {
            self.reset();
        }
        self.delay.get_or_insert_with(|| Delay::new(transit)).observe(transit);
        let slot = Slot { timestamp, codec, length: payload.len(), span: span as i32 };
        if self.cursor.is_some_and(|cursor| !slot.end().is_after(cursor)) {
            self.late = self.late.saturating_add(1);
        } else if !self.slots.iter().flatten().any(|waiting| waiting.timestamp == timestamp) {
            self.store(slot, payload);
        }
    }

    /// Hands out what is to be heard now; to be called for every 20 ms, and again while a packet was shorter.
    pub fn pull(&mut self, now: Moment) -> Pulled<'_> {
        let Some(ideal) =
            self.delay.as_ref().map(|delay| Timestamp(arrival(now).wrapping_sub(delay.playout())))
        else {
            return Pulled::Idle;
        };
        let Some(cursor) = self.begin(ideal) else { return Pulled::Idle };
        if cursor.since(ideal) > FRAME {
            // Too early: wait for the late ones.
            return Pulled::Missing;
        }
        self.since_skip = self.since_skip.saturating_add(1);
        if ideal.since(cursor) > SLACK && self.since_skip >= SKIP_EVERY {
            self.since_skip = 0;
            self.cursor = Some(cursor.plus(FRAME.unsigned_abs()));
        }
        self.take()
    }

    /// Whether no packet waits.
    pub fn is_empty(&self) -> bool {
        self.slots.iter().all(Option::is_none)
    }

    /// How many packets came too late to be played.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// The stamp that is played next; begins a talk spurt where its first packet's moment has come.
    fn begin(&mut self, ideal: Timestamp) -> Option<Timestamp> {
        if self.cursor.is_none() {
            let (_, first) = self.earliest()?;
            if first.timestamp.is_after(ideal) {
                return None;
            }
            (self.cursor, self.dry) = (Some(first.timestamp), 0);
        }
        self.cursor
    }

    fn take(&mut self) -> Pulled<'_> {
        let Some(cursor) = self.cursor else { return Pulled::Idle };
        for slot in &mut self.slots {
            if slot.is_some_and(|slot| !slot.end().is_after(cursor)) {
                *slot = None;
            }
        }
        match self.earliest() {
            // A stamp a little ahead is a source whose clock stutters, not a gap.
            Some((at, slot)) if slot.timestamp.since(cursor) < FRAME / 2 => {
                (self.cursor, self.dry) = (Some(slot.end()), 0);
                if let Some(taken) = self.slots.get_mut(at) {
                    *taken = None;
                }
                let start = at.saturating_mul(self.slot_bytes);
                let payload = self.bytes.get(start..start.saturating_add(slot.length)).unwrap_or_default();
                Pulled::Packet(slot.codec, payload)
            }
            Some((_, slot)) => {
                let gap = slot.timestamp.since(cursor).min(FRAME);
                self.cursor = Some(cursor.plus(gap.unsigned_abs()));
                Pulled::Missing
            }
            None if self.dry >= DRY_MAX => {
                self.cursor = None;
                Pulled::Idle
            }
            None => {
                self.dry = self.dry.saturating_add(1);
                self.cursor = Some(cursor.plus(FRAME.unsigned_abs()));
                Pulled::Missing
            }
        }
    }

    fn earliest(&self) -> Option<(usize, Slot)> {
        let waiting = self.slots.iter().enumerate().filter_map(|(at, slot)| Some((at, (*slot)?)));
        waiting.reduce(|best, next| if best.1.timestamp.is_after(next.1.timestamp) { next } else { best })
    }

    /// Stores a packet; where all slots are full the earliest makes room.
    fn store(&mut self, slot: Slot, payload: &[u8]) {
        let free = self.slots.iter().position(Option::is_none);
        let Some(at) = free.or_else(|| self.earliest().map(|(at, _)| at)) else { return };
        let start = at.saturating_mul(self.slot_bytes);
        if let Some(room) = self.bytes.get_mut(start..start.saturating_add(payload.len()))
            && let Some(place) = self.slots.get_mut(at)
        {
            room.copy_from_slice(payload);
            *place = Some(slot);
        }
    }
}

/// How long packets are on their way, in ticks and relative to the first one.
#[derive(Clone, Debug)]
struct Delay {
    origin: u32,
    shortest: i32,
    shortest_before: i32,
    counted: u32,
    /// How much longer than the shortest the longest way is.
    spread: i32,
}

impl Delay {
    fn new(transit: u32) -> Self {
        Self { origin: transit, shortest: 0, shortest_before: 0, counted: 0, spread: 0 }
    }

    fn since_origin(&self, transit: u32) -> i32 {
        transit.wrapping_sub(self.origin).cast_signed()
    }

    fn observe(&mut self, transit: u32) {
        let way = self.since_origin(transit);
        self.shortest = self.shortest.min(way);
        self.counted = self.counted.wrapping_add(1);
        if self.counted.is_multiple_of(WINDOW) {
            (self.shortest_before, self.shortest) = (self.shortest, way);
        }
        let longer = way.saturating_sub(self.base());
        if longer > self.spread {
            self.spread = longer.min(TARGET_MAX);
        } else {
            self.spread -= (self.spread - longer) / DECAY;
        }
    }

    fn base(&self) -> i32 {
        self.shortest.min(self.shortest_before)
    }

    /// What is taken off the arrival clock to get the stamp that is played now: the shortest way, the spread, and one frame
    /// because packets are pulled on a tick that knows nothing of their arrival.
    fn playout(&self) -> u32 {
        let target = self.base().saturating_add(self.spread).saturating_add(FRAME);
        self.origin.wrapping_add(target.cast_unsigned())
    }
}

fn arrival(now: Moment) -> u32 {
    ticks(now.since(Moment::ZERO), CLOCK_HZ)
}

#[cfg(test)]
mod tests {
    use dsp::codec::Codec;

    use super::*;

    fn buffer() -> JitterBuffer {
        JitterBuffer::new(480)
    }

    fn push(buffer: &mut JitterBuffer, ms: u64, packet: u32) {
        let stamp = Timestamp(u32::MAX - 800).plus(packet * 160);
        buffer.push(Moment::from_unix_ms(ms), stamp, Codec::Pcmu, &[packet as u8; 160]);
    }

    /// Pulls every 20 ms and returns what was played: the packet's number, or `None` for a gap.
    fn pull(buffer: &mut JitterBuffer, from_ms: u64, count: u64) -> Vec<Option<u8>> {
        let pulls = (0..count).filter_map(|n| match buffer.pull(Moment::from_unix_ms(from_ms + n * 20)) {
            Pulled::Packet(_, payload) => Some(payload.first().copied()),
            Pulled::Missing => Some(None),
            Pulled::Idle => None,
        });
        pulls.collect()
    }

    #[test]
    fn packets_are_played_in_order_across_the_wrap_around() {
        let mut buffer = buffer();
        for packet in [0, 2, 1, 4, 3, 5, 6, 8, 7] {
            push(&mut buffer, 0, packet);
        }
        let played: Vec<u8> = pull(&mut buffer, 400, 9).into_iter().flatten().collect();
        assert_eq!(played, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_lost_packet_is_one_gap_and_a_duplicate_is_none() {
        let mut buffer = buffer();
        for packet in [0, 1, 1, 3, 3] {
            push(&mut buffer, u64::from(packet) * 20, packet);
        }
        assert_eq!(pull(&mut buffer, 100, 4), [Some(0), Some(1), None, Some(3)]);
    }

    #[test]
    fn an_even_stream_waits_for_no_more_than_two_frames() {
        let mut buffer = buffer();
        let mut first = None;
        for n in 0..50 {
            push(&mut buffer, n * 20, n as u32);
            if first.is_none() && matches!(buffer.pull(Moment::from_unix_ms(n * 20 + 1)), Pulled::Packet(..))
            {
                first = Some(n);
            }
        }
        assert!(first.is_some_and(|n| n <= 2), "{first:?}");
    }

    #[test]
    fn silence_ends_the_talk_spurt_and_the_next_one_starts() {
        let mut buffer = buffer();
        push(&mut buffer, 0, 0);
        let played = pull(&mut buffer, 40, 100);
        assert_eq!(played.len(), 1 + usize::from(DRY_MAX));
        push(&mut buffer, 3000, 150);
        assert_eq!(pull(&mut buffer, 3020, 3).first(), Some(&Some(150)));
    }

    #[test]
    fn a_source_that_starts_its_clock_anew_is_followed() {
        let mut buffer = buffer();
        push(&mut buffer, 0, 0);
        pull(&mut buffer, 40, 1);
        buffer.push(Moment::from_unix_ms(60), Timestamp(5_000_000), Codec::Pcmu, &[9; 160]);
        assert_eq!(pull(&mut buffer, 100, 1), [Some(9)]);
    }

    #[test]
    fn what_is_too_long_or_empty_is_dropped_and_a_flood_bounded() {
        let mut buffer = buffer();
        buffer.push(Moment::ZERO, Timestamp(0), Codec::Pcmu, &[0; 481]);
        buffer.push(Moment::ZERO, Timestamp(0), Codec::Gsm, &[0; 32]);
        assert!(buffer.is_empty());
        for packet in 0..90 {
            push(&mut buffer, 0, packet);
        }
        assert_eq!(buffer.slots.iter().flatten().count(), SLOTS);
    }
}
