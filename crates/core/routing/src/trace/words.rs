//! The trace in plain words, a line for each thing.

use std::fmt;

use super::{Step, Trace};

impl Trace {
    /// Says it in words, a line for each step.
    pub fn words(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))?;
        match self.omitted {
            0 => Ok(()),
            more => writeln!(f, "... and {more} more steps"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dialled { number, caller, context } => {
                write!(f, "{caller} dials {number} in context {context}")
            }
            Self::PlusIgnored { context } => {
                write!(f, "the leading + is ignored in incall context {context}")
            }
            Self::Searched { context, numbers, named, rejected, others, matched } => {
                write!(f, "context {context}: ")?;
                match matched {
                    Some(matched) => write!(f, "{matched} matches")?,
                    None if *numbers == 0 && rejected.is_empty() && *others == 0 => {
                        write!(f, "nothing is dialable here")?
                    }
                    None if named.is_empty() => {
                        write!(f, "nothing matches ({numbers} exact numbers looked through)")?
                    }
                    None => write!(f, "nothing matches (exact numbers: {})", named.join(", "))?,
                }
                for rejected in rejected {
                    write!(f, "\n  pattern {} does not match: {}", rejected.pattern, rejected.reason)?;
                }
                unnamed(f, *others)
            }
            Self::Elsewhere { number, contexts } => {
                write!(
                    f,
                    "{number} can be dialled in context {}, which was not searched",
                    contexts.join(" and ")
                )
            }
            Self::Outgoing { name, stripped, added, sends, trunks } => {
                write!(f, "outgoing call {name}: ")?;
                edits(f, stripped, added)?;
                match trunks.as_slice() {
                    [] => write!(f, "would send {sends}, and has no trunk for it"),
                    trunks => write!(f, "sends {sends} by trunk {}", trunks.join(", then ")),
                }
            }
            Self::Emergency { number } => {
                write!(f, "{number} is an emergency number: no permission, limit or stop holds it up")
            }
            Self::Class { number, class, by, country } => {
                write!(f, "{number} is {class}")?;
                if let Some(by) = by {
                    write!(f, ", by {by}")?;
                }
                country.as_ref().map_or(Ok(()), |country| write!(f, " ({country})"))
            }
            Self::TrunkDisabled { trunk } => write!(f, "trunk {trunk} is disabled: it is passed over"),
            Self::Transit { trunk, allowed: true } => {
                write!(f, "trunk {trunk} has transit: its calls may leave by a trunk")
            }
            Self::Transit { trunk, allowed: false } => {
                write!(f, "trunk {trunk} has no transit: its calls may not leave by a trunk")
            }
            Self::Incoming { did } => write!(f, "incoming call {did}"),
            Self::User { user, context, lines } if lines.is_empty() => {
                write!(f, "user {user} (context {context}) has no line that can ring")
            }
            Self::User { user, context, lines } => {
                write!(f, "user {user}, found in context {context} from the line: rings {}", lines.join(", "))
            }
            Self::Diverted { by, to } => write!(f, "the phone of {by} sends the call on to {to}"),
            Self::Continued { number, context } => write!(f, "goes on to {number} in context {context}"),
            Self::Played { sound } => write!(f, "the caller hears {sound}"),
            Self::HungUp { cause } => write!(f, "the call is ended: {cause}"),
            Self::NoRoute { reason } => write!(f, "no route: {}", reason.words()),
        }
    }
}

/// What an outgoing call does to the number.
fn edits(f: &mut fmt::Formatter<'_>, stripped: &str, added: &str) -> fmt::Result {
    if !stripped.is_empty() {
        write!(f, "strips {stripped}, ")?;
    }
    if !added.is_empty() {
        write!(f, "adds {added} in front, ")?;
    }
    Ok(())
}

/// How many patterns do not match, besides those that were named.
fn unnamed(f: &mut fmt::Formatter<'_>, others: usize) -> fmt::Result {
    match others {
        0 => Ok(()),
        1 => write!(f, "\n  1 more pattern does not match"),
        others => write!(f, "\n  {others} more patterns do not match"),
    }
}
