//! Users as a file that can be imported again: the same columns, but for passwords.

use std::{collections::HashMap, sync::Arc};

use model::{Destination, Line, Snapshot, UserId};
use serde_json::{Value, json};

use crate::sheet::Rows;

/// The columns of the file.
pub(crate) const EXPORTED: &[&str] = &[
    "firstname",
    "lastname",
    "email",
    "mobile_phone_number",
    "caller_id",
    "outgoing_caller_id",
    "ring_seconds",
    "simultaneous_calls",
    "userfield",
    "exten",
    "context",
    "line_protocol",
    "sip_username",
    "incall_exten",
    "incall_context",
];

/// Makes its rows: a user with the main line and the first number that the outside dials.
pub(crate) fn rows(snapshot: Arc<Snapshot>) -> Rows {
    let mut dids: HashMap<UserId, (String, String)> = HashMap::new();
    for call in snapshot.nouns().incoming_calls.values() {
        if let (Destination::User(user), Some(context)) = (&call.destination, snapshot.context(call.context))
        {
            dids.entry(*user).or_insert_with(|| (call.did.to_string(), context.name.to_string()));
        }
    }
    Box::new(move |id| row(&snapshot, UserId(id), dids.get(&UserId(id))))
}

fn row(snapshot: &Snapshot, id: UserId, did: Option<&(String, String)>) -> Option<Value> {
    let mut row = serde_json::to_value(snapshot.user(id)?.draft()).unwrap_or_default();
    let fields = row.as_object_mut()?;
    fields.insert("id".to_owned(), id.0.into());
    let line: Option<&Line> = snapshot.lines_of_user(id).first().and_then(|id| snapshot.line(*id));
    if let Some(line) = line {
        fields.insert("exten".to_owned(), json!(line.extension.as_ref().map(ToString::to_string)));
        let context = snapshot.context(line.context).map(|context| context.name.to_string());
        fields.insert("context".to_owned(), json!(context));
        fields.insert("line_protocol".to_owned(), json!("sip"));
        fields.insert("sip_username".to_owned(), json!(line.username.to_string()));
    }
    if let Some((did, context)) = did {
        fields.insert("incall_exten".to_owned(), json!(did));
        fields.insert("incall_context".to_owned(), json!(context));
    }
    Some(row)
}
