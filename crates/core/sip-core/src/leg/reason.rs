//! The Reason header (RFC 3326): why a leg ends, both ways.

use sip_msg::{HeaderName, Headers, Reason, Status};

/// What another phone's answer is called (RFC 3326 section 2, and every phone that shows no missed call for it).
pub const COMPLETED_ELSEWHERE: &str = "Call completed elsewhere";

/// Writes why we end a leg: a SIP code with its text.
pub(crate) fn write(status: Status, text: &str) -> String {
    let text = match (status, text) {
        (Status::OK, "") => COMPLETED_ELSEWHERE,
        (_, "") => status.reason(),
        (_, text) => text,
    };
    Reason::sip(status, text).to_string()
}

/// Reads the text that a person may be shown; the registered phrase of a SIP cause where there is none.
pub(crate) fn text(headers: &Headers) -> Option<String> {
    let reasons = headers.reason().ok()?;
    let told = reasons.iter().find_map(|reason| reason.text.as_deref().map(str::to_owned));
    told.or_else(|| {
        let sip = reasons.iter().find(|reason| reason.protocol.eq_ignore_ascii_case("SIP"))?;
        Some(Status::new(sip.cause?)?.reason().to_owned())
    })
}

/// Tells whether a CANCEL says that another phone has answered.
pub(crate) fn is_elsewhere(headers: &Headers) -> bool {
    let sip_200 = |reason: &Reason| {
        reason.protocol.eq_ignore_ascii_case("SIP") && reason.cause == Some(Status::OK.code())
    };
    headers.reason().is_ok_and(|reasons| reasons.iter().any(sip_200))
}

/// Puts a reason into a request.
pub(crate) fn attach(headers: &mut Headers, reason: &str) {
    headers.push(HeaderName::Reason, reason);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(reason: &str) -> Headers {
        let mut headers = Headers::new();
        attach(&mut headers, reason);
        headers
    }

    #[test]
    fn what_we_write_we_read() {
        let ours = headers(&write(Status::OK, ""));
        assert!(is_elsewhere(&ours));
        assert_eq!(text(&ours).as_deref(), Some(COMPLETED_ELSEWHERE));
        assert!(!is_elsewhere(&headers(&write(Status::BUSY_HERE, ""))));
    }

    #[test]
    fn text_with_quotes_comes_back_as_it_was() {
        assert_eq!(text(&headers(&write(Status::OK, "a \"b\" c"))).as_deref(), Some("a \"b\" c"));
    }

    #[test]
    fn q850_text_is_shown_and_a_bare_sip_cause_gets_its_phrase() {
        assert_eq!(
            text(&headers("Q.850;cause=16;text=\"Normal clearing\"")).as_deref(),
            Some("Normal clearing")
        );
        assert_eq!(text(&headers("SIP;cause=486")).as_deref(), Some("Busy Here"));
        assert_eq!(text(&Headers::new()), None);
    }
}
