//! Every route there is. They come in by `OpenApiRouter` only, so that none can be missing in the document.

use std::sync::Arc;

use admin::{Admin, Contexts, Extensions, IncomingCalls, Lines, OutgoingCalls, SOUND_MAX, Trunks, Users};
use axum::{Router, extract::DefaultBodyLimit, middleware};
use tokio::sync::{Semaphore, watch};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    administrators, audit, auth, backup, bans, call_logs, calls, codecs, cookie::Cookies, dashboard,
    dialplan, events, health, import, limits, metrics, nouns::resource, numbers, openapi, problem::Problem,
    revisions, route, search, secrets, session, settings, setup, sheet, site, sounds, status, tokens, tolls,
    trunk_tests, web,
};

/// Where all of it is.
pub(crate) const BASE: &str = "/api/v1";

/// What handlers share.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) admin: Arc<Admin>,
    /// Turns true when the server ends: streams must end then.
    pub(crate) stopping: watch::Receiver<bool>,
    /// Room for requests at work.
    pub(crate) requests: Arc<Semaphore>,
    /// Room for those who follow events.
    pub(crate) followers: Arc<Semaphore>,
    /// How browsers keep a session.
    pub(crate) cookies: Cookies,
}

impl App {
    pub(crate) fn new(admin: Arc<Admin>, cookies: Cookies, stopping: watch::Receiver<bool>) -> Self {
        Self {
            admin,
            stopping,
            requests: Arc::new(Semaphore::new(limits::REQUESTS_MAX)),
            followers: Arc::new(Semaphore::new(limits::FOLLOWERS_MAX)),
            cookies,
        }
    }
}

/// The configured nouns.
fn nouns() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(resource::<Contexts>("/contexts"))
        .merge(resource::<Users>("/users"))
        .merge(resource::<Lines>("/lines"))
        .merge(resource::<Extensions>("/extensions"))
        .merge(resource::<Trunks>("/trunks"))
        .merge(resource::<OutgoingCalls>("/outgoing-calls"))
        .merge(resource::<IncomingCalls>("/incoming-calls"))
        .routes(routes!(secrets::of_line))
        .routes(routes!(secrets::of_trunk))
        .routes(routes!(settings::read, settings::replace, settings::update))
}

/// What is live, and what was.
fn watching() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(status::registrations))
        .routes(routes!(status::peers))
        .routes(routes!(status::peer))
        .routes(routes!(status::trunks))
        .routes(routes!(status::trunk))
        .routes(routes!(dashboard::show))
        .routes(routes!(trunk_tests::run))
        .routes(routes!(status::warnings))
        .routes(routes!(status::emergency))
        .routes(routes!(calls::list))
        .routes(routes!(calls::one, calls::hang_up))
        .routes(routes!(calls::ladder))
        .routes(routes!(calls::pcap))
        .routes(routes!(calls::quality))
        .routes(routes!(call_logs::list))
        .routes(routes!(sheet::of_calls))
        .routes(routes!(call_logs::one))
        .routes(routes!(events::follow))
}

/// Questions and acts about the whole configuration.
fn whole() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(codecs::list))
        .routes(routes!(dialplan::show))
        .routes(routes!(route::explain))
        .routes(routes!(route::match_patterns))
        .routes(routes!(site::export))
        .routes(routes!(revisions::list))
        .routes(routes!(revisions::read))
        .routes(routes!(revisions::undo))
        .routes(routes!(revisions::restore))
        .routes(routes!(audit::list))
        .routes(routes!(metrics::read))
        .routes(routes!(bans::list))
        .routes(routes!(bans::lift))
        .routes(routes!(tolls::limits))
        .routes(routes!(tolls::stops))
        .routes(routes!(tolls::lift))
        .routes(routes!(tolls::test_alert))
        .routes(routes!(backup::take))
        .routes(routes!(backup::progress))
        .routes(routes!(backup::restore))
        .routes(routes!(search::search))
        .routes(routes!(numbers::free))
        .routes(routes!(numbers::phone_settings))
        .routes(routes!(setup::addresses))
        .routes(routes!(setup::proposal))
        .routes(routes!(openapi::show))
}

/// Who may come in, for those who are in.
fn access() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(session::read, session::sign_out, session::update))
        .routes(routes!(session::change_password))
        .routes(routes!(administrators::list, administrators::create))
        .routes(routes!(administrators::read, administrators::update, administrators::delete))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::delete))
        .routes(routes!(setup::put_step))
}

/// What is answered whoever asks.
fn open() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(health::health))
        .routes(routes!(session::sign_in))
        .routes(routes!(setup::read))
        .routes(routes!(setup::administrator))
        .layer(DefaultBodyLimit::max(limits::OPEN_BODY_MAX))
}

/// Site files, which may be larger than other bodies.
fn sites() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(site::plan))
        .routes(routes!(site::apply))
        .routes(routes!(import::users))
        .layer(DefaultBodyLimit::max(limits::SITE_MAX))
}

/// Sound files, which are larger than other bodies.
fn sound_files() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sounds::list, sounds::upload))
        .routes(routes!(sounds::read, sounds::delete))
        .layer(DefaultBodyLimit::max(SOUND_MAX))
}

/// Every route, those that ask who comes and those that do not.
pub(crate) fn routes() -> (OpenApiRouter<App>, OpenApiRouter<App>) {
    let closed = OpenApiRouter::new()
        .merge(nouns())
        .merge(watching())
        .merge(whole())
        .merge(access())
        .layer(DefaultBodyLimit::max(limits::BODY_MAX))
        .merge(sites())
        .merge(sound_files());
    (OpenApiRouter::new().nest(BASE, closed), OpenApiRouter::new().nest(BASE, open()))
}

/// The service for one way in; who comes is in the request's extensions.
pub(crate) fn router(app: &App) -> Router {
    let (closed, open) = routes();
    let (closed, open) = (Router::from(closed), Router::from(open));
    closed
        .fallback(|| async { Problem::no_such_page() })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .layer(middleware::from_fn_with_state(app.clone(), auth::authenticate))
        .merge(open)
        .layer(middleware::from_fn_with_state(app.clone(), limits::bounded))
        .layer(middleware::from_fn(web::web_or_api))
        .with_state(app.clone())
}
