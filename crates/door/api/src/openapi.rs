//! The OpenAPI document, made from the routes.

use axum::Json;
use utoipa::openapi::{
    Content, InfoBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder, Schema,
    path::Operation,
    security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
};
use utoipa::{PartialSchema, ToSchema};

use crate::{app, cookie::Cookies, problem::Problem};

/// The name of the scheme that a token is sent with.
const TOKEN: &str = "token";

/// The name of the scheme of a browser that is signed in.
const SESSION: &str = "session";

/// Makes the document.
pub fn document() -> OpenApi {
    let (closed, open) = app::routes();
    let (mut document, open) = (closed.into_openapi(), open.into_openapi());
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(close);
    }
    document.merge(open);
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(complete);
    }
    document.info = InfoBuilder::new()
        .title("Strowger")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Administration of the exchange."))
        .build();
    let components = document.components.get_or_insert_default();
    let mut schemas: Vec<(String, RefOr<Schema>)> = vec![];
    Problem::schemas(&mut schemas);
    schemas.push((Problem::name().into_owned(), Problem::schema()));
    components.schemas.extend(schemas);
    components.add_security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let cookie = ApiKeyValue::new(Cookies::HostOnly.name());
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    document
}

/// Shows the OpenAPI document.
#[utoipa::path(get, path = "/openapi.json", tag = "about", operation_id = "openapi",
    responses((status = 200, description = "This document.", body = Object)))]
pub(crate) async fn show() -> Json<OpenApi> {
    Json(document())
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten()
}

/// What holds for every route that asks who comes: a token, or the cookie of a session.
fn close(operation: &mut Operation) {
    let either = [TOKEN, SESSION].map(|scheme| SecurityRequirement::new(scheme, Vec::<String>::new()));
    operation.security = Some(either.to_vec());
}

/// What holds for every route: how errors look.
fn complete(operation: &mut Operation) {
    let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
    let problem: Response = ResponseBuilder::new()
        .description("It was refused: the status and the body say why.")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
}
