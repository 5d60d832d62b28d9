//! `restart`: goes on in a new process, and waits until that answers.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    answer::{Answer, Failure},
    session::Session,
};

/// How long the new process may take: half a minute of that is for calls that ring.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked whether it is there.
const LOOK: Duration = Duration::from_millis(50);

/// Asks for it, and says how many calls went on.
pub(crate) fn run(session: &Session) -> Answer {
    let begin = Instant::now();
    let before = session.client.act("restart")?;
    while begin.elapsed() < PATIENCE {
        sleep(LOOK);
        // Between the two processes nobody answers.
        let Ok(after) = session.client.get("restart") else { continue };
        if after.get("started_ms") != before.get("started_ms") {
            let took_s = begin.elapsed().as_secs_f32();
            return session.formed(after, |after| Ok(told(&after, took_s)));
        }
    }
    let waited = PATIENCE.as_secs();
    Err(Failure::Usage(format!("the exchange has not come back within {waited} s: see what it logs")))
}

fn told(after: &Value, took_s: f32) -> String {
    let calls = after.get("calls").and_then(Value::as_u64).unwrap_or_default();
    let version = after.get("version").and_then(Value::as_str).unwrap_or_default();
    format!("restarted within {took_s:.1} s, as {version}; calls that go on: {calls}\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_went_on_is_told() {
        let after = json!({"started_ms": 2, "version": "0.2.0", "calls": 7});
        assert_eq!(told(&after, 0.44), "restarted within 0.4 s, as 0.2.0; calls that go on: 7\n");
    }
}
