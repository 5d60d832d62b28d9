//! sip-msg
