//! A phone's mouth and ear: a tone sent as RTP, and how much of what comes back is the other's tone.

use std::net::{SocketAddr, UdpSocket};

use anyhow::{Context, Result};
use dsp::{
    codec::{Codec, Decoder, Encoder},
    goertzel::{Goertzel, mean_square},
    tone::Sine,
};
use moment::Moment;
use rtp::{Header, MAX_PACKET_BYTES, Packet, Pt, SeqNo, Ssrc, Timestamp};
use sdp::Agreed;

/// Milliseconds of audio in a packet.
const FRAME_MS: u64 = 20;

/// The rate of all codecs that the demo speaks.
const RATE_HZ: u32 = 8000;

/// The last half second is listened to: what came before may be the start of the stream.
const EAR_SAMPLES: usize = RATE_HZ as usize / 2;

/// The level of the tones.
const LEVEL_DBM0: f64 = -12.0;

/// The audio of one call.
pub(crate) struct Voice {
    socket: UdpSocket,
    tone: Sine,
    heard: Vec<i16>,
    speaking: Option<Speaking>,
}

/// What is known once a codec is agreed.
struct Speaking {
    codec: Codec,
    encoder: Encoder,
    decoder: Decoder,
    pt: u8,
    to: SocketAddr,
    next: Moment,
    count: u16,
}

impl Voice {
    /// Opens the port that the phone's description names; it says a tone of this frequency.
    pub(crate) fn open(at: SocketAddr, hz: f64) -> Result<Self> {
        let socket = UdpSocket::bind(at).with_context(|| format!("no RTP port at {at}"))?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket, tone: Sine::new(hz, LEVEL_DBM0, RATE_HZ), heard: vec![], speaking: None })
    }

    /// Says and hears what is due.
    pub(crate) fn turn(&mut self, now: Moment, agreed: &Agreed) -> Result<()> {
        if self.speaking.as_ref().is_none_or(|speaking| speaking.pt != agreed.codec.pt) {
            let codec = Codec::from_name(&agreed.codec.name)
                .with_context(|| format!("a codec that the demo does not speak: {}", agreed.codec.name))?;
            self.speaking = Some(Speaking {
                codec,
                encoder: Encoder::new(codec),
                decoder: Decoder::new(codec),
                pt: agreed.codec.pt,
                to: agreed.remote_rtp,
                next: now,
                count: 0,
            });
        }
        let Self { socket, tone, heard, speaking: Some(speaking) } = self else { return Ok(()) };
        speaking.to = agreed.remote_rtp;
        while speaking.next <= now {
            speaking.say(socket, tone);
        }
        speaking.hear(socket, heard);
        Ok(())
    }

    /// Returns the codec's name, once agreed.
    pub(crate) fn codec(&self) -> &'static str {
        self.speaking.as_ref().map_or("none", |speaking| speaking.codec.name())
    }

    /// Returns which part of what was heard last is a tone of this frequency, 0 to 1; nothing while too little was heard.
    pub(crate) fn share(&self, hz: f64) -> Option<f32> {
        let last = self.heard.get(self.heard.len().checked_sub(EAR_SAMPLES)?..)?;
        let whole = mean_square(last);
        let [power] = Goertzel::new([hz], RATE_HZ).powers(last);
        (whole > 1.0).then_some(power / whole)
    }
}

impl Speaking {
    fn say(&mut self, socket: &UdpSocket, tone: &mut Sine) {
        let mut pcm = [0; 160];
        tone.fill(&mut pcm);
        let mut packet = [0; MAX_PACKET_BYTES];
        let header = Header {
            marker: self.count == 0,
            pt: Pt::from_low_bits(self.pt),
            seq: SeqNo(self.count),
            timestamp: Timestamp(u32::from(self.count) * 160),
            ssrc: Ssrc(u32::from(self.pt) + 0x5711),
        };
        if let Some(payload) = header.write(&mut packet) {
            let length = Header::LEN + self.encoder.encode(&pcm, payload);
            // A lost packet is the network's business.
            let _ = socket.send_to(packet.get(..length).unwrap_or_default(), self.to);
        }
        self.count = self.count.wrapping_add(1);
        self.next += std::time::Duration::from_millis(FRAME_MS);
    }

    fn hear(&mut self, socket: &UdpSocket, heard: &mut Vec<i16>) {
        let mut bytes = [0; MAX_PACKET_BYTES];
        while let Ok((length, _)) = socket.recv_from(&mut bytes) {
            let Ok(packet) = Packet::parse(bytes.get(..length).unwrap_or_default()) else { continue };
            if packet.header.pt.number() != self.pt {
                continue;
            }
            let mut pcm = [0; 2 * MAX_PACKET_BYTES];
            let samples = self.decoder.decode(packet.payload, &mut pcm);
            heard.extend_from_slice(pcm.get(..samples).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sdp::{Abilities, Codec, Direction, Origin, Preference, Session};

    use super::*;

    /// What two phones at these addresses agree on, seen from each.
    fn agreed(codec: &Codec, one: SocketAddr, other: SocketAddr) -> [Agreed; 2] {
        let abilities = |at: SocketAddr| Abilities {
            addr: at.ip(),
            rtp_port: at.port(),
            codecs: vec![codec.clone()],
            telephone_event: None,
            ptime_ms: 20,
            direction: Direction::SendRecv,
            rtcp_mux: false,
            security: sdp::Security::Off,
        };
        let offer = sdp::offer(&abilities(one), Origin::new(1, 1, one.ip()));
        let origin = Origin::new(2, 1, other.ip());
        let (answer, others) = sdp::answer(&offer, &abilities(other), Preference::Ours, origin).unwrap();
        let answer = Session::parse(answer.to_string().as_bytes()).unwrap();
        [sdp::accept(&offer, &answer).unwrap(), others]
    }

    #[test]
    fn each_hears_the_others_tone_and_not_its_own() {
        for codec in [Codec::gsm(), Codec::pcmu()] {
            let mut voices = [440.0, 1_000.0].map(|hz| Voice::open(([127, 0, 0, 1], 0).into(), hz).unwrap());
            let [one, other] = voices.each_ref().map(|voice| voice.socket.local_addr().unwrap());
            let agreed = agreed(&codec, one, other);
            assert_eq!(voices[0].share(1_000.0), None, "nothing was heard yet");
            for ms in (0..=1_000).step_by(20) {
                let now = Moment::ZERO + Duration::from_millis(ms);
                voices.iter_mut().zip(&agreed).for_each(|(voice, agreed)| voice.turn(now, agreed).unwrap());
            }
            assert!(voices[0].share(1_000.0).unwrap() > 0.9 && voices[0].share(440.0).unwrap() < 0.05);
            assert!(voices[1].share(440.0).unwrap() > 0.9 && voices[1].share(1_000.0).unwrap() < 0.05);
        }
    }
}
