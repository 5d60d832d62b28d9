//! A dialog's id (RFC 3261 section 12).

use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Request};

/// Call-ID, our tag, the peer's tag; an absent tag of RFC 2543 is empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct DialogId {
    pub(crate) call_id: String,
    pub(crate) local_tag: String,
    pub(crate) remote_tag: String,
}

impl DialogId {
    /// The dialog that a request of the peer belongs to, where it has a To tag.
    pub(crate) fn of_request(request: &Request) -> Option<Self> {
        let headers = &request.headers;
        let local_tag = headers.to().ok()?.tag()?.to_owned();
        Some(Self {
            call_id: headers.get(&HeaderName::CallId)?.to_owned(),
            local_tag,
            remote_tag: headers.from().ok()?.tag().unwrap_or_default().to_owned(),
        })
    }
}
