//! A server of the tests: it gives answers that are written down, and says what it was asked.

use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::net::UnixListener,
    path::{Path, PathBuf},
    thread::JoinHandle,
};

use super::{Client, Place, SOCKET, Trust};
use crate::{print::Style, session::Session};

/// A server on a Unix socket that gives its answers in turn, one a connection, and returns the requests that it read.
pub(crate) fn server(folder: &Path, answers: &[&'static str]) -> JoinHandle<Vec<String>> {
    let listener = UnixListener::bind(folder.join(SOCKET)).unwrap();
    let answers = answers.to_vec();
    std::thread::spawn(move || {
        answers
            .iter()
            .map(|answer| {
                let (mut stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut request, mut length) = (String::new(), 0);
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).unwrap();
                    if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    if line.trim().is_empty() {
                        break;
                    }
                    request.push_str(&line);
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                request + std::str::from_utf8(&body).unwrap()
            })
            .collect()
    })
}

/// A folder of the test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("strowger-cli-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A session with the server in a folder.
pub(crate) fn session(folder: &Path, style: Style) -> Session {
    let client = Client::new(Place::Socket(folder.join(SOCKET)), None, &Trust::System).unwrap();
    Session { client, style }
}

/// An answer with a body of JSON, kept until the tests end.
pub(crate) fn ok(body: &serde_json::Value) -> &'static str {
    let body = body.to_string();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    Box::leak(
        format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_boxed_str(),
    )
}
