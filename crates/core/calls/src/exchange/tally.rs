//! How many calls ended how, since the start.

use model::record::CallStatus;

/// The fates that a call which is over can have, in the order in which they are told.
const FATES: [CallStatus; 7] = [
    CallStatus::Answered,
    CallStatus::Busy,
    CallStatus::NoAnswer,
    CallStatus::Cancelled,
    CallStatus::Unreachable,
    CallStatus::Refused,
    CallStatus::Failed,
];

/// Calls that are over, by their fate.
#[derive(Debug, Default)]
pub(super) struct Tally([u64; FATES.len()]);

impl Tally {
    /// Counts a call.
    pub(super) fn note(&mut self, fate: CallStatus) {
        let place = FATES.iter().position(|known| *known == fate);
        if let Some(count) = place.and_then(|place| self.0.get_mut(place)) {
            *count += 1;
        }
    }

    /// Tells all counts.
    pub(super) fn all(&self) -> Vec<(CallStatus, u64)> {
        FATES.into_iter().zip(self.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fate_is_counted_for_itself_and_what_goes_on_is_not() {
        let mut tally = Tally::default();
        for fate in [CallStatus::Busy, CallStatus::Busy, CallStatus::Failed, CallStatus::InProgress] {
            tally.note(fate);
        }
        let count =
            |wanted| tally.all().into_iter().find(|(fate, _)| *fate == wanted).map(|(_, count)| count);
        assert_eq!(count(CallStatus::Busy), Some(2));
        assert_eq!(count(CallStatus::Failed), Some(1));
        assert_eq!(count(CallStatus::Answered), Some(0));
        assert_eq!(count(CallStatus::InProgress), None);
    }
}
