//! The command line: the exchange's nouns over its HTTP API, Asterisk's familiar commands, and the console.
//!
//! It holds no rules: it asks the API and shows what that says. One command needs no server, `dialplan match`: it asks
//! `routing` itself. A command is a function from a session to text, so that what people see is what tests compare.

mod administrators;
mod answer;
mod args;
mod backup;
mod bans;
mod call;
mod calls;
mod client;
mod console;
mod dialplan_match;
mod events;
mod history;
mod limits;
mod nouns;
mod password;
mod print;
mod route;
mod run;
mod search;
mod session;
mod show;
mod site;
mod sounds;
mod tokens;
mod trunk_test;
mod users;

pub use args::{Command, Options};
pub use run::run;
