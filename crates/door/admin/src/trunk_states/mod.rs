//! How every trunk stands: whether calls can go through it, and if not, why, and what to do about it.

mod judge;
mod state;
mod words;

use engine::LastAnswer;
use model::{Addressing, ConnectionType, Snapshot, Trunk, TrunkId, trunk::AddressingWord};
use moment::Moment;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use judge::{place, registered_place, shown};
pub use state::{Health, Place, Refusal, RefusedRequest, TlsFaultName, TrunkState};

use crate::{
    acts::Admin,
    error::Error,
    listing::{Page, Query},
    live::{TrunkFacts, TrunkSurvey},
};

/// A trunk and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TrunkRow {
    /// Its identity.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// What its calls reach.
    pub context: String,
    /// Who calls whom.
    pub connection_type: ConnectionType,
    /// How its address is known.
    pub addressing: AddressingWord,
    /// Its password is weak, by an administrator's wish.
    pub weak_password: bool,
    /// We register at it.
    pub registers: bool,
    /// How it stands.
    pub state: TrunkState,
    /// How good or bad that is.
    pub health: Health,
    /// The state in English.
    pub sentence: String,
    /// What to do about it, in English, where something is to be done.
    pub remedy: Option<String>,
    /// Status code of its last final answer to any request of ours.
    pub last_code: Option<u16>,
    /// The words of that answer, as they came.
    pub last_reason: Option<String>,
    /// When it came, in milliseconds since the epoch.
    pub last_at_ms: Option<u64>,
    /// When it is registered at, or asked, again by itself.
    pub next_try_ms: Option<u64>,
    /// Its calls in progress, both directions together.
    pub calls: u32,
    /// Calls that it may have at once; none where that is not limited.
    pub call_limit: Option<u32>,
}

impl Admin {
    /// Lists trunks with how they stand.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn trunk_states(&self, query: &Query) -> Result<Page<TrunkRow>, Error> {
        Ok(query.page(self.trunk_rows(None).await?))
    }

    /// Shows how one trunk stands.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Gone`].
    pub async fn trunk_state(&self, id: u32) -> Result<TrunkRow, Error> {
        let rows = self.trunk_rows(Some(TrunkId(id))).await?;
        rows.into_iter().next().ok_or_else(|| Error::not_found("trunk", id))
    }

    /// Judges one trunk, or all of them.
    pub(crate) async fn trunk_rows(&self, only: Option<TrunkId>) -> Result<Vec<TrunkRow>, Error> {
        let snapshot = self.snapshot();
        let trunks = || snapshot.nouns().trunks.values().filter(|trunk| only.is_none_or(|id| trunk.id == id));
        let survey = self.live().trunks(trunks().map(|trunk| trunk.id).collect()).await?;
        Ok(trunks().map(|trunk| row(&snapshot, trunk, &survey)).collect())
    }
}

fn row(snapshot: &Snapshot, trunk: &Trunk, survey: &TrunkSurvey) -> TrunkRow {
    let nothing = TrunkFacts::default();
    let facts = survey.facts.get(&trunk.id).unwrap_or(&nothing);
    let state = judge::judge(trunk, facts);
    let last = last_answer(facts);
    TrunkRow {
        id: trunk.id.0,
        name: trunk.name.to_string(),
        context: snapshot.context(trunk.context).map(|context| context.name.to_string()).unwrap_or_default(),
        connection_type: trunk.reach.connection,
        addressing: match trunk.reach.addressing {
            Addressing::Dynamic => AddressingWord::Dynamic,
            Addressing::Static(_) => AddressingWord::Static,
        },
        weak_password: trunk.auth.weak_password,
        registers: trunk.register.as_ref().is_some_and(|register| register.enabled),
        health: state.health(),
        sentence: state.sentence(survey.now_ms),
        remedy: state.remedy(),
        state,
        last_code: last.map(|answer| answer.code),
        last_reason: last.map(|answer| answer.reason.clone()),
        last_at_ms: last.map(|answer| answer.at.as_unix_ms()),
        next_try_ms: next_try(facts).map(Moment::as_unix_ms),
        calls: facts.calls,
        call_limit: Some(trunk.calls.call_limit).filter(|limit| *limit > 0),
    }
}

fn last_answer(facts: &TrunkFacts) -> Option<&LastAnswer> {
    let registration = facts.registration.as_ref().and_then(|status| status.last_answer.as_ref());
    let other = facts.status.as_ref().and_then(|status| status.last_answer.as_ref());
    registration.into_iter().chain(other).max_by_key(|answer| answer.at)
}

fn next_try(facts: &TrunkFacts) -> Option<Moment> {
    let registration = facts.registration.as_ref().and_then(|status| status.next);
    let probe = facts.status.as_ref().and_then(|status| status.next);
    registration.into_iter().chain(probe).min()
}

#[cfg(test)]
mod tests;
