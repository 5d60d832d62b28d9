//! From a command to what is printed and to the exit code.

use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

use crate::{
    administrators,
    answer::{Answer, Failure, Shown},
    args::{
        CallCommand, Command, Core, Dialplan, NounKind, Options, Pjsip, Restore, Route, Sip, TrunkCommand,
    },
    backup, bans, call, calls, console, dialplan_match, events, history, limits, nouns,
    print::Style,
    route, search,
    session::Session,
    show, site, sounds, tokens, trunk_test, users,
};

/// Runs a command of the command line, prints what it says, and returns the exit code: 0, 1 where it failed or its answer is no,
/// or 2 where the command line is wrong.
pub fn run(options: &Options, command: &Command) -> ExitCode {
    let answer = Session::new(options).and_then(|session| match command {
        Command::Console => console::run(&session),
        command => answer(&session, command),
    });
    let style = if options.json { Style::Json } else { Style::Plain };
    match print(style, answer) {
        Outcome::Yes => ExitCode::SUCCESS,
        Outcome::No => ExitCode::FAILURE,
        Outcome::WrongLine => ExitCode::from(WRONG_LINE),
    }
}

/// Answers one command.
pub(crate) fn answer(session: &Session, command: &Command) -> Answer {
    match command {
        Command::Apply(files) => site::apply(session, files),
        Command::Plan(files) => site::plan(session, files),
        Command::Export { with_secrets } => site::export(session, *with_secrets),
        Command::Sip(Sip::Show(what)) => show::sip(session, what),
        Command::Pjsip(Pjsip::Show(what)) => show::pjsip(session, what),
        Command::Core(Core::Show(what)) => show::core(session, what),
        Command::Dialplan(Dialplan::Show { context }) => show::dialplan(session, context.as_deref()),
        Command::Dialplan(Dialplan::Match(asked)) => dialplan_match::run(session.style, asked),
        Command::Route(Route::Explain(asked)) => route::explain(session, asked),
        Command::Context(verb) => nouns::run(session, NounKind::Context, verb),
        Command::User(verb) => nouns::run(session, NounKind::User, verb),
        Command::Line(verb) => nouns::run(session, NounKind::Line, verb),
        Command::Extension(verb) => nouns::run(session, NounKind::Extension, verb),
        Command::Trunk(TrunkCommand::Noun(verb)) => nouns::run(session, NounKind::Trunk, verb),
        Command::Trunk(TrunkCommand::Test { name, call }) => trunk_test::run(session, name, call.as_deref()),
        Command::OutgoingCall(verb) => nouns::run(session, NounKind::OutgoingCall, verb),
        Command::IncomingCall(verb) => nouns::run(session, NounKind::IncomingCall, verb),
        Command::Calls => calls::live(session),
        Command::Call(CallCommand::Show { id }) => call::show(session, id),
        Command::CallLog { limit } => calls::log(session, *limit),
        Command::Hangup { id } => calls::hangup(session, id),
        Command::Ban(verb) => bans::run(session, verb),
        Command::Limits(verb) => limits::run(session, verb),
        Command::Stop(verb) => limits::stop(session, verb),
        Command::Token(verb) => tokens::run(session, verb),
        Command::Admin(verb) => administrators::run(session, verb),
        Command::Users(verb) => users::run(session, verb),
        Command::Sounds(verb) => sounds::run(session, verb),
        Command::Search { words } => search::run(session, words),
        Command::History { limit } => history::run(session, *limit),
        Command::Undo { revision, dry_run } => history::undo(session, *revision, *dry_run),
        Command::Backup { file, call_logs } => backup::take(session, file, *call_logs),
        Command::Restore(Restore { file, revision, dry_run }) => match (file, revision) {
            (Some(file), _) => backup::restore(session, file, *dry_run),
            (None, Some(revision)) => history::restore(session, *revision, *dry_run),
            (None, None) => Err(Failure::Usage("name a backup, or --revision N".into())),
        },
        Command::Events => events::follow(session, &mut io::stdout()),
        Command::Console => Err(Failure::Usage("this is the console".into())),
    }
}

/// The exit code of a wrong command line, as whoever reads it has it.
const WRONG_LINE: u8 = 2;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did its work.
    Yes,
    /// It failed, or its answer is no.
    No,
    /// The command line is wrong.
    WrongLine,
}

/// Prints an answer, and tells how it ended.
pub(crate) fn print(style: Style, answer: Answer) -> Outcome {
    let shown = answer.and_then(|shown| {
        let mut out = io::stdout().lock();
        match out.write_all(shown.text.as_bytes()).and_then(|()| out.flush()) {
            // Whoever reads has seen enough: `strowger calls | head`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(shown),
            Err(error) => Err(Failure::io("cannot print")(error)),
            Ok(()) => Ok(shown),
        }
    });
    match shown {
        Ok(Shown { warnings, negative, .. }) => {
            warnings.iter().for_each(|warning| eprintln!("{warning}"));
            if negative { Outcome::No } else { Outcome::Yes }
        }
        Err(failure) => {
            match style {
                Style::Json => eprintln!("{}", failure.json()),
                Style::Plain | Style::Terminal => eprintln!("{failure}"),
            }
            if matches!(failure, Failure::CommandLine(_)) { Outcome::WrongLine } else { Outcome::No }
        }
    }
}
