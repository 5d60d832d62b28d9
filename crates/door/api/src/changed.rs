//! The answer to a change of the configuration: it says which revision was made, so that a page can offer to undo it.

use admin::Changed;
use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::openapi::{Header, header::HeaderBuilder, schema::ObjectBuilder, schema::Type};

/// The header with the revision that a change made; none where everything was so already.
pub(crate) const REVISION: &str = "X-Revision";

/// What the document says of it.
const MEANING: &str = "The revision that this change made; absent where everything was so already.";

/// Answers with what came of a change.
pub(crate) fn changed<T: Serialize>(status: StatusCode, changed: Changed<T>) -> Response {
    with_revision((status, Json(changed.value)).into_response(), changed.revision)
}

/// Answers that something is gone.
pub(crate) fn gone(changed: Changed<()>) -> Response {
    with_revision(StatusCode::NO_CONTENT.into_response(), changed.revision)
}

fn with_revision(mut response: Response, revision: Option<u64>) -> Response {
    if let Some(revision) = revision {
        let name = HeaderName::from_bytes(REVISION.as_bytes());
        if let Ok(name) = name {
            response.headers_mut().insert(name, HeaderValue::from(revision));
        }
    }
    response
}

/// Describes the header.
pub(crate) fn header() -> Header {
    let number = ObjectBuilder::new().schema_type(Type::Integer).build();
    HeaderBuilder::new().schema(Some(number)).description(Some(MEANING)).build()
}
