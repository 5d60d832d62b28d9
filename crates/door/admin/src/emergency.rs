//! Whether everybody can call for help: each emergency number from each context that has phones.

use std::{collections::BTreeSet, sync::Arc};

use arc_swap::ArcSwapOption;
use model::{ContextId, Mention, NounId, Revision, Snapshot, Warning};
use routing::{Ask, Caller, Decision, Router};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{acts::Admin, listing::Page};

/// What becomes of an emergency number that is dialled in a context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EmergencyReach {
    /// The number.
    pub number: String,
    /// The context.
    pub context: Mention,
    /// Whether it leaves by a trunk.
    pub is_reached: bool,
    /// The trunks, in the order in which they are tried.
    pub trunks: Vec<Mention>,
    /// What is sent there.
    pub sends: Option<String>,
    /// Where the call goes in place of that, in words; none where it goes nowhere.
    pub leads_to: Option<String>,
}

/// Something that is allowed but probably not meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarningRow {
    /// What it is, as data.
    #[serde(flatten)]
    pub warning: Warning,
    /// What it is, in a sentence.
    pub message: String,
}

/// What becomes of the emergency numbers in one configuration: asked often, and found out once.
#[derive(Debug, Default)]
pub(crate) struct KnownReach(ArcSwapOption<(Revision, Vec<EmergencyReach>)>);

impl Admin {
    /// Says what becomes of each emergency number in each context that has lines.
    pub fn emergency(&self) -> Page<EmergencyReach> {
        let items = self.known_reach().1.clone();
        Page { total: items.len() as u64, items }
    }

    /// Warns of all that is allowed but probably not meant, emergency numbers that somebody cannot call among it.
    pub(crate) fn all_warnings(&self) -> Vec<Warning> {
        let known = self.known_reach();
        let unreached = known.1.iter().filter(|reach| !reach.is_reached).cloned();
        let warning = |EmergencyReach { number, context, leads_to, .. }| match leads_to {
            None => Warning::EmergencyUnreachable { number, context: context.name },
            Some(leads_to) => Warning::EmergencyLeadsElsewhere { number, context: context.name, leads_to },
        };
        self.snapshot().warnings().into_iter().chain(unreached.map(warning)).collect()
    }

    fn known_reach(&self) -> Arc<(Revision, Vec<EmergencyReach>)> {
        let (snapshot, place) = (self.snapshot(), &self.emergency_reach().0);
        if let Some(known) = place.load_full().filter(|known| known.0 == snapshot.revision()) {
            return known;
        }
        let found = Arc::new((snapshot.revision(), reach(&snapshot)));
        place.store(Some(Arc::clone(&found)));
        found
    }
}

fn reach(snapshot: &Arc<Snapshot>) -> Vec<EmergencyReach> {
    let numbers = &snapshot.general().premises.emergency_numbers;
    let contexts: BTreeSet<ContextId> = snapshot.nouns().lines.values().map(|line| line.context).collect();
    if numbers.is_empty() || contexts.is_empty() {
        return vec![];
    }
    let router = Router::new(Arc::clone(snapshot));
    let asked =
        numbers.iter().flat_map(|number| contexts.iter().map(move |context| (number.as_str(), *context)));
    asked.map(|(number, context)| one(&router, number, context)).collect()
}

fn one(router: &Router, number: &str, context: ContextId) -> EmergencyReach {
    let (decision, _) = router.route(&Ask::new(Caller::Context(context), number));
    let snapshot = router.snapshot();
    let mention = |id| snapshot.nouns().mention(id);
    let called =
        |id: &model::TrunkId| snapshot.trunk(*id).is_some_and(|trunk| trunk.reach.connection.is_called());
    let mut reach = EmergencyReach {
        number: number.to_owned(),
        context: mention(NounId::Context(context)),
        is_reached: false,
        trunks: vec![],
        sends: None,
        leads_to: None,
    };
    match decision {
        Decision::Trunks(route) => {
            // A trunk that is never called helps nobody.
            reach.trunks =
                route.trunks.iter().filter(|id| called(id)).map(|id| mention(NounId::Trunk(*id))).collect();
            reach.is_reached = !reach.trunks.is_empty();
            reach.sends = Some(route.number);
        }
        Decision::User(route) => reach.leads_to = Some(mention(NounId::User(route.user)).to_string()),
        Decision::Play(_) => reach.leads_to = Some("a sound".to_owned()),
        Decision::Hangup(cause) => reach.leads_to = Some(cause.to_string()),
        Decision::NoRoute(_) => {}
    }
    reach
}
