//! The same verbs for every noun of the configuration: list, show, create, update, delete.

use serde_json::Value;

mod assign;
mod fields_of;

pub(crate) use assign::typed;
pub(crate) use fields_of::field_names;

use crate::{
    answer::{Answer, Failure, Shown},
    args::{NounCommand, NounKind},
    client::Client,
    print::{Style, Table, cell, cell_of, fields, json},
    session::Session,
};

/// Does one verb.
pub(crate) fn run(session: &Session, kind: NounKind, command: &NounCommand) -> Answer {
    let client = &session.client;
    let collection = kind.collection();
    match command {
        NounCommand::List => Ok(session.listing(client.list(collection)?, |items| table(kind, items))),
        NounCommand::Show { name } => session.formed(find(client, kind, name)?, |noun| Ok(fields(&noun))),
        NounCommand::Create { set } => {
            let body = assign::draft(kind, set)?;
            done(session, kind, "created", client.post(collection, &body)?)
        }
        NounCommand::Update { name, set } => {
            let body = assign::draft(kind, set)?;
            let noun = find(client, kind, name)?;
            done(
                session,
                kind,
                "changed",
                client.patch(&format!("{collection}/{}", cell_of(&noun, "id")), &body)?,
            )
        }
        NounCommand::Delete { name } => {
            let noun = find(client, kind, name)?;
            client.delete(&format!("{collection}/{}", cell_of(&noun, "id")))?;
            done(session, kind, "deleted", noun)
        }
    }
}

/// Names a noun as people do: its own name, a user's full name, the number of an extension.
pub(crate) fn name(kind: NounKind, noun: &Value) -> String {
    match kind {
        NounKind::Context | NounKind::Trunk | NounKind::OutgoingCall => cell_of(noun, "name"),
        NounKind::User => {
            format!("{} {}", cell_of(noun, "firstname"), cell_of(noun, "lastname")).trim().to_owned()
        }
        NounKind::Line => cell_of(noun, "username"),
        NounKind::Extension => cell_of(noun, "number"),
        NounKind::IncomingCall => cell_of(noun, "did"),
    }
}

fn table(kind: NounKind, items: &[Value]) -> Table {
    let columns = kind.columns();
    let mut table = Table::new(&[&["id"], columns].concat());
    for noun in items {
        table.row(
            std::iter::once("id").chain(columns.iter().copied()).map(|column| shown(column, &noun[column])),
        );
    }
    table
}

/// An outgoing call's extensions are shown by their patterns; all else as it is.
fn shown(column: &str, value: &Value) -> String {
    match value {
        Value::Array(items) if column == "extension" => {
            items.iter().map(|item| cell_of(item, "pattern")).collect::<Vec<_>>().join(", ")
        }
        _ => cell(value),
    }
}

fn done(session: &Session, kind: NounKind, verb: &str, noun: Value) -> Answer {
    Ok(match session.style {
        Style::Json => json(&noun).into(),
        Style::Plain | Style::Terminal => Shown::from(format!(
            "{} {} {verb} (id {})\n",
            kind.word(),
            name(kind, &noun),
            cell_of(&noun, "id")
        )),
    })
}

/// Finds a noun by its name, or by `id=N` where several have that name.
pub(crate) fn find(client: &Client, kind: NounKind, wanted: &str) -> Result<Value, Failure> {
    if let Some(id) = wanted.strip_prefix("id=") {
        return client.get(&format!("{}/{}", kind.collection(), crate::client::escape(id)));
    }
    let named: Vec<Value> =
        client.list(kind.collection())?.into_iter().filter(|noun| name(kind, noun) == wanted).collect();
    let ids: Vec<String> = named.iter().map(|noun| format!("id={}", cell_of(noun, "id"))).collect();
    match <[Value; 1]>::try_from(named) {
        Ok([noun]) => Ok(noun),
        Err(_) if ids.is_empty() => Err(Failure::Usage(format!(
            "there is no {} {wanted}; `{} list` shows those that there are",
            kind.word(),
            kind.word()
        ))),
        Err(_) => Err(Failure::Usage(format!(
            "several are named {} {wanted}; say which one: {}",
            kind.word(),
            ids.join(" or ")
        ))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_outgoing_call_is_listed_with_its_patterns() {
        let call = json!({"id": 9, "name": "to-b", "context": "to-extern", "trunks": ["xivo-trunk"],
                          "extension": [{"pattern": "**99.", "stripnum": 4}]});
        insta::assert_snapshot!(table(NounKind::OutgoingCall, &[call]).print(Style::Plain), @r"
        id  name  context    extension  trunks
        9   to-b  to-extern  **99.      xivo-trunk
        ");
    }

    #[test]
    fn a_user_is_known_by_the_full_name() {
        assert_eq!(name(NounKind::User, &json!({"firstname": "Alice", "lastname": "Lab"})), "Alice Lab");
        assert_eq!(name(NounKind::User, &json!({"firstname": "Someone"})), "Someone");
    }
}
