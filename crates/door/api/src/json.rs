//! Reads bodies, queries and ids; what is wrong with them is said by the name of the field.

use std::error::Error;

use admin::Misread;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::Problem;

/// A body of JSON.
pub(crate) struct JsonBody(pub(crate) Value);

impl JsonBody {
    fn of(bytes: &[u8]) -> Result<Self, Problem> {
        let malformed = |error| Problem::malformed(format!("the body is not JSON: {error}"));
        serde_json::from_slice(bytes).map(Self).map_err(malformed)
    }

    /// Reads it as what it should be.
    pub(crate) fn read<T: DeserializeOwned>(mut self) -> Result<T, Problem> {
        // Serde would take a list for the fields of a struct in their order.
        if !self.0.is_object() {
            return Err(Problem::wrong_field(
                String::new(),
                "is no JSON object".into(),
                "send {\"field\": value, ...}",
            ));
        }
        whole_numbers(&mut self.0);
        serde_path_to_error::deserialize(self.0).map_err(|error| {
            let Misread { field, message, remedy } =
                Misread::of(&error.path().to_string(), &error.inner().to_string());
            Problem::wrong_field(field, message, &remedy)
        })
    }

    /// Reads it as the fields of the noun with this id. A client may send back what it was shown, id included, but not another id.
    pub(crate) fn read_fields_of<T: DeserializeOwned>(mut self, id: u32) -> Result<T, Problem> {
        if let Some(sent) = self.0.as_object_mut().and_then(|fields| fields.remove("id"))
            && sent != id
        {
            return Err(Problem::wrong_field("id".into(), "cannot change".into(), "leave it out"));
        }
        self.read()
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::wrong_type("application/json"));
        }
        Self::of(&body(request, state).await?)
    }
}

/// A body of JSON that may be left out, or `null`.
pub(crate) struct MaybeBody(pub(crate) Option<JsonBody>);

impl<S: Send + Sync> FromRequest<S> for MaybeBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = body(request, state).await?;
        match (bytes.is_empty(), is_json) {
            (true, _) => Ok(Self(None)),
            (false, true) => {
                JsonBody::of(&bytes).map(|body| Self(Some(body).filter(|body| !body.0.is_null())))
            }
            (false, false) => Err(Problem::wrong_type("application/json")),
        }
    }
}

/// Makes integers of what is one by value: JSON knows one kind of number, and to JSON Schema `30.0` is an integer.
fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|float| !number.is_u64() && float.fract() == 0.0);
            // Every integer of this range has a float of its own, so none is changed on the way.
            if let Some(float) = whole.filter(|float| float.abs() <= f64::from(u32::MAX)) {
                *value = Value::from(float as i64);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(whole_numbers),
        Value::Object(fields) => fields.values_mut().for_each(whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Says whether a body is said to be JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| {
        let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        essence == "application/json" || essence.ends_with("+json")
    })
}

/// Reads a body within its limit.
pub(crate) async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        let status = rejection.status();
        let detail = match status {
            StatusCode::PAYLOAD_TOO_LARGE => "the body is larger than is read here".to_owned(),
            _ => rejection.body_text(),
        };
        Problem::unreadable_body(status, detail)
    })
}

/// The query of a request.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        query.map(|Query(asked)| Self(asked)).map_err(|rejection| {
            let said = rejection.source().map_or_else(|| rejection.body_text(), ToString::to_string);
            // The path comes first, where there is one: names of parameters hold no colon.
            let (path, said) = said.split_once(": ").unwrap_or((".", &said));
            Problem::wrong_parameter(Misread::of(path, said))
        })
    }
}

/// The id at the end of a path.
pub(crate) struct Id(pub(crate) u32);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Problem::malformed(rejection.body_text()))?;
        text.parse().map(Self).map_err(|_| Problem::not_found("thing with the id", &text))
    }
}

#[cfg(test)]
mod tests {
    use model::UserDraft;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_no_set_of_fields() {
        assert!(JsonBody(json!(["Alice"])).read::<UserDraft>().is_err());
        assert!(JsonBody(json!({"firstname": "Alice"})).read::<UserDraft>().is_ok());
    }

    #[test]
    fn a_number_that_is_whole_is_an_integer_however_it_is_written() {
        let mut body = json!({"a": 30.0, "b": [-2.0, 0.5], "c": 1e300});
        whole_numbers(&mut body);
        assert_eq!(body, json!({"a": 30, "b": [-2, 0.5], "c": 1e300}));
    }
}
