//! What needs attention: each with a code, its values and the thing that it is about.

use model::{LineId, NounId, Snapshot, record::Stop, snapshot::Warning};
use serde::Serialize;
use store::{Condition, Trouble, TroubleKind};
use utoipa::ToSchema;

use crate::{
    bans::BanRow,
    live::{Figures, HelpRow},
    stops::StopRow,
    trunk_states::{Health, TrunkRow, TrunkState},
};

/// Things that are told at most; a thousand of them say no more.
const MOST: usize = 100;

/// The part of a disk below which it is nearly full, in percent, and the bytes past which that does not matter.
const DISK_PCT: u64 = 5;
const DISK_BYTES: u64 = 2 << 30;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttentionLevel {
    /// Calls fail, or money may be lost.
    Critical,
    /// It will be a trouble, or is one for somebody.
    Warning,
    /// It is probably not meant.
    Notice,
}

/// Something that needs attention.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AttentionItem {
    /// How much it matters.
    pub level: AttentionLevel,
    /// What it is, as data.
    pub what: Attention,
    /// The same as a sentence, in English.
    pub sentence: String,
    /// What to do about it, in English, where one thing is to be done.
    pub remedy: Option<String>,
}

/// What needs attention.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Attention {
    /// Calls through a trunk fail.
    TrunkDown {
        /// The trunk's id.
        id: u32,
        /// Its name.
        name: String,
        /// How it stands.
        state: TrunkState,
        /// Since when, in milliseconds since the epoch, where that is known.
        since_ms: Option<u64>,
    },
    /// Calls from a trunk reach an outgoing call, and may be charged to us.
    TollFraud {
        /// The trunk's id.
        id: u32,
        /// Its name.
        name: String,
        /// Its context.
        context: String,
        /// The outgoing call that it reaches.
        outgoing_call: String,
        /// Its calls may really leave; else only that setting keeps them in.
        transit: bool,
    },
    /// A line's password is weak, by an administrator's wish.
    WeakLinePassword {
        /// The line's id.
        id: u32,
        /// Its username.
        name: String,
    },
    /// A trunk's password is weak, by an administrator's wish.
    WeakTrunkPassword {
        /// The trunk's id.
        id: u32,
        /// Its name.
        name: String,
    },
    /// Phones push each other out of a line that has not enough places for them.
    LineContested {
        /// The line's id.
        id: u32,
        /// Its username.
        name: String,
        /// How often that happened lately.
        times: u32,
        /// How many phones the line takes.
        max_contacts: u32,
    },
    /// Somebody was shut out for guessing passwords.
    ShutOut {
        /// The address.
        address: String,
        /// The account that is shut out from there; everybody there where there is none.
        account: Option<String>,
        /// The name that was tried last. A stranger's text.
        tried: String,
        /// How many others are shut out too.
        others: u32,
        /// When it ends by itself, in milliseconds since the epoch.
        until_ms: u64,
    },
    /// Calls that cost something are stopped.
    Stopped(StopRow),
    /// Somebody called an emergency number within the last day.
    EmergencyCalled(HelpRow),
    /// Calls are sent to a user who has no line.
    UserWithoutLine {
        /// Who sends them.
        from: String,
        /// The user.
        user: String,
    },
    /// An outgoing call uses a trunk that is never called.
    TrunkNotCalled {
        /// The trunk's id.
        id: u32,
        /// Its name.
        name: String,
        /// The outgoing call.
        outgoing_call: String,
    },
    /// A trunk's audio must be encrypted, and its keys are sent in clear.
    KeysInClear {
        /// The trunk's id.
        id: u32,
        /// Its name.
        name: String,
    },
    /// An outgoing call has no trunk that is in use.
    TrunksDisabled {
        /// The outgoing call.
        outgoing_call: String,
    },
    /// An emergency number leaves by no trunk.
    EmergencyUnreachable {
        /// The number.
        number: String,
        /// The context in which it is dialled.
        context: String,
        /// Where it leads in place of that, in words; none where it leads nowhere.
        leads_to: Option<String>,
    },
    /// The database cannot be written as it should.
    Storage {
        /// What is wrong.
        trouble: StorageTrouble,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
        /// Rows of calls and registrations that wait until they can be written.
        waiting: u64,
    },
    /// Rows of calls or registrations were lost.
    RowsLost {
        /// How many, since the start.
        rows: u64,
    },
    /// The disk of the database is nearly full.
    DiskNearlyFull {
        /// What is left, in bytes.
        free_bytes: u64,
        /// What there is in all.
        total_bytes: u64,
    },
}

/// What is wrong with the database, or with its disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StorageTrouble {
    /// There is no room on the disk.
    Full,
    /// Nothing may be written there.
    ReadOnly,
    /// Another program holds the database.
    Locked,
    /// It takes seconds to write.
    Slow,
    /// The file is damaged.
    Damaged,
    /// The disk fails otherwise.
    Failing,
}

impl From<TroubleKind> for StorageTrouble {
    fn from(kind: TroubleKind) -> Self {
        match kind {
            TroubleKind::Full => Self::Full,
            TroubleKind::ReadOnly => Self::ReadOnly,
            TroubleKind::Locked => Self::Locked,
            TroubleKind::Slow => Self::Slow,
            TroubleKind::Damaged => Self::Damaged,
            TroubleKind::Failing => Self::Failing,
        }
    }
}

impl StorageTrouble {
    /// Reads what a failure means; none where it is of what was asked for, and not of the database as a whole.
    pub fn of(error: &store::Error) -> Option<Self> {
        error.trouble().map(Self::from)
    }

    /// Says why something was not done.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Full => {
                "nothing can be saved: there is no room on the disk of the database; make room there"
            }
            Self::ReadOnly => {
                "nothing can be saved: the disk of the database takes no writes; mount it for writing"
            }
            Self::Locked => "nothing can be saved: another program holds the database; end that one",
            Self::Slow => "the disk of the database is too slow; try again",
            Self::Damaged => {
                "the database is damaged; put the last good backup in its place: strowger recover"
            }
            Self::Failing => "the disk of the database fails; look at it (dmesg, smartctl)",
        }
    }
}

/// Finds everything, the worst first.
pub(super) fn find(
    snapshot: &Snapshot,
    warnings: &[Warning],
    trunks: &[TrunkRow],
    figures: &Figures,
    space: Option<(u64, u64)>,
    storage: Condition,
) -> Vec<AttentionItem> {
    let down = trunks.iter().filter(|trunk| trunk.health == Health::Down).map(trunk_down);
    let meant = warnings.iter().map(|warning| of_warning(snapshot, warning));
    let contested =
        figures.contests.iter().filter_map(|(line, times)| line_contested(snapshot, *line, *times));
    let mut items: Vec<AttentionItem> = down
        .chain(meant)
        .chain(contested)
        .chain(figures.stops.iter().map(|stop| stopped(snapshot, stop)))
        .chain(figures.help.iter().map(help))
        .chain(shut_out(&figures.bans))
        .chain(weak(snapshot))
        .chain(trouble(storage))
        .chain(lost(storage))
        .chain(space.and_then(disk))
        .collect();
    items.sort_by_key(|item| item.level);
    items.truncate(MOST);
    items
}

fn item(level: AttentionLevel, what: Attention, sentence: String, remedy: Option<&str>) -> AttentionItem {
    AttentionItem { level, what, sentence, remedy: remedy.map(str::to_owned) }
}

fn trunk_down(trunk: &TrunkRow) -> AttentionItem {
    let what = Attention::TrunkDown {
        id: trunk.id,
        name: trunk.name.clone(),
        state: trunk.state.clone(),
        since_ms: trunk.state.since_ms(),
    };
    let sentence = format!("trunk {}: {}", trunk.name, trunk.sentence);
    item(AttentionLevel::Critical, what, sentence, trunk.remedy.as_deref())
}

/// What to do about an emergency number that does not leave.
const LEAD_OUT: &str = "make an outgoing call with this number, which the context includes";

fn of_warning(snapshot: &Snapshot, warning: &Warning) -> AttentionItem {
    let id = |name: &str| snapshot.trunk_by_name(name).map_or(0, |trunk| trunk.id.0);
    let sentence = warning.to_string();
    match warning.clone() {
        Warning::TrunkReachesOutgoingCall { trunk, context, outgoing_call, transit } => {
            let level = if transit { AttentionLevel::Critical } else { AttentionLevel::Notice };
            let what = Attention::TollFraud { id: id(&trunk), name: trunk, context, outgoing_call, transit };
            let remedy = "give the trunk a context that reaches incoming calls only, such as Incalls";
            item(level, what, sentence, Some(remedy))
        }
        Warning::EmergencyUnreachable { number, context } => {
            let what = Attention::EmergencyUnreachable { number, context, leads_to: None };
            item(AttentionLevel::Critical, what, sentence, Some(LEAD_OUT))
        }
        Warning::EmergencyLeadsElsewhere { number, context, leads_to } => {
            let what = Attention::EmergencyUnreachable { number, context, leads_to: Some(leads_to) };
            item(AttentionLevel::Critical, what, sentence, Some(LEAD_OUT))
        }
        Warning::UserWithoutLine { from, user } => {
            let what = Attention::UserWithoutLine { from, user };
            item(
                AttentionLevel::Warning,
                what,
                sentence,
                Some("give the user a line, or send the calls elsewhere"),
            )
        }
        Warning::TrunksDisabled { outgoing_call } => {
            let what = Attention::TrunksDisabled { outgoing_call };
            item(
                AttentionLevel::Warning,
                what,
                sentence,
                Some("enable a trunk of it, or give it another one"),
            )
        }
        Warning::KeysInClear { trunk } => {
            let what = Attention::KeysInClear { id: id(&trunk), name: trunk };
            item(AttentionLevel::Warning, what, sentence, Some("set the trunk's transport to tls"))
        }
        Warning::TrunkNotCalled { outgoing_call, trunk } => {
            let what = Attention::TrunkNotCalled { id: id(&trunk), name: trunk, outgoing_call };
            item(AttentionLevel::Warning, what, sentence, Some("make the trunk a friend or a peer"))
        }
    }
}

fn line_contested(snapshot: &Snapshot, id: LineId, times: u32) -> Option<AttentionItem> {
    let line = snapshot.line(id)?;
    let name = line.username.to_string();
    let sentence = format!(
        "phones push each other out of line {name}, which takes {}: {times} times lately",
        line.max_contacts
    );
    let what = Attention::LineContested { id: id.0, name, times, max_contacts: line.max_contacts };
    let remedy = "give each phone a line of its own, or raise max_contacts";
    Some(item(AttentionLevel::Warning, what, sentence, Some(remedy)))
}

/// Tells of the latest who was shut out; the others have a page.
fn shut_out(bans: &[BanRow]) -> Option<AttentionItem> {
    let BanRow { address, account, tried, until_ms, .. } = bans.first()?.clone();
    let whom = match &account {
        Some(account) => format!("account {account:?} is shut out from {address}"),
        None => format!("{address} is shut out"),
    };
    let others = u32::try_from(bans.len() - 1).unwrap_or(u32::MAX);
    let sentence =
        format!("{whom} for guessing passwords; it tried {tried:?} last, and {others} others are shut out");
    let what = Attention::ShutOut { address: address.to_string(), account, tried, others, until_ms };
    let remedy = "if it is a phone of yours, give it the right password and lift the ban";
    Some(item(AttentionLevel::Notice, what, sentence, Some(remedy)))
}

fn stopped(snapshot: &Snapshot, stop: &Stop) -> AttentionItem {
    let row = StopRow::of(snapshot, stop.clone());
    let sentence = row.sentence.clone();
    let remedy =
        "look at who calls there, change the password of the line if it was not you, and lift the stop";
    item(AttentionLevel::Critical, Attention::Stopped(row), sentence, Some(remedy))
}

fn help(help: &HelpRow) -> AttentionItem {
    item(AttentionLevel::Warning, Attention::EmergencyCalled(help.clone()), help.sentence(), None)
}

fn weak(snapshot: &Snapshot) -> impl Iterator<Item = AttentionItem> + '_ {
    let nouns = snapshot.nouns();
    let lines = nouns.lines.values().filter(|line| line.weak_password).map(|line| {
        let what = Attention::WeakLinePassword { id: line.id.0, name: line.username.to_string() };
        (NounId::Line(line.id), what)
    });
    let trunks = nouns.trunks.values().filter(|trunk| trunk.auth.weak_password).map(|trunk| {
        let what = Attention::WeakTrunkPassword { id: trunk.id.0, name: trunk.name.to_string() };
        (NounId::Trunk(trunk.id), what)
    });
    lines.chain(trunks).map(|(noun, what)| {
        let sentence =
            format!("the password of {} is weak: whoever guesses it calls at our expense", nouns.title(noun));
        item(AttentionLevel::Warning, what, sentence, Some("take a generated password"))
    })
}

fn trouble(storage: Condition) -> Option<AttentionItem> {
    let Trouble { kind, since_ms } = storage.trouble?;
    let trouble = StorageTrouble::from(kind);
    let (level, words, remedy) = match trouble {
        StorageTrouble::Full => {
            (AttentionLevel::Critical, "there is no room on the disk of the database", "make room there")
        }
        StorageTrouble::ReadOnly => (
            AttentionLevel::Critical,
            "nothing may be written on the disk of the database",
            "look at the disk (dmesg), and mount it for writing again",
        ),
        StorageTrouble::Locked => (
            AttentionLevel::Critical,
            "another program holds the database",
            "end that program: fuser strowger.db in the data directory names it",
        ),
        StorageTrouble::Slow => (
            AttentionLevel::Warning,
            "the disk of the database takes seconds to write",
            "find out what else works on the disk, and whether it fails (smartctl)",
        ),
        StorageTrouble::Damaged => (
            AttentionLevel::Critical,
            "the database is damaged",
            "stop the exchange and put the last good backup in place: strowger recover",
        ),
        StorageTrouble::Failing => {
            (AttentionLevel::Critical, "the disk of the database fails", "look at the disk (dmesg, smartctl)")
        }
    };
    let waiting = storage.waiting;
    let sentence =
        format!("{words}: calls go on, changes cannot be saved, {waiting} rows wait to be written");
    Some(item(level, Attention::Storage { trouble, since_ms, waiting }, sentence, Some(remedy)))
}

fn lost(storage: Condition) -> Option<AttentionItem> {
    let rows = storage.lost;
    (rows > 0).then(|| {
        let sentence = format!("{rows} rows of the call log or of registrations were lost since the start");
        let remedy = "the log says when and why; phones register again by themselves";
        item(AttentionLevel::Warning, Attention::RowsLost { rows }, sentence, Some(remedy))
    })
}

fn disk((free_bytes, total_bytes): (u64, u64)) -> Option<AttentionItem> {
    let is_low = free_bytes < DISK_BYTES && free_bytes < total_bytes / 100 * DISK_PCT;
    is_low.then(|| {
        let sentence = format!(
            "{} MB are left on the disk of the database: without room, no call is logged",
            free_bytes >> 20
        );
        let what = Attention::DiskNearlyFull { free_bytes, total_bytes };
        item(AttentionLevel::Critical, what, sentence, Some("make room, or move the data directory"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_nearly_full_by_its_part_and_by_what_is_left() {
        assert!(disk((1 << 30, 1 << 40)).is_some());
        assert!(disk((4 << 30, 1 << 40)).is_none(), "4 GB are a lot, whatever part");
        assert!(disk((1 << 30, 2 << 30)).is_none(), "half is free");
    }

    #[test]
    fn a_new_exchange_needs_no_attention() {
        assert_eq!(find(&Snapshot::factory(), &[], &[], &Figures::default(), None, Condition::default()), []);
    }

    #[test]
    fn what_storage_cannot_do_is_told_with_what_waits_and_what_was_lost() {
        let trouble = Some(Trouble { kind: TroubleKind::Full, since_ms: 7 });
        let storage = Condition { trouble, waiting: 12, lost: 3 };
        let found = find(&Snapshot::factory(), &[], &[], &Figures::default(), None, storage);
        let [full, lost] = &found[..] else { panic!("{found:?}") };
        let expected = Attention::Storage { trouble: StorageTrouble::Full, since_ms: 7, waiting: 12 };
        assert_eq!((full.level, &full.what), (AttentionLevel::Critical, &expected));
        assert!(
            full.sentence.contains("no room") && full.sentence.contains("12 rows wait"),
            "{}",
            full.sentence
        );
        assert_eq!(lost.what, Attention::RowsLost { rows: 3 });
    }
}
