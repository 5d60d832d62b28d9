//! Tests a trunk step by step: where it is, whether it answers, whether we can register there, and, where a number is named,
//! whether a call goes through and is heard both ways.

mod call;
mod cause;
mod turns;

use std::{sync::Arc, time::Duration};

use engine::{Failure, Hop, Probed, TestEnd};
use model::{Addressing, Mention, NounKind, Number, Permission, Trunk, TrunkId};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep, timeout_at};
use utoipa::ToSchema;

pub use call::CallFinding;
pub use cause::{TestCause, TestTarget};
pub(crate) use turns::Turns;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    audit::{AuditAct, AuditSubject},
    error::Error,
    trunk_states::{Place, Refusal, registered_place, shown},
};

/// How long the other side may take to answer OPTIONS, all its addresses together.
const OPTIONS_TIME: Duration = Duration::from_secs(10);

/// How long a registration may take.
const REGISTER_TIME: Duration = Duration::from_secs(9);

/// How often it is looked whether the registration has an outcome.
const LOOK: Duration = Duration::from_millis(50);

/// What is to be tested beside the trunk's address and registration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TestOrder {
    /// The number of a short test call, as it is dialled at the other side: an echo test, best. It passes no outgoing call, so nothing
    /// is stripped from it. No call is made where this is left out or empty. One call in ten seconds is made by a trunk.
    #[schema(max_length = 40, pattern = "^[0-9*#+]*$")]
    pub call: Option<String>,
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TrunkTest {
    /// The trunk.
    pub trunk: u32,
    /// Its name.
    pub name: String,
    /// No step failed.
    pub passed: bool,
    /// The steps in order.
    pub steps: Vec<TestStep>,
    /// The test call's identity in the call log, where one was made.
    pub call: Option<String>,
}

/// One step of a test.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TestStep {
    /// Which.
    pub step: TestStepName,
    /// How it went.
    pub outcome: TestOutcome,
    /// Why, as data.
    pub cause: TestCause,
    /// The same as a sentence, in English.
    pub sentence: String,
    /// What to do about it, in English, where something is to be done.
    pub remedy: Option<String>,
}

/// The steps that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestStepName {
    /// The other side's addresses are looked up (RFC 3263).
    Resolve,
    /// It is asked with OPTIONS whether it lives; any answer will do.
    Options,
    /// We register at it.
    Register,
    /// We call a number there: a tone is played, and comes back where that is an echo test.
    Call,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// Well.
    Passed,
    /// Not well.
    Failed,
    /// It was not tried: the cause says why.
    Skipped,
}

impl Admin {
    /// Tests a trunk; takes 20 s at most, 40 with a call.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Fields`], [`Error::TestRunning`], [`Error::TestTooSoon`],
    /// [`Error::Storage`], [`Error::Gone`].
    pub async fn test_trunk(
        self: &Arc<Self>,
        actor: &Actor,
        id: u32,
        order: &TestOrder,
    ) -> Result<TrunkTest, Error> {
        actor.demand(Permission::Operate)?;
        let snapshot = self.snapshot();
        let trunk = snapshot.trunk(TrunkId(id)).ok_or_else(|| Error::not_found("trunk", id))?;
        let number = order.call.as_deref().filter(|number| !number.is_empty());
        let number =
            number.map(Number::parse).transpose().map_err(|problem| Error::field("call", problem))?;
        let mut test =
            TrunkTest { trunk: id, name: trunk.name.to_string(), passed: false, steps: vec![], call: None };
        if !trunk.enabled {
            test.steps.push(step(TestStepName::Resolve, TestCause::Disabled));
            return Ok(test);
        }
        let _turn = self.access().tests.take(trunk.id, number.is_some())?;
        let probed = timeout_at(Instant::now() + OPTIONS_TIME, self.live().probe(trunk.id)).await;
        let (mut steps, hop) = match probed {
            Ok(probed) => probed.map(|probed| (probe_steps(trunk, &probed), probed.hop))?,
            Err(_) => (late_steps(trunk), None),
        };
        steps.push(self.register_step(trunk).await?);
        if let Some(number) = number {
            let at = cause::place_of(trunk, hop);
            let (last, call) = self.call_step(actor, trunk, number, at, &steps).await?;
            steps.push(last);
            test.call = call;
        }
        test.passed = steps.iter().all(|step| step.outcome != TestOutcome::Failed);
        test.steps = steps;
        Ok(test)
    }

    /// Calls, and waits until the exchange has heard enough; where there is no address nothing is placed.
    async fn call_step(
        &self,
        actor: &Actor,
        trunk: &Trunk,
        number: Number,
        at: Place,
        before: &[TestStep],
    ) -> Result<(TestStep, Option<String>), Error> {
        let has_no_address = before.iter().any(|step| step.cause == TestCause::NoAddress);
        if has_no_address || !trunk.reach.connection.is_called() {
            let never = TestCause::Called { finding: CallFinding::NeverCalled };
            let cause = if has_no_address { TestCause::NoAddress } else { never };
            return Ok((step(TestStepName::Call, cause), None));
        }
        let noun = Mention { noun: NounKind::Trunk, id: trunk.id.0, name: trunk.name.to_string() };
        self.note(actor, AuditAct::TestCall, AuditSubject::from(noun)).await?;
        let tested = self.live().test_call(trunk.id, number.to_string(), actor.to_string()).await?;
        if tested.end == TestEnd::Running {
            return Err(Error::TestRunning);
        }
        let call = tested.call.map(|call| call.0.to_string());
        Ok((step(TestStepName::Call, call::cause(tested.end, trunk, at)), call))
    }

    /// Registers, and waits until the registration has an outcome.
    async fn register_step(&self, trunk: &Trunk) -> Result<TestStep, Error> {
        let Some(register) = trunk.register.as_ref().filter(|register| register.enabled) else {
            return Ok(step(TestStepName::Register, TestCause::NotConfigured));
        };
        let (until, begun_ms) = (Instant::now() + REGISTER_TIME, now_ms());
        self.live().register(trunk.id).await?;
        loop {
            let survey = self.live().trunks(vec![trunk.id]).await?;
            let status = survey.facts.get(&trunk.id).and_then(|facts| facts.registration.as_ref());
            let is_over = |status: &&engine::RegistrationStatus| {
                status.next.is_some() && status.tried.is_some_and(|at| at.as_unix_ms() >= begun_ms)
            };
            if let Some(status) = status.filter(is_over) {
                return Ok(step(TestStepName::Register, registration(trunk, register, status)));
            }
            if Instant::now() >= until {
                let at = registered_place(trunk, register, status);
                return Ok(step(TestStepName::Register, TestCause::Silent { at }));
            }
            sleep(LOOK).await;
        }
    }
}

/// What the probe says about the address, and about whoever is there.
fn probe_steps(trunk: &Trunk, probed: &Probed) -> Vec<TestStep> {
    let at = cause::place_of(trunk, probed.hop);
    let resolve = match (&probed.outcome, &trunk.reach.addressing) {
        (Err(Failure::Unresolved), _) => TestCause::NameNotFound { at: at.clone() },
        (Err(Failure::NotRegistered), _) => {
            TestCause::NotRegistered { username: trunk.digest_username().to_owned() }
        }
        (_, Addressing::Dynamic) => TestCause::Contact { at: at.clone() },
        (_, Addressing::Static(_)) => {
            TestCause::Resolved { targets: probed.targets.iter().copied().map(target).collect() }
        }
    };
    let options = match &probed.outcome {
        Ok(answer) => TestCause::Answered {
            at,
            status: answer.code,
            reason: answer.reason.clone(),
            round_trip_ms: answer.round_trip.as_secs_f32() * 1000.0,
        },
        Err(Failure::Silent) => TestCause::Silent { at },
        Err(Failure::Unreachable) => TestCause::Unreachable { at },
        Err(Failure::Unproved(fault)) => {
            TestCause::TlsFailed { at, fault: fault.kind.into(), shown: shown(*fault) }
        }
        Err(
            Failure::Unresolved
            | Failure::NotRegistered
            | Failure::Refused { .. }
            | Failure::Redirected { .. },
        ) => TestCause::NoAddress,
    };
    vec![step(TestStepName::Resolve, resolve), step(TestStepName::Options, options)]
}

/// Neither the DNS nor the other side has answered in time.
fn late_steps(trunk: &Trunk) -> Vec<TestStep> {
    let at = cause::place_of(trunk, None);
    let resolve = TestCause::Late { at: at.clone() };
    vec![step(TestStepName::Resolve, resolve), step(TestStepName::Options, TestCause::Silent { at })]
}

fn registration(trunk: &Trunk, register: &model::Register, status: &engine::RegistrationStatus) -> TestCause {
    let at = registered_place(trunk, register, Some(status));
    match (status.state, &status.last_answer, status.no_answer) {
        (engine::RegistrationState::Registered, _, _) => {
            TestCause::Registered { at, expires_seconds: status.expiry }
        }
        (_, _, Some(no_answer)) => match no_answer.why {
            engine::Why::Silent => TestCause::Silent { at },
            engine::Why::Unreachable => TestCause::Unreachable { at },
            engine::Why::Unproved(fault) => {
                TestCause::TlsFailed { at, fault: fault.kind.into(), shown: shown(fault) }
            }
            engine::Why::Unresolved => TestCause::NameNotFound { at },
        },
        (_, Some(answer), None) => TestCause::Refused {
            at,
            status: answer.code,
            reason: answer.reason.clone(),
            refusal: Refusal::of(answer.code, register.password.is_some()),
        },
        (_, None, None) => TestCause::Silent { at },
    }
}

fn step(step: TestStepName, cause: TestCause) -> TestStep {
    TestStep { step, outcome: cause.outcome(), sentence: cause.sentence(), remedy: cause.remedy(), cause }
}

fn target(hop: Hop) -> TestTarget {
    TestTarget { address: hop.addr.to_string(), transport: hop.transport.into() }
}
