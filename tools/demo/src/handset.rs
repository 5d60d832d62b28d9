//! A phone that somebody holds: the scripted phone of the test world on a real socket, with a voice.

use std::net::{SocketAddr, UdpSocket};

use anyhow::{Context, Result};
use moment::Moment;
use testkit::{Account, Datagram, Phone, PhoneCall};

use crate::audio::Voice;

/// The longest SIP message that a phone here reads.
const MESSAGE_MAX: usize = 65_535;

/// Who holds it.
pub(crate) struct Owner {
    /// The name, which is the line's username.
    pub(crate) name: &'static str,
    /// The line's password.
    pub(crate) password: &'static str,
    /// The tone that this person says.
    pub(crate) hz: f64,
    /// The codecs that the phone has.
    pub(crate) codecs: Vec<sdp::Codec>,
}

/// The phone.
pub(crate) struct Handset {
    /// Its SIP.
    pub(crate) phone: Phone,
    /// The tone that its owner says.
    pub(crate) hz: f64,
    socket: UdpSocket,
    /// The audio of a call, by the call's place among the phone's calls.
    voice: Option<(usize, Voice)>,
}

impl Handset {
    /// Plugs a phone in at an address, for a line of an exchange.
    pub(crate) fn new(owner: Owner, address: SocketAddr, exchange: SocketAddr) -> Result<Self> {
        let socket = UdpSocket::bind(address).with_context(|| format!("no room for a phone at {address}"))?;
        socket.set_nonblocking(true)?;
        let account = Account { username: owner.name.to_owned(), password: owner.password.to_owned() };
        let mut phone = Phone::new(owner.name, address, exchange, account);
        phone.codecs = owner.codecs;
        Ok(Self { phone, hz: owner.hz, socket, voice: None })
    }

    /// Reads and sends what is due.
    pub(crate) fn turn(&mut self, now: Moment) -> Result<()> {
        let mut bytes = [0; MESSAGE_MAX];
        while let Ok((length, _)) = self.socket.recv_from(&mut bytes) {
            let sent = self.phone.drive(now, bytes.get(..length));
            self.send(&sent)?;
        }
        let sent = self.phone.drive(now, None);
        self.send(&sent)?;
        self.speak(now)
    }

    /// Returns its latest call.
    pub(crate) fn call(&self) -> Option<&PhoneCall> {
        self.phone.calls.last()
    }

    /// Answers its latest call.
    pub(crate) fn answer(&mut self) {
        if let Some(at) = self.phone.calls.len().checked_sub(1) {
            self.phone.answer(at);
        }
    }

    /// Hangs its latest call up.
    pub(crate) fn hang_up(&mut self) {
        if let Some(at) = self.phone.calls.len().checked_sub(1) {
            self.phone.hang_up(at);
        }
    }

    /// Returns which part of what it hears is a tone of this frequency.
    pub(crate) fn hears(&self, hz: f64) -> Option<f32> {
        self.voice.as_ref()?.1.share(hz)
    }

    /// Returns the codec that it speaks.
    pub(crate) fn codec(&self) -> &'static str {
        self.voice.as_ref().map_or("none", |(_, voice)| voice.codec())
    }

    fn send(&self, datagrams: &[Datagram]) -> Result<()> {
        for datagram in datagrams {
            self.socket.send_to(&datagram.bytes, datagram.to)?;
        }
        Ok(())
    }

    /// Opens the port of a call when there is one, and talks when it is up.
    fn speak(&mut self, now: Moment) -> Result<()> {
        let Some((at, call)) =
            self.phone.calls.iter().enumerate().next_back().filter(|(_, call)| !call.is_over())
        else {
            self.voice = None;
            return Ok(());
        };
        if self.voice.as_ref().is_none_or(|(of, _)| *of != at) {
            let rtp = SocketAddr::new(self.phone.addr.ip(), call.rtp_port());
            self.voice = Some((at, Voice::open(rtp, self.hz)?));
        }
        match (&mut self.voice, &call.agreed) {
            (Some((_, voice)), Some(agreed)) if call.is_up() => voice.turn(now, agreed),
            _ => Ok(()),
        }
    }
}
