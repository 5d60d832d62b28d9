//! Messages: what is read and printed again reads as the same, and every request can be answered.

use sip_msg::{Message, Status};

/// Reads the bytes as a datagram.
pub(crate) fn run(data: &[u8]) {
    let Ok(message) = Message::parse(data) else { return };
    let printed = message.to_bytes();
    let again = Message::parse(&printed).map(|again| again.to_bytes());
    assert_eq!(again.as_ref(), Ok(&printed), "printing is not stable");
    if let Message::Request(request) = &message {
        let response = request.response(Status::OK).to_bytes();
        assert!(Message::parse(&response).is_ok(), "our own answer cannot be read");
    }
}
