//! Writes the configuration as a site file that makes the same configuration elsewhere.

use model::{Secret, Snapshot};
use serde::Serialize;
use toml::{Table, Value};

use crate::{
    contexts::Contexts, error::Error, extensions::Extensions, incoming_calls::IncomingCalls, nouns::Kind,
    outgoing_calls::OutgoingCalls, trunks::Trunks, users::Users,
};

/// What stands on top of a file without passwords.
const REDACTED_NOTE: &str = "# Passwords are not shown: where the nouns exist already they stay, elsewhere they must be filled in.\n\n";

/// Writes it.
pub(super) fn write(snapshot: &Snapshot, with_secrets: bool) -> Result<String, Error> {
    let failed = |_| Error::Interrupted("the configuration cannot be written as TOML");
    let document = document(snapshot, with_secrets).map_err(failed)?;
    let text = toml::to_string(&document).map_err(failed)?;
    let has_secrets = !snapshot.nouns().lines.is_empty() || !snapshot.nouns().trunks.is_empty();
    Ok(if with_secrets || !has_secrets { text } else { format!("{REDACTED_NOTE}{text}") })
}

fn document(snapshot: &Snapshot, with_secrets: bool) -> Result<Table, toml::ser::Error> {
    let mut document = Table::new();
    put(&mut document, "context", drafts::<Contexts>(snapshot)?);
    let mut general = Value::try_from(snapshot.general().draft())?;
    if let Some(general) = general.as_table_mut().filter(|_| with_secrets) {
        let alerts = &snapshot.general().alerts;
        let secrets =
            [("alert_webhook_secret", &alerts.webhook_secret), ("smtp_password", &alerts.smtp_password)];
        for (field, secret) in secrets {
            if let Some(secret) = secret {
                general.insert(field.into(), secret.expose().into());
            }
        }
    }
    document.insert("sip".into(), Value::Table(Table::from_iter([("general".to_owned(), general)])));
    let (mut users, mut trunks) = (drafts::<Users>(snapshot)?, drafts::<Trunks>(snapshot)?);
    if with_secrets {
        users.iter_mut().for_each(|user| expose_lines(user, snapshot));
        trunks.iter_mut().for_each(|trunk| expose_trunk(trunk, snapshot));
    }
    put(&mut document, "user", users);
    put(&mut document, "extension", drafts::<Extensions>(snapshot)?);
    put(&mut document, "trunk", trunks);
    put(&mut document, "outgoing_call", drafts::<OutgoingCalls>(snapshot)?);
    put(&mut document, "incoming_call", drafts::<IncomingCalls>(snapshot)?);
    Ok(document)
}

fn put(document: &mut Table, name: &str, drafts: Vec<Table>) {
    if !drafts.is_empty() {
        let drafts = drafts.into_iter().map(Value::Table).collect();
        document.insert(name.to_owned(), Value::Array(drafts));
    }
}

fn drafts<K: Kind>(snapshot: &Snapshot) -> Result<Vec<Table>, toml::ser::Error> {
    let drafts = K::ids(snapshot).into_iter().filter_map(|id| K::draft(snapshot, id));
    drafts.map(|draft| table(&draft)).collect()
}

fn table(draft: &impl Serialize) -> Result<Table, toml::ser::Error> {
    Table::try_from(draft)
}

fn expose_lines(user: &mut Table, snapshot: &Snapshot) {
    let lines = user.get_mut("line").and_then(Value::as_array_mut).into_iter().flatten();
    for line in lines.filter_map(Value::as_table_mut) {
        let username = line.get("username").and_then(Value::as_str).unwrap_or_default();
        let secret = snapshot.line_by_username(username).map(|line| &line.password);
        expose(line, secret);
    }
}

fn expose_trunk(trunk: &mut Table, snapshot: &Snapshot) {
    let name = trunk.get("name").and_then(Value::as_str).unwrap_or_default();
    let Some(known) = snapshot.trunk_by_name(name) else { return };
    expose(trunk, known.auth.password.as_ref());
    let register = known.register.as_ref().and_then(|register| register.password.as_ref());
    if let Some(tab) = trunk.get_mut("register").and_then(Value::as_table_mut) {
        expose(tab, register);
    }
}

fn expose(table: &mut Table, secret: Option<&Secret>) {
    if let Some(secret) = secret {
        table.insert("password".into(), secret.expose().into());
    }
}
