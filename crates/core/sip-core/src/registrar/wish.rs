//! Reads what a REGISTER wishes (RFC 3261 section 10.3 steps 5 to 7), and refuses it before anything is changed.

use model::{Binding, general::RegistrationExpiry, record::BindingOwner};
use sip_msg::{Contacts, HeaderName, NameAddr, Request, Response, Status, Uri};

use super::{
    Arrival,
    contact::{Contact, way_to},
};
use crate::flow::Transport;

/// All that one REGISTER wishes.
pub(super) enum Wishes {
    /// `Contact: *`: remove every binding.
    Forget,
    /// These contacts; none asks what there is.
    List(Vec<Wish>),
}

/// One contact for so long; zero seconds remove it.
pub(super) struct Wish {
    pub(super) contact: Contact,
    pub(super) seconds: u32,
}

/// Why a REGISTER is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is for somebody else's address.
    NotYours,
    /// A header cannot be used.
    Bad(&'static str),
    /// Too short: the shortest is this.
    TooBrief(u32),
    /// An older request came after a newer one.
    OutOfOrder,
}

impl Wishes {
    /// Reads the request, and compares it with what is held.
    pub(super) fn read(
        arrival: &Arrival<'_>,
        limits: RegistrationExpiry,
        held: &[Contact],
    ) -> Result<Self, Refusal> {
        let headers = &arrival.request.headers;
        let (Ok(call_id), Ok(cseq)) = (headers.call_id(), headers.cseq()) else {
            return Err(Refusal::Bad("Bad Call-ID or CSeq"));
        };
        let overtaken =
            |contact: &Contact| contact.binding.call_id == call_id && contact.binding.cseq >= cseq.number;
        let header = headers.expires().ok().flatten();
        let contacts = match headers.contacts().map_err(|_| Refusal::Bad("Bad Contact"))? {
            // Step 6: "*" goes with Expires: 0 and with nothing else.
            Contacts::Star if header == Some(0) && !held.iter().any(overtaken) => return Ok(Self::Forget),
            Contacts::Star if header == Some(0) => return Err(Refusal::OutOfOrder),
            Contacts::Star => return Err(Refusal::Bad("Contact * Needs Expires 0")),
            Contacts::List(contacts) => contacts,
        };
        let draft = Draft::of(arrival, call_id, cseq.number)?;
        let mut wishes = Vec::with_capacity(contacts.len());
        for address in contacts {
            let seconds = granted(address.expires().or(header), limits)?;
            let contact = draft.contact(arrival, address, seconds)?;
            if held.iter().any(|held| held.is_same(&contact) && overtaken(held)) {
                return Err(Refusal::OutOfOrder);
            }
            wishes.push(Wish { contact, seconds });
        }
        Ok(Self::List(wishes))
    }
}

/// Step 7: what is asked, or the default, within the limits.
fn granted(asked: Option<u32>, limits: RegistrationExpiry) -> Result<u32, Refusal> {
    match asked {
        None => Ok(limits.default),
        Some(0) => Ok(0),
        Some(seconds) if seconds < limits.min => Err(Refusal::TooBrief(limits.min)),
        Some(seconds) => Ok(seconds.min(limits.max)),
    }
}

/// What the contacts of one request have in common.
struct Draft {
    binding: Binding,
}

impl Draft {
    fn of(arrival: &Arrival<'_>, call_id: &str, cseq: u32) -> Result<Self, Refusal> {
        let headers = &arrival.request.headers;
        let path: Vec<String> = headers.all(&HeaderName::Path).map(str::to_owned).collect();
        if path.len() > MAX_PATH {
            return Err(Refusal::Bad("Path Too Long"));
        }
        let binding = Binding {
            owner: BindingOwner::from(arrival.party),
            contact: String::new(),
            expires_at_ms: 0,
            call_id: call_id.to_owned(),
            cseq,
            user_agent: headers.user_agent().unwrap_or_default().chars().take(MAX_USER_AGENT).collect(),
            transport: arrival.flow.transport.into(),
            received: arrival.flow.remote.to_string(),
            local: arrival.flow.local.to_string(),
            path,
            instance: None,
            q: 1000,
        };
        Ok(Self { binding })
    }

    fn contact(&self, arrival: &Arrival<'_>, address: NameAddr, seconds: u32) -> Result<Contact, Refusal> {
        let q = address.q();
        let instance = address.params.text("+sip.instance").map(|instance| {
            let reg_id = address.params.get("reg-id").unwrap_or_default();
            format!("{instance} {reg_id}").chars().take(MAX_INSTANCE).collect()
        });
        let mut uri = match address.uri {
            // RFC 3261 section 26.2.2: to a sips URI it is TLS all the way, which is the connection that it registered over.
            Uri::Sip(uri) if !uri.secure || arrival.flow.transport == Transport::Tls => uri,
            Uri::Sip(_) | Uri::Tel(_) | Uri::Other(_) => {
                return Err(Refusal::Bad("Contact Cannot Be Reached"));
            }
        };
        // Headers in a URI would become headers of our requests: RFC 3261 section 19.1.5, RFC 4475 section 3.3.14.
        uri.headers = sip_msg::Params::new();
        let binding = Binding {
            contact: uri.to_string(),
            expires_at_ms: arrival.now.as_unix_ms().saturating_add(u64::from(seconds) * 1000),
            instance,
            q,
            ..self.binding.clone()
        };
        let hop = way_to(&uri, arrival.flow);
        Ok(Contact { binding, uri, hop })
    }
}

impl Refusal {
    /// The answer that it deserves.
    pub(super) fn response(&self, request: &Request) -> Response {
        let status = match self {
            Self::NotYours => Status::FORBIDDEN,
            Self::Bad(_) => Status::BAD_REQUEST,
            Self::TooBrief(_) => Status::INTERVAL_TOO_BRIEF,
            Self::OutOfOrder => Status::SERVER_INTERNAL_ERROR,
        };
        let mut response = request.response(status);
        match self {
            Self::Bad(why) => response.reason = (*why).into(),
            Self::TooBrief(min) => response.headers.push(HeaderName::MinExpires, min.to_string()),
            Self::OutOfOrder => response.reason = "Request Out Of Order".into(),
            Self::NotYours => {}
        }
        response
    }
}

/// Proxies between a phone and us; real networks have one or two.
const MAX_PATH: usize = 8;

/// Characters kept of a phone's instance: a URN of a UUID has 45.
const MAX_INSTANCE: usize = 128;

/// Characters kept of what a phone calls itself: enough for maker, model and version.
const MAX_USER_AGENT: usize = 128;
