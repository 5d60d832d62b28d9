//! `/trunks/{id}/test`: can calls go through a trunk?

use admin::TrunkTest;
use axum::{Json, extract::State};

use crate::{app::App, auth::Caller, json::Id, problem::Problem};

/// Tests a trunk: resolves its address, asks it with OPTIONS, and registers at it where it is to be registered at. Takes 20 s at
/// most; a trunk is tested once at a time.
#[utoipa::path(post, path = "/trunks/{id}/test", tag = "trunks", operation_id = "test_trunk",
    params(("id" = u32, Path, description = "The trunk's id.")),
    responses((status = 200, description = "What came of each step.", body = TrunkTest)))]
pub(crate) async fn run(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
) -> Result<Json<TrunkTest>, Problem> {
    Ok(Json(app.admin.test_trunk(&actor, id).await?))
}
