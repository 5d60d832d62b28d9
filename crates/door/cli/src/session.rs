//! What a command works with: the server, and how answers are shown.

use std::io::IsTerminal;

use serde_json::Value;

use crate::{
    answer::{Failure, Shown},
    args::Options,
    client::{Client, Fingerprint, HTTPS, Place, Trust},
    print::{Style, Table, json},
};

/// Set up once for a command line, and once for a whole console.
#[derive(Clone)]
pub(crate) struct Session {
    /// The server.
    pub(crate) client: Client,
    /// How answers are shown.
    pub(crate) style: Style,
}

impl Session {
    /// Finds the server that the options and the environment name; nothing is asked yet.
    pub(crate) fn new(options: &Options) -> Result<Self, Failure> {
        let env = |name: &str| std::env::var(name).ok();
        let place = Place::find(options, env);
        if let Place::Url(url) = &place
            && !url.starts_with("http://")
            && !url.starts_with(HTTPS)
        {
            return Err(Failure::Usage(format!(
                "{url} does not say how it is spoken to; give --url http://HOST:PORT or https://HOST:PORT, as the server printed it \
                 after `api:`"
            )));
        }
        let trust = trust(options, env)?;
        let token = options.token.clone().or_else(|| env("STROWGER_TOKEN")).filter(|token| !token.is_empty());
        // What the socket lets in needs no token, and a token in the environment may be another server's.
        let token = token.filter(|_| matches!(place, Place::Url(_)));
        let style = match (options.json, std::io::stdout().is_terminal()) {
            (true, _) => Style::Json,
            (false, true) => Style::Terminal,
            (false, false) => Style::Plain,
        };
        Ok(Self { client: Client::new(place, token, &trust)?, style })
    }

    /// Shows a listing: as JSON where that is asked for, else as a table.
    pub(crate) fn listing(&self, items: Vec<Value>, table: impl FnOnce(&[Value]) -> Table) -> Shown {
        match self.style {
            Style::Json => json(&Value::Array(items)).into(),
            Style::Plain | Style::Terminal => table(&items).print(self.style).into(),
        }
    }

    /// Shows something that has a form of its own.
    pub(crate) fn formed<T: Into<Value>>(
        &self,
        raw: T,
        form: impl FnOnce(T) -> Result<String, Failure>,
    ) -> Result<Shown, Failure> {
        match self.style {
            Style::Json => Ok(json(&raw.into()).into()),
            Style::Plain | Style::Terminal => form(raw).map(Shown::from),
        }
    }
}

/// Finds out by what a server elsewhere is to be trusted: from the options, then from the environment.
fn trust(options: &Options, env: impl Fn(&str) -> Option<String>) -> Result<Trust, Failure> {
    if let Some(file) = &options.ca {
        return Ok(Trust::File(file.clone()));
    }
    let set = |name| env(name).filter(|value| !value.is_empty());
    match options.fingerprint.clone().or_else(|| set("STROWGER_FINGERPRINT")) {
        Some(text) => Fingerprint::parse(&text).map(Trust::Fingerprint).ok_or_else(|| {
            Failure::Usage(format!("{text} is no fingerprint: it has 64 hexadecimal digits, as in AB:CD:..."))
        }),
        None => Ok(set("STROWGER_CA").map_or(Trust::System, |file| Trust::File(file.into()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_refused_with_both() {
        let options = Options { url: Some("127.0.0.2:8080".into()), ..Options::default() };
        let text = Session::new(&options).err().unwrap().to_string();
        assert!(text.contains("http://HOST:PORT or https://HOST:PORT"), "{text}");
    }

    #[test]
    fn a_server_is_trusted_by_a_file_by_a_fingerprint_or_by_the_systems_authorities() {
        let print = "AB:".repeat(31) + "AB";
        let by = |ca: Option<&str>, fingerprint: Option<&str>, variable: &str| {
            let options = Options {
                ca: ca.map(Into::into),
                fingerprint: fingerprint.map(str::to_owned),
                ..Options::default()
            };
            trust(&options, |name| (name == variable).then(|| print.clone())).unwrap()
        };
        assert_eq!(by(None, None, ""), Trust::System);
        assert_eq!(by(Some("/a"), None, "STROWGER_FINGERPRINT"), Trust::File("/a".into()));
        assert!(matches!(by(None, Some(&print), "STROWGER_CA"), Trust::Fingerprint(_)));
        assert!(matches!(by(None, None, "STROWGER_FINGERPRINT"), Trust::Fingerprint(_)));
        assert!(matches!(by(None, None, "STROWGER_CA"), Trust::File(_)));
        let broken = Options { fingerprint: Some("AB:CD".into()), ..Options::default() };
        assert!(trust(&broken, |_| None).is_err());
    }
}
