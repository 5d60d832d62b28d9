//! Where a request for a host goes (RFC 3263): [`Resolution`] walks from NAPTR over SRV to addresses, [`Resolver`] runs
//! many of them, and remembers answers for a moment so that calls to the same place ask the DNS once.
//! Decides the order only; it never sends a query itself, and a numeric host or a known port costs none or one.

mod destination;
mod order;
mod resolution;
mod resolver;

pub(crate) use destination::Destination;
pub(crate) use resolution::{Resolution, Step};
pub(crate) use resolver::{Lookup, Resolver, Ticket};
