//! Line: a SIP account that a phone logs in with, in a context, of a user.

use serde::{Deserialize, Serialize};

use crate::{
    caller_id::CallerId,
    codec::{self, Codec},
    digest::{self, DigestAlgorithm},
    error::{FieldError, Findings, bounded, optional, required},
    id::{ContextId, LineId, UserId},
    media_encryption::MediaEncryption,
    password,
    reference::{Names, Naming, Ref},
    secret::Secret,
    text::{Number, Username},
    toll::LimitsPolicy,
};

/// A SIP account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its identity.
    pub id: LineId,
    /// Whose it is.
    pub user: UserId,
    /// Its place among the user's lines; the lowest is the main line.
    pub position: u32,
    /// What the phone logs in with, unique among lines and trunks.
    pub username: Username,
    /// The password.
    pub password: Secret,
    /// The administrator knows that the password is weak.
    pub weak_password: bool,
    /// What it may dial, and where its number is.
    pub context: ContextId,
    /// Its number; a line needs none. Several lines may have one number: all of them ring.
    pub extension: Option<Number>,
    /// What others see, in place of the user's caller id.
    pub caller_id: Option<CallerId>,
    /// Its codecs in order, in place of the general ones.
    pub codecs: Option<Vec<Codec>>,
    /// Whether its audio is encrypted.
    #[serde(default)]
    pub media_encryption: MediaEncryption,
    /// Digest algorithms that it is challenged with, best first.
    pub digest: Vec<DigestAlgorithm>,
    /// How many contacts may be registered at once; past it the newest replaces the oldest.
    pub max_contacts: u32,
    /// Which limits on calls that cost something its calls keep.
    #[serde(default)]
    pub limits: LimitsPolicy,
}

draft! {
    /// A line as it was typed.
    pub struct LineDraft {
        /// Whose it is; inside a user's draft that user.
        pub user: Ref,
        /// Its place among the user's lines.
        pub position: u32,
        /// What the phone logs in with.
        pub username: String,
        /// The password.
        pub password: Secret,
        /// The password is weak on purpose.
        pub weak_password: bool,
        /// The context.
        pub context: Ref,
        /// The number.
        pub extension: String,
        /// Caller id.
        pub caller_id: String,
        /// Codecs in order; an empty list means the general ones.
        pub codecs: Vec<String>,
        /// Whether its audio is encrypted: `off`, `offered` (the default) or `required`.
        pub media_encryption: MediaEncryption,
        /// Digest algorithms, best first.
        pub digest: Vec<String>,
        /// Contacts at once.
        pub max_contacts: u32,
        /// Which limits its calls keep: `default`, `none`, or the name of a set.
        pub limits: LimitsPolicy,
    }
}

impl Line {
    /// Reads a line.
    pub(crate) fn parse(id: LineId, draft: LineDraft, names: &Names) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let weak_password = draft.weak_password.unwrap_or(false);
        let media_encryption = draft.media_encryption.unwrap_or_default();
        let user = found.keep("user", required(draft.user).and_then(|wanted| names.user(&wanted)));
        let position = found.keep("position", bounded(draft.position, 1, 1, 1_000));
        let username = found.keep("username", required(draft.username).and_then(|raw| Username::parse(&raw)));
        let password = found.keep(
            "password",
            required(draft.password).and_then(|secret| {
                password::check(&secret, username.as_ref().map_or("", Username::as_str), weak_password)
                    .map(|()| secret)
            }),
        );
        let context =
            found.keep("context", required(draft.context).and_then(|wanted| names.context(&wanted)));
        let extension = found.keep("extension", optional(draft.extension, Number::parse));
        let caller_id = found.keep("caller_id", optional(draft.caller_id, CallerId::parse));
        let codecs = draft.codecs.filter(|list| !list.is_empty());
        let codecs = found.keep("codecs", codecs.map(codec::parse_list).transpose());
        let digest = found.keep("digest", digest::parse_list(draft.digest));
        let max_contacts = found.keep("max_contacts", bounded(draft.max_contacts, 10, 1, 100));
        let identity = user.zip(position).zip(context);
        let access = username.zip(password).zip(digest).zip(max_contacts);
        let line = identity.zip(access).map(
            |(((user, position), context), (((username, password), digest), max_contacts))| Self {
                id,
                user,
                position,
                username,
                password,
                weak_password,
                context,
                extension: extension.flatten(),
                caller_id: caller_id.flatten(),
                codecs: codecs.flatten(),
                media_encryption,
                digest,
                max_contacts,
                limits: draft.limits.unwrap_or_default(),
            },
        );
        found.finish(line)
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> LineDraft {
        LineDraft {
            user: Some(naming.user(self.user)),
            position: Some(self.position),
            username: Some(self.username.to_string()),
            password: Some(self.password.clone()),
            weak_password: Some(self.weak_password),
            context: Some(naming.context(self.context)),
            extension: self.extension.as_ref().map(Number::to_string),
            caller_id: self.caller_id.as_ref().map(CallerId::to_string),
            codecs: self.codecs.as_deref().map(codec::names),
            media_encryption: Some(self.media_encryption),
            digest: Some(self.digest.iter().map(DigestAlgorithm::to_string).collect()),
            max_contacts: Some(self.max_contacts),
            limits: Some(self.limits.clone()),
        }
    }
}

impl LineDraft {
    /// Takes a password that was shown redacted and came back so for one that was left out.
    pub(crate) fn without_redacted(mut self) -> Self {
        self.password = self.password.filter(|secret| !secret.is_redacted());
        self
    }

    /// Keeps the password alone.
    pub(crate) fn password_only(self) -> Self {
        Self { password: self.password, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Problem;

    fn names() -> Names {
        let mut names = Names::default();
        names.contexts.set(ContextId(1), "default".into());
        names.users.set(UserId(2), "Alice Lab".into());
        names
    }

    fn draft() -> LineDraft {
        LineDraft {
            user: Some("Alice Lab".into()),
            username: Some("alice".into()),
            password: Some(Secret::new("k3Vq-9xPw")),
            context: Some("default".into()),
            extension: Some("201".into()),
            ..Default::default()
        }
    }

    #[test]
    fn a_line_reads_back_from_its_draft() {
        let line = Line::parse(LineId(3), draft(), &names()).unwrap();
        assert_eq!(Line::parse(LineId(3), line.draft(Naming::Ids), &names()).unwrap(), line);
    }

    #[test]
    fn a_weak_password_needs_a_word_for_it() {
        let weak = LineDraft { password: Some(Secret::new("secret")), ..draft() };
        let errors = Line::parse(LineId(3), weak.clone(), &names()).unwrap_err();
        assert!(matches!(errors[..], [FieldError { problem: Problem::WeakPassword { .. }, .. }]));
        assert!(Line::parse(LineId(3), LineDraft { weak_password: Some(true), ..weak }, &names()).is_ok());
    }

    #[test]
    fn a_line_needs_no_extension() {
        let line = Line::parse(LineId(3), LineDraft { extension: None, ..draft() }, &names()).unwrap();
        assert_eq!(line.extension, None);
    }
}
