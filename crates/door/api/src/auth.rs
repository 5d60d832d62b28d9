//! Proves who asks, before anything else is looked at: by a token, by the cookie of a session, or by being the owner of the data
//! directory on the Unix socket. What he may do is decided by `admin`, act by act.

use std::{convert::Infallible, sync::Arc};

use admin::{Actor, Admin, Source};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{app::App, cookie::refuse_forgery, peer::Peer, problem::Problem};

/// The header for clients that cannot set `Authorization`, as XiVO's took it.
const TOKEN_HEADER: &str = "x-auth-token";

/// Longest token that is looked up; ours are shorter.
const TOKEN_MAX: usize = 256;

/// Lets a request in if its token or its session is known, or if it comes from the owner of the data directory.
pub(crate) async fn authenticate(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    match actor(&app, request.method(), request.headers(), peer).await {
        Ok(actor) => {
            request.extensions_mut().insert(Caller(actor));
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn actor(
    app: &App,
    method: &Method,
    headers: &HeaderMap,
    peer: Option<Peer>,
) -> Result<Actor, Problem> {
    if let Some(token) = token(headers) {
        return app.admin.authenticate(token).await?.ok_or_else(Problem::unknown_token);
    }
    if let Some(cookie) = app.cookies.value(headers) {
        refuse_forgery(method, headers)?;
        return app.admin.authenticate_session(cookie).await?.ok_or_else(Problem::nobody_signed_in);
    }
    peer.filter(|peer| peer.is_owner()).map(|_| Actor::Owner).ok_or_else(Problem::who_are_you)
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let own = headers.get(TOKEN_HEADER).and_then(|value| value.to_str().ok());
    let bearer = || {
        let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    };
    own.or_else(bearer).map(str::trim).filter(|token| (1..=TOKEN_MAX).contains(&token.len()))
}

/// What somebody was let in by, for answers that go on for long: it may be taken back meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// A token.
    Token(String),
    /// The cookie of a session.
    Session(String),
    /// He is the owner of the data directory.
    Owner,
}

impl Pass {
    /// Reads it off a request that was let in, as it was read then.
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Self {
        let token = token(headers).map(|token| Self::Token(token.to_owned()));
        let session = || app.cookies.value(headers).map(|cookie| Self::Session(cookie.to_owned()));
        token.or_else(session).unwrap_or(Self::Owner)
    }

    /// Says whether it still lets in; where the database does not say, it does.
    pub(crate) async fn holds(&self, admin: &Arc<Admin>) -> bool {
        match self {
            Self::Token(token) => admin.token_holds(token).await.unwrap_or(true),
            Self::Session(cookie) => admin.session_holds(cookie).await.unwrap_or(true),
            Self::Owner => true,
        }
    }
}

/// Who asks, for handlers.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) Actor);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::who_are_you)
    }
}

/// Where a request comes from, for handlers that judge passwords.
pub(crate) struct Whence(pub(crate) Source);

impl<S: Send + Sync> FromRequestParts<S> for Whence {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(match parts.extensions.get::<Peer>() {
            Some(Peer::Tcp(addr)) => Source::of(addr.ip()),
            Some(Peer::Unix(_)) | None => Source::Socket,
        }))
    }
}
