//! The names of a draft's fields, asked of the draft itself: a list beside it would fall behind.

use model::{
    ContextDraft, ExtensionDraft, IncomingCallDraft, LineDraft, OutgoingCallDraft, TrunkDraft, UserDraft,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, Visitor, value::Error},
    forward_to_deserialize_any,
};

use crate::args::NounKind;

/// Lists the fields that a noun can be given.
pub(crate) fn field_names(kind: NounKind) -> &'static [&'static str] {
    fn of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
        let mut seen: &'static [&'static str] = &[];
        // It always fails: nothing is read, the draft only says what it would read.
        let _ = T::deserialize(Question(&mut seen));
        seen
    }
    match kind {
        NounKind::Context => of::<ContextDraft>(),
        NounKind::User => of::<UserDraft>(),
        NounKind::Line => of::<LineDraft>(),
        NounKind::Extension => of::<ExtensionDraft>(),
        NounKind::Trunk => of::<TrunkDraft>(),
        NounKind::OutgoingCall => of::<OutgoingCallDraft>(),
        NounKind::IncomingCall => of::<IncomingCallDraft>(),
    }
}

/// Holds no value; notes which fields are asked for.
struct Question<'q>(&'q mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Question<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("there is no value"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("there is no value"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_names_its_fields() {
        for kind in NounKind::ALL {
            let columns = kind.columns().iter().filter(|column| **column != "trunks");
            for column in columns {
                assert!(field_names(kind).contains(column), "{kind:?} {column}");
            }
        }
    }
}
