//! `/dialplan`: what can be dialled in each context.

use admin::{DialplanContext, Page};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{app::App, json::Asked, problem::Problem};

/// Which context.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// The context's name; all contexts where it is left out.
    context: Option<String>,
    /// Contexts at most.
    #[param(format = Int64, maximum = 4_294_967_295_i64)]
    limit: Option<u32>,
    /// Contexts left out first.
    #[serde(default)]
    #[param(format = Int64, maximum = 4_294_967_295_i64)]
    offset: u32,
}

/// Shows what can be dialled in each context, in the order in which it is tried.
#[utoipa::path(get, path = "/dialplan", tag = "routing", operation_id = "show_dialplan", params(Wanted),
    responses((status = 200, description = "The contexts.", body = Page<DialplanContext>)))]
pub(crate) async fn show(
    State(app): State<App>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<DialplanContext>>, Problem> {
    let contexts = app.admin.dialplan(wanted.context.as_deref())?;
    let total = contexts.len() as u64;
    let (offset, limit) = (wanted.offset as usize, wanted.limit.unwrap_or(u32::MAX) as usize);
    Ok(Json(Page { items: contexts.into_iter().skip(offset).take(limit).collect(), total }))
}
