//! The steps of the page. Each one applies its part, shows what an administrator would look at, and proves itself.

use admin::Direction;
use anyhow::{Result, ensure};
use model::record::CallStatus;

use crate::{
    call::{self, Wanted},
    ladder, pieces,
    stage::Stage,
    voice::say,
};

/// One step.
pub(crate) struct Step {
    /// What it is called, after the page's headings.
    pub(crate) title: &'static str,
    /// What to look at where it fails.
    pub(crate) remedy: &'static str,
    /// Does it; returns what was reached.
    pub(crate) act: fn(&mut Stage) -> Result<String>,
}

/// All of them.
pub(crate) const STEPS: [Step; 7] = [
    Step {
        title: "Users and phones",
        remedy: "a phone that is refused has another password than its line: compare the site files with the phones",
        act: people,
    },
    Step {
        title: "Establish the trunk",
        remedy: "`strowger sip show registry` on A has the last refusal: username and password of the Register tab must be \
                 those of the trunk on B",
        act: trunk,
    },
    Step {
        title: "Set the outgoing calls",
        remedy: "`strowger route explain` says which pattern was looked at and why it does not match",
        act: outgoing,
    },
    Step {
        title: "Set the incoming calls",
        remedy: "the DID must be what is left after Stripnum, in the context of B's trunk",
        act: incoming,
    },
    Step {
        title: "Context Incalls: no extension is reachable unless an incoming call says so",
        remedy: "a number that rings here is reachable by everybody at the other end: see `strowger dialplan show Incalls`",
        act: incalls,
    },
    Step {
        title: "Context default: every extension is reachable directly",
        remedy: "`strowger dialplan show default` on B must have 111",
        act: default,
    },
    Step {
        title: "The way back: the trunk is used in both directions",
        remedy: "B calls A where A is registered: `strowger sip show peers` on B has the address",
        act: way_back,
    },
];

fn people(stage: &mut Stage) -> Result<String> {
    stage.apply(&pieces::PEOPLE_A)?;
    stage.apply(&pieces::PEOPLE_B)?;
    stage.lobby.register()?;
    say!("\n  alice, bob, someone and carol registered, each with a digest.");
    Ok("four phones registered".to_owned())
}

fn trunk(stage: &mut Stage) -> Result<String> {
    stage.apply(&pieces::TRUNK_B)?;
    stage.apply(&pieces::TRUNK_A)?;
    stage.apply(&pieces::CODECS)?;
    let Stage { a, b, lobby, .. } = stage;
    lobby.until("both sides say that A is registered", |_| {
        let is_registered =
            |row: &admin::RegistrationRow| row.trunk == "xivo-trunk" && row.state == "Registered";
        let ours =
            a.registrations()?.iter().any(|row| row.direction == Direction::Ours && is_registered(row));
        let theirs =
            b.registrations()?.iter().any(|row| row.direction == Direction::Theirs && is_registered(row));
        Ok(ours && theirs)
    })?;
    b.command(&["sip", "show", "registry"])?;
    a.command(&["sip", "show", "registry"])?;
    Ok("`sip show registry` has A on B, and B on A".to_owned())
}

fn outgoing(stage: &mut Stage) -> Result<String> {
    stage.apply(&pieces::OUTGOING_A)?;
    stage.a.command(&["route", "explain", "--line", "alice", "**99101"])?;
    Ok("**99101 leaves A by xivo-trunk as 101".to_owned())
}

fn incoming(stage: &mut Stage) -> Result<String> {
    stage.apply(&pieces::INCOMING_B)?;
    Wanted { caller: "alice", number: "**99101", callee: "someone" }.talk(stage)?;
    draw(stage, ["alice", "someone"])?;
    logged(stage, Some("**99101"), Some("101"))?;
    Ok("alice dialled **99101, someone rang, both heard each other".to_owned())
}

fn incalls(stage: &mut Stage) -> Result<String> {
    let status = Wanted { caller: "bob", number: "**99111", callee: "someone" }.is_refused(stage)?;
    ensure!(status == 404, "bob got {status}, and 404 Not Found says what happened");
    let entry = call::log(&mut stage.lobby, &stage.b, "111")?;
    ensure!(
        entry.words.iter().any(|words| words.contains("Incalls")),
        "the trace does not name the context that was searched"
    );
    Ok("**99111 did not ring someone: 111 is not in Incalls".to_owned())
}

fn default(stage: &mut Stage) -> Result<String> {
    stage.apply(&pieces::DEFAULT_B)?;
    Wanted { caller: "bob", number: "**99111", callee: "someone" }.talk(stage)?;
    logged(stage, None, Some("111"))?;
    Ok("**99111 rang someone directly".to_owned())
}

fn way_back(stage: &mut Stage) -> Result<String> {
    stage.apply(&pieces::OUTGOING_B)?;
    stage.apply(&pieces::INCOMING_A)?;
    Wanted { caller: "carol", number: "**98201", callee: "alice" }.talk(stage)?;
    logged(stage, Some("201"), Some("**98201"))?;
    Ok("carol dialled **98201, alice rang, both heard each other through two codecs".to_owned())
}

/// Shows the rows of a call that was answered; A and B know it by different numbers.
fn logged(stage: &mut Stage, on_a: Option<&str>, on_b: Option<&str>) -> Result<()> {
    let Stage { a, b, lobby, .. } = stage;
    for (exchange, dialled) in [(a, on_a), (b, on_b)] {
        if let Some(dialled) = dialled {
            let entry = call::log(lobby, exchange, dialled)?;
            let status = entry.call.outcome.status;
            ensure!(status == CallStatus::Answered, "the call log says {status:?} of an answered call");
        }
    }
    Ok(())
}

/// Draws the messages of the call that was just made.
fn draw(stage: &mut Stage, [left, right]: [&'static str; 2]) -> Result<()> {
    let (a, b) = (stage.a.address, stage.b.address);
    let columns = [
        (left, stage.lobby.of(left)?.phone.addr),
        ("XiVO A", a),
        ("XiVO B", b),
        (right, stage.lobby.of(right)?.phone.addr),
    ];
    let drawn = ladder::draw(&stage.tape.seen(), &columns);
    ensure!(drawn.contains("BYE"), "the tape lacks messages of the call");
    say!("\n  The messages of the call:\n");
    for line in drawn.lines() {
        say!("{line}");
    }
    Ok(())
}
