//! The rules between nouns, judged on the whole configuration after the edits.
//!
//! Each breach is told at the edit that brought it about: the noun's own edit, or else the edit of what it collides with.

use std::collections::HashMap;

use crate::{
    context::{Context, ContextKind},
    destination::Destination,
    error::{FieldError, Problem},
    id::{ContextId, NounId},
    nouns::Nouns,
    pattern::{Pattern, Symbol},
    range::RangeKind,
    snapshot::apply::Touched,
    text::Number,
    toll::LimitsPolicy,
};

/// Judges the configuration.
pub(super) fn judge(nouns: &Nouns, touched: &Touched) -> Vec<FieldError> {
    let mut judge = Judge { nouns, touched, errors: vec![] };
    judge.names_are_unique();
    judge.usernames_are_unique();
    judge.contexts_fit();
    judge.numbers_are_unique();
    judge.numbers_are_in_range();
    judge.limit_sets_are_there();
    judge.errors
}

struct Judge<'a> {
    nouns: &'a Nouns,
    touched: &'a Touched,
    errors: Vec<FieldError>,
}

/// What is dialled in a context: the text's meaning, and whether it is a pattern.
type Dialable = (ContextId, bool, Vec<Symbol>);

impl Judge<'_> {
    /// Tells a breach at the noun's edit; says whether there was one.
    fn blame(&mut self, id: NounId, field: &str, problem: &Problem) -> bool {
        let Some(place) = self.touched.get(&id) else { return false };
        self.errors.push(FieldError::new(field, problem.clone()).within(&place.path).of_change(place.change));
        true
    }

    /// Two things want the same: the one that was edited is told about the other.
    fn collide(&mut self, first: (NounId, &str), second: (NounId, &str)) {
        let taken = |by| Problem::taken(self.nouns.mention(by));
        let (by_first, by_second) = (taken(first.0), taken(second.0));
        let _told = self.blame(second.0, second.1, &by_first) || self.blame(first.0, first.1, &by_second);
    }

    fn names_are_unique(&mut self) {
        let nouns = self.nouns;
        let contexts = nouns.contexts.values().map(|c| (("context", c.name.as_str()), NounId::Context(c.id)));
        let trunks = nouns.trunks.values().map(|t| (("trunk", t.name.as_str()), NounId::Trunk(t.id)));
        let calls = nouns
            .outgoing_calls
            .values()
            .map(|c| (("outgoing call", c.name.as_str()), NounId::OutgoingCall(c.id)));
        let mut seen = HashMap::new();
        for (name, id) in contexts.chain(trunks).chain(calls) {
            if let Some(first) = seen.insert(name, id) {
                self.collide((first, "name"), (id, "name"));
            }
        }
    }

    /// Digest finds lines and trunks by one name, so they share one room of names.
    fn usernames_are_unique(&mut self) {
        let nouns = self.nouns;
        let lines = nouns.lines.values().map(|line| (line.username.as_str(), NounId::Line(line.id)));
        let trunks = nouns
            .trunks
            .values()
            .filter(|trunk| trunk.reach.connection.calls_us_by_digest())
            .map(|trunk| (trunk.digest_username(), NounId::Trunk(trunk.id)));
        let mut seen = HashMap::new();
        for (username, id) in lines.chain(trunks) {
            if let Some(first) = seen.insert(username, id) {
                self.collide((first, "username"), (id, "username"));
            }
        }
    }

    /// A line or trunk that names a set of limits which is not there would have none.
    fn limit_sets_are_there(&mut self) {
        let nouns = self.nouns;
        let lines = nouns.lines.values().map(|line| (NounId::Line(line.id), &line.limits));
        let trunks = nouns.trunks.values().map(|trunk| (NounId::Trunk(trunk.id), &trunk.calls.limits));
        let mut in_use = vec![];
        for (id, policy) in lines.chain(trunks) {
            let LimitsPolicy::Set(name) = policy else { continue };
            if nouns.general.toll.has_set(name.as_str()) {
                continue;
            }
            let unknown = Problem::Unknown { noun: "set of limits", name: name.to_string() };
            if !self.blame(id, "limits", &unknown) {
                in_use.push(nouns.mention(id));
            }
        }
        if !in_use.is_empty() {
            self.blame(NounId::General, "limit", &Problem::in_use(in_use));
        }
    }

    /// DIDs live only in incall contexts, patterns of outgoing calls only in outcall contexts, the rest in neither.
    fn contexts_fit(&mut self) {
        let nouns = self.nouns;
        let internal = [ContextKind::Internal, ContextKind::Services, ContextKind::Others];
        for line in nouns.lines.values() {
            self.context_fits(NounId::Line(line.id), line.context, &internal);
        }
        for extension in nouns.extensions.values() {
            self.context_fits(NounId::Extension(extension.id), extension.context, &internal);
        }
        for call in nouns.outgoing_calls.values() {
            self.context_fits(NounId::OutgoingCall(call.id), call.context, &[ContextKind::Outcall]);
        }
        for call in nouns.incoming_calls.values() {
            self.context_fits(NounId::IncomingCall(call.id), call.context, &[ContextKind::Incall]);
        }
    }

    fn context_fits(&mut self, id: NounId, context: ContextId, kinds: &[ContextKind]) {
        let Some(context) = self.nouns.contexts.get(&context) else { return };
        let (Some(wanted), false) = (kinds.first(), kinds.contains(&context.kind)) else { return };
        let wrong = Problem::WrongContextKind {
            context: context.name.to_string(),
            is: context.kind,
            wanted: *wanted,
        };
        if !self.blame(id, "context", &wrong) {
            let in_use = Problem::in_use(vec![self.nouns.mention(id)]);
            self.blame(NounId::Context(context.id), "kind", &in_use);
        }
    }

    /// A number or pattern means one thing in a context. Lines alone may share a number.
    fn numbers_are_unique(&mut self) {
        let nouns = self.nouns;
        let mut seen: HashMap<Dialable, (NounId, String)> = HashMap::new();
        let mut claim =
            |judge: &mut Self, context: ContextId, pattern: &Pattern, id: NounId, field: String| {
                let dialable = (context, pattern.is_pattern(), pattern.symbols());
                match seen.get(&dialable) {
                    Some((NounId::Line(_), _)) if matches!(id, NounId::Line(_)) => {}
                    Some((first, first_field)) => judge.collide((*first, first_field), (id, &field)),
                    None => drop(seen.insert(dialable, (id, field))),
                }
            };
        for line in nouns.lines.values() {
            if let Some(number) = &line.extension {
                claim(
                    self,
                    line.context,
                    &Pattern::of_number(number),
                    NounId::Line(line.id),
                    "extension".into(),
                );
            }
        }
        for extension in nouns.extensions.values() {
            let id = NounId::Extension(extension.id);
            claim(self, extension.context, &Pattern::of_number(&extension.number), id, "number".into());
        }
        for call in nouns.outgoing_calls.values() {
            for (at, extension) in call.extensions.iter().enumerate() {
                let field = format!("extension[{at}].pattern");
                claim(self, call.context, &extension.pattern, NounId::OutgoingCall(call.id), field);
            }
        }
        for call in nouns.incoming_calls.values() {
            claim(self, call.context, &call.did, NounId::IncomingCall(call.id), "did".into());
        }
    }

    /// A number lies within its context's ranges of its kind. Patterns are not numbers, and test destinations have no kind.
    fn numbers_are_in_range(&mut self) {
        let nouns = self.nouns;
        for line in nouns.lines.values() {
            let number = line.extension.as_ref().map(Number::as_str);
            self.in_range(NounId::Line(line.id), "extension", line.context, number, RangeKind::User);
        }
        for extension in nouns.extensions.values().filter(|e| matches!(e.destination, Destination::User(_))) {
            let number = Some(extension.number.as_str());
            self.in_range(
                NounId::Extension(extension.id),
                "number",
                extension.context,
                number,
                RangeKind::User,
            );
        }
        for call in nouns.incoming_calls.values().filter(|call| !call.did.is_pattern()) {
            self.in_range(
                NounId::IncomingCall(call.id),
                "did",
                call.context,
                Some(call.did.as_str()),
                RangeKind::Incall,
            );
        }
    }

    fn in_range(
        &mut self,
        id: NounId,
        field: &str,
        context: ContextId,
        number: Option<&str>,
        kind: RangeKind,
    ) {
        let context: Option<&Context> = self.nouns.contexts.get(&context).map(AsRef::as_ref);
        let (Some(context), Some(number)) = (context, number) else { return };
        if context.has_room_for(number, kind) {
            return;
        }
        let outside = Problem::OutsideRanges { context: context.name.to_string(), kind };
        if !self.blame(id, field, &outside) {
            let in_use = Problem::in_use(vec![self.nouns.mention(id)]);
            self.blame(NounId::Context(context.id), "range", &in_use);
        }
    }
}
