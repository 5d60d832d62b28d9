//! Logs: to standard error, for operators; a line each, or JSON for those who collect them.

use std::io::IsTerminal;

use anyhow::Context;
use clap::{Args, ValueEnum};
use tracing_subscriber::{
    Layer, Registry, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

/// What is logged and how.
#[derive(Args, Clone, Debug)]
pub(crate) struct Logging {
    /// What is logged: error, warn, info, debug or trace, for all or by part, as in info,sip_core=debug; also in STROWGER_LOG
    /// [default: info]
    #[arg(long, value_name = "LEVEL")]
    log: Option<String>,
    /// A line for people, or JSON
    #[arg(long, value_name = "FORM", default_value = "text")]
    log_format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
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
    text.parse().with_context(|| format!("\"{text}\" is no log level; write debug, or info,sip_core=debug"))
}

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
        assert!(targets(Some("sip_core=loud")).is_err());
    }
}
