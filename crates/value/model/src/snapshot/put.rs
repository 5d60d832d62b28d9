//! Puts nouns back as they were: what undoing a change comes to. Identities stay, so that old records name the right thing.

use std::collections::BTreeMap;

use crate::{
    error::{FieldError, Problem},
    id::NounId,
    mention::Mention,
    nouns::{Noun, Nouns},
    snapshot::{
        Snapshot,
        apply::{Place, Touched},
        references, rules,
    },
};

impl Snapshot {
    /// Gives the configuration with each of these nouns as it is given here, or gone where nothing is given; or everything that
    /// is wrong with that, the index of the noun as [`FieldError::change`].
    pub fn with(&self, put: &[(NounId, Option<Noun>)]) -> Result<Self, Vec<FieldError>> {
        let mut nouns = self.nouns.clone();
        let mut touched = Touched::new();
        for (change, (id, noun)) in put.iter().enumerate() {
            match noun {
                Some(noun) => nouns.insert(noun.clone()),
                None => drop(nouns.remove(*id)),
            }
            touched.insert(*id, Place { change, path: String::new() });
        }
        let mut errors = dangling(&nouns, &touched);
        if errors.is_empty() {
            errors = rules::judge(&nouns, &touched);
        }
        match errors.is_empty() {
            true => Ok(Self::new(nouns, self.revision.next())),
            false => Err(errors),
        }
    }
}

/// Finds references that lead nowhere: told at whatever took the target away, else at whatever refers to it.
fn dangling(nouns: &Nouns, touched: &Touched) -> Vec<FieldError> {
    let (mut errors, mut in_use) = (vec![], BTreeMap::<usize, Vec<Mention>>::new());
    for (holder, field, target) in references::of(nouns) {
        if nouns.contains(target) {
            continue;
        }
        match (touched.get(&target), touched.get(&holder)) {
            (Some(place), _) => in_use.entry(place.change).or_default().push(nouns.mention(holder)),
            (None, place) => {
                let unknown = Problem::Unknown { noun: target.noun(), name: target.number().to_string() };
                let change = place.map_or(0, |place| place.change);
                errors.push(FieldError::new(field, unknown).of_change(change));
            }
        }
    }
    errors.extend(
        in_use.into_iter().map(|(change, by)| FieldError::new("", Problem::in_use(by)).of_change(change)),
    );
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, ContextDraft, Edit, LineDraft, Secret, UserDraft};

    fn with_user() -> Snapshot {
        let line = LineDraft {
            username: Some("bob".into()),
            password: Some(Secret::new("Kettle-9-boat")),
            context: Some("default".into()),
            extension: Some("201".into()),
            ..LineDraft::default()
        };
        let user =
            UserDraft { firstname: Some("Bob".into()), line: Some(vec![line]), ..UserDraft::default() };
        Snapshot::factory().apply(&[Change::User(Edit::Create(user))]).unwrap()
    }

    fn everything(snapshot: &Snapshot) -> Vec<(NounId, Option<Noun>)> {
        let new = snapshot.difference(&Snapshot::factory()).saved;
        new.into_iter().map(|noun| (noun.id(), Some(noun))).collect()
    }

    #[test]
    fn what_was_deleted_comes_back_with_its_identity_and_its_password() {
        let before = with_user();
        let user = *before.nouns().users.keys().next().unwrap();
        let gone = before.apply(&[Change::User(Edit::Delete(user))]).unwrap();
        let back = gone.with(&everything(&before)).unwrap();
        assert_eq!(back.nouns(), before.nouns());
        assert_eq!(back.revision(), gone.revision().next());
    }

    #[test]
    fn what_others_rely_on_does_not_go() {
        let before = with_user();
        let user = *before.nouns().users.keys().next().unwrap();
        let errors = before.with(&[(NounId::User(user), None)]).unwrap_err();
        assert!(errors[0].problem.to_string().ends_with("by line bob"), "{errors:?}");
    }

    #[test]
    fn what_refers_to_nothing_does_not_come_back() {
        let before = with_user();
        let line = before.nouns().get(NounId::Line(*before.nouns().lines.keys().next().unwrap()));
        let id = line.as_ref().unwrap().id();
        let errors = Snapshot::factory().with(&[(id, line)]).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["user"]);
    }

    #[test]
    fn the_rules_between_nouns_hold_for_what_comes_back() {
        let before = with_user();
        let user = *before.nouns().users.keys().next().unwrap();
        let range = serde_json::from_str(r#"[{"for": "user", "start": "300", "end": "399"}]"#).unwrap();
        let context = ContextDraft { range: Some(range), ..ContextDraft::default() };
        let default = before.context_by_name("default").unwrap().id;
        let edits = [Change::User(Edit::Delete(user)), Change::Context(Edit::Update(default, context))];
        let errors = before.apply(&edits).unwrap().with(&everything(&before)).unwrap_err();
        assert!(matches!(errors[0].problem, Problem::OutsideRanges { .. }), "{errors:?}");
        assert_eq!(errors[0].change, 1, "the line is the second of what is put back");
    }
}
