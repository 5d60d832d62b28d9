//! What is stopped because a limit on calls was passed, and lifting it.

use model::{
    Class, NounId, Permission, Snapshot,
    record::{Passed, Payer, Stop, StopOf},
    toll::LimitWhen,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::Admin,
    audit::{AuditAct, AuditSubject},
    error::Error,
    listing::{Page, Query},
};

/// Whose calls are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PayerKind {
    /// A user's.
    User,
    /// A trunk's.
    Trunk,
    /// All of the exchange's.
    Exchange,
}

/// Whose calls, with the name as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayerRow {
    /// Of which kind.
    pub kind: PayerKind,
    /// The user's or trunk's id.
    pub id: Option<u32>,
    /// Its name; empty for the exchange.
    pub name: String,
}

impl PayerRow {
    pub(crate) fn of(snapshot: &Snapshot, payer: Payer) -> Self {
        let named = |kind, id: NounId| {
            let mention = snapshot.nouns().mention(id);
            Self { kind, id: Some(mention.id), name: mention.name }
        };
        match payer {
            Payer::User(user) => named(PayerKind::User, NounId::User(user)),
            Payer::Trunk(trunk) => named(PayerKind::Trunk, NounId::Trunk(trunk)),
            Payer::Exchange => Self { kind: PayerKind::Exchange, id: None, name: String::new() },
        }
    }

    /// Says it in words.
    pub(crate) fn words(&self) -> String {
        match self.kind {
            PayerKind::User => format!("user {}", self.name),
            PayerKind::Trunk => format!("trunk {}", self.name),
            PayerKind::Exchange => "the whole exchange".to_owned(),
        }
    }
}

/// A stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StopRow {
    /// What it is called, to lift it: `user-7-premium`.
    #[schema(example = "user-7-premium")]
    pub id: String,
    /// Whose calls it stops.
    pub payer: PayerRow,
    /// Of which class; none is every class that costs something.
    pub class: Option<Class>,
    /// When it began, in milliseconds since the epoch.
    pub since_ms: u64,
    /// What was passed.
    pub passed: Passed,
    /// How much there may be.
    pub cap: u32,
    /// Whether it was the limit for out of the opening hours.
    pub when: LimitWhen,
    /// The call that would have passed it.
    pub call: String,
    /// What that call dialled.
    pub number: String,
    /// All of it in a sentence, in English.
    pub sentence: String,
}

impl StopRow {
    pub(crate) fn of(snapshot: &Snapshot, stop: Stop) -> Self {
        let payer = PayerRow::of(snapshot, stop.of.payer);
        let class = stop.of.class.map_or("outside", Class::word);
        let hours = if stop.when == LimitWhen::Closed { " out of the opening hours" } else { "" };
        let sentence = format!(
            "{class} calls of {} are stopped: there may be {} {}{hours}",
            payer.words(),
            stop.cap,
            stop.passed.words()
        );
        Self {
            id: id(stop.of),
            payer,
            class: stop.of.class,
            since_ms: stop.since_ms,
            passed: stop.passed,
            cap: stop.cap,
            when: stop.when,
            call: stop.call.0.to_string(),
            number: stop.number,
            sentence,
        }
    }
}

/// What a stop is called.
pub(crate) fn id(of: StopOf) -> String {
    let class = of.class.map_or("any", Class::word);
    match of.payer {
        Payer::User(user) => format!("user-{user}-{class}"),
        Payer::Trunk(trunk) => format!("trunk-{trunk}-{class}"),
        Payer::Exchange => format!("exchange-{class}"),
    }
}

impl Admin {
    /// Lists what is stopped, the latest first.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn stops(&self, query: &Query) -> Result<Page<StopRow>, Error> {
        let snapshot = self.snapshot();
        let rows = self.live().stops().await?.into_iter().map(|stop| StopRow::of(&snapshot, stop)).collect();
        Ok(query.page(rows))
    }

    /// Lifts a stop: calls are placed again, and counted anew.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] where there is no such stop; [`Error::Storage`]; [`Error::Gone`].
    pub async fn lift_stop(&self, actor: &Actor, wanted: &str) -> Result<(), Error> {
        actor.demand(Permission::Operate)?;
        let stops = self.live().stops().await?;
        let stop = stops.into_iter().find(|stop| id(stop.of) == wanted);
        let stop = stop.ok_or_else(|| Error::not_found("stop", wanted))?;
        let row = StopRow::of(&self.snapshot(), stop.clone());
        let name = format!("{} calls of {}", stop.of.class.map_or("outside", Class::word), row.payer.words());
        self.note(actor, AuditAct::StopLifted, AuditSubject::named(name)).await?;
        Ok(self.live().lift_stop(stop.of).await?)
    }
}
