//! The web admin: a single page with its scripts, built from `ui/` into this binary.
//!
//! Every path outside of `/api` belongs to it, and `/api/docs` too. Paths that name no file are pages of the application, so they
//! get its one document, whoever asks: the files hold nothing that is secret.

mod files;
mod headers;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;
use files::{Coding, File};

/// Where the API begins.
const API: &str = "/api/";

/// The page of the web admin that shows the API's documentation.
const API_DOCUMENTATION: &str = "/api/docs";

/// Files under this have their content's hash in their name: what such a name stands for never changes.
const HASHED: &str = "assets/";

/// Hands requests to the API, or answers them with a file of the web admin. Every answer gets the security headers.
pub(crate) async fn web_or_api(request: Request, next: Next) -> Response {
    let mut response = match is_of_api(request.uri().path()) {
        true => uncached(next.run(request).await),
        false => answer(request.method(), request.uri().path(), request.headers()),
    };
    headers::secure(response.headers_mut());
    response
}

fn is_of_api(path: &str) -> bool {
    let is_documentation =
        path.strip_prefix(API_DOCUMENTATION).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    path.starts_with(API) && !is_documentation
}

/// What the API says is about now, and often about people: no cache is to keep it.
fn uncached(mut response: Response) -> Response {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn answer(method: &Method, path: &str, asked: &HeaderMap) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Problem::wrong_method().into_response();
    }
    let name = path.trim_start_matches('/');
    match files::find(name) {
        Some(file) => file_response(file, asked),
        None if name.starts_with(HASHED) => StatusCode::NOT_FOUND.into_response(),
        None => file_response(files::document(), asked),
    }
}

fn file_response(file: &File, asked: &HeaderMap) -> Response {
    let cache = match file.path.starts_with(HASHED) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let (coding, bytes) =
        file.coded(asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()));
    let mut response = match is_known(asked, file.tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let mut response = Response::new(Body::from(bytes));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind()));
            if let Some(coding) = coding.map(Coding::name) {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            }
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::ETAG, HeaderValue::from_static(file.tag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Says whether the browser has this version already (RFC 9110 section 13.1.2).
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

#[cfg(test)]
mod tests;
