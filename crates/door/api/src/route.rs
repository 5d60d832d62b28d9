//! `/route/explain` and `/patterns/match`: where a call would go, and why; and what a pattern means before it is saved.

use admin::{Explanation, PatternAnswer, PatternQuestion, Question};
use axum::{Json, extract::State};

use crate::{app::App, json::JsonBody, problem::Problem};

/// Explains where a call would go, with edits that are not saved yet where some are sent. Nothing is called, nothing is changed.
#[utoipa::path(post, path = "/route/explain", tag = "routing", operation_id = "explain_route",
    request_body = Question,
    responses((status = 200, description = "The decision and its trace.", body = Explanation)))]
pub(crate) async fn explain(State(app): State<App>, body: JsonBody) -> Result<Json<Explanation>, Problem> {
    let question: Question = body.read()?;
    Ok(Json(app.admin.explain(&question)?))
}

/// Says which numbers match which pattern of an outgoing call, why the others do not, and what would be sent.
#[utoipa::path(post, path = "/patterns/match", tag = "routing", operation_id = "match_patterns",
    request_body = PatternQuestion,
    responses((status = 200, description = "Every pattern tried with every number.", body = PatternAnswer)))]
pub(crate) async fn match_patterns(
    State(app): State<App>,
    body: JsonBody,
) -> Result<Json<PatternAnswer>, Problem> {
    let question: PatternQuestion = body.read()?;
    Ok(Json(app.admin.match_patterns(&question)?))
}
