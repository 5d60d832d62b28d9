//! What one client may ask of us at most, so that the others are still answered.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use tokio::sync::watch;

use crate::{app::App, problem::Problem};

/// Largest body of a request: a user with hundreds of lines is a tenth of it.
pub(crate) const BODY_MAX: usize = 1 << 20;

/// Largest body from somebody of whom nothing is known: a username and a password.
pub(crate) const OPEN_BODY_MAX: usize = 8 << 10;

/// Largest site file: 20,000 users with a line each are about 5 MB.
pub(crate) const SITE_MAX: usize = 32 << 20;

/// Requests at work at once; the database and the engine are asked for most of them.
pub(crate) const REQUESTS_MAX: usize = 64;

/// How long a request waits for room to work: when a network comes back, hundreds of pages ask at once, and all can be answered
/// within this. Those that wait are bounded by the connections.
const ROOM_TIME: Duration = Duration::from_secs(3);

/// Clients that follow events at once, browsers keep one open for each page: five hundred, and some over.
pub(crate) const FOLLOWERS_MAX: usize = 600;

/// Connections at once on one listener: a follower each, and as many again for what their pages ask.
pub(crate) const CONNECTIONS_MAX: usize = 1_200;

/// Memory for what one connection has not sent or read yet. A browser that reads slowly keeps this much of the stream of events
/// waiting, and no more.
pub(crate) const CONNECTION_BUFFER: usize = 64 << 10;

/// How long a client may take to send the head of a request.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(15);

/// How long a request may take, its body included; a large site on a slow disk takes seconds.
const REQUEST_TIME: Duration = Duration::from_secs(60);

/// How long a backup may take on its way, either way: gigabytes over a slow line.
const BACKUP_TIME: Duration = Duration::from_secs(60 * 60);

/// The requests that bring or make a backup.
const BACKUPS: [&str; 2] = ["/api/v1/backup", "/api/v1/restore"];

/// Bounds the requests at work and the time of each. A stream of events counts only until it has begun.
pub(crate) async fn bounded(State(app): State<App>, request: Request, next: Next) -> Response {
    let Ok(Ok(_room)) = tokio::time::timeout(ROOM_TIME, app.requests.acquire()).await else {
        return Problem::busy("too many requests are at work").into_response();
    };
    let time = if BACKUPS.contains(&request.uri().path()) { BACKUP_TIME } else { REQUEST_TIME };
    let answer = tokio::time::timeout(time, next.run(request)).await;
    answer.unwrap_or_else(|_| Problem::too_slow().into_response())
}

/// Waits until the server is told to stop, or nobody is left to tell it.
pub(crate) async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
