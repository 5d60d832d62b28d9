//! The HTTP face of `admin`: JSON under `/api/v1`, an OpenAPI document that is made from the routes, server-sent events, and the
//! files of the web admin.
//!
//! It reads requests, asks `admin`, and writes answers; it decides nothing. Who asks is proved here: by a token or the cookie of a
//! session over TCP, by the credentials of the process over the Unix socket.

mod administrators;
mod app;
mod audit;
mod auth;
mod backup;
mod bans;
mod call_logs;
mod calls;
mod changed;
mod codecs;
mod cookie;
mod dashboard;
mod dialplan;
mod documents;
mod events;
mod health;
mod import;
mod json;
mod limits;
mod metrics;
mod nouns;
mod numbers;
mod openapi;
mod peer;
mod problem;
mod revisions;
mod route;
mod search;
mod secrets;
mod server;
mod session;
mod settings;
mod setup;
mod sheet;
mod site;
mod socket;
mod sounds;
mod status;
mod tls;
mod tokens;
mod tolls;
mod trunk_tests;
mod web;

pub use openapi::document;
pub use server::{Ways, serve};
pub use socket::{SOCKET_NAME, listen_unix};
pub use tls::{Tls, TlsError, Wanted as WantedCertificate};

#[cfg(test)]
mod tests;
