//! `/trunks/{id}/test`: can calls go through a trunk?

use admin::{TestOrder, TrunkTest};
use axum::{Json, extract::State};

use crate::{
    app::App,
    auth::Caller,
    json::{Id, MaybeBody},
    problem::Problem,
};

/// Tests a trunk: resolves its address, asks it with OPTIONS, and registers at it where it is to be registered at. Where the body
/// names a number, the exchange also calls that through the trunk: it plays a tone, listens for three seconds whether it comes
/// back, as from an echo test, and tells how loud and how late. The call is in the call log and in the audit. Takes 20 s at most, 40
/// with a call; a trunk is tested once at a time, and with a call once in ten seconds.
#[utoipa::path(post, path = "/trunks/{id}/test", tag = "trunks", operation_id = "test_trunk",
    params(("id" = u32, Path, description = "The trunk's id.")),
    request_body(content = Option<TestOrder>, description = "Left out, no call is made."),
    responses((status = 200, description = "What came of each step.", body = TrunkTest)))]
pub(crate) async fn run(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
    MaybeBody(order): MaybeBody,
) -> Result<Json<TrunkTest>, Problem> {
    let order: TestOrder = order.map(|body| body.read()).transpose()?.unwrap_or_default();
    Ok(Json(app.admin.test_trunk(&actor, id, &order).await?))
}
