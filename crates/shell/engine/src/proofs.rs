//! Who has to prove what when a connection with TLS is opened for a trunk, from the trunk's settings.

use std::{collections::HashMap, sync::Arc};

use model::{Address, Addressing, Snapshot, Trunk};
use net::Peer;
use sip_core::{Proof, Server};

/// What every server of every trunk has to prove.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    now: HashMap<Proof, Arc<Peer>>,
    /// Those of the configuration before: what is unregistered because it was deleted goes to a trunk that is no more.
    before: HashMap<Proof, Arc<Peer>>,
}

impl Proofs {
    /// Reads a configuration.
    pub(crate) fn configure(&mut self, snapshot: &Snapshot) {
        let trunks = snapshot.nouns().trunks.values();
        let now = trunks.flat_map(|trunk| {
            [Server::Calls, Server::Registrar].into_iter().filter_map(|server| {
                Some((Proof { trunk: trunk.id, server }, Arc::new(peer(trunk, server)?)))
            })
        });
        self.before = std::mem::replace(&mut self.now, now.collect());
    }

    /// Says what has to be proved; nothing where no connection may be opened.
    pub(crate) fn of(&self, proof: Option<Proof>) -> Option<Arc<Peer>> {
        let proof = proof?;
        self.now.get(&proof).or_else(|| self.before.get(&proof)).cloned()
    }
}

/// The name is the one that people have entered, not what the DNS makes of it (RFC 5922 section 4), and the proxy's where there is one.
fn peer(trunk: &Trunk, server: Server) -> Option<Peer> {
    let own: Option<&Address> = match (server, &trunk.reach.addressing) {
        (Server::Calls, Addressing::Static(address)) => Some(address),
        (Server::Calls, Addressing::Dynamic) => None,
        (Server::Registrar, _) => trunk.register.as_ref().map(|register| &register.remote_server),
    };
    let address = trunk.reach.outbound_proxy.as_ref().or(own)?;
    Some(Peer { name: address.host.to_string(), pin: trunk.reach.tls_fingerprint.map(|pin| *pin.bytes()) })
}

#[cfg(test)]
mod tests {
    use model::{Change, Edit, RegisterDraft, TrunkDraft, TrunkId, trunk::AddressingWord};

    use super::*;

    const PIN: &str =
        "ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab";

    fn snapshot(proxy: Option<&str>) -> (Snapshot, TrunkId) {
        let trunk = TrunkDraft {
            name: Some("carrier".into()),
            context: Some("Incalls".into()),
            addressing: Some(AddressingWord::Static),
            address: Some("sip.carrier.example".into()),
            outbound_proxy: proxy.map(Into::into),
            tls_fingerprint: Some(PIN.into()),
            register: Some(RegisterDraft {
                enabled: Some(true),
                username: Some("us".into()),
                remote_server: Some("reg.carrier.example:5071".into()),
                ..RegisterDraft::default()
            }),
            ..TrunkDraft::default()
        };
        let snapshot = Snapshot::factory().apply(&[Change::Trunk(Edit::Create(trunk))]).unwrap();
        let id = snapshot.trunk_by_name("carrier").unwrap().id;
        (snapshot, id)
    }

    #[test]
    fn each_server_proves_its_own_name_and_the_proxy_that_of_both() {
        let name = |proxy, server| {
            let (snapshot, trunk) = snapshot(proxy);
            let mut proofs = Proofs::default();
            proofs.configure(&snapshot);
            let peer = proofs.of(Some(Proof { trunk, server })).unwrap();
            assert_eq!(peer.pin, Some([0xab; 32]));
            peer.name.clone()
        };
        assert_eq!(name(None, Server::Calls), "sip.carrier.example");
        assert_eq!(name(None, Server::Registrar), "reg.carrier.example");
        assert_eq!(name(Some("sbc.carrier.example"), Server::Registrar), "sbc.carrier.example");
    }

    #[test]
    fn a_trunk_that_was_deleted_is_still_known_until_the_next_change() {
        let (snapshot, trunk) = snapshot(None);
        let proof = Some(Proof { trunk, server: Server::Registrar });
        let mut proofs = Proofs::default();
        proofs.configure(&snapshot);
        proofs.configure(&Snapshot::factory());
        assert!(proofs.of(proof).is_some() && proofs.of(None).is_none());
        proofs.configure(&Snapshot::factory());
        assert_eq!(proofs.of(proof), None);
    }
}
