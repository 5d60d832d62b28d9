//! What the limits on calls are, how much of them is used now, and which class a number is of.

use std::sync::Arc;

use model::{
    Class, Classes, General, LimitsPolicy, Snapshot,
    record::{Payer, StopOf},
    toll::{DestinationClassDraft, Limit, LimitDraft, LimitOf, LimitWhen, Rules},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    acts::{Admin, now_ms},
    error::Error,
    live::UsageFacts,
    stops::PayerRow,
};

/// Rows of use that are shown: those who have used the largest part of a limit.
const SHOWN_MAX: usize = 100;

/// The limits on calls, and how they stand.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LimitsView {
    /// Whether those for out of the opening hours hold now.
    pub is_closed: bool,
    /// How numbers are written where the exchange stands.
    pub plan: PlanRow,
    /// What is used of each limit, the fullest first; at most 100.
    pub usage: Vec<UsageRow>,
    /// Classes that are shipped for the country; those of the settings win over them.
    pub shipped_classes: Vec<DestinationClassDraft>,
    /// Limits that are shipped.
    pub shipped_limits: Vec<LimitDraft>,
}

/// How numbers are written in a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanRow {
    /// The country, by its code of ISO 3166-1; none where nobody said it and the time zone does not tell.
    pub country: Option<String>,
    /// Its code of E.164.
    pub code: Option<String>,
    /// What is dialled in front of a number abroad.
    pub international_prefix: String,
    /// What is dialled in front of a number in the country.
    pub national_prefix: String,
}

/// What is used of one limit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UsageRow {
    /// Whose calls.
    pub payer: PayerRow,
    /// Of which class; none is every class that costs something.
    pub class: Option<Class>,
    /// When the limit holds.
    pub when: LimitWhen,
    /// What is counted.
    pub what: Measure,
    /// How much is used.
    pub used: u32,
    /// How much there may be.
    pub cap: u32,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Calls at once.
    AtOnce,
    /// Calls within this hour.
    CallsHour,
    /// Calls within 24 hours.
    CallsDay,
    /// Minutes within this hour.
    MinutesHour,
    /// Minutes within 24 hours.
    MinutesDay,
}

impl Admin {
    /// Shows the limits and what is used of them.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn limits(&self) -> Result<LimitsView, Error> {
        let snapshot = self.snapshot();
        let facts = self.live().usage().await?;
        let classes = Classes::of(snapshot.general());
        let plan = classes.plan();
        Ok(LimitsView {
            is_closed: facts.is_closed,
            plan: PlanRow {
                country: plan.country.map(String::from),
                code: plan.code.clone(),
                international_prefix: plan.international.clone(),
                national_prefix: plan.national.clone(),
            },
            usage: usage(&snapshot, &facts),
            shipped_classes: classes.shipped(),
            shipped_limits: General::default().draft().limit.unwrap_or_default(),
        })
    }

    /// Gives what the calls of earlier runs come to, by payer, class and hour: what the exchange counts on with.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn past_calls(self: &Arc<Self>) -> Result<model::record::Past, Error> {
        let before = now_ms();
        self.read(move |reader| reader.past_calls(before)).await
    }
}

/// Puts limits and what is used of them side by side. The exchange's are always shown, others where something is used.
fn usage(snapshot: &Snapshot, facts: &UsageFacts) -> Vec<UsageRow> {
    let limits = snapshot.general().toll.limits();
    let nothing = |limit: &Limit| StopOf { payer: Payer::Exchange, class: limit.class };
    let exchange = limits.iter().filter(|limit| limit.of == LimitOf::Exchange).map(nothing);
    let unused = exchange.filter(|of| !facts.rows.iter().any(|row| row.of == *of));
    let unused = unused.map(|of| engine::Usage {
        of,
        at_once: 0,
        calls_hour: 0,
        calls_day: 0,
        minutes_hour: 0,
        minutes_day: 0,
        closed: [0; 4],
    });
    let mut known: Vec<engine::Usage> = facts.rows.iter().cloned().chain(unused).collect();
    known.dedup_by_key(|row| row.of);
    let mut rows: Vec<UsageRow> = known.iter().flat_map(|row| of_one(snapshot, limits, row)).collect();
    rows.retain(|row| row.when == LimitWhen::Always || facts.is_closed);
    let part = |row: &UsageRow| u64::from(row.used) * 10_000 / u64::from(row.cap.max(1));
    rows.sort_by_key(|row| std::cmp::Reverse(part(row)));
    rows.truncate(SHOWN_MAX);
    rows
}

fn of_one(snapshot: &Snapshot, limits: &[Limit], used: &engine::Usage) -> Vec<UsageRow> {
    let (kind, policy) = match used.of.payer {
        // A user's lines may have several sets; that of the main line is shown.
        Payer::User(user) => {
            let line = snapshot.lines_of_user(user).first().and_then(|id| snapshot.line(*id));
            (LimitOf::User, line.map(|line| line.limits.clone()))
        }
        Payer::Trunk(id) => (LimitOf::Trunk, snapshot.trunk(id).map(|trunk| trunk.calls.limits.clone())),
        Payer::Exchange => (LimitOf::Exchange, Some(LimitsPolicy::Default)),
    };
    let Some(policy) = policy else { return vec![] };
    // Any class asks for the limits that count all.
    let class = used.of.class.unwrap_or(Class::National);
    let rules = Rules::new(limits, &policy).of(kind, class).filter(|limit| limit.class == used.of.class);
    let payer = PayerRow::of(snapshot, used.of.payer);
    let mut rows = vec![];
    for limit in rules {
        let [calls_hour, calls_day, minutes_hour, minutes_day] = match limit.when {
            LimitWhen::Always => [used.calls_hour, used.calls_day, used.minutes_hour, used.minutes_day],
            LimitWhen::Closed => used.closed,
        };
        let caps = limit.caps;
        let measures = [
            (Measure::AtOnce, caps.at_once, used.at_once),
            (Measure::CallsHour, caps.calls_hour, calls_hour),
            (Measure::CallsDay, caps.calls_day, calls_day),
            (Measure::MinutesHour, caps.minutes_hour, minutes_hour),
            (Measure::MinutesDay, caps.minutes_day, minutes_day),
        ];
        for (what, cap, used_now) in measures {
            let Some(cap) = cap else { continue };
            let (class, when) = (limit.class, limit.when);
            rows.push(UsageRow { payer: payer.clone(), class, when, what, used: used_now, cap });
        }
    }
    rows
}
