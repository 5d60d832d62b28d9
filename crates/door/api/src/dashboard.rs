//! `/status/dashboard`: the whole exchange on one page.

use admin::Dashboard;
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{app::App, json::Asked, problem::Problem};

/// Which day is counted.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Day {
    /// When the reader's day began, in milliseconds since the epoch: two days ago at most. Without it, the day in UTC.
    day_start_ms: Option<u64>,
}

/// Shows what goes on, how it went today, what it costs, and what needs attention. It is made anew once a second at most, and
/// what is counted in the call log every ten seconds, however many ask.
#[utoipa::path(get, path = "/status/dashboard", tag = "status", operation_id = "read_dashboard", params(Day),
    responses((status = 200, description = "The page.", body = Dashboard)))]
pub(crate) async fn show(State(app): State<App>, Asked(day): Asked<Day>) -> Result<Json<Dashboard>, Problem> {
    let page = app.admin.dashboard(day.day_start_ms).await?;
    Ok(Json(Dashboard::clone(&page)))
}
