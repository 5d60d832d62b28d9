//! `/events`: what happens, as server-sent events. Whoever comes back with the id that he saw last takes up there; who was away
//! for too long, or is too slow, is told to read the state again (`resync`).

use std::{convert::Infallible, sync::Arc, time::Duration};

use admin::{Admin, Chunk, Event, Follower};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, watch},
    time::Instant,
};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;

use crate::{app::App, auth::Pass, json::Asked, limits::stopped, problem::Problem};

/// Chunks that wait for one client, besides what the connection holds: what it has not taken stays where all read it.
const WAITING_MAX: usize = 1;

/// How often a silent stream says that it lives: proxies cut what is silent for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How often it is seen whether who follows may still do so: he may have signed out, or his token may be gone.
const SEEN_AGAIN: Duration = Duration::from_secs(30);

/// How long a browser whose stream broke waits before it comes back.
const COME_BACK: Duration = Duration::from_secs(2);

/// The header by which a browser says what it saw last.
const LAST_EVENT_ID: &str = "last-event-id";

/// What says nothing.
const SILENCE: &[u8] = b":\n\n";

/// What a stream is made of.
type Told = Result<Bytes, Infallible>;

/// Where a client was.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Resume {
    /// The id of the event that was seen last, for clients that cannot send the header `Last-Event-ID`.
    last_event_id: Option<String>,
}

/// Follows what happens as server-sent events: `call`, `registration`, `trunk`, `config`, and `resync` where some were missed and
/// the state is to be read again. What happens within a fifth of a second is told together, of each call only how it is then.
#[utoipa::path(get, path = "/events", tag = "status", operation_id = "follow_events", params(Resume),
    responses((status = 200, description = "A stream of events.", body = Event, content_type = "text/event-stream")))]
pub(crate) async fn follow(
    State(app): State<App>,
    Asked(resume): Asked<Resume>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(room) = app.followers.clone().try_acquire_owned() else {
        return Err(Problem::busy("too many clients follow events"));
    };
    // What is no text is no id of ours either.
    let sent = headers.get(LAST_EVENT_ID).map(|id| id.to_str().unwrap_or_default());
    let follower = app.admin.follow(sent.or(resume.last_event_id.as_deref()));
    let (tell, told) = mpsc::channel(WAITING_MAX);
    let pass = Pass::of(&app, &headers);
    let bringer = Bringer {
        admin: app.admin.clone(),
        pass,
        follower,
        tell,
        stopping: app.stopping.clone(),
        _room: room,
    };
    // It ends with the connection, whose end closes the channel, or with the server.
    tokio::spawn(bringer.run());
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, Body::from_stream(ReceiverStream::new(told))).into_response())
}

/// Brings events to one client.
struct Bringer {
    admin: Arc<Admin>,
    pass: Pass,
    follower: Follower,
    tell: mpsc::Sender<Told>,
    stopping: watch::Receiver<bool>,
    _room: OwnedSemaphorePermit,
}

impl Bringer {
    async fn run(mut self) {
        let mut next = Bytes::from(format!("retry: {}\n\n", COME_BACK.as_millis()));
        let mut seen_again = tokio::time::interval_at(Instant::now() + SEEN_AGAIN, SEEN_AGAIN);
        loop {
            if self.tell.send(Ok(next)).await.is_err() {
                return;
            }
            next = tokio::select! {
                chunk = self.follower.next() => match chunk {
                    Some(chunk) => shared(chunk),
                    None => return,
                },
                _ = seen_again.tick() => match self.pass.holds(&self.admin).await {
                    true => Bytes::from_static(SILENCE),
                    false => return,
                },
                () = tokio::time::sleep(KEEP_ALIVE) => Bytes::from_static(SILENCE),
                () = self.tell.closed() => return,
                () = stopped(&mut self.stopping) => return,
            };
        }
    }
}

/// Takes a chunk as it is: all clients are sent the same memory.
fn shared(chunk: Chunk) -> Bytes {
    Bytes::from_owner(chunk)
}
