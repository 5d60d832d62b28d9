//! The routes of every configured noun: list, create, read, replace, change, delete. One function makes them for any noun, with
//! the part of the OpenAPI document that describes them.

use admin::{BulkAct, Kind, Page, Query, Stored};
use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    app::{App, BASE},
    auth::Caller,
    changed::{changed, gone},
    documents,
    json::{Asked, Id, JsonBody},
    problem::Problem,
    sheet,
};

/// Makes the routes of a noun under a path such as `/trunks`.
pub(crate) fn resource<K: Kind>(path: &'static str) -> OpenApiRouter<App> {
    let create = async move |state, caller, body| create::<K>(path, state, caller, body).await;
    let many = get(list::<K>).post(create);
    let one = get(read::<K>).put(replace::<K>).patch(update::<K>).delete(delete::<K>);
    OpenApiRouter::new()
        .routes((documents::schemas::<K>(), documents::of_many::<K>(path), many))
        .routes((vec![], documents::of_one::<K>(path), one))
        .routes((documents::bulk_schemas(), documents::bulk::<K>(path), post(bulk::<K>)))
        .routes((vec![], documents::sheet::<K>(path), get(sheet::of_nouns::<K>)))
}

async fn list<K: Kind>(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<Stored<K::Draft>>>, Problem> {
    Ok(Json(app.admin.list::<K>(&query)?))
}

async fn create<K: Kind>(
    path: &'static str,
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let created = app.admin.create::<K>(&actor, body.read()?).await?;
    let location = HeaderValue::from_str(&format!("{BASE}{path}/{}", created.value.id));
    let mut response = changed(StatusCode::CREATED, created);
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

async fn read<K: Kind>(State(app): State<App>, Id(id): Id) -> Result<Json<Stored<K::Draft>>, Problem> {
    Ok(Json(app.admin.one::<K>(id)?))
}

async fn replace<K: Kind>(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.replace::<K>(&actor, id, body.read_fields_of(id)?).await?))
}

async fn update<K: Kind>(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.update::<K>(&actor, id, body.read_fields_of(id)?).await?))
}

/// What is done to many.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulk<D> {
    ids: Vec<u32>,
    #[serde(default)]
    delete: bool,
    set: Option<D>,
}

async fn bulk<K: Kind>(
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let Bulk { ids, delete, set } = body.read::<Bulk<K::Draft>>()?;
    let act = match (delete, set) {
        (true, None) => BulkAct::Delete,
        (false, Some(draft)) => BulkAct::Set(draft),
        (true, Some(_)) | (false, None) => {
            let remedy = "send either {\"delete\": true} or {\"set\": {...}}";
            return Err(Problem::wrong_field("set".into(), "is not clear".into(), remedy));
        }
    };
    Ok(changed(StatusCode::OK, app.admin.bulk::<K>(&actor, ids, act).await?))
}

async fn delete<K: Kind>(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
) -> Result<Response, Problem> {
    Ok(gone(app.admin.delete::<K>(&actor, id).await?))
}
