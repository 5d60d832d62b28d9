//! The firewall of this host, as far as its rules can be read: whether what comes in is dropped unless a rule names our ports.

use std::process::{Command, Stdio};

use super::finding::{Area, Finding, Level, Report};
use crate::config::Config;

pub(super) fn look(config: &Config, report: &mut Report) {
    let rules = output("nft", &["list", "ruleset"]).or_else(|| output("iptables-save", &[]));
    let Some(rules) = rules else {
        report.add(
            Finding::new(Area::Firewall, Level::Notice, "its rules cannot be read")
                .remedy("look as root; nft or iptables must be installed. A firewall in front of this host is not seen from here"),
        );
        return;
    };
    let ports = config
        .engine
        .udp
        .iter()
        .chain(&config.engine.tcp)
        .chain(&config.engine.tls)
        .map(std::net::SocketAddr::port);
    let closed = closed(&rules, ports);
    report.add(match closed.as_slice() {
        [] => Finding::new(Area::Firewall, Level::Good, "nothing on this host closes the ports of SIP"),
        closed => {
            let list = closed.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
            let (first, last) = (config.engine.rtp_ports.start(), config.engine.rtp_ports.end());
            Finding::new(
                Area::Firewall,
                Level::Warning,
                format!("what comes in is dropped unless a rule lets it in, and none names port {list}"),
            )
            .remedy(format!(
                "let SIP and audio in: nft add rule inet filter input udp dport {{ {list}, {first}-{last} }} accept, and tcp for SIP over TCP and TLS"
            ))
        }
    });
}

/// The ports that no rule names, where what no rule names is dropped.
fn closed(rules: &str, ports: impl Iterator<Item = u16>) -> Vec<u16> {
    let drops = rules.lines().any(|line| {
        let line = line.trim();
        (line.contains("hook input") && (line.contains("policy drop") || line.contains("policy reject")))
            || line.starts_with(":INPUT DROP")
            || line.starts_with(":INPUT REJECT")
    });
    if !drops {
        return vec![];
    }
    let numbers: Vec<(u16, u16)> = rules
        .split(|c: char| !(c.is_ascii_digit() || c == '-' || c == ':'))
        .filter_map(|word| {
            let (first, last) = word.split_once(['-', ':']).unwrap_or((word, word));
            Some((first.parse().ok()?, last.parse().ok()?))
        })
        .collect();
    let mut closed: Vec<u16> =
        ports.filter(|port| !numbers.iter().any(|(first, last)| (first..=last).contains(&port))).collect();
    closed.sort_unstable();
    closed.dedup();
    closed
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let done =
        Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_closed_where_all_is_dropped_and_no_rule_names_it() {
        let nft = "table inet filter {\n chain input {\n  type filter hook input priority filter; policy drop;\n  udp dport { 22, 5060 } accept\n  tcp dport 5000-5055 accept\n }\n}";
        assert_eq!(closed(nft, [5060, 5061, 5050, 5061].into_iter()), [5061]);
        assert!(closed(&nft.replace("policy drop", "policy accept"), [5061].into_iter()).is_empty());
        let iptables = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp --dport 5060:5061 -j ACCEPT\n";
        assert_eq!(closed(iptables, [5060, 5061, 8080].into_iter()), [8080]);
        assert!(closed("", [5060].into_iter()).is_empty());
    }
}
