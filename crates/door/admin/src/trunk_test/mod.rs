//! Tests a trunk step by step: where it is, whether it answers, whether we can register there.

mod cause;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use engine::{Failure, Hop, Probed};
use model::{Addressing, Permission, Trunk, TrunkId};
use serde::Serialize;
use tokio::time::{Instant, sleep, timeout_at};
use utoipa::ToSchema;

pub use cause::{TestCause, TestTarget};

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    error::Error,
    trunk_states::{Refusal, registered_place, shown},
};

/// How long the other side may take to answer OPTIONS, all its addresses together.
const OPTIONS_TIME: Duration = Duration::from_secs(10);

/// How long a registration may take.
const REGISTER_TIME: Duration = Duration::from_secs(9);

/// How often it is looked whether the registration has an outcome.
const LOOK: Duration = Duration::from_millis(50);

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
    /// Tests a trunk; takes 20 s at most.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::TestRunning`], [`Error::Gone`].
    pub async fn test_trunk(self: &Arc<Self>, actor: &Actor, id: u32) -> Result<TrunkTest, Error> {
        actor.demand(Permission::Operate)?;
        let snapshot = self.snapshot();
        let trunk = snapshot.trunk(TrunkId(id)).ok_or_else(|| Error::not_found("trunk", id))?;
        if !trunk.enabled {
            let steps = vec![step(TestStepName::Resolve, TestCause::Disabled)];
            return Ok(TrunkTest { trunk: id, name: trunk.name.to_string(), passed: false, steps });
        }
        let _turn = Turn::take(&self.access().testing, trunk.id).ok_or(Error::TestRunning)?;
        let probed = timeout_at(Instant::now() + OPTIONS_TIME, self.live().probe(trunk.id)).await;
        let mut steps = match probed {
            Ok(probed) => probe_steps(trunk, &probed?),
            Err(_) => late_steps(trunk),
        };
        steps.push(self.register_step(trunk).await?);
        let passed = steps.iter().all(|step| step.outcome != TestOutcome::Failed);
        Ok(TrunkTest { trunk: id, name: trunk.name.to_string(), passed, steps })
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

/// The right to test one trunk, until it is dropped: with the request that asked, even if its client has gone.
struct Turn<'a> {
    testing: &'a Mutex<HashSet<TrunkId>>,
    trunk: TrunkId,
}

impl<'a> Turn<'a> {
    fn take(testing: &'a Mutex<HashSet<TrunkId>>, trunk: TrunkId) -> Option<Self> {
        let is_free = testing.lock().unwrap_or_else(PoisonError::into_inner).insert(trunk);
        is_free.then_some(Self { testing, trunk })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.testing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.trunk);
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
