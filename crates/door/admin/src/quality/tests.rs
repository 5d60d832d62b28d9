//! Each thing that can be wrong with the audio of a call has its own verdict.

use model::record::HeardLevel;

use super::*;

fn audio(name: &str) -> LegAudioRow {
    LegAudioRow {
        name: name.into(),
        is_caller: name == "alice",
        codec: "alaw".into(),
        encryption: LegEncryption::default(),
        packets_rx: 500,
        packets_tx: 500,
        loss_rx_pct: 0.0,
        loss_tx_pct: 0.0,
        jitter_ms: 1.0,
        round_trip_ms: Some(20.0),
        mos: Some(4.3),
        samples: vec![],
        heard: None,
    }
}

fn judged(change: impl FnOnce(&mut LegAudioRow, &mut LegAudioRow)) -> QualityVerdict {
    let mut legs = [audio("alice"), audio("to-b")];
    let [caller, callee] = &mut legs;
    change(caller, callee);
    QualityVerdict::of(&legs, true)
}

#[test]
fn a_good_call_is_good_whether_translated_or_not() {
    assert_eq!(judged(|_, _| {}), QualityVerdict::Good { mos: 4.3 });
    let translated = judged(|_, callee| callee.codec = "gsm".into());
    assert!(matches!(translated, QualityVerdict::Transcoded { .. }), "{translated:?}");
    assert_eq!(QualityVerdict::of(&[audio("alice")], true), QualityVerdict::Good { mos: 4.3 });
}

#[test]
fn nothing_from_one_side_is_one_way_and_nothing_at_all_is_no_media() {
    let one_way = judged(|_, callee| (callee.packets_rx, callee.mos) = (0, None));
    assert_eq!(one_way, QualityVerdict::OneWay { silent: "to-b".into() });
    let none = judged(|caller, callee| {
        (caller.packets_rx, callee.packets_rx) = (0, 0);
        (caller.packets_tx, callee.packets_tx) = (0, 0);
    });
    assert_eq!(none, QualityVerdict::NoMedia);
    let mut echo = audio("alice");
    echo.packets_rx = 0;
    assert_eq!(QualityVerdict::of(&[echo], true), QualityVerdict::OneWay { silent: "alice".into() });
}

#[test]
fn the_larger_loss_is_told_with_its_direction() {
    let verdict = judged(|caller, callee| (caller.loss_rx_pct, callee.loss_tx_pct) = (3.0, 7.5));
    assert_eq!(verdict, QualityVerdict::LossTo { party: "to-b".into(), pct: 7.5, worst_pct: 7.5 });
    let burst = AudioSample {
        at_ms: 5_000,
        loss_rx_pct: 40.0,
        loss_tx_pct: 0.0,
        jitter_ms: 1.0,
        round_trip_ms: None,
        mos: None,
    };
    let verdict = judged(|caller, _| caller.samples = vec![burst]);
    assert_eq!(verdict, QualityVerdict::LossFrom { party: "alice".into(), pct: 0.0, worst_pct: 40.0 });
}

#[test]
fn jitter_and_delay_are_told_where_nothing_is_lost() {
    let verdict = judged(|caller, _| caller.jitter_ms = 80.0);
    assert_eq!(verdict, QualityVerdict::Jitter { party: "alice".into(), ms: 80.0 });
    let verdict = judged(|_, callee| callee.round_trip_ms = Some(700.0));
    assert_eq!(verdict, QualityVerdict::Delay { party: "to-b".into(), round_trip_ms: 700.0 });
}

#[test]
fn what_was_not_answered_or_was_too_short_is_not_judged() {
    assert_eq!(QualityVerdict::of(&[audio("alice")], false), QualityVerdict::NotAnswered);
    let short = judged(|caller, callee| {
        (caller.packets_rx, callee.packets_rx) = (3, 0);
        (caller.packets_tx, callee.packets_tx) = (0, 3);
    });
    assert_eq!(short, QualityVerdict::NotMeasured);
    assert_eq!(QualityVerdict::of(&[], true), QualityVerdict::NotMeasured);
}

#[test]
fn a_record_of_an_earlier_release_has_its_names_from_the_parties() {
    let record = r#"{"id":7,"times":{"start_ms":1,"answer_ms":2,"end_ms":3},
        "caller":{"name":"","number":"","user":null,"line":1,"line_name":"alice","trunk":null,"trunk_name":""},
        "callee":{"name":"","number":"","user":null,"line":null,"line_name":"","trunk":2,"trunk_name":"to-b"},
        "dialled":"1","context":"","destination":"","trace":"",
        "outcome":{"status":"answered","sip_code":200,"reason":"","hangup_by":null},
        "media":[{"codec":"alaw","packets_rx":500,"packets_tx":500,"lost_rx":50,"lost_tx":0,"jitter_us":0,"round_trip_us":0,"mos_centi":0},
                 {"codec":"alaw","packets_rx":500,"packets_tx":500,"lost_rx":0,"lost_tx":0,"jitter_us":0,"round_trip_us":0,"mos_centi":0}]}"#;
    let shown = quality(serde_json::from_str(record).unwrap(), false);
    let names: Vec<_> = shown.legs.iter().map(|leg| leg.name.as_str()).collect();
    assert_eq!(names, ["alice", "to-b"]);
    assert_eq!(shown.verdict, QualityVerdict::LossFrom { party: "alice".into(), pct: 9.0, worst_pct: 9.0 });
    assert!(shown.sentence.starts_with("9.0 % of the packets of alice"), "{}", shown.sentence);
}

#[test]
fn who_sends_silence_to_the_echo_test_is_told_to_look_at_the_microphone() {
    let heard = |loudest_tenths| {
        let level = HeardLevel { level_tenths: loudest_tenths, loudest_tenths };
        let mut echo = audio("alice");
        echo.heard = Some(HeardRow::of(level));
        QualityVerdict::of(&[echo], true)
    };
    assert_eq!(heard(Some(-900)), QualityVerdict::Muted { party: "alice".into() });
    assert!(heard(Some(-900)).sentence().contains("microphone"));
    assert_eq!(heard(Some(-180)), QualityVerdict::Good { mos: 4.3 });
    let mut young = audio("alice");
    young.heard = Some(HeardRow::of(HeardLevel { level_tenths: None, loudest_tenths: Some(-900) }));
    young.packets_rx = 100;
    assert_eq!(
        QualityVerdict::of(&[young], true),
        QualityVerdict::Good { mos: 4.3 },
        "he may not have spoken yet"
    );
}
