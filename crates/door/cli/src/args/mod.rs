//! What can be typed after `strowger`, and at the console's prompt.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

mod noun;
mod show;

pub(crate) use noun::{NounCommand, NounKind};
pub(crate) use show::{CoreShow, PjsipShow, SipShow};

/// Where the server is and how its answers are shown.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// The server's data directory on this host, where its Unix socket is [default: strowger-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The API's address, for a server elsewhere; also in STROWGER_URL
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The token for --url; also in STROWGER_TOKEN
    #[arg(long, global = true, value_name = "TOKEN")]
    pub(crate) token: Option<String>,
    /// The authority, or the certificate itself, that --url https://... is trusted by; also in STROWGER_CA
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "fingerprint")]
    pub(crate) ca: Option<PathBuf>,
    /// The SHA-256 of the certificate that --url https://... must show, as the server printed it; also in STROWGER_FINGERPRINT
    #[arg(long, global = true, value_name = "SHA-256")]
    pub(crate) fingerprint: Option<String>,
    /// Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl Options {
    /// Returns the data directory where one was given.
    pub fn data_dir(&self) -> Option<&Path> {
        self.data_dir.as_deref()
    }
}

/// One command.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Make the configuration as site files describe it, in one transaction
    Apply(SiteFiles),
    /// Show what `apply` would change
    Plan(SiteFiles),
    /// Print the configuration as a site file
    Export {
        /// Include passwords
        #[arg(long)]
        with_secrets: bool,
    },
    /// Registrations, lines and trunks, in the columns of Asterisk's chan_sip
    #[command(subcommand)]
    Sip(Sip),
    /// The same, in the columns of Asterisk's res_pjsip
    #[command(subcommand)]
    Pjsip(Pjsip),
    /// Channels and codecs, in Asterisk's columns
    #[command(subcommand)]
    Core(Core),
    /// The dialplan, and what a pattern matches
    #[command(subcommand)]
    Dialplan(Dialplan),
    /// Where a dialled number goes
    #[command(subcommand)]
    Route(Route),
    /// Contexts: rooms of numbers
    #[command(subcommand)]
    Context(NounCommand),
    /// Users: people
    #[command(subcommand)]
    User(NounCommand),
    /// Lines: SIP accounts of users
    #[command(subcommand)]
    Line(NounCommand),
    /// Extensions: numbers
    #[command(subcommand)]
    Extension(NounCommand),
    /// Trunks: connections to other exchanges and providers
    #[command(subcommand)]
    Trunk(TrunkCommand),
    /// Outgoing calls: which numbers leave by which trunks
    #[command(subcommand)]
    OutgoingCall(NounCommand),
    /// Incoming calls: where a DID leads
    #[command(subcommand)]
    IncomingCall(NounCommand),
    /// Calls going on now
    Calls,
    /// One call: how it went, why, and what was said
    #[command(subcommand)]
    Call(CallCommand),
    /// Calls that have been, newest first
    CallLog {
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// End a call
    Hangup {
        /// The call's id, as `calls` shows it
        id: String,
    },
    /// Addresses and accounts that are shut out for guessing passwords
    #[command(subcommand)]
    Ban(Ban),
    /// Limits on calls that cost something, what is used of them, and classes of destination
    #[command(subcommand)]
    Limits(Limits),
    /// Calls that are stopped because a limit was passed
    #[command(subcommand)]
    Stop(Stop),
    /// Tokens for the API
    #[command(subcommand)]
    Token(Token),
    /// Administrators: people who sign in to the web admin
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Many users at once, as a CSV file
    #[command(subcommand)]
    Users(UsersCommand),
    /// Sound files: what callers hear
    #[command(subcommand)]
    Sounds(Sounds),
    /// Find anything that is configured: users, lines, numbers, trunks, contexts
    Search {
        /// A part of a name, of a number or of an address
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Who changed the configuration, newest first
    History {
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Undo what one revision changed, as a new revision
    Undo {
        /// Its number, as `history` shows it
        revision: u32,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Keep everything in one file: the configuration with all passwords and its history, administrators, tokens
    Backup {
        /// The file to make; one that is there is not written over
        file: PathBuf,
        /// The call log too
        #[arg(long)]
        call_logs: bool,
    },
    /// Make everything as a backup has it (the configuration becomes one revision, and calls are added), or the configuration
    /// as it stood after a revision
    Restore(Restore),
    /// Follow calls, registrations and trunks as they change
    Events,
    /// A prompt for these commands, with history and completion
    Console,
}

/// Site files and what to do with what they do not name.
#[derive(Args, Clone, Debug)]
pub struct SiteFiles {
    /// TOML files, taken together as one site
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Delete what the files do not name
    #[arg(long)]
    pub(crate) prune: bool,
}

/// `sip ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Sip {
    /// registry, trunks, peers, peer NAME
    #[command(subcommand)]
    Show(SipShow),
}

/// `pjsip ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Pjsip {
    /// registrations, endpoints
    #[command(subcommand)]
    Show(PjsipShow),
}

/// `core ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Core {
    /// channels, codecs
    #[command(subcommand)]
    Show(CoreShow),
}

/// `dialplan ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Dialplan {
    /// Every number and pattern of a context, or of all
    Show {
        /// The context
        context: Option<String>,
    },
    /// The pattern that wins for a number, as Asterisk reads and orders patterns; NONE and exit 1 if none does. Asks no server
    Match(DialplanMatch),
}

/// Patterns and the number they are tried on.
#[derive(Args, Clone, Debug)]
#[command(override_usage = "strowger dialplan match [OPTIONS] <PATTERN>... -- <NUMBER>")]
pub struct DialplanMatch {
    /// Asterisk's form: a leading underscore makes it a pattern; PATTERN/CALLERID also asks for the caller's number
    #[arg(required = true, value_name = "PATTERN")]
    pub(crate) patterns: Vec<String>,
    /// The caller's number
    #[arg(long, value_name = "NUMBER", default_value = "", allow_hyphen_values = true)]
    pub(crate) caller: String,
    /// What is dialled, one number; only `--caller` may stand behind it
    #[arg(last = true, required = true, value_name = "NUMBER", num_args = 1..=3)]
    pub(crate) dialled: Vec<String>,
}

/// `route ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Route {
    /// Say where a call would go, and why
    Explain(Explain),
}

/// A call that might be made.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Explain {
    /// What is dialled
    pub(crate) number: String,
    #[command(flatten)]
    pub(crate) from: Origin,
    /// The caller's number
    #[arg(long, value_name = "NUMBER")]
    pub(crate) caller: Option<String>,
}

/// Who would call.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[group(required = true, multiple = false)]
pub(crate) struct Origin {
    /// Anyone in this context
    #[arg(long)]
    pub(crate) context: Option<String>,
    /// This line, by its username
    #[arg(long)]
    pub(crate) line: Option<String>,
    /// This trunk, by its name
    #[arg(long)]
    pub(crate) trunk: Option<String>,
}

/// `trunk ...`
#[derive(Clone, Debug, Subcommand)]
pub enum TrunkCommand {
    #[command(flatten)]
    Noun(NounCommand),
    /// Try a trunk: its address, OPTIONS, its registration, and a short call where a number is named; exit 1 if something is wrong
    Test {
        /// Its name, or id=N
        name: String,
        /// A number to call for three seconds, as it is dialled at the other side: an echo test, best
        #[arg(long, value_name = "NUMBER")]
        call: Option<String>,
    },
}

/// `call ...`
#[derive(Clone, Debug, Subcommand)]
pub enum CallCommand {
    /// Its route, its audio in a sentence, and its SIP messages on both legs
    Show {
        /// The call's id, as `calls` and `call-log` show it
        id: String,
    },
}

/// `ban ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Ban {
    /// List who is shut out, the latest first
    List,
    /// Let an address in again, or one account from there
    Lift {
        /// The address
        address: String,
        /// The account, where only that is shut out from the address
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
    },
}

/// `limits ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Limits {
    /// Show the limits; site files change them
    Show,
    /// Show what is used of them now, the fullest first
    Usage,
    /// Show which numbers are of which class
    Classes,
    /// Take the limits that are shipped
    Reset,
    /// Send a test to the webhook and to those who get an e-mail
    TestAlert,
}

/// `stop ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Stop {
    /// List what is stopped, the latest first
    List,
    /// Lift a stop: calls are placed again, and counted anew
    Lift {
        /// The stop, as `stop list` shows it
        id: String,
    },
}

/// What is restored.
#[derive(Args, Clone, Debug)]
pub struct Restore {
    /// The backup
    #[arg(required_unless_present = "revision", conflicts_with = "revision")]
    pub(crate) file: Option<PathBuf>,
    /// In place of a backup, the configuration as it stood after this revision, as `history` shows it
    #[arg(long, value_name = "N")]
    pub(crate) revision: Option<u32>,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `admin ...`
#[derive(Clone, Debug, Subcommand)]
pub enum AdminCommand {
    /// List administrators
    List,
    /// Give an administrator another password, typed unseen or read from standard input; it is signed out everywhere
    Password {
        /// The username
        name: String,
    },
}

/// `users ...`
#[derive(Clone, Debug, Subcommand)]
pub enum UsersCommand {
    /// Make and change users as a CSV file with XiVO's columns says, all rows or none
    Import {
        /// The file
        file: PathBuf,
        /// Say what would come of each row, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write all users as such a file
    Export {
        /// The file to make, in place of standard output; one that is there is not written over
        file: Option<PathBuf>,
    },
}

/// `sounds ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Sounds {
    /// List sound files
    List,
    /// Keep a WAV file: PCM, A-law or mu-law, at 8, 16, 32 or 48 kHz, of at most ten minutes
    Upload {
        /// The file
        file: PathBuf,
        /// The name that callers' announcements have it under [default: the file's, without .wav]
        #[arg(long)]
        name: Option<String>,
        /// Write over the one of this name
        #[arg(long)]
        replace: bool,
    },
    /// Delete one that nothing leads to
    Delete {
        /// Its name
        name: String,
    },
}

/// `token ...`
#[derive(Clone, Debug, Subcommand)]
pub enum Token {
    /// Make a token; it is shown once
    Create {
        /// Who will use it, and for what
        name: String,
    },
    /// List tokens, without their secrets
    List,
    /// Make a token worthless
    Delete {
        /// Its name
        name: String,
    },
}

#[cfg(test)]
mod tests;
