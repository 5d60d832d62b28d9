"""Which steady tone a recording holds: the share of its energy at each frequency asked for."""

import array
import math
import sys
import wave


def shares(path, frequencies, skip_seconds=0.5, last_seconds=None):
    """Returns the seconds that were measured and, for each frequency, its share (0 to 1) of all energy.

    The beginning is skipped; with `last_seconds` only that much of the end is measured."""
    with wave.open(path) as recording:
        rate = recording.getframerate()
        raw = recording.readframes(recording.getnframes())
    if not raw:
        # A recorder that was killed leaves the length in the header at zero: the samples are there all the same.
        with open(path, "rb") as file:
            raw = file.read()[44:]
    samples = array.array("h", raw[: len(raw) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    samples = samples[int(rate * skip_seconds):]
    if last_seconds is not None:
        samples = samples[-int(rate * last_seconds):]
    return shares_of(samples, rate, frequencies)


def shares_of(samples, rate, frequencies):
    """Does the same for samples; less than half a second holds no tone."""
    if len(samples) < rate // 2:
        return len(samples) / rate, dict.fromkeys(frequencies, 0.0)
    energy = sum(sample * sample for sample in samples) or 1
    return len(samples) / rate, {hz: _power(samples, hz, rate) * 2 / (len(samples) * energy) for hz in frequencies}


def _power(samples, hz, rate):
    """Goertzel: the squared magnitude of one frequency."""
    turn = 2 * math.cos(2 * math.pi * hz / rate)
    last = before = 0.0
    for sample in samples:
        last, before = sample + turn * last - before, last
    return last * last + before * before - turn * last * before


# Silence at the end of each half second of a tone. GSM carries a steady sine by its long-term predictor alone: a decoder that missed the
# first frame, because the other side answered a moment earlier, would play it too softly for ever. After a pause it starts afresh.
PAUSE_SECONDS = 0.04


def write(path, hz, seconds=60, rate=8000):
    """Writes a sine of half the full scale with a short pause in each half second, 16 bits, one channel."""
    step = 2 * math.pi * hz / rate
    half = rate // 2
    sound = half - round(rate * PAUSE_SECONDS)
    second = array.array("h", (round(16000 * math.sin(step * n)) if n % half < sound else 0 for n in range(rate)))
    if sys.byteorder == "big":
        second.byteswap()
    with wave.open(path, "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(rate)
        # Every frequency is a whole number of hertz, so that each second joins the next without a step.
        for _ in range(seconds):
            tone.writeframes(second.tobytes())
