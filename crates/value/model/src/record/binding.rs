//! A binding: where a line or a trunk that registered here can be reached (RFC 3261 section 10).

use serde::{Deserialize, Serialize};

use crate::{
    address::Transport,
    id::{LineId, TrunkId},
};

/// Whose binding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BindingOwner {
    /// A line.
    Line(LineId),
    /// A trunk.
    Trunk(TrunkId),
}

/// One registered contact. Owner and contact together identify it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Whose it is.
    pub owner: BindingOwner,
    /// The contact's URI, as it was registered.
    pub contact: String,
    /// When it lapses, in milliseconds since the Unix epoch.
    pub expires_at_ms: u64,
    /// Call-ID of the REGISTER (RFC 3261 section 10.3 step 7: with CSeq, what orders two of them).
    pub call_id: String,
    /// CSeq of the REGISTER.
    pub cseq: u32,
    /// What the phone calls itself.
    pub user_agent: String,
    /// Transport that the REGISTER came over.
    pub transport: Transport,
    /// Address and port that the REGISTER really came from, as `ip:port`; requests go back there.
    pub received: String,
    /// Our address and port that it came to, as `ip:port`.
    pub local: String,
    /// Path that requests must take (RFC 3327), outermost first.
    pub path: Vec<String>,
    /// The phone itself, whatever its address: `+sip.instance` and `reg-id` of the contact (RFC 5626 section 4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Preference among contacts in thousandths (the `q` parameter).
    pub q: u16,
}
