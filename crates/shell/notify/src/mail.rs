//! Sends an e-mail over SMTP (RFC 5321), over TLS unless it is said otherwise.

use lettre::{
    Message, SmtpTransport, Transport,
    message::header::ContentType,
    transport::smtp::{
        authentication::Credentials,
        client::{CertificateStore, Tls, TlsParameters},
    },
};
use model::SmtpSecurity;

use crate::{Failure, PATIENCE};

/// A mail server and whom it is to deliver to.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The server's name or address.
    pub host: String,
    /// Its port; the usual one where none is given.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// What we log in with.
    pub login: Option<(String, String)>,
    /// Whom it is from.
    pub from: String,
    /// Who gets it.
    pub to: Vec<String>,
}

impl Mail {
    /// Sends a plain text.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn send(&self, subject: &str, text: &str) -> Result<(), Failure> {
        let letter = self.letter(subject, text)?;
        let sent = self.transport()?.send(&letter);
        sent.map(drop).map_err(|error| Failure::Mail(error.to_string()))
    }

    fn letter(&self, subject: &str, text: &str) -> Result<Message, Failure> {
        let wrong = |error: &dyn std::fmt::Display| Failure::Letter(error.to_string());
        let mut letter = Message::builder()
            .from(self.from.parse().map_err(|error| wrong(&error))?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN);
        for to in &self.to {
            letter = letter.to(to.parse().map_err(|error| wrong(&error))?);
        }
        letter.body(text.to_owned()).map_err(|error| wrong(&error))
    }

    fn transport(&self) -> Result<SmtpTransport, Failure> {
        let wrong = |error: lettre::transport::smtp::Error| Failure::Mail(error.to_string());
        let (tls, port) = match self.security {
            SmtpSecurity::Tls => (Tls::Wrapper(self.tls().map_err(wrong)?), 465),
            SmtpSecurity::Starttls => (Tls::Required(self.tls().map_err(wrong)?), 587),
            SmtpSecurity::None => (Tls::None, 25),
        };
        let mut transport = SmtpTransport::builder_dangerous(&self.host)
            .port(self.port.unwrap_or(port))
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((username, password)) = self.login.clone() {
            transport = transport.credentials(Credentials::new(username, password));
        }
        Ok(transport.build())
    }

    /// By the authorities that the host trusts.
    fn tls(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        TlsParameters::builder(self.host.clone()).certificate_store(CertificateStore::Default).build()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Write},
        net::TcpListener,
        thread,
    };

    use super::*;

    fn mail(port: u16) -> Mail {
        Mail {
            host: "127.0.0.1".into(),
            port: Some(port),
            security: SmtpSecurity::None,
            login: None,
            from: "pbx@example.org".into(),
            to: vec!["ops@example.org".into(), "boss@example.org".into()],
        }
    }

    #[test]
    fn a_letter_is_handed_to_the_server() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let (mut heard, mut out) = (vec![], stream.try_clone().unwrap());
            out.write_all(b"220 mail\r\n").unwrap();
            let mut is_data = false;
            for line in BufReader::new(stream).lines() {
                let line = line.unwrap();
                let verb = line.split([' ', ':']).next().unwrap_or_default().to_owned();
                let answer = match (is_data, verb.as_str(), line.as_str()) {
                    (true, _, ".") => "250 queued\r\n",
                    (true, ..) => "",
                    (false, "DATA", _) => "354 go on\r\n",
                    (false, "QUIT", _) => "221 bye\r\n",
                    (false, ..) => "250 ok\r\n",
                };
                is_data = (is_data || verb == "DATA") && line != ".";
                heard.push(line);
                out.write_all(answer.as_bytes()).unwrap();
                if verb == "QUIT" && !is_data {
                    break;
                }
            }
            heard.join("\n")
        });
        mail(port).send("Calls are stopped", "international: bob").unwrap();
        let heard = server.join().unwrap();
        for part in [
            "RCPT TO:<ops@example.org>",
            "RCPT TO:<boss@example.org>",
            "Subject: Calls are stopped",
            "international: bob",
        ] {
            assert!(heard.contains(part), "{part}\n{heard}");
        }
    }

    #[test]
    fn a_subject_cannot_bring_a_header_of_its_own() {
        let letter = mail(25).letter("Stop\r\nBcc: thief@example.net", "text").unwrap();
        let text = String::from_utf8(letter.formatted()).unwrap();
        assert!(!text.contains("\nBcc:"), "{text}");
    }

    #[test]
    fn a_server_that_is_not_there_is_a_failure_with_words() {
        let failure = mail(1).send("a", "b").unwrap_err();
        assert!(matches!(failure, Failure::Mail(_)), "{failure}");
    }
}
