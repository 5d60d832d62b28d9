//! The SIP messages of recent calls, kept in memory of a fixed size: for people who want to know what was said.
//!
//! A message costs a glance for its Call-ID and one copy. What is kept is raw; only who shows it masks and reads it, on
//! another thread. When room is needed, the oldest goes first: what belongs to no call before calls that went well, and
//! those before calls that failed.

mod arena;
mod head;
mod record;

use std::{
    collections::{BTreeMap, HashMap, hash_map::RandomState},
    hash::BuildHasher,
};

use calls::{CallId, LegBegun};

use self::{
    arena::{Arena, BLOCK, Chain},
    record::HEAD,
};

pub use record::KeptMessage;
pub(crate) use record::Note;

/// What one call may take of the whole, as its part: a call that resends for hours must not push out all others.
const CALL_SHARE: usize = 16;

/// What belongs to no call may take an eighth before it goes first; failed calls may take half.
const STRAY_SHARE: usize = 8;
const FAILED_SHARE: usize = 2;

/// Legs of a call that are told apart; a user's phones are fewer.
const MAX_LEGS: usize = 250;

/// What is kept of one call.
#[derive(Clone, Debug)]
pub struct KeptCall {
    /// Its legs, the caller's first; messages name them by their place here.
    pub legs: Vec<LegBegun>,
    /// Its messages in order.
    pub messages: Vec<KeptMessage>,
    /// Messages that there was no room for.
    pub missed: u32,
}

/// The messages that are kept.
#[derive(Debug)]
pub(crate) struct Trail {
    arena: Arena,
    hasher: RandomState,
    /// By hash of the SIP Call-ID: whose messages they are, and of which leg.
    index: HashMap<u64, (u64, u8)>,
    calls: HashMap<CallId, u64>,
    units: HashMap<u64, Unit>,
    /// The units of each class in the order in which they go.
    order: [BTreeMap<u64, u64>; 4],
    last: u64,
    /// Blocks of each class.
    blocks: [usize; 4],
}

/// What goes, or stays, as one: a call, or the messages of a stranger.
#[derive(Debug)]
struct Unit {
    chain: Chain,
    class: Class,
    /// Its place in the order of its class.
    place: u64,
    call: Option<CallId>,
    keys: Vec<u64>,
    legs: Vec<LegBegun>,
    missed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// An INVITE that became no call (yet).
    Stray,
    /// A call that ended as calls do.
    Ended,
    /// A call that failed.
    Failed,
    /// A call in progress.
    Live,
}

impl Trail {
    /// Takes so many bytes at most; 0 keeps nothing.
    pub(crate) fn new(bytes: usize) -> Self {
        Self {
            arena: Arena::new(bytes),
            hasher: RandomState::new(),
            index: HashMap::new(),
            calls: HashMap::new(),
            units: HashMap::new(),
            order: Default::default(),
            last: 0,
            blocks: [0; 4],
        }
    }

    /// Keeps a message, where it belongs to a call or begins one.
    pub(crate) fn keep(&mut self, note: &Note, bytes: &[u8]) {
        if self.arena.len() == 0 || head::is_of_no_call(bytes) {
            return;
        }
        let Some(call_id) = head::call_id(bytes) else { return };
        let key = self.hasher.hash_one(call_id);
        let known = self.index.get(&key).copied();
        let Some((unit, leg)) =
            known.or_else(|| head::is_invite(bytes).then(|| (self.begin_unit(Class::Stray, key), 0)))
        else {
            return;
        };
        self.append(unit, leg, note, bytes);
    }

    /// Notes that a leg of a call has begun.
    pub(crate) fn leg(&mut self, begun: LegBegun) {
        if self.arena.len() == 0 {
            return;
        }
        let key = self.hasher.hash_one(begun.sip_call_id.as_bytes());
        let own = self.index.get(&key).map(|(unit, _)| *unit);
        let unit = match (self.calls.get(&begun.call).copied(), own) {
            (Some(unit), _) => unit,
            (None, Some(stray)) if self.units.get(&stray).is_some_and(|unit| unit.call.is_none()) => stray,
            (None, _) => self.begin_unit(Class::Stray, key),
        };
        self.turn(unit, Class::Live);
        self.calls.insert(begun.call, unit);
        let Some(held) = self.units.get_mut(&unit) else { return };
        held.call = Some(begun.call);
        let place = u8::try_from(held.legs.len().min(MAX_LEGS)).unwrap_or(0);
        if !held.keys.contains(&key) {
            held.keys.push(key);
        }
        held.legs.push(begun);
        self.index.insert(key, (unit, place));
    }

    /// Notes that a call is over.
    pub(crate) fn ended(&mut self, call: CallId, has_failed: bool) {
        if let Some(unit) = self.calls.get(&call).copied() {
            self.turn(unit, if has_failed { Class::Failed } else { Class::Ended });
        }
    }

    /// Copies out what is kept of a call; nothing where nothing is, any more.
    pub(crate) fn call(&self, call: CallId) -> Option<KeptCall> {
        let unit = self.units.get(self.calls.get(&call)?)?;
        Some(KeptCall {
            legs: unit.legs.clone(),
            messages: record::read(&self.arena.read(&unit.chain)),
            missed: unit.missed,
        })
    }

    fn append(&mut self, id: u64, leg: u8, note: &Note, bytes: &[u8]) {
        let wanted = HEAD + bytes.len();
        let most = (self.arena.len() / CALL_SHARE).max(1);
        let Some(unit) = self.units.get(&id) else { return };
        let blocks = unit.chain.blocks_for(wanted);
        let has_room = unit.chain.blocks() as usize + blocks <= most && self.make_room(blocks, id);
        let Some(unit) = self.units.get_mut(&id) else { return };
        match u32::try_from(bytes.len()) {
            Ok(len) if has_room => {
                self.arena.append(&mut unit.chain, &note.head(leg, len));
                self.arena.append(&mut unit.chain, bytes);
                if let Some(count) = self.blocks.get_mut(unit.class as usize) {
                    *count += blocks;
                }
            }
            _ => unit.missed = unit.missed.saturating_add(1),
        }
    }

    /// Frees blocks until so many are free; `but` stays.
    fn make_room(&mut self, blocks: usize, but: u64) -> bool {
        while self.arena.free() < blocks {
            let Some(unit) = self.next_to_go(but) else { return false };
            self.forget(unit);
        }
        true
    }

    fn next_to_go(&self, but: u64) -> Option<u64> {
        let share = |class: Class, part: usize| {
            self.blocks.get(class as usize).is_some_and(|blocks| *blocks > self.arena.len() / part)
        };
        let first = [
            (Class::Stray, share(Class::Stray, STRAY_SHARE)),
            (Class::Failed, share(Class::Failed, FAILED_SHARE)),
            (Class::Ended, true),
            (Class::Stray, true),
            (Class::Failed, true),
            (Class::Live, true),
        ];
        let oldest = |class: Class| {
            let order = self.order.get(class as usize)?;
            order.values().copied().find(|unit| *unit != but)
        };
        first.into_iter().filter(|(_, may)| *may).find_map(|(class, _)| oldest(class))
    }

    fn begin_unit(&mut self, class: Class, key: u64) -> u64 {
        self.last += 1;
        let id = self.last;
        let unit = Unit {
            chain: Chain::EMPTY,
            class,
            place: id,
            call: None,
            keys: vec![key],
            legs: vec![],
            missed: 0,
        };
        self.units.insert(id, unit);
        self.index.insert(key, (id, 0));
        self.queue(class).insert(id, id);
        id
    }

    /// Puts a unit into another class, as its newest.
    fn turn(&mut self, id: u64, class: Class) {
        self.last += 1;
        let place = self.last;
        let Some(unit) = self.units.get_mut(&id) else { return };
        let (old, old_place) =
            (std::mem::replace(&mut unit.class, class), std::mem::replace(&mut unit.place, place));
        let blocks = unit.chain.blocks() as usize;
        self.queue(old).remove(&old_place);
        self.queue(class).insert(place, id);
        for (class, grows) in [(old, false), (class, true)] {
            if let Some(count) = self.blocks.get_mut(class as usize) {
                *count = if grows { *count + blocks } else { count.saturating_sub(blocks) };
            }
        }
    }

    fn forget(&mut self, id: u64) {
        let Some(unit) = self.units.remove(&id) else { return };
        self.queue(unit.class).remove(&unit.place);
        self.arena.release(&unit.chain);
        if let Some(count) = self.blocks.get_mut(unit.class as usize) {
            *count = count.saturating_sub(unit.chain.blocks() as usize);
        }
        for key in unit.keys {
            if self.index.get(&key).is_some_and(|(owner, _)| *owner == id) {
                self.index.remove(&key);
            }
        }
        if let Some(call) = unit.call {
            self.calls.remove(&call);
        }
    }

    fn queue(&mut self, class: Class) -> &mut BTreeMap<u64, u64> {
        let [stray, ended, failed, live] = &mut self.order;
        match class {
            Class::Stray => stray,
            Class::Ended => ended,
            Class::Failed => failed,
            Class::Live => live,
        }
    }
}

/// The bytes that a setting in megabytes asks for.
pub(crate) const fn bytes(megabytes: u32) -> usize {
    megabytes as usize * 1024 * BLOCK
}

#[cfg(test)]
mod tests;
