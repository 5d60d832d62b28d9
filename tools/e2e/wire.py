"""Listens on the wire to the PCMU audio that is sent to a phone.

baresip 1.0 stops its recorder when the other side holds the call, whatever the server does, so a held phone has to be
judged by what it is sent. The listener sits at the bridge's end of the host's cable and sees each frame once.
"""

import array
import socket
import struct
import threading
import time

import net
import tones

ETHERNET_BYTES = 14
ETHERNET_IP = b"\x08\x00"
# A socket for one protocol is not shown what the host sends; one for all of them (ETH_P_ALL) is.
ALL_PROTOCOLS = 3
UDP = 17
PCMU_HZ = 8000


class Wire:
    """Collects what arrives at one phone's address as RTP of payload type 0, from `with` on until its end."""

    def __init__(self, phone):
        self._phone, self._heard, self._lock = phone, [], threading.Lock()

    def __enter__(self):
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
        self._socket.bind((f"{self._phone.host}-v", ALL_PROTOCOLS))
        self._socket.settimeout(0.2)
        self._listening = True
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._listening = False
        self._thread.join()
        self._socket.close()

    def last(self, seconds, *frequencies):
        """Returns how many seconds of audio came within the last `seconds`, and each frequency's share of its energy."""
        since = time.monotonic() - seconds
        with self._lock:
            payload = b"".join(payload for at, payload in self._heard if at >= since)
        samples = array.array("h", map(PCMU.__getitem__, payload))
        return tones.shares_of(samples, PCMU_HZ, frequencies)

    def first_after(self, moment):
        """Returns when the first packet came after a moment of the monotonic clock, or None."""
        with self._lock:
            return next((at for at, _ in self._heard if at > moment), None)

    def longest_gap(self, since):
        """Returns the longest time between two packets that came since a moment, in seconds; without any, the time until now."""
        with self._lock:
            moments = [at for at, _ in self._heard if at >= since]
        moments = [since, *moments] if not moments else moments
        return max((later - earlier for earlier, later in zip(moments, [*moments[1:], time.monotonic()])), default=0)

    def _listen(self):
        while self._listening:
            try:
                payload = _pcmu(self._socket.recv(2048), socket.inet_aton(self._phone.address))
            except TimeoutError:
                continue
            if payload:
                with self._lock:
                    self._heard.append((time.monotonic(), payload))


def _pcmu(frame, address):
    """Returns the payload of a frame that carries RTP with PCMU to an IPv4 address, or None."""
    ip = frame[ETHERNET_BYTES:]
    if frame[12:14] != ETHERNET_IP or len(ip) < 20 or ip[9] != UDP or ip[16:20] != address:
        return None
    udp = ip[(ip[0] & 0x0F) * 4:]
    length = struct.unpack_from("!H", udp, 4)[0] if len(udp) >= 8 else 0
    rtp = udp[8:length]
    # RFC 3550 section 5.1: version 2, no padding, no extension, no contributing sources, and payload type 0.
    return rtp[12:] if len(rtp) > 12 and rtp[0] == 0x80 and rtp[1] & 0x7F == 0 else None


def _linear(code):
    """Expands one byte of G.711's mu-law."""
    code = ~code & 0xFF
    size = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - size if code & 0x80 else size - 0x84


PCMU = [_linear(code) for code in range(256)]
