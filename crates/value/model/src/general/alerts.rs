//! Who is told when something needs attention at once: a stop of calls, a call for help. By webhook, by e-mail, or both.

use serde::{Deserialize, Serialize};

use crate::{
    address::Address,
    error::{FieldError, Findings, Problem, optional},
    general::GeneralDraft,
    secret::Secret,
    text::Label,
};

/// Who is told, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alerts {
    /// Where a webhook is posted to.
    pub webhook: Option<Label>,
    /// With what a webhook is signed: HMAC-SHA256 of the body, in the header `X-Strowger-Signature`.
    pub webhook_secret: Option<Secret>,
    /// Who gets an e-mail.
    pub email_to: Vec<Label>,
    /// Whom it is from.
    pub email_from: Option<Label>,
    /// The server that takes it.
    pub smtp_server: Option<Address>,
    /// How the connection to it is protected.
    pub smtp_security: SmtpSecurity,
    /// What we log in with there.
    pub smtp_username: Option<Label>,
    /// The password for that.
    pub smtp_password: Option<Secret>,
}

/// How the connection to a mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// TLS from the first byte (RFC 8314), port 465.
    #[default]
    Tls,
    /// STARTTLS, which is demanded (RFC 3207), port 587.
    Starttls,
    /// In clear, port 25: for a server on the same host or network.
    None,
}

/// Most addresses that get an e-mail.
const TO_MAX: usize = 20;

/// Longest secret.
const SECRET_MAX: usize = 200;

impl Alerts {
    /// Reads what a draft of the general settings says of them.
    pub(super) fn parse(draft: &mut GeneralDraft, found: &mut Findings) -> Option<Self> {
        let webhook = found.keep("alert_webhook", optional(draft.alert_webhook.take(), url));
        let webhook_secret = found.keep("alert_webhook_secret", secret(draft.alert_webhook_secret.take()));
        let to = draft.alert_email.take();
        if to.as_ref().is_some_and(|to| to.len() > TO_MAX) {
            found.note("alert_email", Problem::TooLong { max: TO_MAX });
        }
        let to = found.keep_each("alert_email", to, |raw| {
            email(&raw).map_err(|problem| vec![FieldError::new("", problem)])
        });
        let from = found.keep("alert_email_from", optional(draft.alert_email_from.take(), email));
        let server = found.keep("smtp_server", optional(draft.smtp_server.take(), Address::parse));
        let username = found.keep("smtp_username", optional(draft.smtp_username.take(), Label::parse));
        let password = found.keep("smtp_password", secret(draft.smtp_password.take()));
        if to.as_ref().is_some_and(|to| !to.is_empty()) && server == Some(None) {
            found.note("smtp_server", Problem::Missing);
        }
        if matches!(password, Some(Some(_))) && username == Some(None) {
            found.note("smtp_username", Problem::Missing);
        }
        Some(Self {
            webhook: webhook?,
            webhook_secret: webhook_secret?,
            email_to: to?,
            email_from: from?,
            smtp_server: server?,
            smtp_security: draft.smtp_security.take().unwrap_or_default(),
            smtp_username: username?,
            smtp_password: password?,
        })
    }

    /// Writes them into a draft of the general settings.
    pub(super) fn write(&self, draft: GeneralDraft) -> GeneralDraft {
        let text = |value: Option<String>| Some(value.unwrap_or_default());
        GeneralDraft {
            alert_webhook: text(self.webhook.as_ref().map(Label::to_string)),
            alert_webhook_secret: self.webhook_secret.clone(),
            alert_email: Some(self.email_to.iter().map(Label::to_string).collect()),
            alert_email_from: text(self.email_from.as_ref().map(Label::to_string)),
            smtp_server: text(self.smtp_server.as_ref().map(Address::to_string)),
            smtp_security: Some(self.smtp_security),
            smtp_username: text(self.smtp_username.as_ref().map(Label::to_string)),
            smtp_password: self.smtp_password.clone(),
            ..draft
        }
    }

    /// Says whether anybody is told.
    pub fn is_any(&self) -> bool {
        self.webhook.is_some() || !self.email_to.is_empty()
    }
}

/// Reads a URL of a webhook. Where it leads is found out when it is posted to, each time anew.
fn url(raw: &str) -> Result<Label, Problem> {
    const FORM: Problem = Problem::BadForm { form: "https://example.org/hook" };
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://")).ok_or(FORM)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_text = raw.bytes().all(|byte| byte.is_ascii_graphic());
    // Credentials in a URL end up in logs.
    match is_text && !host.is_empty() && !host.contains('@') {
        true => Label::parse(raw),
        false => Err(FORM),
    }
}

/// Reads the address of an e-mail, as far as it can be judged without sending one (RFC 5321 section 4.1.2).
fn email(raw: &str) -> Result<Label, Problem> {
    const FORM: Problem = Problem::BadForm { form: "admin@example.org" };
    let (local, domain) = raw.rsplit_once('@').ok_or(FORM)?;
    let is_plain = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    match is_plain(local, ".!#$%&'*+-/=?^_`{|}~") && is_plain(domain, ".-") {
        true => Label::parse(raw),
        false => Err(FORM),
    }
}

/// Reads a password; an empty one takes it away.
fn secret(raw: Option<Secret>) -> Result<Option<Secret>, Problem> {
    let secret = raw.filter(|secret| !secret.expose().is_empty());
    match secret.as_ref().is_some_and(|secret| secret.expose().len() > SECRET_MAX) {
        true => Err(Problem::TooLong { max: SECRET_MAX }),
        false => Ok(secret),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general::General;

    fn errors(draft: GeneralDraft) -> Vec<String> {
        let errors = General::parse(draft).err().unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_was_typed_is_read_and_written_back() {
        let draft = GeneralDraft {
            alert_webhook: Some("https://example.org/hook?x=1".into()),
            alert_webhook_secret: Some(Secret::new("k3Vq")),
            alert_email: Some(vec!["ops@example.org".into()]),
            smtp_server: Some("mail.example.org".into()),
            ..GeneralDraft::default()
        };
        let general = General::parse(draft).unwrap();
        assert!(general.alerts.is_any());
        assert_eq!(General::parse(general.draft()).unwrap(), general);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let draft = GeneralDraft {
            alert_webhook: Some("ftp://example.org".into()),
            alert_email: Some(vec!["ops@example.org\r\nBcc: x@y".into()]),
            smtp_password: Some(Secret::new("x")),
            ..GeneralDraft::default()
        };
        assert_eq!(errors(draft), ["alert_webhook", "alert_email[0]", "smtp_username"]);
        for url in ["https://user:pass@example.org/", "https://", "https://a b", "http:///x"] {
            let draft = GeneralDraft { alert_webhook: Some(url.into()), ..GeneralDraft::default() };
            assert_eq!(errors(draft), ["alert_webhook"], "{url}");
        }
        let nowhere = GeneralDraft { alert_email: Some(vec!["a@b.c".into()]), ..GeneralDraft::default() };
        assert_eq!(errors(nowhere), ["smtp_server"]);
    }
}
