//! `/<noun>/export.csv`: lists as CSV files, sent as they are written.

use std::convert::Infallible;

use admin::{CallSheetQuery, Kind, SheetQuery};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tokio::sync::mpsc;
use tokio_stream::{StreamExt, wrappers::ReceiverStream};

use crate::{app::App, json::Asked, problem::Problem};

/// What a file is sent as.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// Pieces of the call log that wait for a slow client.
const PIECES_WAITING: usize = 2;

/// Answers with the nouns of a kind.
pub(crate) async fn of_nouns<K: Kind>(
    State(app): State<App>,
    Asked(query): Asked<SheetQuery>,
) -> Result<Response, Problem> {
    let pieces = app.admin.sheet::<K>(&query)?.map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
    Ok(file(&K::NOUN.replace(' ', "-"), Body::from_stream(tokio_stream::iter(pieces))))
}

/// Writes calls of the log as a CSV file.
#[utoipa::path(get, path = "/call-logs/export.csv", tag = "call logs", operation_id = "export_call_logs", params(CallSheetQuery),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv")))]
pub(crate) async fn of_calls(
    State(app): State<App>,
    Asked(query): Asked<CallSheetQuery>,
) -> Result<Response, Problem> {
    let mut sheet = app.admin.call_sheet(&query).await?;
    let (tell, told) = mpsc::channel(PIECES_WAITING);
    // It ends with the file, or with the client, whose end closes the channel.
    tokio::spawn(async move {
        while let Some(piece) = sheet.piece().await.transpose() {
            // A file that breaks off is seen to: its connection breaks off too.
            let piece = piece.map(Bytes::from).map_err(|error| {
                tracing::error!(%error, "the call log could not be written to its end");
                std::io::Error::other("the call log could not be read to its end")
            });
            if tell.send(piece).await.is_err() {
                return;
            }
        }
    });
    Ok(file("call-log", Body::from_stream(ReceiverStream::new(told).fuse())))
}

fn file(name: &str, body: Body) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}s.csv\""));
    let mut response = ([(header::CONTENT_TYPE, HeaderValue::from_static(CSV))], body).into_response();
    if let Ok(disposition) = disposition {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
