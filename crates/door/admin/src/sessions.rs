//! Sessions: who signed in to the web admin, until when. The browser holds 256 random bits in a cookie; the database holds their
//! SHA-256, so that a restart ends no session and a stolen database opens none.

use std::sync::{Arc, PoisonError};

use model::{Language, LoginPassword, Permission, Role, Secret};
use serde::Serialize;
use store::{AdministratorChange, KeptSession, NewSession};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    backoff::{Source, TooSoon},
    error::Error,
    random_bits::{random_hex, sha256},
};

/// A browser that is not heard of for this long is signed out: an hour.
const IDLE_MS: i64 = 60 * 60 * 1000;

/// Nobody stays signed in for longer: twelve hours.
const ABSOLUTE_MS: i64 = 12 * 60 * 60 * 1000;

/// How exactly it is noted that somebody was here: a minute, since each note waits for the disk.
pub(crate) const NOTED_MS: i64 = 60 * 1000;

/// Who asks, and what he may do: for pages that show no more than that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Me {
    /// The username; for a token or the owner of the data directory, what the history calls them.
    pub username: String,
    /// The role.
    pub role: Role,
    /// The language of the pages.
    pub language: Language,
    /// What the role may do.
    pub permissions: Vec<Permission>,
}

/// Somebody who has just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub me: Me,
    /// What the browser is to show from now on.
    pub cookie: Secret,
}

impl Admin {
    /// Signs somebody in.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] (which of the two is wrong is not said), [`Error::TooSoon`], [`Error::Busy`], [`Error::Storage`].
    pub async fn sign_in(
        self: &Arc<Self>,
        from: Source,
        username: &str,
        password: Secret,
    ) -> Result<SignedIn, Error> {
        let (admin, username) = (Arc::clone(self), username.to_owned());
        // In a task of its own: the count of passwords at work holds also where the client hangs up.
        let signing = tokio::spawn(async move { admin.do_sign_in(from, &username, password).await });
        signing.await.unwrap_or(Err(Error::Interrupted("signing in")))
    }

    async fn do_sign_in(
        self: &Arc<Self>,
        from: Source,
        username: &str,
        password: Secret,
    ) -> Result<SignedIn, Error> {
        let name = username.to_owned();
        let found = self.read(move |reader| reader.administrator_named(&name)).await?;
        let found = found.filter(|found| found.administrator.enabled);
        let hash = found.as_ref().map(|found| found.password_hash.clone());
        if !self.is_password(from, username, password, hash).await? {
            tracing::warn!(?from, "a wrong username or password");
            return Err(Error::WrongLogin);
        }
        let found = found.ok_or(Error::WrongLogin)?;
        let cookie = self.begin_session(found.id).await?;
        tracing::info!(username = %found.administrator.username, ?from, "an administrator signed in");
        let administrator = found.administrator;
        let me = me(administrator.username.to_string(), administrator.role, administrator.language);
        Ok(SignedIn { me, cookie })
    }

    /// Judges a password, unless too many wrong ones came before it.
    async fn is_password(
        &self,
        from: Source,
        username: &str,
        password: Secret,
        hash: Option<String>,
    ) -> Result<bool, Error> {
        let backoff = || self.access().backoff.lock().unwrap_or_else(PoisonError::into_inner);
        backoff().begin(now_ms(), from, username).map_err(|TooSoon(wait_s)| Error::TooSoon { wait_s })?;
        let judged = self.access().hashing.verify(password, hash).await;
        backoff().end(from, username, matches!(judged, Ok(true)));
        judged
    }

    pub(crate) async fn begin_session(&self, administrator_id: i64) -> Result<Secret, Error> {
        let cookie = random_hex()?;
        let at_ms = now_ms();
        let session = NewSession {
            sha256: sha256(&cookie),
            administrator_id,
            at_ms,
            forget_before_ms: at_ms.saturating_sub(ABSOLUTE_MS.unsigned_abs()),
        };
        self.written(|store, reply| store.begin_session(session, reply)).await?;
        Ok(Secret::new(cookie))
    }

    /// Finds out whose session a cookie opens, if any.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn authenticate_session(self: &Arc<Self>, cookie: &str) -> Result<Option<Actor>, Error> {
        let now = now_ms();
        let Some(session) = self.session(cookie, now).await? else { return Ok(None) };
        if is_due(now, Some(session.seen_ms)) {
            self.store().session_seen(sha256(cookie), now);
        }
        let administrator = session.administrator.administrator;
        Ok(Some(Actor::Administrator {
            username: administrator.username.to_string(),
            role: administrator.role,
        }))
    }

    /// Says whether a session goes on. To be asked of it is no sign of life.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn session_holds(self: &Arc<Self>, cookie: &str) -> Result<bool, Error> {
        Ok(self.session(cookie, now_ms()).await?.is_some())
    }

    /// Says who asks.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn me(self: &Arc<Self>, actor: &Actor) -> Result<Me, Error> {
        let language = match actor {
            Actor::Administrator { username, .. } => {
                let name = username.clone();
                let found = self.read(move |reader| reader.administrator_named(&name)).await?;
                found.map(|found| found.administrator.language).unwrap_or_default()
            }
            Actor::Owner | Actor::Token { .. } => Language::default(),
        };
        let name = match actor {
            Actor::Administrator { username, .. } => username.clone(),
            Actor::Owner | Actor::Token { .. } => actor.to_string(),
        };
        Ok(me(name, actor.role(), language))
    }

    /// Signs out.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn sign_out(&self, cookie: &str) -> Result<(), Error> {
        let sha256 = sha256(cookie);
        self.written(|store, reply| store.end_session(sha256, reply)).await
    }

    /// Changes the password of whoever is signed in, who must know the present one. His other sessions end.
    ///
    /// # Errors
    /// [`Error::Fields`], [`Error::TooSoon`], [`Error::WrongLogin`] where nobody is signed in, [`Error::Storage`].
    pub async fn change_own_password(
        self: &Arc<Self>,
        from: Source,
        cookie: &str,
        current: Secret,
        password: Secret,
    ) -> Result<(), Error> {
        let session = self.session(cookie, now_ms()).await?.ok_or(Error::WrongLogin)?;
        let kept = session.administrator;
        let username = kept.administrator.username.as_str();
        let wanted =
            LoginPassword::parse(password, username).map_err(|problem| Error::field("password", problem))?;
        if !self.is_password(from, username, current, Some(kept.password_hash)).await? {
            return Err(Error::field("current", model::Problem::WrongPassword));
        }
        let hash = self.access().hashing.hash(wanted).await?;
        tracing::info!(username, "an administrator has another password");
        let change = AdministratorChange {
            id: kept.id,
            administrator: kept.administrator,
            password_hash: Some(hash),
            end_sessions: Some(Some(sha256(cookie))),
        };
        self.written(|store, reply| store.change_administrator(change, reply)).await.map(drop)
    }

    /// Changes the language of whoever is signed in.
    ///
    /// # Errors
    /// [`Error::Fields`], [`Error::WrongLogin`] where nobody is signed in, [`Error::Storage`].
    pub async fn change_own_language(self: &Arc<Self>, cookie: &str, language: &str) -> Result<Me, Error> {
        let language = Language::parse(language).map_err(|problem| Error::field("language", problem))?;
        let _turn = self.access().turn.lock().await;
        let kept = self.session(cookie, now_ms()).await?.ok_or(Error::WrongLogin)?.administrator;
        let administrator = model::Administrator { language, ..kept.administrator };
        let me = me(administrator.username.to_string(), administrator.role, language);
        let change =
            AdministratorChange { id: kept.id, administrator, password_hash: None, end_sessions: None };
        self.written(|store, reply| store.change_administrator(change, reply)).await?;
        Ok(me)
    }

    async fn session(self: &Arc<Self>, cookie: &str, now_ms: u64) -> Result<Option<KeptSession>, Error> {
        let sha256 = sha256(cookie);
        let found = self.read(move |reader| reader.session(&sha256)).await?;
        Ok(found.filter(|session| holds(session, now_ms)))
    }
}

/// Says whether a session still opens anything.
fn holds(session: &KeptSession, now_ms: u64) -> bool {
    let now = i64::try_from(now_ms).unwrap_or(i64::MAX);
    let since = |then: i64| now.saturating_sub(then);
    session.administrator.administrator.enabled
        && since(session.seen_ms) < IDLE_MS
        && since(session.started_ms) < ABSOLUTE_MS
}

/// Says whether it is time again to note that somebody was here.
pub(crate) fn is_due(now_ms: u64, noted_ms: Option<i64>) -> bool {
    let now = i64::try_from(now_ms).unwrap_or(i64::MAX);
    noted_ms.is_none_or(|noted| now.saturating_sub(noted) >= NOTED_MS)
}

pub(crate) fn me(username: String, role: Role, language: Language) -> Me {
    Me { username, role, language, permissions: role.permissions().to_vec() }
}

#[cfg(test)]
mod tests {
    use model::{Administrator, AdministratorName};
    use store::KeptAdministrator;

    use super::*;

    fn session(started_ms: i64, seen_ms: i64, enabled: bool) -> KeptSession {
        let administrator = Administrator {
            username: AdministratorName::parse("ada").unwrap(),
            role: Role::Operator,
            language: Language::En,
            enabled,
        };
        let administrator = KeptAdministrator {
            id: 1,
            administrator,
            password_hash: String::new(),
            created_ms: 0,
            last_login_ms: None,
        };
        KeptSession { administrator, started_ms, seen_ms }
    }

    #[test]
    fn a_session_ends_after_an_idle_hour_and_after_twelve_hours_in_any_case() {
        let now: i64 = 1_000_000_000;
        let now_ms = now.unsigned_abs();
        assert!(holds(&session(now - ABSOLUTE_MS + 1, now - IDLE_MS + 1, true), now_ms));
        assert!(!holds(&session(now - IDLE_MS, now - IDLE_MS, true), now_ms));
        assert!(!holds(&session(now - ABSOLUTE_MS, now, true), now_ms));
    }

    #[test]
    fn a_session_of_a_disabled_administrator_opens_nothing() {
        assert!(!holds(&session(5, 5, false), 5));
    }

    #[test]
    fn presence_is_noted_once_a_minute() {
        assert!(is_due(5, None));
        assert!(!is_due(59_999, Some(0)));
        assert!(is_due(60_000, Some(0)));
    }
}
