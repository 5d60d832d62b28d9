//! Reads a site file into drafts that know their line.

use std::{ops::Range, sync::Arc};

use model::{
    ContextDraft, ExtensionDraft, FieldError, GeneralDraft, IncomingCallDraft, OutgoingCallDraft, TrunkDraft,
    UserDraft,
};
use serde::Deserialize;
use toml::Spanned;

use super::{SiteError, SiteFile};
use crate::misread::Misread;

/// A file as TOML gives it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Document {
    context: Vec<Spanned<ContextDraft>>,
    sip: Sip,
    user: Vec<Spanned<UserDraft>>,
    extension: Vec<Spanned<ExtensionDraft>>,
    trunk: Vec<Spanned<TrunkDraft>>,
    outgoing_call: Vec<Spanned<OutgoingCallDraft>>,
    incoming_call: Vec<Spanned<IncomingCallDraft>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sip {
    general: Option<Spanned<GeneralDraft>>,
}

/// A noun that a site wants, and where it says so.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) wanted: Wanted,
    file: Arc<str>,
    line: usize,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    General(Box<GeneralDraft>),
    Context(ContextDraft),
    User(UserDraft),
    Extension(ExtensionDraft),
    Trunk(Box<TrunkDraft>),
    OutgoingCall(OutgoingCallDraft),
    IncomingCall(IncomingCallDraft),
}

/// Reads one file.
pub(super) fn read(file: &SiteFile) -> Result<Vec<Item>, SiteError> {
    let reading = toml::de::Deserializer::parse(&file.text).map_err(|error| unreadable(file, ".", &error))?;
    let document: Document = serde_path_to_error::deserialize(reading)
        .map_err(|error| unreadable(file, &error.path().to_string(), error.inner()))?;
    let lines = Lines::of(&file.text);
    let mut reader = Reader { name: Arc::from(file.name.as_str()), lines, items: vec![] };
    reader.take(document.sip.general, |draft| Wanted::General(Box::new(draft)));
    reader.take(document.context, Wanted::Context);
    reader.take(document.user, Wanted::User);
    reader.take(document.extension, Wanted::Extension);
    reader.take(document.trunk, |trunk| Wanted::Trunk(Box::new(trunk)));
    reader.take(document.outgoing_call, Wanted::OutgoingCall);
    reader.take(document.incoming_call, Wanted::IncomingCall);
    Ok(reader.items)
}

struct Reader {
    name: Arc<str>,
    lines: Lines,
    items: Vec<Item>,
}

impl Reader {
    fn take<D>(&mut self, drafts: impl IntoIterator<Item = Spanned<D>>, wanted: impl Fn(D) -> Wanted) {
        for draft in drafts {
            let line = self.lines.at(&draft.span());
            self.items.push(Item { wanted: wanted(draft.into_inner()), file: self.name.clone(), line });
        }
    }
}

/// Where each line of a file ends.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    /// Returns the line of a span's start, counted from 1.
    fn at(&self, span: &Range<usize>) -> usize {
        1 + self.0.partition_point(|end| *end < span.start)
    }
}

fn unreadable(file: &SiteFile, path: &str, error: &toml::de::Error) -> SiteError {
    // The way by which the TOML crate hands over where a value stands is no part of the path.
    let path = path.replace(SPANNED, "");
    let Misread { field, message, remedy } = Misread::of(&path, error.message());
    SiteError {
        file: file.name.clone(),
        line: error.span().map(|span| Lines::of(&file.text).at(&span)),
        field: of_noun(&field),
        message,
        remedy,
    }
}

/// What stands in a path for the place of a value.
const SPANNED: &str = ".$__serde_spanned_private_value";

/// Leaves out which noun of its kind it is, as other errors do: the line says that.
fn of_noun(path: &str) -> String {
    match path.split_once('[') {
        Some((noun, rest)) if !noun.contains('.') => {
            format!("{noun}{}", rest.split_once(']').map_or("", |(_, rest)| rest))
        }
        _ => path.to_owned(),
    }
}

impl Item {
    /// Says what is wrong with it.
    pub(super) fn error(&self, error: &FieldError) -> SiteError {
        let noun = self.wanted.table();
        SiteError {
            file: self.file.to_string(),
            line: Some(self.line),
            field: if error.field.is_empty() { noun.to_owned() } else { format!("{noun}.{}", error.field) },
            message: error.problem.to_string(),
            remedy: error.remedy.clone(),
        }
    }

    /// Lays it over what an earlier file says of the same noun.
    pub(super) fn over(&self, earlier: &Self) -> Self {
        Self { wanted: self.wanted.clone().over(earlier.wanted.clone()), ..self.clone() }
    }

    /// Says whether both stand in one file.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.file, &other.file)
    }

    /// Names the place, for errors about another.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

impl Wanted {
    /// Returns the name of its table in the file.
    pub(super) const fn table(&self) -> &'static str {
        match self {
            Self::General(_) => "sip.general",
            Self::Context(_) => "context",
            Self::User(_) => "user",
            Self::Extension(_) => "extension",
            Self::Trunk(_) => "trunk",
            Self::OutgoingCall(_) => "outgoing_call",
            Self::IncomingCall(_) => "incoming_call",
        }
    }

    /// Lays it over what an earlier file says of the same noun.
    pub(super) fn over(self, earlier: Self) -> Self {
        match (self, earlier) {
            (Self::General(new), Self::General(old)) => Self::General(Box::new(new.over(*old))),
            (Self::Context(new), Self::Context(old)) => Self::Context(new.over(old)),
            (Self::User(new), Self::User(old)) => Self::User(new.over(old)),
            (Self::Extension(new), Self::Extension(old)) => Self::Extension(new.over(old)),
            (Self::Trunk(new), Self::Trunk(old)) => Self::Trunk(Box::new(new.over_deep(*old))),
            (Self::OutgoingCall(new), Self::OutgoingCall(old)) => Self::OutgoingCall(new.over(old)),
            (Self::IncomingCall(new), Self::IncomingCall(old)) => Self::IncomingCall(new.over(old)),
            (new, _) => new,
        }
    }
}
