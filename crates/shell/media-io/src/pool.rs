//! The signalling's end of the media path: ports to hand out, orders to pass on, facts to bring back.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::RangeInclusive,
    sync::Arc,
    time::Duration,
};

use moment::Moment;
use rtrb::RingBuffer;
use tokio::{sync::Notify, time::sleep_until};

use crate::{
    clock::Clock,
    order::{Carried, Fact, Order, StreamId},
    worker::{self, Back, Command, Errand},
};

/// Pairs that are kept open and free, for each worker and address family: 200 ms of 600 calls a second.
const SPARE: usize = 256;

/// Milliseconds that a start waits for the workers' first ports; they need one or two.
const FIRST_PAIRS_MS: u32 = 500;

/// Milliseconds that a start waits for the streams of an earlier process; each needs some ten microseconds.
const RESUMED_MS: u32 = 5_000;

/// Orders on their way to one worker, and facts on their way back; what does not fit waits on its own side.
const RING: usize = 8192;

/// How long an order may wait for the worker to wake up for another reason. A packet is one: the worker reads its orders first.
/// Woken for each answer and each end of a call, it would spend most of its time on waking up.
const PATIENCE: Duration = Duration::from_millis(40);

/// How the media path is laid out.
#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// The address that RTP is bound to; all of them where this is `None`.
    pub address: Option<IpAddr>,
    /// The ports; a pair begins with an even one.
    pub ports: RangeInclusive<u16>,
    /// Threads; one for each core, as a rule.
    pub workers: usize,
    /// The clock that the signalling goes by.
    pub clock: Clock,
}

/// Everything that the signalling holds of the media path. Dropping it ends the workers.
pub struct Pool {
    workers: Vec<Remote>,
    places: HashMap<StreamId, Place>,
    clock: Clock,
    wake: Arc<Notify>,
    /// Streams of an earlier process of which the workers have not said whether they go on.
    resuming: usize,
}

/// Where a stream lives.
#[derive(Clone, Copy)]
struct Place {
    worker: usize,
    slot: usize,
}

/// One worker, seen from here.
struct Remote {
    commands: rtrb::Producer<Command>,
    waiting: VecDeque<Command>,
    back: rtrb::Consumer<Back>,
    waker: mio::Waker,
    thread: Option<worker::Thread>,
    has_news: bool,
    /// Whether the worker has to act now: it makes sound itself, or ports run out.
    is_urgent: bool,
    /// When it is woken for what can wait.
    wake_at: Option<Moment>,
    v4: Spare,
    v6: Spare,
}

/// Pairs of one worker and address family.
#[derive(Default)]
struct Spare {
    /// The address to bind; `None` where the family is not served.
    addr: Option<IpAddr>,
    /// Open and free, the longest unused first.
    free: VecDeque<(usize, u16)>,
    /// Ports that were never tried.
    untried: VecDeque<u16>,
    /// Ports that the worker is opening.
    opening: usize,
}

impl Pool {
    /// Starts the workers, goes on with the streams of an earlier process, each with the group that it is opened in, and has the
    /// first pairs opened. Which of those streams could not go on is told by [`Pool::has`].
    ///
    /// # Errors
    /// What the system says when it gives no thread or no epoll.
    pub fn start(config: &PoolConfig, carried: Vec<(u64, Carried)>) -> io::Result<Self> {
        let wake = Arc::new(Notify::new());
        let count = config.workers.max(1);
        let workers =
            (0..count).map(|index| Remote::start(config, index, count, &wake)).collect::<Result<_, _>>()?;
        let mut pool = Self { workers, places: HashMap::new(), clock: config.clock, wake, resuming: 0 };
        pool.resume(carried);
        pool.workers.iter_mut().for_each(Remote::grow);
        pool.flush();
        pool.await_first_pairs();
        Ok(pool)
    }

    /// Has workers go on with streams, before anybody else gets their ports.
    fn resume(&mut self, carried: Vec<(u64, Carried)>) {
        if carried.is_empty() {
            return;
        }
        for ipv6 in [false, true] {
            let taken: HashSet<u16> =
                carried.iter().filter(|(_, c)| c.ipv6 == ipv6).map(|(_, c)| c.port).collect();
            let spares = self.workers.iter_mut().map(|remote| remote.spare(ipv6));
            spares.for_each(|spare| spare.untried.retain(|port| !taken.contains(port)));
        }
        let count = self.workers.len() as u64;
        for (group, carried) in carried {
            let worker = group.checked_rem(count).and_then(|worker| usize::try_from(worker).ok());
            let Some(remote) = worker.and_then(|worker| self.workers.get_mut(worker)) else { continue };
            let Some(addr) = remote.spare(carried.ipv6).addr else { continue };
            remote.send(Command::Resume { addr, carried: Box::new(carried) });
            remote.is_urgent = true;
            self.resuming += 1;
        }
        for _ in 0..RESUMED_MS {
            self.flush();
            self.collect_spares();
            if self.resuming == 0 {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        tracing::error!(streams = self.resuming, "the media workers do not say whether streams go on");
    }

    /// Whether a stream is there.
    pub fn has(&self, stream: StreamId) -> bool {
        self.places.contains_key(&stream)
    }

    /// Ends the workers, and gives up every stream with its sockets for another process. What comes meanwhile waits in the sockets.
    pub fn hand_over(&mut self) -> Vec<Carried> {
        for remote in &mut self.workers {
            remote.send(Command::HandOver);
            remote.is_urgent = true;
        }
        let mut carried = Vec::new();
        while self.workers.iter().any(|remote| remote.has_news) {
            self.flush();
            std::thread::yield_now();
        }
        self.flush();
        for thread in self.workers.iter_mut().filter_map(|remote| remote.thread.take()) {
            match thread.join() {
                Ok(streams) => carried.extend(streams),
                Err(_) => tracing::error!("a media worker failed: its streams are lost"),
            }
        }
        carried
    }

    /// The first call may come with the first datagram: it must find ports open. Where none can be, calls say so.
    fn await_first_pairs(&mut self) {
        for _ in 0..FIRST_PAIRS_MS {
            self.collect_spares();
            let has_pairs = |remote: &Remote| remote.v4.free.len() + remote.v6.free.len() > 0;
            if self.workers.iter().all(has_pairs) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }

    /// Takes a pair for a stream and returns its RTP port; `None` where no port is free. Streams with the same `group` are on
    /// one worker and can be joined.
    pub fn open(&mut self, stream: StreamId, group: u64, ipv6: bool) -> Option<u16> {
        self.collect_spares();
        let count = self.workers.len() as u64;
        let worker = usize::try_from(group.checked_rem(count)?).ok()?;
        let remote = self.workers.get_mut(worker)?;
        let (slot, port) = remote.spare(ipv6).free.pop_front()?;
        // It waits for the first order about the stream: until then there is nothing to do with a packet.
        remote.waiting.push_back(Command::Open { slot, stream });
        remote.grow();
        self.places.insert(stream, Place { worker, slot });
        Some(port)
    }

    /// Passes an order on. Orders about one stream take effect in their order, before the next packet and within some 40 ms;
    /// what makes sound begins at once. One about a closed stream is dropped.
    pub fn order(&mut self, stream: StreamId, order: Order) {
        let Some(&Place { worker, slot }) = self.places.get(&stream) else { return };
        let errand = match order {
            Order::Join(other) => match self.places.get(&other) {
                Some(place) if place.worker == worker => Errand::Join(place.slot),
                Some(_) => {
                    tracing::error!("streams of different groups cannot be joined");
                    return;
                }
                None => return,
            },
            Order::Set(settings) => Errand::Set(settings),
            Order::Play(source) => Errand::Play(source),
            Order::Quiet => Errand::Quiet,
            Order::Press(key, ms) => Errand::Press(key, ms),
        };
        if let Some(remote) = self.workers.get_mut(worker) {
            remote.is_urgent |= matches!(errand, Errand::Play(_) | Errand::Press(..));
            remote.send(Command::Do { slot, errand });
        }
    }

    /// Closes a stream; [`Fact::Closed`] follows. Its ports rest for a while before they are used again.
    pub fn close(&mut self, stream: StreamId) {
        if let Some(Place { worker, slot }) = self.places.remove(&stream)
            && let Some(remote) = self.workers.get_mut(worker)
        {
            remote.send(Command::Close { slot });
        }
    }

    /// Hands over what the workers were given since the last call, and wakes those who have to act now.
    pub fn flush(&mut self) {
        let now = self.clock.now();
        self.workers.iter_mut().for_each(|remote| remote.flush(now));
    }

    /// Waits for the next fact, and sees to it that no order waits for ever. Safe to drop and call again.
    pub async fn next(&mut self) -> Fact {
        loop {
            if let Some(fact) = self.try_next() {
                return fact;
            }
            match self.workers.iter().filter_map(|remote| remote.wake_at).min() {
                None => self.wake.notified().await,
                Some(at) => tokio::select! {
                    () = self.wake.notified() => {}
                    () = sleep_until(self.clock.instant(at).into()) => self.flush(),
                },
            }
        }
    }

    /// Returns the next fact, where there is one already.
    pub fn try_next(&mut self) -> Option<Fact> {
        self.workers.iter_mut().find_map(|remote| {
            while let Ok(back) = remote.back.pop() {
                if let Some(fact) = remote.take(back) {
                    return Some(fact);
                }
            }
            None
        })
    }

    /// Takes in pairs that came free, up to the first fact, which has to wait for its turn.
    fn collect_spares(&mut self) {
        for (worker, remote) in self.workers.iter_mut().enumerate() {
            while remote.back.peek().is_ok_and(|back| !matches!(back, Back::Fact(_))) {
                match remote.back.pop() {
                    Ok(Back::Resumed { slot, stream }) => {
                        self.places.insert(stream, Place { worker, slot });
                        self.resuming = self.resuming.saturating_sub(1);
                    }
                    Ok(Back::Lost) => self.resuming = self.resuming.saturating_sub(1),
                    Ok(back) => drop(remote.take(back)),
                    Err(_) => {}
                }
            }
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        for remote in &mut self.workers {
            remote.send(Command::Stop);
            remote.is_urgent = true;
        }
        self.flush();
    }
}

impl Remote {
    fn start(config: &PoolConfig, index: usize, count: usize, wake: &Arc<Notify>) -> io::Result<Self> {
        let (commands, commands_rx) = RingBuffer::new(RING);
        let (back_tx, back) = RingBuffer::new(RING);
        let ends = worker::Ends { commands: commands_rx, back: back_tx, wake: wake.clone() };
        let (waker, thread) = worker::start(index, config.clock, ends)?;
        let untried: VecDeque<u16> = pairs(&config.ports).skip(index).step_by(count).collect();
        let spare = |addr: IpAddr| Spare {
            addr: config
                .address
                .is_none_or(|own| own.is_ipv4() == addr.is_ipv4())
                .then(|| config.address.unwrap_or(addr)),
            untried: untried.clone(),
            ..Spare::default()
        };
        Ok(Self {
            commands,
            waiting: VecDeque::new(),
            back,
            waker,
            thread: Some(thread),
            has_news: false,
            is_urgent: false,
            wake_at: None,
            v4: spare(Ipv4Addr::UNSPECIFIED.into()),
            v6: spare(Ipv6Addr::UNSPECIFIED.into()),
        })
    }

    fn spare(&mut self, ipv6: bool) -> &mut Spare {
        if ipv6 { &mut self.v6 } else { &mut self.v4 }
    }

    /// Has more pairs opened where few are left.
    fn grow(&mut self) {
        for spare in [&mut self.v4, &mut self.v6] {
            let Some(addr) = spare.addr else { continue };
            if spare.free.len() + spare.opening >= SPARE || spare.untried.is_empty() {
                continue;
            }
            let ports: Vec<u16> = spare.untried.drain(..spare.untried.len().min(SPARE)).collect();
            spare.opening += ports.len();
            self.waiting.push_back(Command::Grow { addr, ports });
            (self.has_news, self.is_urgent) = (true, true);
        }
    }

    fn send(&mut self, command: Command) {
        self.waiting.push_back(command);
        self.has_news = true;
    }

    /// Hands over what fits, the rest when the worker has made room; and wakes the worker where it is time.
    fn flush(&mut self, now: Moment) {
        if self.has_news {
            self.hand_over();
            self.wake_at.get_or_insert(now + PATIENCE);
        }
        let is_time = self.wake_at.is_some_and(|at| at <= now);
        if self.is_urgent || is_time {
            self.wake();
            (self.is_urgent, self.wake_at) = (false, None);
        }
    }

    fn hand_over(&mut self) {
        while let Some(command) = self.waiting.pop_front() {
            if let Err(rtrb::PushError::Full(command)) = self.commands.push(command) {
                self.waiting.push_front(command);
                self.is_urgent = true;
                break;
            }
        }
        self.has_news = !self.waiting.is_empty();
    }

    /// Wakes the worker, unless it has been awake and has taken everything.
    fn wake(&self) {
        if self.commands.slots() < RING
            && let Err(error) = self.waker.wake()
        {
            tracing::error!(%error, "a media worker cannot be woken");
        }
    }

    fn take(&mut self, back: Back) -> Option<Fact> {
        match back {
            Back::Fact(fact) => return Some(fact),
            Back::Opened { slot, port, ipv6 } => {
                let spare = self.spare(ipv6);
                spare.opening = spare.opening.saturating_sub(1);
                spare.free.push_back((slot, port));
            }
            Back::Taken { port, ipv6 } => {
                let spare = self.spare(ipv6);
                spare.opening = spare.opening.saturating_sub(1);
                tracing::debug!(port, "an RTP port is taken by another program and is left out");
            }
            // The start has waited for them.
            Back::Resumed { .. } | Back::Lost => {}
            Back::Free { slot, port, ipv6 } => self.spare(ipv6).free.push_back((slot, port)),
        }
        None
    }
}

/// The even ports of a range whose odd neighbour is in it too.
fn pairs(ports: &RangeInclusive<u16>) -> impl Iterator<Item = u16> {
    let (first, last) = (*ports.start(), *ports.end());
    (first..last).filter(|port| port % 2 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_begins_with_an_even_port_and_ends_within_the_range() {
        assert_eq!(pairs(&(20001..=20006)).collect::<Vec<_>>(), [20002, 20004]);
        assert_eq!(pairs(&(20000..=20001)).collect::<Vec<_>>(), [20000]);
    }
}
