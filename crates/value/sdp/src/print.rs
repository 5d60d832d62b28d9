//! Writes a session as text, in the order that RFC 8866 section 9 fixes.

use std::{
    fmt::{self, Display, Formatter},
    net::IpAddr,
};

use crate::{Attribute, Media, RtpMap, Session};

impl Display for Session {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let origin = &self.origin;
        let network = if origin.address.contains(':') { "IP6" } else { "IP4" };
        write!(f, "v=0\r\no={} {} {}", origin.username, origin.session_id, origin.version)?;
        write!(f, " IN {network} {}\r\n", origin.address)?;
        write!(f, "s={}\r\n", if self.name.is_empty() { "-" } else { &self.name })?;
        connection(f, self.connection)?;
        if self.times.is_empty() {
            f.write_str("t=0 0\r\n")?;
        }
        for time in &self.times {
            write!(f, "t={} {}\r\n", time.start, time.stop)?;
        }
        if let Some(direction) = self.direction {
            write!(f, "a={}\r\n", direction.as_str())?;
        }
        attributes(f, &self.attributes)?;
        self.media.iter().try_for_each(|media| media.fmt(f))
    }
}

impl Display for Media {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "m={} {} {}", self.kind, self.port, self.protocol)?;
        for format in &self.formats {
            write!(f, " {format}")?;
        }
        f.write_str("\r\n")?;
        connection(f, self.connection)?;
        for map in &self.rtpmaps {
            write!(f, "a=rtpmap:{map}\r\n")?;
        }
        for fmtp in &self.fmtps {
            write!(f, "a=fmtp:{} {}\r\n", fmtp.format, fmtp.parameters)?;
        }
        if let Some(ms) = self.ptime_ms {
            write!(f, "a=ptime:{ms}\r\n")?;
        }
        if let Some(ms) = self.maxptime_ms {
            write!(f, "a=maxptime:{ms}\r\n")?;
        }
        self.rtcp(f)?;
        for crypto in &self.crypto {
            write!(f, "a=crypto:{}\r\n", crypto.line())?;
        }
        attributes(f, &self.attributes)?;
        match self.direction {
            Some(direction) => write!(f, "a={}\r\n", direction.as_str()),
            None => Ok(()),
        }
    }
}

impl Media {
    fn rtcp(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.rtcp.address {
            write!(f, "a=rtcp:{}", at.port)?;
            if let Some(addr) = at.addr {
                write!(f, " IN {} {addr}", network(addr))?;
            }
            f.write_str("\r\n")?;
        }
        if self.rtcp.mux { f.write_str("a=rtcp-mux\r\n") } else { Ok(()) }
    }
}

impl Display for RtpMap {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}", self.pt, self.name, self.clock_hz)?;
        if self.channels > 1 { write!(f, "/{}", self.channels) } else { Ok(()) }
    }
}

fn network(addr: IpAddr) -> &'static str {
    if addr.is_ipv6() { "IP6" } else { "IP4" }
}

fn connection(f: &mut Formatter<'_>, addr: Option<IpAddr>) -> fmt::Result {
    match addr {
        Some(addr) => write!(f, "c=IN {} {addr}\r\n", network(addr)),
        None => Ok(()),
    }
}

fn attributes(f: &mut Formatter<'_>, attributes: &[Attribute]) -> fmt::Result {
    attributes.iter().try_for_each(|attribute| match &attribute.value {
        Some(value) => write!(f, "a={}:{value}\r\n", attribute.name),
        None => write!(f, "a={}\r\n", attribute.name),
    })
}
