//! `/calls`: calls in progress.

use admin::{CallDetail, CallQuality, Ladder, Page, Query, live::CallRow};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
};

use utoipa::ToSchema;

use crate::{app::App, auth::Caller, json::Asked, problem::Problem};

/// Lists the calls in progress, the oldest first.
#[utoipa::path(get, path = "/calls", tag = "calls", operation_id = "list_calls", params(Query),
    responses((status = 200, description = "A page.", body = Page<CallRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<CallRow>>, Problem> {
    Ok(Json(app.admin.calls(&query).await?))
}

/// Reads one call, in progress or over, with its media and with why it went where it went.
#[utoipa::path(get, path = "/calls/{id}", tag = "calls", operation_id = "read_call",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 200, description = "Everything about it.", body = CallDetail)))]
pub(crate) async fn one(State(app): State<App>, Path(id): Path<String>) -> Result<Json<CallDetail>, Problem> {
    Ok(Json(app.admin.call(&id).await?))
}

/// Shows the SIP messages of a call, in progress or over, on all its legs. Credentials are masked. Where they are not kept any
/// more, it answers 404, and `cause` says why.
#[utoipa::path(get, path = "/calls/{id}/ladder", tag = "calls", operation_id = "read_call_ladder",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 200, description = "The messages.", body = Ladder)))]
pub(crate) async fn ladder(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Ladder>, Problem> {
    Ok(Json(app.admin.ladder(&id).await?))
}

/// Gives the SIP messages of a call as a capture file for Wireshark. IP, UDP and TCP headers are made up around them, with the
/// real addresses, ports and times; credentials are masked.
#[utoipa::path(get, path = "/calls/{id}/pcap", tag = "calls", operation_id = "read_call_pcap",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 200, description = "A file of the type pcap.", body = Capture, content_type = PCAP)))]
pub(crate) async fn pcap(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<([(HeaderName, String); 2], Vec<u8>), Problem> {
    let capture = app.admin.capture(&id).await?;
    // A number by now, and so no more than a name.
    let name = format!("attachment; filename=\"call-{id}.pcap\"");
    Ok(([(header::CONTENT_TYPE, PCAP.to_owned()), (header::CONTENT_DISPOSITION, name)], capture))
}

/// Tells how the audio of a call goes, or went: leg by leg, over time, and in one sentence.
#[utoipa::path(get, path = "/calls/{id}/quality", tag = "calls", operation_id = "read_call_quality",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 200, description = "How it went.", body = CallQuality)))]
pub(crate) async fn quality(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<CallQuality>, Problem> {
    Ok(Json(app.admin.quality(&id).await?))
}

/// A capture file, in the document.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(crate) struct Capture(#[allow(dead_code, reason = "only its schema is used")] Vec<u8>);

/// The type of a capture file, as IANA knows it.
const PCAP: &str = "application/vnd.tcpdump.pcap";

/// Hangs a call up.
#[utoipa::path(delete, path = "/calls/{id}", tag = "calls", operation_id = "hang_up_call",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 204, description = "It is being hung up.")))]
pub(crate) async fn hang_up(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    app.admin.hang_up(&actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
