//! A call from dialling to hanging up, told as it goes, and what the exchanges keep of it.

use std::time::Duration;

use admin::CallLogEntry;
use anyhow::{Context, Result, bail, ensure};
use testkit::State;

use crate::{exchange::Exchange, handset::Handset, lobby::Lobby, stage::Stage, voice::say};

/// How much of what somebody hears must be the other's tone: GSM keeps over 0.9 of a sine.
const HEARD_MIN: f32 = 0.7;

/// How long a phone rings before it is answered.
const RINGING: Duration = Duration::from_millis(500);

/// How long the two talk before it is measured what they hear.
const TALKING: Duration = Duration::from_secs(1);

/// How long after a hang-up the last answer may be under way.
const LAST_ANSWER: Duration = Duration::from_millis(200);

/// Who calls whom.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// Who dials.
    pub(crate) caller: &'static str,
    /// What is dialled.
    pub(crate) number: &'static str,
    /// Whose phone it is about.
    pub(crate) callee: &'static str,
}

impl Wanted {
    /// Dials, lets it ring, answers, listens, hangs up.
    pub(crate) fn talk(self, stage: &mut Stage) -> Result<()> {
        let Self { caller, number, callee } = self;
        stage.tape.rewind();
        let lobby = &mut stage.lobby;
        let before = self.dial(lobby)?;
        lobby.until(&format!("{callee} rings"), |lobby| {
            let heard = lobby.of(caller)?.call().and_then(|call| call.last());
            if let Some(status) = heard.filter(|status| status.is_final()) {
                bail!("{number} is answered with {} instead of ringing {callee}", status.code());
            }
            Ok(lobby.of(callee)?.phone.calls.len() > before
                && heard.is_some_and(|status| status.code() == 180))
        })?;
        let shown = lobby.of(callee)?.call().map(|call| call.remote_number().to_owned()).unwrap_or_default();
        say!("\n  {caller} dials {number}. {callee} rings, and the phone shows {shown}.");
        lobby.wait(RINGING)?;
        lobby.of(callee)?.answer();
        lobby.until("both phones are in the call", |lobby| {
            Ok(is_up(lobby.of(caller)?) && is_up(lobby.of(callee)?))
        })?;
        say!("  {callee} answers.");
        lobby.wait(TALKING)?;
        self.listen(lobby)?;
        lobby.of(caller)?.hang_up();
        lobby.until("the other side hears of the hang-up", |lobby| {
            Ok(lobby.of(callee)?.call().is_some_and(|call| call.is_over()))
        })?;
        say!("  {caller} hangs up.");
        lobby.wait(LAST_ANSWER)
    }

    /// Dials what must not ring, and returns the status that the caller gets.
    pub(crate) fn is_refused(self, stage: &mut Stage) -> Result<u16> {
        let Self { caller, number, callee } = self;
        stage.tape.rewind();
        let lobby = &mut stage.lobby;
        let before = self.dial(lobby)?;
        lobby.until(&format!("{number} is refused"), |lobby| {
            ensure!(lobby.of(callee)?.phone.calls.len() == before, "{callee} rings, and should not");
            Ok(lobby.of(caller)?.call().is_some_and(|call| call.state == State::Over))
        })?;
        let status = lobby.of(caller)?.call().and_then(|call| call.last()).context("there is no answer")?;
        say!(
            "\n  {caller} dials {number}. {callee} does not ring; {caller} gets {} {}.",
            status.code(),
            status.reason()
        );
        Ok(status.code())
    }

    /// Dials, and returns how many calls the callee's phone had before.
    fn dial(self, lobby: &mut Lobby) -> Result<usize> {
        let before = lobby.of(self.callee)?.phone.calls.len();
        lobby.of(self.caller)?.phone.dial(self.number);
        Ok(before)
    }

    /// Waits until each hears the other's tone, and says how well.
    fn listen(self, lobby: &mut Lobby) -> Result<()> {
        for (who, other) in [(self.callee, self.caller), (self.caller, self.callee)] {
            let hz = lobby.of(other)?.hz;
            let heard = lobby.until(&format!("{who} hears {other}"), |lobby| {
                Ok(lobby.of(who)?.hears(hz).is_some_and(|share| share >= HEARD_MIN))
            });
            let share = lobby.of(who)?.hears(hz);
            heard.with_context(|| format!("of what {who} hears, {:.0} % is at {hz} Hz", percent(share)))?;
            say!(
                "  {other} says {hz} Hz in {}: {:.0} % of what {who} hears in {} is at {hz} Hz.",
                lobby.of(other)?.codec(),
                percent(share),
                lobby.of(who)?.codec()
            );
        }
        Ok(())
    }
}

/// Waits for an exchange's row of the latest call, and shows row and trace.
pub(crate) fn log(lobby: &mut Lobby, exchange: &Exchange, dialled: &str) -> Result<CallLogEntry> {
    let mut found = None;
    lobby.until(&format!("the call log of {} has the call to {dialled}", exchange.name), |_| {
        found = exchange.last_call()?.filter(|entry| entry.call.dialled == dialled);
        Ok(found.is_some())
    })?;
    let entry = found.context("the row was there")?;
    exchange.command(&["call-log", "--limit", "1"])?;
    say!("    The exchange keeps more of the call, which the web admin shows:");
    for (leg, media) in entry.media.iter().enumerate() {
        say!(
            "    leg {}: {}, {} packets came, {} went, {} lost",
            leg + 1,
            media.codec,
            media.packets_rx,
            media.packets_tx,
            media.lost_rx
        );
    }
    say!("    why it went there:");
    for words in &entry.words {
        say!("      {words}");
    }
    Ok(entry)
}

fn is_up(handset: &Handset) -> bool {
    handset.call().is_some_and(|call| call.is_up() && call.agreed.is_some())
}

fn percent(share: Option<f32>) -> f32 {
    share.unwrap_or_default() * 100.0
}
