use super::{
    fake::{folder, server},
    *,
};

fn client(folder: &Path) -> Client {
    Client::new(Place::Socket(folder.join(SOCKET)), None, &Trust::System).unwrap()
}

#[test]
fn a_question_goes_through_the_socket_and_its_answer_comes_back() {
    let folder = folder("ask");
    let asked = server(
        &folder,
        &[
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}",
        ],
    );
    assert_eq!(client(&folder).get("health").unwrap()["status"], "ok");
    let request = asked.join().unwrap().concat();
    assert!(request.starts_with("GET /api/v1/health HTTP/1.1"), "{request}");
    assert!(!request.to_ascii_lowercase().contains("authorization"), "no token is needed: {request}");
}

#[test]
fn a_listing_is_read_to_its_end() {
    let folder = folder("pages");
    let asked = server(
        &folder,
        &[
            "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{\"items\":[1,2],\"total\":3}",
            "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{\"items\":[3],\"total\":3}",
        ],
    );
    assert_eq!(client(&folder).list("users").unwrap().len(), 3);
    let requests = asked.join().unwrap();
    assert!(
        requests[0].starts_with("GET /api/v1/users HTTP") && requests[1].contains("offset=2"),
        "{requests:?}"
    );
}

#[test]
fn a_body_is_sent_whole() {
    let folder = folder("body");
    let asked = server(&folder, &["HTTP/1.1 204 No Content\r\n\r\n"]);
    let site = Value::String("[[user]]".repeat(10_000));
    assert_eq!(client(&folder).post("site/apply", &site).unwrap(), Value::Null);
    assert!(asked.join().unwrap()[0].ends_with(&site.to_string()));
}

#[test]
fn a_refusal_is_read_as_a_problem() {
    let folder = folder("refusal");
    let asked = server(
        &folder,
        &["HTTP/1.1 404 Not Found\r\nContent-Length: 26\r\n\r\n{\"detail\":\"no such trunk\"}"],
    );
    match client(&folder).get("trunks/9") {
        Err(Failure::Refused(problem)) => {
            assert_eq!((problem.status, problem.detail.as_str()), (404, "no such trunk"));
        }
        other => panic!("{other:?}"),
    }
    asked.join().unwrap();
}

#[test]
fn a_server_that_is_not_there_is_told_from_one_that_refuses() {
    let missing = client(Path::new("/nonexistent")).get("health");
    assert!(matches!(missing, Err(Failure::NoServer { .. })), "{missing:?}");
}

#[test]
fn a_socket_that_nobody_serves_any_more_is_told_from_one_that_never_was() {
    let folder = folder("left");
    drop(std::os::unix::net::UnixListener::bind(folder.join(SOCKET)).unwrap());
    let failure = client(&folder).get("health").unwrap_err();
    assert!(failure.to_string().contains("is not running any more"), "{failure}");
}

#[test]
fn the_url_option_wins_over_the_environment_and_both_over_the_directory() {
    let options = |url: Option<&str>| Options {
        data_dir: Some("/d".into()),
        url: url.map(str::to_owned),
        ..Options::default()
    };
    let env = |_: &str| Some("http://env:8080".to_owned());
    assert_eq!(Place::find(&options(Some("http://a/")), env), Place::Url("http://a".into()));
    assert_eq!(Place::find(&options(None), env), Place::Url("http://env:8080".into()));
    assert_eq!(Place::find(&options(None), |_| None), Place::Socket("/d/strowger.sock".into()));
    let nothing = Place::find(&Options::default(), |_| None);
    assert_eq!(nothing, Place::Socket("strowger-data/strowger.sock".into()));
}
