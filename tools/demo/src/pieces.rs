//! The page's forms as parts of a site file, in the page's order.

/// A part of a site.
pub(crate) struct Piece {
    /// Where the page says it, and what it is.
    pub(crate) page: &'static str,
    /// Whose it is.
    pub(crate) on: On,
    /// What errors call it.
    pub(crate) name: &'static str,
    /// The TOML; `{A}` and `{B}` stand for the exchanges' addresses.
    pub(crate) text: &'static str,
}

/// Which exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) enum On {
    /// XiVO A.
    A,
    /// XiVO B.
    B,
    /// Both.
    Both,
}

pub(crate) const PEOPLE_A: Piece = Piece {
    page: "XiVO A has users with phones, as before.",
    on: On::A,
    name: "people_a.toml",
    text: include_str!("sites/people_a.toml"),
};

pub(crate) const PEOPLE_B: Piece = Piece {
    page: "So has XiVO B.",
    on: On::B,
    name: "people_b.toml",
    text: include_str!("sites/people_b.toml"),
};

pub(crate) const TRUNK_B: Piece = Piece {
    page: "On XiVO B, Services > IPBX > Trunk management > SIP Protocol: create a SIP trunk.",
    on: On::B,
    name: "trunk_b.toml",
    text: include_str!("sites/trunk_b.toml"),
};

pub(crate) const TRUNK_A: Piece = Piece {
    page: "On XiVO A, create the other end of the SIP trunk, with the Register tab.",
    on: On::A,
    name: "trunk_a.toml",
    text: include_str!("sites/trunk_a.toml"),
};

pub(crate) const CODECS: Piece = Piece {
    page: "On both XiVO, Services > IPBX > General Settings > SIP protocol, tab Signaling: activate some codecs.",
    on: On::Both,
    name: "codecs.toml",
    text: include_str!("sites/codecs.toml"),
};

pub(crate) const OUTGOING_A: Piece = Piece {
    page: "On XiVO A, Services > IPBX > Call management > Outgoing calls: add an outgoing call.",
    on: On::A,
    name: "outgoing_a.toml",
    text: include_str!("sites/outgoing_a.toml"),
};

pub(crate) const INCOMING_B: Piece = Piece {
    page: "On XiVO B, Services > IPBX > Call management > Incoming calls: create an incoming call.",
    on: On::B,
    name: "incoming_b.toml",
    text: include_str!("sites/incoming_b.toml"),
};

pub(crate) const OUTGOING_B: Piece = Piece {
    page: "On XiVO B, add an outgoing call.",
    on: On::B,
    name: "back.toml",
    text: include_str!("sites/back.toml"),
};

pub(crate) const INCOMING_A: Piece = Piece {
    page: "On XiVO A, create an incoming call.",
    on: On::A,
    name: "incoming_a.toml",
    text: include_str!("sites/incoming_a.toml"),
};

pub(crate) const DEFAULT_B: Piece = Piece {
    page: "On XiVO B, set the trunk's Context to default.",
    on: On::B,
    name: "default_b.toml",
    text: include_str!("sites/default_b.toml"),
};
