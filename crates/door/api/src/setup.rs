//! `/setup`: the first run.

use admin::{HostAddresses, Me, Proposal, Setup, SetupStep};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use model::{AdministratorDraft, Secret};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::App,
    auth::Caller,
    json::JsonBody,
    problem::Problem,
    session::{refuse_foreign, signed_in},
};

/// The first administrator.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAdministrator {
    /// What the set-up link ends with, behind the `#`.
    token: String,
    /// What is typed to sign in.
    username: String,
    /// The password, at least 10 characters.
    password: Secret,
    /// The language of the pages, `en` or `fr`.
    language: Option<String>,
}

/// Where the wizard is now.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepDone {
    /// The step to show next.
    step: SetupStep,
}

/// Says whether the exchange has no administrator yet, and where the wizard is.
#[utoipa::path(get, path = "/setup", tag = "setup", operation_id = "read_setup",
    responses((status = 200, description = "Where the first run is.", body = Setup)))]
pub(crate) async fn read(State(app): State<App>) -> Result<Json<Setup>, Problem> {
    Ok(Json(app.admin.setup().await?))
}

/// Makes the first administrator, for whoever has the set-up link, and signs him in. Once there is one, nobody can.
#[utoipa::path(post, path = "/setup/administrator", tag = "setup", operation_id = "set_up", request_body = FirstAdministrator,
    responses((status = 200, description = "Who is signed in now.", body = Me),
        (status = 403, description = "There is an administrator already, or the link is of an earlier start.", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn administrator(
    State(app): State<App>,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, Problem> {
    refuse_foreign(&headers)?;
    let FirstAdministrator { token, username, password, language } = body.read()?;
    let draft = AdministratorDraft {
        username: Some(username),
        password: Some(password),
        language,
        ..AdministratorDraft::default()
    };
    Ok(signed_in(&app, app.admin.set_up(&token, draft).await?))
}

/// Remembers where the wizard is, so that it can be left and resumed.
#[utoipa::path(put, path = "/setup/step", tag = "setup", operation_id = "put_setup_step", request_body = StepDone,
    responses((status = 200, description = "Where the first run is.", body = Setup)))]
pub(crate) async fn put_step(
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<Json<Setup>, Problem> {
    let StepDone { step } = body.read()?;
    Ok(Json(app.admin.put_setup_step(&actor, step).await?))
}

/// Says what addresses this host has, which of them phones can use, and what the configuration file has fixed.
#[utoipa::path(get, path = "/setup/addresses", tag = "setup", operation_id = "list_host_addresses",
    responses((status = 200, description = "The addresses, the best for phones first.", body = HostAddresses)))]
pub(crate) async fn addresses(State(app): State<App>) -> Json<HostAddresses> {
    Json(app.admin.host_addresses())
}

/// Proposes contexts, ranges and first numbers for a new exchange; what is set already stays as it is.
#[utoipa::path(get, path = "/setup/proposal", tag = "setup", operation_id = "read_proposal",
    responses((status = 200, description = "What could be set.", body = Proposal)))]
pub(crate) async fn proposal(State(app): State<App>) -> Json<Proposal> {
    Json(app.admin.proposal())
}
