//! `/site`: the configuration as TOML files.

use admin::site::{Plan, SiteFile};
use axum::{
    Json,
    extract::{FromRequest, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    app::App,
    auth::Caller,
    changed::changed,
    json::{Asked, JsonBody, body, is_json},
    problem::Problem,
};

/// What a single file is called in errors.
const NAMELESS: &str = "site";

/// How site files are written.
const TOML: &str = "application/toml";

/// Whether nouns that the site does not name go.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pruning {
    /// Delete what the site does not name.
    #[serde(default)]
    prune: bool,
}

/// Whether passwords are written.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Exposing {
    /// Write passwords too.
    #[serde(default)]
    with_secrets: bool,
}

/// A site of several files. A single one may be sent as it is, as application/toml.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteFiles {
    /// The files; what later ones say lies over what earlier ones say of the same noun.
    files: Vec<SiteFile>,
}

impl<S: Send + Sync> FromRequest<S> for SiteFiles {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if is_json(request.headers()) {
            return JsonBody::from_request(request, state).await?.read();
        }
        let bytes = body(request, state).await?;
        // With `prune` an empty site would delete everything; nobody means that by sending nothing.
        if bytes.is_empty() {
            return Err(Problem::malformed(
                "the body is empty: send a site file as application/toml".to_owned(),
            ));
        }
        let text = String::from_utf8(bytes.into())
            .map_err(|error| Problem::malformed(format!("the body is not UTF-8: {}", error.utf8_error())))?;
        Ok(Self { files: vec![SiteFile { name: NAMELESS.to_owned(), text }] })
    }
}

/// Says what applying a site would change. Nothing is changed.
#[utoipa::path(post, path = "/site/plan", tag = "site", operation_id = "plan_site", params(Pruning),
    request_body(content((String = "application/toml"), (SiteFiles = "application/json"))),
    responses((status = 200, description = "The difference.", body = Plan)))]
pub(crate) async fn plan(
    State(app): State<App>,
    Asked(pruning): Asked<Pruning>,
    site: SiteFiles,
) -> Result<Json<Plan>, Problem> {
    Ok(Json(app.admin.plan(&site.files, pruning.prune)?))
}

/// Makes the configuration what the site says, in one transaction.
#[utoipa::path(post, path = "/site/apply", tag = "site", operation_id = "apply_site", params(Pruning),
    request_body(content((String = "application/toml"), (SiteFiles = "application/json"))),
    responses((status = 200, description = "What was changed; a second time nothing.", body = Plan,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn apply(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(pruning): Asked<Pruning>,
    site: SiteFiles,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.apply(&actor, &site.files, pruning.prune).await?))
}

/// Writes the configuration as a site file.
#[utoipa::path(get, path = "/site/export", tag = "site", operation_id = "export_site", params(Exposing),
    responses((status = 200, description = "The file.", body = String, content_type = "application/toml")))]
pub(crate) async fn export(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(exposing): Asked<Exposing>,
) -> Result<Response, Problem> {
    let text = app.admin.export(&actor, exposing.with_secrets).await?;
    Ok(([(header::CONTENT_TYPE, TOML)], text).into_response())
}
