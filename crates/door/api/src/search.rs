//! `/search`: anything that is configured, by a text.

use admin::{Found, Page};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{app::App, json::Asked, problem::Problem};

/// What is searched for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// A part of a name, a number, an address, in any case; at most 100 characters.
    #[param(max_length = 100)]
    q: String,
}

/// Finds users, lines, numbers, trunks, contexts, outgoing and incoming calls, the best first, twenty at most.
#[utoipa::path(get, path = "/search", tag = "about", operation_id = "search", params(Wanted),
    responses((status = 200, description = "What was found, and how much there is in all.", body = Page<Found>)))]
pub(crate) async fn search(
    State(app): State<App>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<Found>>, Problem> {
    Ok(Json(app.admin.search(&wanted.q)?))
}
