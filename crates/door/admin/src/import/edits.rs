//! Makes the edits that rows mean.

use std::collections::HashMap;

use model::{
    Change, Destination, DestinationDraft, Edit, FieldError, IncomingCallDraft, LineDraft, LineId, NounId,
    Pattern, Problem, Ref, Secret, Snapshot, Target, UserDraft, UserId,
};

use super::{
    columns::{NOT_YET, asks_for_nothing},
    matching,
    table::Row,
};
use crate::{error::Error, random_bits::random_password};

/// The only protocol that lines speak.
const SIP: &str = "sip";

/// What is wrong with rows, by their place in the file.
pub(super) type Refused = HashMap<usize, Vec<FieldError>>;

/// The edits of a file.
pub(super) struct Edits {
    /// All of them, and the row of each.
    pub(super) changes: Vec<Change>,
    row_of: Vec<usize>,
    /// What each row touches.
    pub(super) touches: Vec<Touches>,
    /// What is wrong with rows before they are read as nouns.
    pub(super) refused: Refused,
}

/// What a row touches.
#[derive(Debug, Default)]
pub(super) struct Touches {
    /// It makes a new user.
    pub(super) creates: bool,
    /// Nouns that are there, or will be.
    pub(super) ids: Vec<NounId>,
}

/// Makes them.
pub(super) fn of(here: &Snapshot, rows: &[Row], left_out: &Refused) -> Result<Edits, Error> {
    let mut maker = Maker {
        here,
        next_id: here.nouns().last_id,
        edits: Edits { changes: vec![], row_of: vec![], touches: vec![], refused: Refused::new() },
    };
    for (at, (row, meant)) in rows.iter().zip(matching::meant(here, rows)).enumerate() {
        let mut errors = odd_cells(row);
        let touches = match meant {
            Ok(_) if left_out.contains_key(&at) => Touches::default(),
            Ok(meant) => maker.row(at, row, meant)?,
            Err(error) => {
                errors.push(error);
                Touches::default()
            }
        };
        maker.edits.touches.push(touches);
        if !errors.is_empty() && !left_out.contains_key(&at) {
            maker.edits.refused.insert(at, errors);
        }
    }
    Ok(maker.edits)
}

impl Edits {
    /// Tells errors by row, with the columns that are at fault.
    pub(super) fn by_row(&self, errors: Vec<FieldError>) -> Refused {
        let mut out = Refused::new();
        for error in errors {
            let at = error.change;
            let Some((row, change)) = self.row_of.get(at).zip(self.changes.get(at)) else { continue };
            let field = column(change, &error.field).to_owned();
            out.entry(*row).or_default().push(FieldError { field, change: 0, ..error });
        }
        out
    }
}

struct Maker<'s> {
    here: &'s Snapshot,
    /// The identity that the last new noun gets: edits of a list get theirs in its order.
    next_id: u32,
    edits: Edits,
}

impl Maker<'_> {
    fn push(&mut self, row: usize, change: Change) {
        self.edits.changes.push(change);
        self.edits.row_of.push(row);
    }

    fn new_id(&mut self) -> u32 {
        self.next_id = self.next_id.saturating_add(1);
        self.next_id
    }

    fn row(&mut self, at: usize, row: &Row, meant: Option<UserId>) -> Result<Touches, Error> {
        let draft = user_draft(row);
        let mut touches = Touches { creates: meant.is_none(), ids: vec![] };
        let user = match meant {
            Some(user) => {
                self.push(at, Change::User(Edit::Update(user, draft)));
                touches.ids.extend(self.line(at, row, user)?);
                user
            }
            None => {
                let user = UserId(self.new_id());
                let line = has_line(row).then(|| new_line(row)).transpose()?;
                let draft = UserDraft { line: line.map(|line| vec![line]), ..draft };
                self.push(at, Change::User(Edit::Create(draft)));
                user
            }
        };
        touches.ids.push(NounId::User(user));
        touches.ids.extend(self.incoming(at, row, user));
        Ok(touches)
    }

    /// Changes the main line of a user that is there, or makes the first.
    fn line(&mut self, at: usize, row: &Row, user: UserId) -> Result<Option<NounId>, Error> {
        if !has_line(row) {
            return Ok(None);
        }
        let main = self.here.lines_of_user(user).first().copied();
        let (id, edit) = match main {
            Some(id) => (id, Edit::Update(id, line_draft(row))),
            None => {
                let draft = LineDraft { user: Some(Ref::Id(user.0)), ..new_line(row)? };
                (LineId(self.new_id()), Edit::Create(draft))
            }
        };
        self.push(at, Change::Line(edit));
        Ok(Some(NounId::Line(id)))
    }

    /// Makes the number that the outside dials, unless it leads to the user already.
    fn incoming(&mut self, at: usize, row: &Row, user: UserId) -> Option<NounId> {
        let did = row.filled("incall_exten")?;
        let context = row.cell("incall_context").unwrap_or_default();
        if self.leads_to(did, context, user) {
            return None;
        }
        let draft = IncomingCallDraft {
            did: Some(did.to_owned()),
            context: Some(Ref::Name(context.to_owned())).filter(|_| !context.is_empty()),
            destination: Some(DestinationDraft::User(Ref::Id(user.0))),
            ..IncomingCallDraft::default()
        };
        let id = self.new_id();
        self.push(at, Change::IncomingCall(Edit::Create(draft)));
        Some(NounId::IncomingCall(id.into()))
    }

    fn leads_to(&self, did: &str, context: &str, user: UserId) -> bool {
        let context = self.here.context_by_name(context).map(|context| context.id);
        let did = Pattern::parse_bare(did).map(Pattern::without_plus);
        let (Some(context), Ok(did)) = (context, did) else { return false };
        let incoming = |target: &Target| match target {
            Target::IncomingCall(id) => Some(*id),
            Target::Lines(_) | Target::Extension(_) | Target::OutgoingCall(..) => None,
        };
        let found = match did.is_pattern() {
            false => self.here.target(context, did.as_str()).and_then(incoming),
            true => {
                let entries = self.here.entries(context).iter();
                entries.filter(|entry| entry.pattern == did).find_map(|entry| incoming(&entry.target))
            }
        };
        found
            .and_then(|id| self.here.incoming_call(id))
            .is_some_and(|call| call.destination == Destination::User(user))
    }
}

/// Finds what no noun would complain about.
fn odd_cells(row: &Row) -> Vec<FieldError> {
    let mut errors = vec![];
    if row.is_ragged {
        errors.push(FieldError::new("", Problem::RaggedRow));
    }
    for column in NOT_YET {
        if row.cell(column).is_some_and(|cell| !asks_for_nothing(column, cell)) {
            errors.push(FieldError::new(*column, Problem::NotSupported));
        }
    }
    if let Some(protocol) = row.filled("line_protocol").filter(|protocol| *protocol != SIP) {
        errors.push(FieldError::new("line_protocol", Problem::unknown_word(protocol, SIP)));
    }
    for column in ["ring_seconds", "simultaneous_calls"] {
        if row.filled(column).is_some_and(|cell| cell.parse::<u32>().is_err()) {
            errors.push(FieldError::new(column, Problem::BadForm { form: "30" }));
        }
    }
    if let Some(cell) = row.filled("weak_password").filter(|cell| switch(cell).is_none()) {
        errors.push(FieldError::new("weak_password", Problem::unknown_word(cell, "true, false")));
    }
    errors
}

fn switch(cell: &str) -> Option<bool> {
    match cell {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn user_draft(row: &Row) -> UserDraft {
    let text = |column| row.cell(column).map(str::to_owned);
    let number = |column| row.filled(column).and_then(|cell| cell.parse().ok());
    UserDraft {
        firstname: text("firstname"),
        lastname: text("lastname"),
        email: text("email"),
        mobile_phone_number: text("mobile_phone_number"),
        caller_id: text("caller_id"),
        outgoing_caller_id: row.filled("outgoing_caller_id").map(str::to_owned),
        ring_seconds: number("ring_seconds"),
        simultaneous_calls: number("simultaneous_calls"),
        userfield: text("userfield"),
        line: None,
    }
}

/// Says whether a row is about a line.
fn has_line(row: &Row) -> bool {
    ["exten", "context", "sip_username", "sip_secret"].iter().any(|column| row.filled(column).is_some())
}

fn line_draft(row: &Row) -> LineDraft {
    let filled = |column| row.filled(column).map(str::to_owned);
    LineDraft {
        username: filled("sip_username"),
        password: filled("sip_secret").map(Secret::new),
        weak_password: row.filled("weak_password").and_then(switch),
        context: filled("context").map(Ref::Name),
        extension: row.cell("exten").map(str::to_owned),
        ..LineDraft::default()
    }
}

/// A new line gets what its row leaves out, but for what only people know.
fn new_line(row: &Row) -> Result<LineDraft, Error> {
    let draft = line_draft(row);
    let username = match draft.username {
        Some(username) => username,
        None => random_password(USERNAME_CHARS)?,
    };
    let password = match draft.password {
        Some(password) => password,
        None => Secret::new(random_password(PASSWORD_CHARS)?),
    };
    Ok(LineDraft { username: Some(username), password: Some(password), ..draft })
}

/// As long as XiVO makes them.
const USERNAME_CHARS: usize = 8;

/// A hundred random bits.
const PASSWORD_CHARS: usize = 20;

/// Names the column that a field of an edit came from.
fn column<'f>(change: &Change, field: &'f str) -> &'f str {
    let field = field.strip_prefix("line[0].").unwrap_or(field);
    match (change, field) {
        (Change::IncomingCall(_), "did") => "incall_exten",
        (Change::IncomingCall(_), "context") => "incall_context",
        (_, "username") => "sip_username",
        (_, "password") => "sip_secret",
        (_, "extension") => "exten",
        (_, field) => field,
    }
}
