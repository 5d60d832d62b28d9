//! Completion: of commands from their own definitions, of names from the server.

use rustyline::{Helper, completion::Completer, highlight::Highlighter, hint::Hinter, validate::Validator};
use serde_json::Value;

use crate::{
    args::NounKind,
    client::{Client, rows},
    nouns,
    print::cell_of,
    session::Session,
};

/// Candidates that are offered; past it nobody reads them.
const OFFERED_MAX: usize = 200;

/// Completes lines at the prompt.
pub(super) struct Complete<'s> {
    commands: clap::Command,
    client: &'s Client,
}

impl<'s> Complete<'s> {
    /// Completes what `commands` can read.
    pub(super) fn new(commands: clap::Command, session: &'s Session) -> Self {
        Self { commands, client: &session.client }
    }
}

impl Completer for Complete<'_> {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..position).unwrap_or(line);
        let start = typed.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
        let (before, begun) = typed.split_at(start);
        let before: Vec<&str> = before.split_whitespace().collect();
        let mut candidates = words_after(&self.commands, &before);
        candidates.extend(names(self.client, &before));
        candidates.retain(|candidate| candidate.starts_with(begun));
        candidates.truncate(OFFERED_MAX);
        // A field waits for its value right behind the equals sign.
        let ended = |candidate: String| if candidate.ends_with('=') { candidate } else { candidate + " " };
        Ok((start, candidates.into_iter().map(ended).collect()))
    }
}

impl Hinter for Complete<'_> {
    type Hint = String;
}

impl Highlighter for Complete<'_> {}
impl Validator for Complete<'_> {}
impl Helper for Complete<'_> {}

/// What the definitions allow after some words: subcommands and the options of the last one; nothing where an option waits for
/// its value.
fn words_after(commands: &clap::Command, before: &[&str]) -> Vec<String> {
    let mut here = commands;
    for word in before {
        if let Some(deeper) = here.find_subcommand(word) {
            here = deeper;
        }
    }
    let everywhere = commands.get_arguments().filter(|option| option.is_global_set());
    let own = here.get_arguments().filter(|option| !option.is_global_set());
    let options: Vec<&clap::Arg> = own.chain(everywhere).collect();
    let waits = |option: &&clap::Arg| {
        let named = before.last().and_then(|word| word.strip_prefix("--"));
        named.is_some() && named == option.get_long() && option.get_action().takes_values()
    };
    if options.iter().any(waits) {
        return vec![];
    }
    let options = options.into_iter().filter_map(clap::Arg::get_long).map(|long| format!("--{long}"));
    let subcommands = here.get_subcommands().map(|command| command.get_name().to_owned());
    subcommands.chain(options).collect()
}

/// Names that the server knows and that can stand here. A server that does not answer completes nothing.
fn names(client: &Client, before: &[&str]) -> Vec<String> {
    let listed = |path: &str, field: &str| {
        let items = client.list(path).unwrap_or_default();
        items.iter().filter_map(|item| item[field].as_str().map(str::to_owned)).collect()
    };
    let found: Vec<String> = match before {
        ["sip", "show", "peer"] => listed("status/peers", "name"),
        ["dialplan", "show"] | [.., "--context"] => listed("contexts", "name"),
        [noun, "create" | "update", .., "--set"] => {
            let kind = NounKind::ALL.iter().find(|kind| kind.word() == *noun);
            kind.map(|kind| nouns::field_names(*kind))
                .unwrap_or_default()
                .iter()
                .map(|field| format!("{field}="))
                .collect()
        }
        [.., "--line"] => listed("lines", "username"),
        [.., "--trunk"] => listed("trunks", "name"),
        ["token", "delete"] => listed("tokens", "name"),
        ["admin", "password"] => listed("administrators", "username"),
        ["sounds", "delete"] => listed("sounds", "name"),
        ["hangup"] => {
            client.list("calls").unwrap_or_default().iter().map(|call| cell_of(call, "id")).collect()
        }
        [noun, "show" | "update" | "delete"] => {
            match NounKind::ALL.iter().find(|kind| kind.word() == *noun) {
                Some(kind) => nouns_named(client, *kind),
                None => vec![],
            }
        }
        _ => vec![],
    };
    found.into_iter().map(quoted).collect()
}

fn nouns_named(client: &Client, kind: NounKind) -> Vec<String> {
    let items: Vec<Value> = client.list(kind.collection()).and_then(rows).unwrap_or_default();
    items.iter().map(|noun| nouns::name(kind, noun)).collect()
}

fn quoted(name: String) -> String {
    name.replace(' ', "\\ ")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::console::Line;

    #[test]
    fn commands_are_completed_from_their_definitions() {
        let commands = Line::command();
        let after = |before: &[&str]| words_after(&commands, before);
        assert!(after(&[]).contains(&"outgoing-call".to_owned()));
        assert!(after(&["sip"]).contains(&"show".to_owned()));
        assert!(after(&["sip", "show"]).contains(&"registry".to_owned()));
        assert!(after(&["route", "explain"]).contains(&"--context".to_owned()));
        assert!(!after(&[]).contains(&"serve".to_owned()));
        assert!(after(&["sip", "show", "peers"]).contains(&"--json".to_owned()));
    }

    #[test]
    fn where_an_option_waits_for_its_value_no_other_option_is_offered() {
        let commands = Line::command();
        assert!(words_after(&commands, &["route", "explain", "--context"]).is_empty());
        assert!(words_after(&commands, &["trunk", "update", "b", "--set"]).is_empty());
        assert!(!words_after(&commands, &["sip", "show", "peers", "--json"]).is_empty());
    }

    #[test]
    fn fields_are_those_of_the_draft() {
        let place = crate::client::Place::Socket("/nonexistent".into());
        let client = Client::new(place, None, &crate::client::Trust::System).unwrap();
        let fields = names(&client, &["trunk", "update", "xivo-trunk", "--set"]);
        assert!(
            fields.contains(&"outbound_proxy=".to_owned()) && fields.contains(&"register=".to_owned()),
            "{fields:?}"
        );
    }

    #[test]
    fn a_name_with_a_blank_is_kept_together() {
        assert_eq!(quoted("Alice Lab".into()), "Alice\\ Lab");
    }
}
