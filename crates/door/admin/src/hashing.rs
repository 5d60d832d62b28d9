//! Argon2id (RFC 9106) over the passwords of people: slow and large on purpose, so it has threads of its own, few of them, and a
//! bounded number of those who wait. A flood of wrong passwords then costs two cores at most and no memory to speak of.

use std::{sync::Arc, thread};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use model::{LoginPassword, Secret};
use tokio::sync::{Semaphore, oneshot};

use crate::{error::Error, random_bits::random};

/// Passwords that are hashed at once: 19 MiB and tens of milliseconds each.
const AT_ONCE: usize = 2;

/// Passwords that are hashed or wait for it; past it people are told to come again.
const WAITING_MAX: usize = 32;

/// Bytes of salt (RFC 9106 section 3.1).
const SALT: usize = 16;

/// What is verified where nobody has the username, so that the answer takes as long: the hash of nothing that can be typed.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3Ryb3dnZXItbm9ib2R5IQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Room for the work.
#[derive(Debug)]
pub(crate) struct Hashing {
    at_once: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { at_once: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(WAITING_MAX)) }
    }
}

impl Hashing {
    /// Hashes a password with a salt of its own, into the PHC string format.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Interrupted`].
    pub(crate) async fn hash(&self, password: LoginPassword) -> Result<String, Error> {
        let salt = random::<SALT>()?;
        let hashed: Result<PasswordHash, _> = self
            .on_a_thread(move || {
                Argon2::default().hash_password_with_salt(password.expose().as_bytes(), &salt)
            })
            .await?;
        Ok(hashed.map_err(|_| Error::Interrupted("a password could not be hashed"))?.to_string())
    }

    /// Says whether a password is the one with this hash. Without a hash it is not, and that takes as long.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Interrupted`].
    pub(crate) async fn verify(&self, password: Secret, hash: Option<String>) -> Result<bool, Error> {
        self.on_a_thread(move || {
            let (hash, is_somebody) = (hash.as_deref().unwrap_or(NOBODY), hash.is_some());
            let is_right = Argon2::default().verify_password(password.expose().as_bytes(), hash).is_ok();
            is_right && is_somebody
        })
        .await
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = self.waiting.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
        let turn = self.at_once.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        let (done, result) = oneshot::channel();
        let started = thread::Builder::new().name("password".to_owned()).spawn(move || {
            let _ = done.send(work());
            drop((turn, place));
        });
        started.map_err(|_| Error::Busy)?;
        result.await.map_err(|_| Error::Interrupted("a password could not be hashed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> LoginPassword {
        LoginPassword::parse(Secret::new(text), "x").unwrap()
    }

    #[tokio::test]
    async fn a_hash_is_of_its_password_only_and_no_two_are_alike() {
        let hashing = Hashing::default();
        let one = hashing.hash(password("n1ght-train-9")).await.unwrap();
        let other = hashing.hash(password("n1ght-train-9")).await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
        assert!(hashing.verify(Secret::new("n1ght-train-9"), Some(one.clone())).await.unwrap());
        assert!(!hashing.verify(Secret::new("n1ght-train-8"), Some(one)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password_but_is_asked_all_the_same() {
        assert!(PasswordHash::new(NOBODY).is_ok(), "else it would be answered at once");
        assert!(!Hashing::default().verify(Secret::new(""), None).await.unwrap());
    }

    #[tokio::test]
    async fn those_who_find_the_waiting_room_full_are_sent_away() {
        let hashing = Hashing::default();
        let taken = hashing.waiting.clone().acquire_many_owned(u32::try_from(WAITING_MAX).unwrap()).await;
        let refused = hashing.verify(Secret::new("n1ght-train-9"), None).await;
        assert!(matches!(refused, Err(Error::Busy)));
        drop(taken);
        assert!(hashing.verify(Secret::new("n1ght-train-9"), None).await.is_ok());
    }
}
