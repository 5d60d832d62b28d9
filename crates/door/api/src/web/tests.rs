//! Which path gets which file, and how long browsers keep it.

use axum::http::HeaderMap;

use super::*;

fn get(path: &str, asked: &[(header::HeaderName, &str)]) -> Response {
    let headers: HeaderMap =
        asked.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect();
    answer(&Method::GET, path, &headers)
}

fn header_of(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[test]
fn every_page_of_the_application_gets_its_document() {
    for path in ["/", "/trunks", "/trunks/7", "/api/docs", "/a/../b", "/no.such"] {
        let response = get(path, &[]);
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8", "{path}");
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache", "{path}");
    }
}

#[test]
fn a_hashed_file_that_is_not_there_is_not_answered_with_a_page() {
    assert_eq!(get("/assets/old-123.js", &[]).status(), StatusCode::NOT_FOUND);
}

#[test]
fn a_page_that_the_browser_has_is_not_sent_again() {
    let tag = header_of(&get("/", &[]), header::ETAG).to_owned();
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}")] {
        assert_eq!(
            get("/", &[(header::IF_NONE_MATCH, &known)]).status(),
            StatusCode::NOT_MODIFIED,
            "{known}"
        );
    }
    assert_eq!(get("/", &[(header::IF_NONE_MATCH, "\"other\"")]).status(), StatusCode::OK);
}

#[test]
fn pages_are_only_read() {
    let response = answer(&Method::POST, "/trunks", &HeaderMap::new());
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn the_api_has_its_paths_apart_from_its_documentation() {
    for (path, is_api) in [
        ("/api/v1/trunks", true),
        ("/api/nothing", true),
        ("/api/docsx", true),
        ("/api/docs", false),
        ("/api/docs/trunks", false),
        ("/apiary", false),
        ("/", false),
    ] {
        assert_eq!(is_of_api(path), is_api, "{path}");
    }
}
