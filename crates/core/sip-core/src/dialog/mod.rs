//! Dialogs: RFC 3261 section 12.
//!
//! Holds what two sides of a call agreed to be called: id, sequence numbers, remote target and route set. Builds requests
//! within the dialog, but never decides which, and never which address of ours they show: Via and Contact come later.

mod id;

use serde::{Deserialize, Serialize};
use sip_msg::{Contacts, HeaderName, Headers, Method, NameAddr, Request, Response, Uri};

pub(crate) use id::DialogId;

use crate::flow::Hop;

/// Hops that a new request may take (RFC 3261 section 8.1.1.6).
pub(crate) const MAX_FORWARDS: u8 = 70;

/// Most proxies that may stay in a dialog's path; a longer route set is cut off by refusing the dialog.
const MAX_ROUTES: usize = 16;

/// Our end of a dialog, early or confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dialog {
    id: DialogId,
    /// The From of our requests, tag included.
    local: String,
    /// The To of our requests, tag included once it is known.
    remote: String,
    remote_target: Uri,
    routes: Vec<NameAddr>,
    local_cseq: u32,
    remote_cseq: Option<u32>,
    /// Where the peer is reached whatever its Contact says: the path that it registered or called over.
    path: Option<Hop>,
}

/// Where a request within a dialog goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum NextHop {
    /// Over a path that is known.
    Path(Hop),
    /// To whatever this URI resolves to (RFC 3263).
    Uri(Uri),
}

/// Why a message cannot make a dialog, or cannot be taken in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// From, To, Call-ID, CSeq, Contact or Record-Route is missing or unreadable.
    Unreadable,
    /// Its CSeq is lower than one that was seen (RFC 3261 section 12.2.2): 500.
    OutOfOrder,
}

impl Dialog {
    /// Makes the caller's end from its request and a response with a To tag (section 12.1.2).
    pub(crate) fn of_caller(
        request: &Request,
        response: &Response,
        path: Option<Hop>,
    ) -> Result<Self, Unfit> {
        let (asked, answered) = (&request.headers, &response.headers);
        let id = DialogId {
            call_id: text(answered, &HeaderName::CallId)?,
            local_tag: tag(asked.from())?.unwrap_or_default(),
            remote_tag: tag(answered.to())?.unwrap_or_default(),
        };
        let mut routes = answered.record_routes().map_err(|_| Unfit::Unreadable)?;
        routes.reverse();
        if routes.len() > MAX_ROUTES {
            return Err(Unfit::Unreadable);
        }
        Ok(Self {
            id,
            local: text(asked, &HeaderName::From)?,
            remote: text(answered, &HeaderName::To)?,
            // A provisional response may lack its Contact; a dialog without one is reached where the request went.
            remote_target: contact(answered)?.unwrap_or_else(|| request.uri.clone()),
            routes,
            local_cseq: asked.cseq().map_err(|_| Unfit::Unreadable)?.number,
            remote_cseq: None,
            path,
        })
    }

    /// Makes the called side's end from a request and our tag (section 12.1.1).
    pub(crate) fn of_called(request: &Request, local_tag: &str, path: Option<Hop>) -> Result<Self, Unfit> {
        let headers = &request.headers;
        let routes = headers.record_routes().map_err(|_| Unfit::Unreadable)?;
        if routes.len() > MAX_ROUTES {
            return Err(Unfit::Unreadable);
        }
        Ok(Self {
            id: DialogId {
                call_id: text(headers, &HeaderName::CallId)?,
                local_tag: local_tag.to_owned(),
                // RFC 3261 section 12.1.1: a caller of RFC 2543 has no tag; that is the null tag.
                remote_tag: tag(headers.from())?.unwrap_or_default(),
            },
            local: format!("{};tag={local_tag}", text(headers, &HeaderName::To)?),
            remote: text(headers, &HeaderName::From)?,
            remote_target: match contact(headers)? {
                Some(uri) => uri,
                // RFC 2543 knows no duty to send a Contact: From is where it said to be called back.
                None => headers.from().map_err(|_| Unfit::Unreadable)?.uri,
            },
            routes,
            local_cseq: 0,
            remote_cseq: Some(headers.cseq().map_err(|_| Unfit::Unreadable)?.number),
            path,
        })
    }

    /// Its id.
    pub(crate) fn id(&self) -> &DialogId {
        &self.id
    }

    /// Takes the sequence number of a request of the peer.
    pub(crate) fn take_cseq(&mut self, request: &Request) -> Result<(), Unfit> {
        let seq = request.headers.cseq().map_err(|_| Unfit::Unreadable)?.number;
        if self.remote_cseq.is_some_and(|seen| seq < seen) {
            return Err(Unfit::OutOfOrder);
        }
        self.remote_cseq = Some(seq);
        Ok(())
    }

    /// Moves the remote target to the Contact of a target refresh: INVITE, UPDATE, or a 2xx to one (section 12.2).
    pub(crate) fn refresh_target(&mut self, headers: &Headers) {
        if let Ok(Some(uri)) = contact(headers) {
            self.remote_target = uri;
        }
    }

    /// Builds the next request. It lacks Via and Contact, which depend on the address that it leaves from.
    pub(crate) fn request(&mut self, method: Method) -> Request {
        let number = self.renumber();
        self.build(method, number)
    }

    /// Builds the ACK of a 2xx, with the number and the credentials of its INVITE (sections 13.2.2.4 and 22.1).
    pub(crate) fn ack_of(&self, invite: &Request) -> Request {
        let number = invite.headers.cseq().map_or(self.local_cseq, |cseq| cseq.number);
        let mut ack = self.build(Method::Ack, number);
        ack.headers.copy(&invite.headers, &HeaderName::Authorization);
        ack.headers.copy(&invite.headers, &HeaderName::ProxyAuthorization);
        ack
    }

    /// Builds the ACK of a 2xx with a number that is known to be one of ours.
    pub(crate) fn ack_numbered(&self, number: u32) -> Request {
        self.build(Method::Ack, number)
    }

    /// Leaves numbers out.
    pub(crate) fn skip(&mut self, numbers: u32) {
        self.local_cseq = self.local_cseq.saturating_add(numbers);
    }

    /// The path that it is bound to; none where the peer's Contact says the way.
    pub(crate) fn path(&self) -> Option<Hop> {
        self.path
    }

    /// Binds it to another path, where it is bound to one.
    pub(crate) fn follow(&mut self, path: Hop) {
        if self.path.is_some() {
            self.path = Some(path);
        }
    }

    /// Where the peer says that it is reached.
    pub(crate) fn remote_target(&self) -> &Uri {
        &self.remote_target
    }

    /// Takes the next number, for a request that is sent again because it was challenged.
    pub(crate) fn renumber(&mut self) -> u32 {
        self.local_cseq = self.local_cseq.saturating_add(1);
        self.local_cseq
    }

    /// The From of our requests, which is the To of our responses.
    pub(crate) fn local(&self) -> &str {
        &self.local
    }

    /// Where requests go (section 12.2.1.1): the topmost route, else the remote target; over a known path where there is
    /// one and no proxy asked to stay in between.
    pub(crate) fn next_hop(&self) -> NextHop {
        match (self.routes.first(), self.path) {
            (Some(route), _) => NextHop::Uri(route.uri.clone()),
            (None, Some(path)) => NextHop::Path(path),
            (None, None) => NextHop::Uri(self.remote_target.clone()),
        }
    }

    fn build(&self, method: Method, seq: u32) -> Request {
        let loose = |route: &NameAddr| route.uri.as_sip().is_some_and(sip_msg::SipUri::lr);
        let strict = self.routes.first().filter(|route| !loose(route));
        let uri = strict.map_or(&self.remote_target, |route| &route.uri);
        let cseq = format!("{seq} {method}");
        let mut request = Request::new(method, uri.clone());
        let headers = &mut request.headers;
        headers.push(HeaderName::MaxForwards, MAX_FORWARDS.to_string());
        for route in self.routes.iter().skip(usize::from(strict.is_some())) {
            headers.push(HeaderName::Route, route.to_string());
        }
        if strict.is_some() {
            headers.push(HeaderName::Route, format!("<{}>", self.remote_target));
        }
        headers.push(HeaderName::From, self.local.as_str());
        headers.push(HeaderName::To, self.remote.as_str());
        headers.push(HeaderName::CallId, self.id.call_id.as_str());
        headers.push(HeaderName::CSeq, cseq);
        request
    }
}

fn text(headers: &Headers, name: &HeaderName) -> Result<String, Unfit> {
    headers.get(name).map(str::to_owned).ok_or(Unfit::Unreadable)
}

fn tag<E>(addr: Result<NameAddr, E>) -> Result<Option<String>, Unfit> {
    Ok(addr.map_err(|_| Unfit::Unreadable)?.tag().map(str::to_owned))
}

fn contact(headers: &Headers) -> Result<Option<Uri>, Unfit> {
    match headers.contacts() {
        Ok(Contacts::List(list)) => Ok(list.into_iter().next().map(|contact| contact.uri)),
        // RFC 3261 section 8.1.1.8: one URI; the star belongs to REGISTER.
        Ok(Contacts::Star) | Err(_) => Err(Unfit::Unreadable),
    }
}

#[cfg(test)]
mod tests;
