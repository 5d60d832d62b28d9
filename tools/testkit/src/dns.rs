//! The names that a world knows.

use std::{collections::BTreeMap, net::IpAddr};

use sip_core::{Answer, Query};

/// A table in place of the DNS.
#[derive(Clone, Debug, Default)]
pub struct Dns {
    addresses: BTreeMap<String, Vec<IpAddr>>,
    services: BTreeMap<String, Vec<(u16, u16, u16, String)>>,
    silent: bool,
}

impl Dns {
    /// Gives a host an address, beside those that it has.
    pub fn host(&mut self, name: &str, addr: IpAddr) {
        self.addresses.entry(name.to_owned()).or_default().push(addr);
    }

    /// Adds an SRV record: `_sip._udp.example.org`, priority, weight, port, target.
    pub fn service(&mut self, name: &str, record: (u16, u16, u16, &str)) {
        let (priority, weight, port, target) = record;
        self.services.entry(name.to_owned()).or_default().push((priority, weight, port, target.to_owned()));
    }

    /// Makes every question fail, or not.
    pub const fn set_silent(&mut self, silent: bool) {
        self.silent = silent;
    }

    /// Answers a question.
    pub fn answer(&self, query: &Query) -> Answer {
        if self.silent {
            return Answer::Failed;
        }
        match query {
            Query::Naptr(_) => Answer::None,
            Query::Srv(name) => self.services.get(name).cloned().map_or(Answer::None, Answer::Srv),
            Query::Addresses(name) => {
                self.addresses.get(name).cloned().map_or(Answer::None, Answer::Addresses)
            }
        }
    }
}
