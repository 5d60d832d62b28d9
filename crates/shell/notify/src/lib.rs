//! Tells people outside: a webhook is posted to, an e-mail is sent. Both block, with a limit on every wait; whoever calls does it on
//! a thread of its own.
//!
//! A webhook's URL is typed by an administrator of the exchange, who is not by that an administrator of the network that the
//! exchange stands in: it reaches no address inside, unless the host's configuration file says so.

mod inside;
mod mail;
mod roots;
mod webhook;

use std::time::Duration;

pub use inside::is_inside;
pub use mail::Mail;
pub use webhook::Webhook;

/// The longest time for all of one message.
const PATIENCE: Duration = Duration::from_secs(15);

/// Why nobody was told. Says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The webhook's name leads to an address inside.
    #[error(
        "the webhook leads to {0}, which is inside: name its network in alert_networks of the configuration file, or use one outside"
    )]
    Inside(std::net::IpAddr),
    /// The webhook answered with something else than 2xx.
    #[error("the webhook answers {0}: it should answer 200 or 204, without a redirect")]
    Status(u16),
    /// The webhook could not be reached.
    #[error("the webhook cannot be reached: {0}")]
    Webhook(String),
    /// The e-mail could not be made of what is set.
    #[error("the e-mail cannot be written: {0}")]
    Letter(String),
    /// The mail server did not take it.
    #[error("the mail server does not take the e-mail: {0}")]
    Mail(String),
}
