use super::*;

fn names() -> Names {
    let mut names = Names::default();
    names.contexts.set(ContextId(1), "Incalls".into());
    names
}

/// Server A of the interconnection page.
fn draft() -> TrunkDraft {
    TrunkDraft {
        name: Some("xivo-trunk".into()),
        username: Some("xivo-trunk".into()),
        password: Some(Secret::new("pass")),
        weak_password: Some(true),
        connection_type: Some(ConnectionType::Friend),
        addressing: Some(parts::AddressingWord::Static),
        address: Some("10.77.0.2".into()),
        context: Some("Incalls".into()),
        register: Some(RegisterDraft {
            enabled: Some(true),
            username: Some("xivo-trunk".into()),
            password: Some(Secret::new("pass")),
            remote_server: Some("10.77.0.2".into()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn parse(draft: TrunkDraft) -> Result<Trunk, Vec<FieldError>> {
    Trunk::parse(TrunkId(5), draft, &names())
}

fn fields(draft: TrunkDraft) -> Vec<String> {
    parse(draft).unwrap_err().into_iter().map(|e| e.field).collect()
}

#[test]
fn a_trunk_reads_back_from_its_draft() {
    let trunk = parse(draft()).unwrap();
    assert_eq!(parse(trunk.draft(Naming::Ids)).unwrap(), trunk);
}

#[test]
fn a_static_trunk_needs_an_address() {
    assert_eq!(fields(TrunkDraft { address: None, ..draft() }), ["address"]);
}

#[test]
fn a_trunk_without_username_is_known_by_its_name() {
    let trunk = parse(TrunkDraft { username: None, ..draft() }).unwrap();
    assert_eq!(trunk.digest_username(), "xivo-trunk");
    let other = parse(TrunkDraft { username: Some("account7".into()), ..draft() }).unwrap();
    assert_eq!(other.digest_username(), "account7");
}

#[test]
fn the_register_tab_falls_back_on_the_general_tab() {
    let trunk = parse(TrunkDraft {
        register: Some(RegisterDraft { enabled: Some(true), ..Default::default() }),
        ..draft()
    })
    .unwrap();
    let register = trunk.register.unwrap();
    assert_eq!(register.remote_server.to_string(), "10.77.0.2");
    assert_eq!(register.username.as_str(), "xivo-trunk");
    assert_eq!(register.password, Some(Secret::new("pass")));
}

#[test]
fn a_dynamic_trunk_that_registers_must_say_where() {
    let draft = TrunkDraft {
        addressing: None,
        address: None,
        register: Some(RegisterDraft { enabled: Some(true), ..Default::default() }),
        ..draft()
    };
    assert_eq!(fields(draft), ["register.remote_server"]);
}

#[test]
fn an_empty_password_means_none() {
    let trunk =
        parse(TrunkDraft { password: Some(Secret::new("")), weak_password: None, register: None, ..draft() })
            .unwrap();
    assert_eq!(trunk.auth.password, None);
}

#[test]
fn every_wrong_field_is_named() {
    let draft = TrunkDraft {
        codecs: Some(vec!["opus".into()]),
        outbound_proxy: Some("a b".into()),
        accept_from: Some(vec!["10.0.0.0/8".into(), "x".into()]),
        weak_password: None,
        ..draft()
    };
    assert_eq!(fields(draft), ["password", "outbound_proxy", "codecs"]);
}

#[test]
fn a_password_that_comes_back_redacted_is_one_left_out() {
    let shown =
        TrunkDraft { password: Some(Secret::new(crate::secret::REDACTED)), ..draft() }.without_redacted();
    assert_eq!(shown.password, None);
    let merged = TrunkDraft { register: Some(RegisterDraft::default()), ..shown }.over_deep(draft());
    assert_eq!(merged.password, Some(Secret::new("pass")));
    assert_eq!(merged.register.and_then(|r| r.enabled), Some(true));
}
