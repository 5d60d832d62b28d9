//! Logs: to standard error, for operators; a line each, or JSON for those who collect them.

use std::io::IsTerminal;

use anyhow::bail;
use clap::{Args, ValueEnum};
use tracing_subscriber::{
    Layer, Registry, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

/// What is logged and how.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Logging {
    /// What is logged: error, warn, info, debug or trace, for all or by part, as in info,sip_core=debug; also in STROWGER_LOG
    /// [default: info]
    #[arg(long, value_name = "LEVEL")]
    log: Option<String>,
    /// A line for people, or JSON
    #[arg(long, value_name = "FORM", default_value = "text")]
    log_format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Starts to log.
///
/// # Errors
/// A level that is none.
pub(crate) fn start(logging: &Logging) -> anyhow::Result<()> {
    let env = std::env::var("STROWGER_LOG").ok();
    let targets = targets(logging.log.as_deref().or(env.as_deref()))?;
    let layer: Box<dyn Layer<Registry> + Send + Sync> = match logging.log_format {
        Format::Text => fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .with_filter(targets)
            .boxed(),
        Format::Json => fmt::layer().json().with_writer(std::io::stderr).with_filter(targets).boxed(),
    };
    tracing_subscriber::registry().with(layer).init();
    Ok(())
}

fn targets(text: Option<&str>) -> anyhow::Result<Targets> {
    let text = text.filter(|text| !text.is_empty()).unwrap_or("info");
    // A bare word that is no level would be read as the name of a part, and silence all others.
    let wrong = text.split(',').map(str::trim).find(|part| {
        let level = part.rsplit_once('=').map_or(*part, |(_, level)| level);
        !LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level.trim()))
    });
    match (wrong, text.parse()) {
        (None, Ok(targets)) => Ok(targets),
        (wrong, _) => bail!(
            "--log or STROWGER_LOG: \"{}\" has no log level; the levels are {}, for all or by part, as in info,sip_core=debug",
            wrong.unwrap_or(text),
            LEVELS.join(", ")
        ),
    }
}

/// What can be logged, from nothing to everything.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_level_holds_for_all_or_for_a_part() {
        let some = targets(Some("warn,sip_core=debug")).unwrap();
        assert!(some.would_enable("sip_core::endpoint", &Level::DEBUG));
        assert!(!some.would_enable("engine", &Level::INFO));
        assert!(targets(None).unwrap().would_enable("engine", &Level::INFO));
    }

    #[test]
    fn what_is_no_level_is_refused_once_with_the_levels() {
        for (text, wrong) in [
            ("loud", "loud"),
            ("wran", "wran"),
            ("info,wran", "wran"),
            ("sip_core", "sip_core"),
            ("sip_core=loud", "sip_core=loud"),
            ("info,", ""),
            ("a=b=info", "a=b=info"),
        ] {
            let error = format!("{:#}", targets(Some(text)).unwrap_err());
            assert_eq!(error.matches(&format!("\"{wrong}\" has no log level")).count(), 1, "{error}");
            assert!(error.contains("error, warn, info, debug, trace"), "{error}");
        }
        assert!(targets(Some("WARN, sip_core=off")).is_ok());
    }
}
