//! Whatever somebody types, the border answers; and what it accepts is printed in a form that it accepts again.

use model::{Address, CallerId, Network, Pattern, Snapshot, UserDraft, pattern::Symbol};
use model::{Change, Edit, IncomingCallDraft};
use proptest::prelude::*;

/// Text near enough to the real thing that some of it is accepted.
fn near_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[_+*0-9XZN.!\\[\\]-]{0,12}",
        "[a-z0-9.:\\[\\]]{0,20}(:[0-9]{1,6})?",
        "\"?[A-Za-z ]{0,9}\"? ?<?[0-9+]{0,9}>?"
    ]
}

proptest! {
    #[test]
    fn a_pattern_survives_its_own_print(raw in near_text()) {
        for parsed in [Pattern::parse(&raw), Pattern::parse_bare(&raw)].into_iter().flatten() {
            prop_assert_eq!(Pattern::parse(parsed.as_str()), Ok(parsed.clone()));
            prop_assert!(!parsed.symbols().is_empty());
            let bare = parsed.clone().without_plus();
            prop_assert_eq!(Pattern::parse(bare.as_str()), Ok(bare.clone()), "{}", parsed);
            prop_assert_eq!(bare.is_pattern(), parsed.is_pattern(), "{}", parsed);
            let (whole, rest) = (parsed.symbols(), bare.symbols());
            prop_assert!(whole == rest || whole.split_first() == Some((&Symbol::Literal(b'+'), &*rest)), "{}", parsed);
        }
    }

    #[test]
    fn an_address_survives_its_own_print(raw in near_text()) {
        if let Ok(address) = Address::parse(&raw) {
            prop_assert_eq!(Address::parse(&address.to_string()), Ok(address));
        }
        if let Ok(network) = Network::parse(&raw) {
            prop_assert_eq!(Network::parse(&network.to_string()), Ok(network));
        }
    }

    #[test]
    fn a_caller_id_survives_its_own_print(raw in near_text()) {
        if let Ok(caller_id) = CallerId::parse(&raw) {
            prop_assert_eq!(CallerId::parse(&caller_id.to_string()), Ok(caller_id));
        }
    }

    #[test]
    fn edits_are_accepted_or_refused_with_a_reason(name in near_text(), did in near_text()) {
        let user = UserDraft { firstname: Some(name), ..Default::default() };
        let call = IncomingCallDraft {
            did: Some(did),
            context: Some("Incalls".into()),
            destination: Some(model::DestinationDraft::Echo),
            ..Default::default()
        };
        let changes = [Change::User(Edit::Create(user)), Change::IncomingCall(Edit::Create(call))];
        if let Err(errors) = Snapshot::factory().apply(&changes) {
            prop_assert!(!errors.is_empty());
            prop_assert!(errors.iter().all(|error| error.change < 2 && !error.remedy.is_empty()));
        }
    }
}
