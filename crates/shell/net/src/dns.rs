//! Names, through hickory-resolver and the system's own configuration. The order of RFC 3263 is not decided here.

use std::{net::IpAddr, time::Duration};

use hickory_resolver::{
    TokioResolver,
    net::NetError,
    proto::rr::{RData, RecordType},
};

/// A question; names without their final dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// NAPTR records of a domain.
    Naptr(String),
    /// SRV records of a service.
    Srv(String),
    /// A and AAAA records of a host, the hosts file first.
    Addresses(String),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// (order, preference, service, replacement) of every record with the flag "s".
    Naptr(Vec<(u16, u16, String, String)>),
    /// (priority, weight, port, target).
    Srv(Vec<(u16, u16, u16, String)>),
    /// Addresses.
    Addresses(Vec<IpAddr>),
    /// There is no such record.
    None,
    /// No server answered.
    Failed,
}

/// Answers kept in memory, at most.
const CACHE_SIZE: u64 = 1024;

/// How long one server is waited for. A call that waits for a name has a caller who hears nothing.
const TIMEOUT: Duration = Duration::from_secs(2);

/// A resolver that reads the system's configuration once, at the start.
#[derive(Clone)]
pub struct Dns {
    resolver: Option<TokioResolver>,
}

impl Dns {
    /// Reads `/etc/resolv.conf` and `/etc/hosts`. Without a usable configuration every answer is [`Answer::Failed`], and
    /// numeric addresses go on working.
    pub fn from_system() -> Self {
        let resolver = TokioResolver::builder_tokio().and_then(|mut builder| {
            let options = builder.options_mut();
            options.cache_size = CACHE_SIZE;
            options.timeout = TIMEOUT;
            options.attempts = 1;
            builder.build()
        });
        if let Err(error) = &resolver {
            tracing::warn!(%error, "no name can be resolved: the system's resolver configuration is not usable");
        }
        Self { resolver: resolver.ok() }
    }

    /// Asks one question. Names get a final dot, so that search domains never come in.
    pub async fn ask(&self, question: &Question) -> Answer {
        let Some(resolver) = &self.resolver else { return Answer::Failed };
        let answer = match question {
            Question::Addresses(name) => addresses(resolver, name).await,
            Question::Srv(name) => srv(resolver, name).await,
            Question::Naptr(name) => naptr(resolver, name).await,
        };
        answer.unwrap_or_else(|error| if error.is_no_records_found() { Answer::None } else { Answer::Failed })
    }
}

async fn addresses(resolver: &TokioResolver, name: &str) -> Result<Answer, NetError> {
    let found: Vec<IpAddr> = resolver.lookup_ip(absolute(name)).await?.iter().collect();
    Ok(if found.is_empty() { Answer::None } else { Answer::Addresses(found) })
}

async fn srv(resolver: &TokioResolver, name: &str) -> Result<Answer, NetError> {
    let found = resolver.lookup(absolute(name), RecordType::SRV).await?;
    let records: Vec<_> = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::SRV(srv) => Some((srv.priority, srv.weight, srv.port, relative(&srv.target.to_ascii()))),
            _ => None,
        })
        .collect();
    Ok(if records.is_empty() { Answer::None } else { Answer::Srv(records) })
}

async fn naptr(resolver: &TokioResolver, name: &str) -> Result<Answer, NetError> {
    let found = resolver.lookup(absolute(name), RecordType::NAPTR).await?;
    let records: Vec<_> = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::NAPTR(naptr) if naptr.flags.eq_ignore_ascii_case(b"s") => Some((
                naptr.order,
                naptr.preference,
                String::from_utf8_lossy(&naptr.services).into_owned(),
                relative(&naptr.replacement.to_ascii()),
            )),
            _ => None,
        })
        .collect();
    Ok(if records.is_empty() { Answer::None } else { Answer::Naptr(records) })
}

fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn relative(name: &str) -> String {
    name.trim_end_matches('.').to_owned()
}
