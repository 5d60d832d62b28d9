//! Asks the server over HTTP: on this host through its Unix socket, elsewhere by URL and token. Every question has a
//! deadline, and an answer has a longest size.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use ureq::{
    Agent, Body,
    http::Response,
    unversioned::{
        resolver::DefaultResolver,
        transport::{Connector, TcpConnector},
    },
};

mod path;
mod problem;
mod tls;
mod unix;

pub(crate) use path::escape;
pub(crate) use problem::{FieldProblem, Problem};
pub(crate) use tls::{Fingerprint, Trust};

use crate::{answer::Failure, args::Options};

/// Where a server keeps its things unless it was told otherwise.
const DATA_DIR: &str = "strowger-data";

/// What an address with encryption begins with.
pub(crate) const HTTPS: &str = "https://";

/// The socket's name within the data directory.
const SOCKET: &str = "strowger.sock";

/// A server that takes no connection within this time is not there.
const CONNECT: Duration = Duration::from_secs(3);

/// The longest time for a whole answer. A site with thousands of lines is applied well within.
const WHOLE: Duration = Duration::from_secs(60);

/// The longest time for a backup on its way.
const LONG: Duration = Duration::from_secs(60 * 60);

/// Most rows that the server gives at once.
const PAGE_MAX: usize = 10_000;

/// The longest answer that is read: some 100,000 nouns.
const ANSWER_MAX: u64 = 256 * 1024 * 1024;

/// Where the server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// On this host.
    Socket(PathBuf),
    /// At a URL.
    Url(String),
}

impl Place {
    /// Finds it from the options, then from the environment; a data directory is the default.
    pub(crate) fn find(options: &Options, env: impl Fn(&str) -> Option<String>) -> Self {
        match options.url.clone().or_else(|| env("STROWGER_URL")).filter(|url| !url.is_empty()) {
            Some(url) => Self::Url(url.trim_end_matches('/').to_owned()),
            None => Self::Socket(options.data_dir().unwrap_or(Path::new(DATA_DIR)).join(SOCKET)),
        }
    }
}

/// A way to ask one server.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    place: Place,
    token: Option<String>,
}

/// A page of a listing.
#[derive(Deserialize)]
struct Page {
    items: Vec<Value>,
    total: usize,
}

impl Client {
    /// Prepares to ask the server at a place; nothing is sent yet.
    ///
    /// # Errors
    /// What the server is to be trusted by cannot be read.
    pub(crate) fn new(place: Place, token: Option<String>, trust: &Trust) -> Result<Self, Failure> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("strowger-cli/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent = match &place {
            Place::Socket(path) => {
                Agent::with_parts(config, unix::UnixConnector(path.clone()), DefaultResolver::default())
            }
            Place::Url(url) if url.starts_with(HTTPS) => {
                let connector = TcpConnector::default().chain(tls::TlsConnector(tls::config(trust)?));
                Agent::with_parts(config, connector, DefaultResolver::default())
            }
            Place::Url(_) => Agent::new_with_config(config),
        };
        Ok(Self { agent, place, token })
    }

    /// Reads one thing.
    pub(crate) fn get(&self, path: &str) -> Result<Value, Failure> {
        let request = self.signed(self.agent.get(self.url(path)));
        self.json(request.call())
    }

    /// Reads one thing that is text.
    pub(crate) fn text(&self, path: &str) -> Result<String, Failure> {
        let request = self.signed(self.agent.get(self.url(path)));
        self.body(request.call())
    }

    /// Reads a whole listing, page by page.
    pub(crate) fn list(&self, path: &str) -> Result<Vec<Value>, Failure> {
        let mut page: Page = read(self.get(path)?)?;
        let mut items = page.items;
        let joint = if path.contains('?') { '&' } else { '?' };
        while items.len() < page.total {
            page = read(self.get(&format!("{path}{joint}offset={}", items.len()))?)?;
            if page.items.is_empty() {
                break;
            }
            items.append(&mut page.items);
        }
        Ok(items)
    }

    /// Reads the first rows of a listing, page by page.
    pub(crate) fn first(&self, path: &str, limit: u32) -> Result<Vec<Value>, Failure> {
        let limit = limit as usize;
        let mut items = vec![];
        while items.len() < limit {
            let wanted = PAGE_MAX.min(limit - items.len());
            let page: Page = read(self.get(&format!("{path}?limit={wanted}&offset={}", items.len()))?)?;
            let is_last = page.items.len() < wanted;
            items.extend(page.items);
            if is_last {
                break;
            }
        }
        Ok(items)
    }

    /// Sends JSON with POST.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = self.signed(self.agent.post(self.url(path))).content_type("application/json");
        self.json(request.send(body.to_string()))
    }

    /// Asks with POST for something that needs no further words.
    pub(crate) fn act(&self, path: &str) -> Result<Value, Failure> {
        let request = self.signed(self.agent.post(self.url(path)));
        self.json(request.send_empty())
    }

    /// Sends JSON with PATCH.
    pub(crate) fn patch(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = self.signed(self.agent.patch(self.url(path))).content_type("application/json");
        self.json(request.send(body.to_string()))
    }

    /// Deletes one thing.
    pub(crate) fn delete(&self, path: &str) -> Result<(), Failure> {
        let request = self.signed(self.agent.delete(self.url(path)));
        self.body(request.call()).map(drop)
    }

    /// Opens a stream of events that ends when the server does.
    pub(crate) fn follow(&self, path: &str) -> Result<impl Read + 'static, Failure> {
        let request = self.signed(self.agent.get(self.url(path)));
        let request = request.config().timeout_global(None).timeout_recv_response(Some(WHOLE)).build();
        let response = request.call().map_err(|error| self.failed(&error))?;
        match response.status().is_success() {
            true => Ok(response.into_body().into_reader()),
            false => {
                Err(self.body(Ok(response)).err().unwrap_or_else(|| Failure::Strange("no events".into())))
            }
        }
    }

    /// Reads something large into a file, and says how many bytes it had.
    pub(crate) fn download(
        &self,
        path: &str,
        header: Option<(&'static str, String)>,
        to: &mut impl Write,
    ) -> Result<u64, Failure> {
        let mut request = self.signed(self.agent.get(self.url(path)));
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let request = request.config().timeout_global(Some(LONG)).build();
        let response = request.call().map_err(|error| self.failed(&error))?;
        if !response.status().is_success() {
            return Err(self.body(Ok(response)).err().unwrap_or_else(|| Failure::Strange("nothing".into())));
        }
        let wanted: Option<u64> =
            response.headers().get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
        let read = std::io::copy(&mut response.into_body().into_reader(), to);
        let read = read.map_err(Failure::io("the file could not be read to its end"))?;
        match wanted.is_none_or(|wanted| wanted == read) {
            true => Ok(read),
            false => Err(Failure::Strange("the file broke off".into())),
        }
    }

    /// Sends a file with POST.
    pub(crate) fn upload(
        &self,
        path: &str,
        kind: &str,
        header: Option<(&'static str, String)>,
        file: std::fs::File,
    ) -> Result<Value, Failure> {
        let mut request = self.signed(self.agent.post(self.url(path))).content_type(kind);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let request = request.config().timeout_global(Some(LONG)).build();
        self.json(request.send(file))
    }

    fn url(&self, path: &str) -> String {
        match &self.place {
            // The host counts for nothing; an address saves asking the DNS.
            Place::Socket(_) => format!("http://127.0.0.1/api/v1/{path}"),
            Place::Url(url) => format!("{url}/api/v1/{path}"),
        }
    }

    fn signed<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        match &self.token {
            Some(token) => request.header("Authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    fn json(&self, response: Result<Response<Body>, ureq::Error>) -> Result<Value, Failure> {
        let body = self.body(response)?;
        match body.is_empty() {
            true => Ok(Value::Null),
            false => serde_json::from_str(&body).map_err(|error| Failure::Strange(error.to_string())),
        }
    }

    fn body(&self, response: Result<Response<Body>, ureq::Error>) -> Result<String, Failure> {
        let mut response = response.map_err(|error| self.failed(&error))?;
        let body = response
            .body_mut()
            .with_config()
            .limit(ANSWER_MAX)
            .read_to_string()
            .map_err(|error| self.failed(&error))?;
        match response.status() {
            status if status.is_success() => Ok(body),
            status => Err(Failure::Refused(Box::new(Problem::read(status.as_u16(), &body)))),
        }
    }

    fn failed(&self, error: &ureq::Error) -> Failure {
        let (kind, why) = match error {
            ureq::Error::Io(error) => (Some(error.kind()), error.to_string()),
            other => (None, other.to_string()),
        };
        Failure::NoServer { place: self.place.clone(), kind, why }
    }
}

/// Reads JSON as a type of ours.
pub(crate) fn read<T: DeserializeOwned>(json: Value) -> Result<T, Failure> {
    serde_json::from_value(json).map_err(|error| Failure::Strange(error.to_string()))
}

/// Reads the rows of a listing.
pub(crate) fn rows<T: DeserializeOwned>(items: Vec<Value>) -> Result<Vec<T>, Failure> {
    items.into_iter().map(read).collect()
}

#[cfg(test)]
pub(crate) mod fake;
#[cfg(test)]
mod tests;
