//! `/backup`, `/restore`: everything in one file, out and in.

use std::{fs::File, io::Read};

use admin::{BackupProgress, Restored};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::Secret;
use percent_encoding::percent_decode;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::{StreamExt, wrappers::ReceiverStream};
use utoipa::IntoParams;

use crate::{app::App, auth::Caller, changed::changed, json::Asked, problem::Problem, revisions::Trying};

/// What the file is.
const SQLITE: &str = "application/vnd.sqlite3";

/// What else a client may call it, who does not know better.
const BYTES: &str = "application/octet-stream";

/// Bytes that are read from the disk, or written to it, at once.
const PIECE: usize = 256 << 10;

/// Pieces that wait for a slow client.
const PIECES_WAITING: usize = 2;

/// What is in the file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Including {
    /// The call log too.
    #[serde(default)]
    call_logs: bool,
}

/// The header with a backup's passphrase: percent-encoded UTF-8, since a header is ASCII. It is in no URL, which proxies log.
const PASSPHRASE: &str = "x-backup-passphrase";

/// Reads the passphrase.
fn passphrase(headers: &HeaderMap) -> Result<Option<Secret>, Problem> {
    let Some(value) = headers.get(PASSPHRASE) else { return Ok(None) };
    let text = percent_decode(value.as_bytes()).decode_utf8();
    let text =
        text.map_err(|_| Problem::malformed("X-Backup-Passphrase is no percent-encoded UTF-8".to_owned()))?;
    Ok(Some(Secret::new(text)).filter(|text| !text.expose().is_empty()))
}

/// Makes a backup and sends it: the configuration with its history, administrators and API tokens (as hashes), the audit, and the
/// call log where that is asked for. Passwords of lines and trunks are sealed with the key of this exchange: without a passphrase
/// the file can be restored here only, with one anywhere. `/backup/progress` says how far the making is.
#[utoipa::path(get, path = "/backup", tag = "backup", operation_id = "take_backup",
    params(Including, ("X-Backup-Passphrase" = Option<String>, Header, description = "12 to 200 characters, as percent-encoded UTF-8.")),
    responses((status = 200, description = "The file.", body = String, content_type = "application/vnd.sqlite3")))]
pub(crate) async fn take(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(including): Asked<Including>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let backup = app.admin.backup(&actor, including.call_logs, passphrase(&headers)?).await?;
    let (tell, told) = mpsc::channel(PIECES_WAITING);
    // It ends with the file, or with the client, whose end closes the channel.
    tokio::spawn(send(backup.file, tell));
    let mut response = Body::from_stream(ReceiverStream::new(told)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(SQLITE));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(backup.size));
    let name = format!("attachment; filename=\"strowger-{}.backup\"", backup.at_ms / 1000);
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

async fn send(mut file: File, tell: mpsc::Sender<std::io::Result<Bytes>>) {
    loop {
        let reading = tokio::task::spawn_blocking(move || {
            let mut piece = vec![];
            let read = file.by_ref().take(PIECE as u64).read_to_end(&mut piece);
            (file, read.map(|_| piece))
        });
        let Ok((back, piece)) = reading.await else { return };
        file = back;
        match piece {
            Ok(piece) if piece.is_empty() => return,
            piece => {
                if tell.send(piece.map(Bytes::from)).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Says how far the making or restoring of a backup is.
#[utoipa::path(get, path = "/backup/progress", tag = "backup", operation_id = "read_backup_progress",
    responses((status = 200, description = "How far it is.", body = BackupProgress)))]
pub(crate) async fn progress(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Json<BackupProgress>, Problem> {
    Ok(Json(app.admin.backup_progress(&actor)?))
}

/// Restores a backup. Its configuration replaces the present one, as one revision that can be undone; its administrators and API tokens
/// replace those that are here, but for whoever restores it, who stays as he is and signed in; its calls are added to the log. With
/// `dry_run` it says what would change, and nothing is changed. A backup of another exchange needs the passphrase that it was made
/// with.
#[utoipa::path(post, path = "/restore", tag = "backup", operation_id = "restore_backup",
    params(Trying, ("X-Backup-Passphrase" = Option<String>, Header, description = "The passphrase, as percent-encoded UTF-8.")),
    request_body(content((String = "application/vnd.sqlite3"), (String = "application/octet-stream"))),
    responses((status = 200, description = "What was restored, or would be.", body = Restored,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn restore(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(trying): Asked<Trying>,
    request: Request,
) -> Result<Response, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if ![SQLITE, BYTES].iter().any(|known| essence.eq_ignore_ascii_case(known)) {
        return Err(Problem::wrong_type(SQLITE));
    }
    let passphrase = passphrase(request.headers())?;
    let mut incoming = app.admin.receive_backup(&actor)?;
    let mut body = request.into_body().into_data_stream();
    let mut gathered = Vec::with_capacity(PIECE);
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| Problem::malformed(format!("the body broke off: {error}")))?;
        gathered.extend_from_slice(&piece);
        if gathered.len() >= PIECE {
            incoming.take(std::mem::take(&mut gathered)).await?;
        }
    }
    incoming.take(gathered).await?;
    Ok(changed(StatusCode::OK, app.admin.restore(&actor, incoming, passphrase, trying.dry_run).await?))
}
