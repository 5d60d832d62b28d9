//! What a leg does as time goes by: 20 ms of audio or keys, reports, and the end of patience.

use moment::Moment;
use rtp::Pt;

use super::{Hears, Leg};
use crate::{
    Event, Side, Sink, TICK,
    dtmf::Beat,
    shield::{protect_rtcp, send_rtp},
    transcode::MAX_FRAME,
};

/// How many beats are made up for when a worker was late; older ones are dropped, as nobody waits for old audio.
const MAX_BEHIND: u32 = 5;

impl Leg {
    /// Does what is due. `other` is the leg that this one is joined with.
    pub fn tick(&mut self, now: Moment, mut other: Option<&mut Self>, out: &mut impl Sink) {
        if self.timers.silent.is_some_and(|at| at <= now) {
            self.timers.silent = None;
            out.event(Side::Own, Event::Silent);
        }
        if self.stream.is_some() && self.control.deadline() <= now {
            self.send_report(now, false, out);
        }
        while let Some(at) = self.timers.beat.filter(|at| *at <= now) {
            let at = at.max(now - TICK * MAX_BEHIND);
            let goes_on = self.beat(at, other.as_deref_mut(), out);
            self.timers.beat = goes_on.then_some(at + TICK);
        }
    }

    /// Makes 20 ms; false where nothing more is to come.
    fn beat(&mut self, now: Moment, other: Option<&mut Self>, out: &mut impl Sink) -> bool {
        let mut frame = [0; MAX_FRAME];
        let codec = self.encoding.as_ref().map(|encoding| encoding.codec());
        let pcm = frame.get_mut(..codec.map_or(0, |codec| codec.frame_samples())).unwrap_or_default();
        if self.keys_tx.is_busy() {
            self.beat_key(now, pcm, out);
            return true;
        }
        let is_on_hold = self.target().is_none();
        let is_audible = match &mut self.hears {
            // A source waits while the peer is on hold; it loses nothing.
            Hears::Source(_) if is_on_hold => return true,
            Hears::Source(played) => {
                let Some(playing) = &mut played.playing else { return false };
                if playing.is_mark() {
                    played.meter.mark(now);
                }
                let goes_on = playing.fill(pcm);
                if !goes_on {
                    self.quiet();
                    out.event(Side::Own, Event::Finished);
                    return false;
                }
                true
            }
            Hears::Other => {
                let Some(decoding) = other.and_then(|other| other.decoding.as_mut()) else { return false };
                let is_audible = decoding.pull(now, pcm, |key| out.event(Side::Other, Event::Digit(key)));
                if !is_audible && decoding.is_empty() {
                    self.interrupt();
                    return false;
                }
                is_audible
            }
            Hears::Nothing | Hears::Itself(_) => return false,
        };
        if is_audible {
            self.send_audio(now, pcm, out);
        }
        true
    }

    /// Sends 20 ms of a key. Audio that was heard before joins on after it.
    fn beat_key(&mut self, now: Moment, pcm: &mut [i16], out: &mut impl Sink) {
        let events = self.settings().and_then(|own| own.events);
        let rate_hz = self.encoding.as_ref().map_or(8000, |encoding| encoding.codec().sample_rate_hz());
        match self.keys_tx.beat(self.tx.clock(now), events.is_some(), rate_hz, pcm) {
            Some(Beat::Event(event, stamp, marker)) => {
                self.tx.pause();
                let (Some(to), Some(events)) = (self.target(), events) else { return };
                let header = self.tx.event(now, Pt::from_low_bits(events.send), stamp, marker);
                let mut packet = [0; rtp::Header::LEN + rtp::telephone_event::Event::LEN];
                if let Some(payload) = header.write(&mut packet) {
                    payload.copy_from_slice(&event.bytes());
                    self.send(to, &packet, out);
                }
            }
            Some(Beat::Frame) => self.send_audio(now, pcm, out),
            Some(Beat::Pause) | None => {}
        }
    }

    fn send_audio(&mut self, now: Moment, pcm: &[i16], out: &mut impl Sink) {
        let (Some(to), Some(pt)) = (self.target(), self.settings().map(|own| own.send_pt())) else { return };
        let Some(encoded) = self.encoding.as_mut().and_then(|encoding| encoding.push(pcm)) else { return };
        let bytes = encoded.packet.len().saturating_sub(rtp::Header::LEN);
        let header = self.tx.audio(now, pt, encoded.span, bytes);
        if header.write(encoded.packet).is_some()
            && send_rtp(self.shield.as_deref_mut(), Side::Own, to, encoded.packet, out)
        {
            self.packets_tx = self.packets_tx.saturating_add(1);
        }
    }

    /// Sends a packet of ours and counts it.
    fn send(&mut self, to: std::net::SocketAddr, packet: &[u8], out: &mut impl Sink) {
        if send_rtp(self.shield.as_deref_mut(), Side::Own, to, packet, out) {
            self.packets_tx = self.packets_tx.saturating_add(1);
        }
    }

    /// Sends the RTCP report that is due.
    pub(super) fn send_report(&mut self, now: Moment, is_last: bool, out: &mut impl Sink) {
        let Some(stream) = &self.stream else { return };
        let (own, rtp) = (&stream.settings, stream.latch.target());
        let heard = self.control.source().filter(|from| own.symmetric && stream.latch.trusts(from.ip()));
        let to = match heard {
            _ if own.rtcp_mux => rtp,
            Some(from) => from,
            // Behind NAT the port beside the one that RTP comes from is the best guess.
            None if rtp != own.remote_rtp => {
                std::net::SocketAddr::new(rtp.ip(), rtp.port().checked_add(1).unwrap_or(rtp.port()))
            }
            None => own.remote_rtcp,
        };
        if to.ip().is_unspecified() || to.port() == 0 {
            return;
        }
        let (mux, shield) = (own.rtcp_mux, self.shield.as_deref_mut());
        self.control.report(now, &mut self.rx, &self.tx, is_last, |bytes| {
            protect_rtcp(shield, bytes, |bytes| match mux {
                true => out.rtp(Side::Own, to, bytes),
                false => out.rtcp(Side::Own, to, bytes),
            });
        });
    }
}
