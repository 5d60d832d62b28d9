//! Asterisk's `show` commands, in its columns and words: people and scripts that know them find what they expect.

use serde_json::Value;

mod channels;
mod codecs;
mod dialplan;
mod peer;
mod peers;
mod pjsip;
mod registry;
mod trunks;

use crate::{
    answer::{Answer, Failure},
    args::{CoreShow, PjsipShow, SipShow},
    client::{escape, read, rows},
    session::Session,
};

/// `sip show ...`
pub(crate) fn sip(session: &Session, what: &SipShow) -> Answer {
    match what {
        SipShow::Registry => listed(session, "status/registrations", |raw| Ok(registry::print(&rows(raw)?))),
        SipShow::Trunks => listed(session, "status/trunks", |raw| Ok(trunks::print(&rows(raw)?))),
        SipShow::Peers => listed(session, "status/peers", |raw| Ok(peers::print(&rows(raw)?))),
        SipShow::Peer { name } => {
            let raw = session.client.get(&format!("status/peers/{}", escape(name))).map_err(|failure| {
                failure.where_missing("`strowger sip show peers` lists the lines and trunks that there are.")
            })?;
            session.formed(raw, |raw| Ok(peer::print(&read(raw)?)))
        }
    }
}

/// `pjsip show ...`
pub(crate) fn pjsip(session: &Session, what: &PjsipShow) -> Answer {
    match what {
        PjsipShow::Registrations => {
            listed(session, "status/registrations", |raw| Ok(pjsip::registrations(&rows(raw)?)))
        }
        PjsipShow::Endpoints => listed(session, "status/peers", |raw| {
            Ok(pjsip::endpoints(&rows(raw)?, &rows(session.client.list("calls")?)?))
        }),
    }
}

/// `core show ...`
pub(crate) fn core(session: &Session, what: &CoreShow) -> Answer {
    match what {
        CoreShow::Channels => listed(session, "calls", |raw| Ok(channels::print(&rows(raw)?))),
        CoreShow::Codecs => listed(session, "codecs", |raw| Ok(codecs::print(&rows(raw)?))),
    }
}

/// `dialplan show [CONTEXT]`
pub(crate) fn dialplan(session: &Session, context: Option<&str>) -> Answer {
    let path = match context {
        Some(name) => format!("dialplan?context={}", escape(name)),
        None => "dialplan".to_owned(),
    };
    let shown = listed(session, &path, |raw| Ok(dialplan::print(&rows(raw)?)));
    shown.map_err(|failure| failure.where_missing("`strowger context list` lists those that there are."))
}

/// Reads a listing and prints it in its own form.
fn listed(
    session: &Session,
    path: &str,
    print: impl FnOnce(Vec<Value>) -> Result<String, Failure>,
) -> Answer {
    session.formed(session.client.list(path)?, print)
}
