//! libFuzzer's entry: one program for every target, which the environment's `FUZZ_TARGET` names.
//! tools/fuzz/smoke.sh builds and runs it.
#![no_main]

use std::sync::OnceLock;

use fuzz::Target;

static CHOSEN: OnceLock<&'static Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(init: choose(), |data: &[u8]| {
    if let Some(target) = CHOSEN.get() {
        (target.run)(data);
    }
});

/// Finds the target, once; without one there is nothing to do, and libFuzzer must not report success.
fn choose() {
    let wanted = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let Some(target) = fuzz::TARGETS.iter().find(|target| target.name == wanted) else {
        let names: Vec<&str> = fuzz::TARGETS.iter().map(|target| target.name).collect();
        eprintln!("FUZZ_TARGET must be one of {}", names.join(" "));
        std::process::exit(2);
    };
    CHOSEN.get_or_init(|| target);
}
