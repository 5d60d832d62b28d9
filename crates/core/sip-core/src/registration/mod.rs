//! Our registrations at others: one for each trunk whose register tab is enabled (RFC 3261 section 10.2).
//!
//! Decides when to register, refresh, retry and unregister; never gives up, and never sends: each REGISTER is an
//! [`Order`] to the endpoint, which resolves, answers challenges, and reports the final outcome.

mod machine;
mod order;
mod status;

use std::{collections::BTreeMap, net::SocketAddr};

use model::{Snapshot, Trunk, TrunkId};
use moment::Moment;
use sip_msg::Response;

use self::machine::{Machine, Plan};
use crate::{
    chance::Chance,
    endpoint::LoginKey,
    flow::{Hop, Transport},
    trunk_status::NoAnswer,
};

pub(crate) use order::{Order, OrderId};
pub use status::{RegistrationState, RegistrationStatus};

/// Every registration of ours.
#[derive(Debug)]
pub(crate) struct Registrations {
    chance: Chance,
    machines: BTreeMap<TrunkId, Machine>,
    last_order: u64,
}

impl Registrations {
    /// Makes none yet; times are spread, and Call-IDs made, from `chance`.
    pub(crate) const fn new(chance: Chance) -> Self {
        Self { chance, machines: BTreeMap::new(), last_order: 0 }
    }

    /// Takes a configuration: what is new starts, what is gone or disabled unregisters, what changed does both.
    pub(crate) fn configure(&mut self, now: Moment, snapshot: &Snapshot, out: &mut Vec<Order>) {
        let mut before = std::mem::take(&mut self.machines);
        for trunk in snapshot.nouns().trunks.values() {
            let Some(plan) = plan(trunk) else { continue };
            let machine = match before.remove(&trunk.id) {
                Some(mut known) if known.plan().reaches_the_same(&plan) => {
                    known.replan(now, plan);
                    known
                }
                Some(known) => {
                    self.last_order += 1;
                    out.extend(known.leave(now, trunk.id, OrderId(self.last_order), &mut self.chance));
                    Machine::start(now, plan, &mut self.chance)
                }
                None => Machine::start(now, plan, &mut self.chance),
            };
            self.machines.insert(trunk.id, machine);
        }
        self.dismiss(now, before, out);
        self.tick(now, out);
    }

    /// Takes the outcome of an order: the final answer, challenges apart, with where it came from, or why there was none.
    /// Returns the trunk whose status it changed.
    pub(crate) fn responded(
        &mut self,
        now: Moment,
        order: OrderId,
        outcome: Result<(&Response, Hop), Option<NoAnswer>>,
        out: &mut Vec<Order>,
    ) -> Option<TrunkId> {
        let (trunk, machine) = self.machines.iter_mut().find(|(_, machine)| machine.awaits(order))?;
        let trunk = *trunk;
        match outcome {
            Ok(answer) => machine.answered(now, trunk, answer, &mut self.chance),
            Err(no_answer) => machine.silent(now, no_answer, &mut self.chance),
        }
        self.tick(now, out);
        Some(trunk)
    }

    /// Takes note of a connection that is gone.
    pub(crate) fn connection_lost(&mut self, now: Moment, transport: Transport, remote: SocketAddr) {
        for machine in self.machines.values_mut() {
            machine.connection_lost(now, (transport, remote), &mut self.chance);
        }
    }

    /// Registers at a trunk now, unless that is under way.
    pub(crate) fn hurry(&mut self, now: Moment, trunk: TrunkId, out: &mut Vec<Order>) {
        if let Some(machine) = self.machines.get_mut(&trunk) {
            machine.hurry(now);
        }
        self.tick(now, out);
    }

    /// Adds the REGISTERs that are due.
    pub(crate) fn tick(&mut self, now: Moment, out: &mut Vec<Order>) {
        for (trunk, machine) in &mut self.machines {
            if machine.due().is_some_and(|due| due <= now) {
                self.last_order += 1;
                out.push(machine.register(*trunk, OrderId(self.last_order), &mut self.chance));
            }
        }
    }

    /// Unregisters everywhere, for good: the process ends.
    pub(crate) fn leave(&mut self, now: Moment, out: &mut Vec<Order>) {
        let all = std::mem::take(&mut self.machines);
        self.dismiss(now, all, out);
    }

    fn dismiss(&mut self, now: Moment, gone: BTreeMap<TrunkId, Machine>, out: &mut Vec<Order>) {
        for (trunk, machine) in gone {
            self.last_order += 1;
            out.extend(machine.leave(now, trunk, OrderId(self.last_order), &mut self.chance));
        }
    }

    /// Tells whether somebody waits for the outcome of an order: nobody does where we leave.
    pub(crate) fn awaits(&self, order: OrderId) -> bool {
        self.machines.values().any(|machine| machine.awaits(order))
    }

    /// Whose nonces its REGISTERs use.
    pub(crate) fn logins(&self) -> impl Iterator<Item = LoginKey> {
        self.machines.iter().map(|(trunk, machine)| machine.login(*trunk))
    }

    /// When the next REGISTER is due.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.machines.values().filter_map(Machine::due).min()
    }

    /// How a trunk's registration stands; nothing where it has none.
    pub(crate) fn status(&self, trunk: TrunkId) -> Option<RegistrationStatus> {
        self.machines.get(&trunk).map(Machine::status)
    }
}

fn plan(trunk: &Trunk) -> Option<Plan> {
    let register = trunk.register.as_ref().filter(|register| trunk.enabled && register.enabled)?;
    Some(Plan {
        register: register.clone(),
        proxy: trunk.reach.outbound_proxy.clone(),
        domain: trunk.identity.from_domain.clone(),
        pin: trunk.reach.tls_fingerprint,
    })
}

#[cfg(test)]
mod tests;
