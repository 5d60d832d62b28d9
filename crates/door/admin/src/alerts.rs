//! Tells people outside what needs them at once: a stop of calls, a call for help. By webhook, by e-mail, or both, each message
//! once.

use std::{collections::HashSet, sync::Arc, time::Duration};

use model::{Alerts, Network, Permission, Secret, record::StopOf};
use notify::{Failure, Mail, Webhook};
use serde::Serialize;
use tokio_stream::StreamExt;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    error::Error,
    live::{HelpRow, Noticed},
    stops::StopRow,
};

/// Stops that it is remembered of that they were told; past it an old one might be told again.
const TOLD_MAX: usize = 10_000;

/// How often a message is tried, and the pauses in between.
const PAUSES: [Duration; 3] = [Duration::from_secs(0), Duration::from_secs(10), Duration::from_secs(60)];

/// Messages that may be on their way at once; past it, one is lost, and the log says so.
const AT_ONCE: usize = 32;

/// What came of an alert that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlertTest {
    /// What came of the webhook; none where none is set.
    pub webhook: Option<AlertOutcome>,
    /// What came of the e-mail; none where nobody gets one.
    pub email: Option<AlertOutcome>,
}

/// What came of one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlertOutcome {
    /// Whether it was taken.
    pub is_sent: bool,
    /// Why not, with what to do about it, in English.
    pub error: Option<String>,
}

/// A message, as a webhook gets it.
#[derive(Clone, Debug, Serialize)]
struct Message {
    /// What happened: `stop`, `emergency_call`, `test`.
    event: &'static str,
    /// What the exchange is called.
    exchange: String,
    /// When, in milliseconds since the epoch.
    at_ms: u64,
    /// The same in a sentence, in English.
    sentence: String,
    /// The stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<StopRow>,
    /// The call for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<HelpRow>,
}

impl Admin {
    /// Follows the exchange and tells of what needs somebody at once; ends with the exchange.
    pub async fn keep_watch(self: Arc<Self>) {
        let mut events = self.live().events();
        let mut told: HashSet<(StopOf, u64)> = HashSet::new();
        // What is stopped at the start was told when it began.
        if let Ok(stops) = self.live().stops().await {
            told.extend(stops.iter().map(|stop| (stop.of, stop.since_ms)));
        }
        let room = Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
        while let Some(noticed) = events.next().await {
            let messages: Vec<Message> = match noticed {
                Noticed::Stops | Noticed::Missed => self.untold(&mut told).await,
                Noticed::Help(help) => vec![self.of_help(*help)],
                Noticed::Call(_) | Noticed::Bindings(_) | Noticed::Trunk(_) | Noticed::Bans => continue,
            };
            for message in messages {
                let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
                    tracing::error!(alert = message.event, "an alert is lost: too many are on their way");
                    continue;
                };
                let admin = Arc::clone(&self);
                tokio::spawn(async move {
                    admin.tell(&message).await;
                    drop(permit);
                });
            }
        }
    }

    /// Tries the webhook and the e-mail with a message that says that it is a test.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn test_alert(&self, actor: &Actor) -> Result<AlertTest, Error> {
        actor.demand(Permission::Configure)?;
        let sentence = "this is a test: alerts of this exchange reach you".to_owned();
        let message = self.message("test", now_ms(), sentence);
        let alerts = self.snapshot().general().alerts.clone();
        let (webhook, email) = tokio::join!(self.post(&alerts, &message), self.mail(&alerts, &message));
        Ok(AlertTest { webhook: webhook.map(AlertOutcome::of), email: email.map(AlertOutcome::of) })
    }

    /// Gives the messages of stops that nobody was told of.
    async fn untold(&self, told: &mut HashSet<(StopOf, u64)>) -> Vec<Message> {
        let Ok(stops) = self.live().stops().await else { return vec![] };
        if told.len() > TOLD_MAX {
            told.clear();
        }
        let snapshot = self.snapshot();
        let new = stops.into_iter().filter(|stop| told.insert((stop.of, stop.since_ms)));
        new.map(|stop| {
            let row = StopRow::of(&snapshot, stop);
            Message { stop: Some(row.clone()), ..self.message("stop", row.since_ms, row.sentence) }
        })
        .collect()
    }

    fn of_help(&self, help: HelpRow) -> Message {
        let sentence = help.sentence();
        Message { call: Some(help.clone()), ..self.message("emergency_call", help.at_ms, sentence) }
    }

    fn message(&self, event: &'static str, at_ms: u64, sentence: String) -> Message {
        let name = self.snapshot().general().premises.name.as_ref().map(ToString::to_string);
        let exchange = name.unwrap_or_else(|| "Strowger".to_owned());
        Message { event, exchange, at_ms, sentence, stop: None, call: None }
    }

    /// Tells whoever is to be told, again where it fails.
    async fn tell(&self, message: &Message) {
        let alerts = self.snapshot().general().alerts.clone();
        let (mut by_webhook, mut by_mail) = (false, false);
        for pause in PAUSES {
            tokio::time::sleep(pause).await;
            if !by_webhook {
                by_webhook = self.post(&alerts, message).await.is_none_or(|sent| is_sent("webhook", sent));
            }
            if !by_mail {
                by_mail = self.mail(&alerts, message).await.is_none_or(|sent| is_sent("e-mail", sent));
            }
            if by_webhook && by_mail {
                return;
            }
        }
    }

    async fn post(&self, alerts: &Alerts, message: &Message) -> Option<Result<(), Failure>> {
        let webhook = webhook(alerts, self.host().alert_networks.clone())?;
        let body = serde_json::to_string(message).unwrap_or_default();
        Some(blocking(move || webhook.post(&body)).await)
    }

    async fn mail(&self, alerts: &Alerts, message: &Message) -> Option<Result<(), Failure>> {
        let mail = mail(alerts)?;
        let subject = match message.event {
            "stop" => "calls are stopped",
            "emergency_call" => "an emergency number is called",
            _ => "test of an alert",
        };
        let subject = format!("{}: {subject}", message.exchange);
        let text = format!(
            "{}\n\n{}\n",
            message.sentence,
            serde_json::to_string_pretty(message).unwrap_or_default()
        );
        Some(blocking(move || mail.send(&subject, &text)).await)
    }
}

impl AlertOutcome {
    fn of(sent: Result<(), Failure>) -> Self {
        Self { is_sent: sent.is_ok(), error: sent.err().map(|failure| failure.to_string()) }
    }
}

fn is_sent(by: &'static str, sent: Result<(), Failure>) -> bool {
    if let Err(failure) = &sent {
        tracing::error!(%failure, by, "an alert was not taken");
    }
    sent.is_ok()
}

fn webhook(alerts: &Alerts, allowed: Vec<Network>) -> Option<Webhook> {
    let url = alerts.webhook.as_ref()?.to_string();
    Some(Webhook { url, secret: alerts.webhook_secret.as_ref().map(exposed), allowed })
}

fn mail(alerts: &Alerts) -> Option<Mail> {
    let (server, first) = (alerts.smtp_server.as_ref()?, alerts.email_to.first()?);
    let login = alerts.smtp_username.as_ref().zip(alerts.smtp_password.as_ref());
    Some(Mail {
        host: server.host.to_string(),
        port: server.port,
        security: alerts.smtp_security,
        login: login.map(|(username, password)| (username.to_string(), exposed(password))),
        from: alerts.email_from.as_ref().unwrap_or(first).to_string(),
        to: alerts.email_to.iter().map(ToString::to_string).collect(),
    })
}

fn exposed(secret: &Secret) -> String {
    secret.expose().to_owned()
}

/// Does something that waits, beside the tasks that must not.
async fn blocking(act: impl FnOnce() -> Result<(), Failure> + Send + 'static) -> Result<(), Failure> {
    let done = tokio::task::spawn_blocking(act).await;
    done.unwrap_or_else(|_| Err(Failure::Webhook("it was interrupted".to_owned())))
}
