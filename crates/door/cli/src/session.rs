//! What a command works with: the server, and how answers are shown.

use std::io::IsTerminal;

use serde_json::Value;

use crate::{
    answer::{Failure, Shown},
    args::Options,
    client::{Client, Place},
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
        {
            return Err(Failure::Usage(format!(
                "{url} cannot be reached: this command speaks plain HTTP only; give --url http://HOST:PORT, through a tunnel \
                 where the network is not yours"
            )));
        }
        let token = options.token.clone().or_else(|| env("STROWGER_TOKEN")).filter(|token| !token.is_empty());
        // What the socket lets in needs no token, and a token in the environment may be another server's.
        let token = token.filter(|_| matches!(place, Place::Url(_)));
        let style = match (options.json, std::io::stdout().is_terminal()) {
            (true, _) => Style::Json,
            (false, true) => Style::Terminal,
            (false, false) => Style::Plain,
        };
        Ok(Self { client: Client::new(place, token), style })
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
