//! The chapter of the manual that lists every command is written by this test, so that it cannot be stale.

use std::{collections::HashMap, env, fmt::Write, fs, path::Path};

use clap::{Arg, Command, CommandFactory};

use super::Args;

/// What stands above the commands, in each language; the command line itself speaks English.
const CHAPTERS: [(&str, &str); 2] = [
    (
        "en",
        "# All commands\n\nEvery command and option of `strowger`, made from the code: `strowger help COMMAND` prints the same. \
         [The command line and the console](console.md) says what they are for.\n\n## Options of every command\n",
    ),
    (
        "fr",
        "# Toutes les commandes\n\nChaque commande et chaque option de `strowger`, d'après le code : `strowger help COMMANDE` affiche la \
         même chose. La ligne de commande parle anglais. [La ligne de commande et la console](console.md) dit à quoi elles servent.\n\n## Options de toutes les commandes\n",
    ),
];

#[test]
fn the_manual_lists_every_command() {
    let mut all = Args::command();
    all.build();
    let commands = reference(&all);
    for (language, head) in CHAPTERS {
        let file = format!("../../docs/manual/{language}/commands.md");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let chapter = format!("{head}\n{commands}");
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &chapter).unwrap();
        }
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == chapter,
            "the command line has changed: `UPDATE=1 cargo test -p strowger` writes {} anew",
            path.display()
        );
    }
}

fn reference(all: &Command) -> String {
    let mut out = String::new();
    options(&mut out, all.get_arguments().filter(|arg| arg.is_global_set()));
    let mut seen: HashMap<String, String> = HashMap::new();
    for command in subcommands(all) {
        writeln!(out, "\n## `{}`\n\n{}.", command.get_name(), about(command)).unwrap();
        let mut body = String::new();
        describe(&mut body, command);
        // Things of all kinds are listed, made, changed and deleted alike.
        let alike = body.replace(&format!("strowger {}", command.get_name()), "strowger …");
        match seen.get(&alike) {
            Some(first) => writeln!(out, "\nTakes what `{first}` takes.").unwrap(),
            None => out += &body,
        }
        seen.entry(alike).or_insert_with(|| command.get_name().to_owned());
    }
    out
}

/// Writes what a command takes, or what those below it take.
fn describe(out: &mut String, command: &Command) {
    if command.has_subcommands() {
        for below in subcommands(command) {
            if !below.has_subcommands() {
                let name = below.get_bin_name().unwrap_or_default();
                writeln!(out, "\n### `{name}`\n\n{}.", about(below)).unwrap();
            }
            describe(out, below);
        }
        return;
    }
    let usage = command.clone().render_usage().to_string();
    writeln!(out, "\n    {}", usage.trim_start_matches("Usage: ")).unwrap();
    let own = |arg: &&Arg| !arg.is_global_set() && arg.get_id() != "help" && arg.get_id() != "version";
    if command.get_arguments().any(|arg| own(&arg)) {
        out.push('\n');
        options(out, command.get_arguments().filter(own));
    }
}

fn options<'a>(out: &mut String, args: impl Iterator<Item = &'a Arg>) {
    *out += "| option | meaning |\n|---|---|\n";
    for arg in args {
        let names: Vec<&str> =
            arg.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect();
        let values = if arg.get_action().takes_values() { names.join(" ") } else { String::new() };
        let name = match arg.get_long() {
            Some(long) => format!("--{long} {values}").trim().to_owned(),
            None => values,
        };
        let mut meaning = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !defaults.is_empty() && arg.get_action().takes_values() {
            write!(meaning, " [default: {}]", defaults.join(" ")).unwrap();
        }
        writeln!(out, "| `{}` | {} |", name.replace('|', "\\|"), meaning.replace('|', "\\|")).unwrap();
    }
}

fn subcommands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|below| below.get_name() != "help" && !below.is_hide_set())
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}
