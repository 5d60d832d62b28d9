//! Trunks: the connections to other exchanges.

use model::{
    Addressing, Change, Edit, Naming, NounId, NounKind, Snapshot, Table, Trunk, TrunkDraft, TrunkId,
};

use crate::{
    lists::{Cell, Column, context_name},
    nouns::Kind,
};

/// The trunks.
#[derive(Clone, Copy, Debug)]
pub struct Trunks;

impl Kind for Trunks {
    type Id = TrunkId;
    type Draft = TrunkDraft;
    type Noun = Trunk;
    const KIND: NounKind = NounKind::Trunk;
    const SHEET: &'static [&'static str] = &[
        "name",
        "enabled",
        "username",
        "weak_password",
        "connection_type",
        "addressing",
        "address",
        "accept_from",
        "transport",
        "tls_fingerprint",
        "outbound_proxy",
        "monitoring",
        "context",
        "codecs",
        "media_encryption",
        "transit",
        "limits",
        "call_limit",
        "from_user",
        "from_domain",
        "caller_id",
        "trust_identity",
        "did_source",
        "digest",
        "register.enabled",
        "register.transport",
        "register.username",
        "register.remote_server",
        "register.expiry",
        "register.contact",
    ];
    const COLUMNS: &'static [Column<Trunk>] = &[
        Column { name: "name", cell: |_, trunk| Cell::text(trunk.name.as_str()) },
        Column { name: "enabled", cell: |_, trunk| Cell::Number(trunk.enabled.into()) },
        Column { name: "address", cell: |_, trunk| address(trunk) },
        Column { name: "username", cell: |_, trunk| Cell::text(trunk.digest_username()) },
        Column {
            name: "context",
            cell: |snapshot, trunk| Cell::owned(context_name(snapshot, trunk.context)),
        },
        Column {
            name: "register",
            cell: |_, trunk| Cell::maybe(trunk.register.as_ref().map(|register| &register.remote_server)),
        },
        Column { name: "caller_id", cell: |_, trunk| Cell::maybe(trunk.identity.caller_id.as_ref()) },
        Column { name: "from_user", cell: |_, trunk| Cell::maybe(trunk.identity.from_user.as_ref()) },
        Column { name: "from_domain", cell: |_, trunk| Cell::maybe(trunk.identity.from_domain.as_ref()) },
        Column { name: "outbound_proxy", cell: |_, trunk| Cell::maybe(trunk.reach.outbound_proxy.as_ref()) },
        Column {
            name: "monitoring",
            cell: |_, trunk| Cell::Number(trunk.asked_every().map_or(0, |every| every.as_secs())),
        },
        Column { name: "connection_type", cell: |_, trunk| Cell::Number(trunk.reach.connection as u64) },
        Column {
            name: "addressing",
            cell: |_, trunk| Cell::Number(u64::from(matches!(trunk.reach.addressing, Addressing::Static(_)))),
        },
        Column { name: "transport", cell: |_, trunk| Cell::Number(trunk.reach.transport as u64) },
        Column { name: "transit", cell: |_, trunk| Cell::Number(trunk.calls.transit.into()) },
        Column { name: "call_limit", cell: |_, trunk| Cell::Number(trunk.calls.call_limit.into()) },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::Trunk(TrunkId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<TrunkId, Trunk> {
        &snapshot.nouns().trunks
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<TrunkDraft> {
        snapshot.trunk(TrunkId(id)).map(|trunk| trunk.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<TrunkId, TrunkDraft>) -> Change {
        Change::Trunk(edit)
    }
}

/// Gives the address, where it is configured.
fn address(trunk: &Trunk) -> Cell<'_> {
    match &trunk.reach.addressing {
        Addressing::Dynamic => Cell::Nothing,
        Addressing::Static(address) => Cell::owned(address.to_string()),
    }
}
