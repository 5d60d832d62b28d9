//! `/route/explain`: where a call would go, and why.

use admin::{Explanation, Question};
use axum::{Json, extract::State};

use crate::{app::App, json::JsonBody, problem::Problem};

/// Explains where a call would go. Nothing is called.
#[utoipa::path(post, path = "/route/explain", tag = "routing", operation_id = "explain_route",
    request_body = Question,
    responses((status = 200, description = "The decision and its trace.", body = Explanation)))]
pub(crate) async fn explain(State(app): State<App>, body: JsonBody) -> Result<Json<Explanation>, Problem> {
    let question: Question = body.read()?;
    Ok(Json(app.admin.explain(&question)?))
}
