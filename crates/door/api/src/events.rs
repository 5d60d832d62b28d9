//! `/events`: what happens, as server-sent events. There is no memory of what was: who comes back, or falls behind, is told to
//! read the state again (`resync`).

use std::{convert::Infallible, time::Duration};

use admin::{Event, Events};
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{self, KeepAlive, KeepAliveStream, Sse},
};
use tokio::sync::{OwnedSemaphorePermit, mpsc, watch};
use tokio_stream::{StreamExt, wrappers::ReceiverStream};

use crate::{app::App, limits::stopped, problem::Problem};

/// Events that wait for one follower; past it the exchange's own queue fills, and then the follower is told to resync.
const WAITING_MAX: usize = 64;

/// How often a silent stream says that it lives: proxies cut what is silent for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The header by which a browser says what it saw last.
const LAST_EVENT_ID: &str = "last-event-id";

/// What a stream is made of.
type Told = Result<sse::Event, Infallible>;

/// Follows calls, registrations and trunks as server-sent events: `call`, `registration`, `trunk`, and `resync` where some were
/// missed and the state is to be read again.
#[utoipa::path(get, path = "/events", tag = "status", operation_id = "follow_events",
    responses((status = 200, description = "A stream of events.", body = Event, content_type = "text/event-stream")))]
pub(crate) async fn follow(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Sse<KeepAliveStream<ReceiverStream<Told>>>, Problem> {
    let Ok(room) = app.followers.clone().try_acquire_owned() else {
        return Err(Problem::busy("too many clients follow events"));
    };
    let (tell, told) = mpsc::channel(WAITING_MAX);
    let follower = Follower { events: app.admin.events(), tell, stopping: app.stopping.clone(), _room: room };
    // It ends with the connection, whose end closes the channel, or with the server.
    tokio::spawn(follower.run(headers.contains_key(LAST_EVENT_ID)));
    Ok(Sse::new(ReceiverStream::new(told)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Brings events to one client.
struct Follower {
    events: Events,
    tell: mpsc::Sender<Told>,
    stopping: watch::Receiver<bool>,
    _room: OwnedSemaphorePermit,
}

impl Follower {
    async fn run(mut self, comes_back: bool) {
        let mut number = 0u64;
        let mut next = comes_back.then_some(Event::Resync);
        loop {
            if let Some(event) = next.take() {
                number += 1;
                if self.tell.send(Ok(message(&event, number))).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                event = self.events.next() => match event {
                    Some(event) => next = Some(event),
                    None => return,
                },
                () = self.tell.closed() => return,
                () = stopped(&mut self.stopping) => return,
            }
        }
    }
}

fn message(event: &Event, number: u64) -> sse::Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    sse::Event::default().event(event.name()).id(number.to_string()).data(data)
}
