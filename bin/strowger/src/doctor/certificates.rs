//! The certificates that were given: until when they hold, and for which names. Those that we make renew themselves.

use std::{
    fs,
    net::IpAddr,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use x509_cert::{
    Certificate,
    der::DecodePem,
    ext::pkix::{SubjectAltName, name::GeneralName},
};

use super::finding::{Area, Finding, Level, Report};
use crate::config::{Config, Encryption};

/// How long before its end a certificate is worth a word: those that renew themselves do so earlier.
const SOON: Duration = Duration::from_secs(14 * 86_400);

pub(super) fn look(config: &Config, report: &mut Report) {
    let http = match &config.encryption {
        Encryption::Given { certificate, .. } => Some(("of the web admin", certificate)),
        Encryption::Plain | Encryption::Generated => None,
    };
    let sip = config.sip_tls.given.as_ref().map(|(certificate, _)| ("of SIP over TLS", certificate));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    for (what, file) in http.into_iter().chain(sip) {
        report.add(judge(what, file, now));
    }
    if http.is_none() && sip.is_none() {
        report.add(Finding::new(
            Area::Certificate,
            Level::Good,
            "none was given: those that the exchange makes renew themselves",
        ));
    }
}

fn judge(what: &str, file: &Path, now: Duration) -> Finding {
    let place = format!("{what}, {}", file.display());
    let (certificate, names) = match fs::read_to_string(file).map(|text| first(&text)) {
        Ok(Some(found)) => found,
        Ok(None) => {
            return Finding::new(
                Area::Certificate,
                Level::Broken,
                format!("{place}: there is no certificate in it"),
            )
            .remedy("it is a PEM file that begins with the server's certificate, its chain after it");
        }
        Err(error) => {
            return Finding::new(Area::Certificate, Level::Broken, format!("{place}: {error}"))
                .remedy("correct the path, and let the exchange's user read it");
        }
    };
    let validity = certificate.tbs_certificate().validity();
    let (begin, end) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
    let names = if names.is_empty() { "no name at all".to_owned() } else { names.join(", ") };
    let days = end.saturating_sub(now).as_secs() / 86_400;
    let (level, says) = match (begin > now, end <= now, end.saturating_sub(now) < SOON) {
        (true, ..) => (Level::Broken, "it does not hold yet".to_owned()),
        (_, true, _) => (Level::Broken, "it has ended".to_owned()),
        (.., true) => (Level::Warning, format!("it ends in {days} days")),
        _ => (Level::Good, format!("it holds for {days} days")),
    };
    let finding = Finding::new(Area::Certificate, level, format!("{place}: {says}, for {names}"));
    match level {
        Level::Good => finding,
        _ => finding
            .remedy("renew it; the exchange takes a new file by itself, or on SIGHUP. Is the clock right?"),
    }
}

/// The first certificate of a PEM file, with its names.
fn first(text: &str) -> Option<(Certificate, Vec<String>)> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let from = text.find(BEGIN)?;
    let part = text.get(from..)?;
    let part = part.get(..part.find(END)? + END.len())?;
    let certificate = Certificate::from_pem(part.as_bytes()).ok()?;
    let names = match certificate.tbs_certificate().get_extension::<SubjectAltName>() {
        Ok(Some((_, names))) => names.0.iter().filter_map(name).collect(),
        _ => vec![],
    };
    Some((certificate, names))
}

fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        GeneralName::IpAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(bytes.as_bytes()).map(IpAddr::from);
            v4.or_else(|_| <[u8; 16]>::try_from(bytes.as_bytes()).map(IpAddr::from))
                .ok()
                .map(|ip| ip.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_told_by_its_end_and_its_names() {
        let file = std::env::temp_dir().join(format!("strowger-doctor-{}.pem", std::process::id()));
        let names = ["pbx.example.org".to_owned(), "10.0.0.1".to_owned()];
        let wanted = api::WantedCertificate { file: &file, names: &names, now_s: 1_800_000_000 };
        api::Tls::generated(&wanted).unwrap();
        let at = |days: i64| {
            let now = Duration::from_secs(u64::try_from(1_800_000_000 + days * 86_400).unwrap());
            let Finding { level, says, .. } = judge("of SIP over TLS", &file, now);
            (level, says)
        };
        let (level, says) = at(1);
        assert_eq!(level, Level::Good, "{says}");
        assert!(says.ends_with("for pbx.example.org, 10.0.0.1"), "{says}");
        assert_eq!(at(-20).0, Level::Broken);
        assert_eq!(at(820).0, Level::Warning);
        assert_eq!(at(900).0, Level::Broken);
        fs::write(&file, "nothing").unwrap();
        assert!(at(1).1.contains("there is no certificate"));
        fs::remove_file(&file).unwrap();
        assert_eq!(at(1).0, Level::Broken);
    }
}
