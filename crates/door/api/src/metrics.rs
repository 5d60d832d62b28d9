//! `/metrics`: the exchange in the text format of OpenMetrics, as Prometheus reads it. Labels are words of ours, never a peer's text.

use std::fmt;

use admin::{Health, Measures, live::Counters};
use axum::{
    extract::State,
    http::{HeaderName, header},
};
use model::record::CallStatus;
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::{app::App, problem::Problem};

/// Gives the exchange's measures in the text format of OpenMetrics.
#[utoipa::path(get, path = "/metrics", tag = "status", operation_id = "read_metrics",
    responses((status = 200, description = "The measures.", body = String, content_type = OPEN_METRICS)))]
pub(crate) async fn read(
    State(app): State<App>,
) -> Result<([(HeaderName, &'static str); 1], String), Problem> {
    let measures = app.admin.measures().await?;
    let text = written(&measures).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text))
}

/// The type of OpenMetrics' text.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The word of a label and its value.
type Label = [(&'static str, &'static str); 1];

fn written(measures: &Measures) -> Result<String, fmt::Error> {
    let mut all = Registry::with_prefix("strowger");
    let Measures { figures, lines, trunks, storage, load } = measures;
    gauge(&mut all, "calls", "Calls in progress", figures.calls.into());
    gauge(&mut all, "lines", "Lines that are configured", (*lines).into());
    gauge(
        &mut all,
        "lines_registered",
        "Lines of which a phone is registered",
        figures.lines_registered.into(),
    );
    gauge(&mut all, "sip_dialogs", "Dialogs of SIP", figures.dialogs.into());
    gauge(
        &mut all,
        "sip_transactions",
        "Transactions of SIP, those that linger included",
        figures.transactions.into(),
    );
    gauge(
        &mut all,
        "bans",
        "Addresses and accounts that are shut out for guessing passwords",
        figures.bans.len() as u64,
    );
    gauge(&mut all, "resident_bytes", "Memory that the process has", load.rss_bytes);
    gauge(&mut all, "uptime_seconds", "How long the process has run", load.uptime_s);
    let is_troubled = u64::from(storage.trouble.is_some());
    gauge(&mut all, "storage_trouble", "1 while the database cannot be written as it should", is_troubled);
    gauge(&mut all, "storage_waiting", "Rows that wait until they can be written", storage.waiting);
    counter(&mut all, "storage_lost", "Rows of calls and registrations that were lost", storage.lost);
    let Counters { malformed, unmatched, challenges, limited, shut_out } = figures.counters;
    counter(&mut all, "sip_malformed", "Messages that could not be read", malformed);
    counter(&mut all, "sip_unmatched", "Responses that nothing waited for", unmatched);
    counter(&mut all, "sip_challenges", "Challenges sent to who had not proved who he is", challenges);
    counter(&mut all, "sip_limited", "Messages left unread because their source had sent too many", limited);
    counter(&mut all, "sip_shut_out", "Messages left unread because their source is shut out", shut_out);
    let states = Family::<Label, Gauge>::default();
    for (health, count) in trunks {
        states.get_or_create(&[("state", state(*health))]).set(i64::from(*count));
    }
    all.register("trunks", "Trunks by how calls through them fare", states);
    let ended = Family::<Label, Counter>::default();
    for (status, count) in &figures.ended {
        ended.get_or_create(&[("status", fate(*status))]).inc_by(*count);
    }
    all.register("calls_ended", "Calls that are over since the start, by their fate", ended);
    let mut text = String::new();
    encode(&mut text, &all)?;
    Ok(text)
}

fn gauge(all: &mut Registry, name: &str, help: &str, value: u64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
    all.register(name, help, gauge);
}

fn counter(all: &mut Registry, name: &str, help: &str, value: u64) {
    let counter = Counter::<u64>::default();
    counter.inc_by(value);
    all.register(name, help, counter);
}

const fn state(health: Health) -> &'static str {
    match health {
        Health::Up => "up",
        Health::Unknown => "unknown",
        Health::Down => "down",
        Health::Disabled => "disabled",
    }
}

const fn fate(status: CallStatus) -> &'static str {
    match status {
        CallStatus::InProgress => "in_progress",
        CallStatus::Answered => "answered",
        CallStatus::Busy => "busy",
        CallStatus::NoAnswer => "no_answer",
        CallStatus::Cancelled => "cancelled",
        CallStatus::Unreachable => "unreachable",
        CallStatus::Refused => "refused",
        CallStatus::Failed => "failed",
    }
}

#[cfg(test)]
mod tests {
    use admin::live::Figures;

    use super::*;

    #[test]
    fn what_is_measured_is_written_as_prometheus_reads_it() {
        let measures = Measures {
            figures: Figures {
                calls: 3,
                ended: vec![(CallStatus::Answered, 41), (CallStatus::Busy, 2)],
                counters: Counters { limited: 7, ..Counters::default() },
                ..Figures::default()
            },
            lines: 5,
            trunks: [(Health::Up, 1), (Health::Unknown, 0), (Health::Down, 2), (Health::Disabled, 0)],
            storage: admin::StorageCondition { waiting: 9, lost: 4, ..Default::default() },
            load: admin::LoadRow { rss_bytes: 1 << 40, ..admin::LoadRow::default() },
        };
        let text = written(&measures).unwrap();
        for line in [
            "strowger_calls 3",
            "strowger_calls_ended_total{status=\"answered\"} 41",
            "strowger_trunks{state=\"down\"} 2",
            "strowger_sip_limited_total 7",
            "strowger_storage_trouble 0",
            "strowger_storage_waiting 9",
            "strowger_storage_lost_total 4",
            "strowger_resident_bytes 1099511627776",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
    }
}
