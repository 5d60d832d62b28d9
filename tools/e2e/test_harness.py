"""The harness's own ears and hands, tried without root and without a network: `make unit` runs them."""

import os
import tempfile
import unittest

import net
import tones
from rules import Broken
from wire import PCMU, _pcmu
from world import site


class Ears(unittest.TestCase):
    """A tone is heard where it is, and nowhere else."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "tone.wav")

    def test_a_tone_has_all_energy_at_its_own_frequency(self):
        tones.write(self.path, 700, seconds=3)
        seconds, share = tones.shares(self.path, (700, 1200))
        self.assertAlmostEqual(seconds, 2.5)
        # The pauses are a part of the recording, too.
        self.assertGreater(share[700], 0.9)
        self.assertLess(share[1200], 0.01)

    def test_the_end_can_be_heard_alone(self):
        tones.write(self.path, 700, seconds=5)
        self.assertAlmostEqual(tones.shares(self.path, (700,), last_seconds=2)[0], 2.0)

    def test_silence_is_no_tone(self):
        tones.write(self.path, 0, seconds=3)
        self.assertEqual(tones.shares(self.path, (700,))[1], {700: 0.0})

    def test_too_short_a_recording_is_no_tone(self):
        tones.write(self.path, 700, seconds=0)
        self.assertEqual(tones.shares(self.path, (700,))[1], {700: 0.0})


class Wires(unittest.TestCase):
    """Only the audio that is sent to the phone is taken off the wire."""

    def frame(self, rtp, to=bytes([10, 78, 0, 12])):
        ip = bytes([0x45]) + bytes(8) + bytes([17]) + bytes(6) + to
        return bytes(12) + b"\x08\x00" + ip + bytes(4) + (8 + len(rtp)).to_bytes(2, "big") + bytes(2) + rtp + b"padding"

    def test_pcmu_to_the_phone_is_taken_without_the_frames_padding(self):
        rtp = b"\x80\x80" + bytes(10) + b"\xff\x00"
        self.assertEqual(_pcmu(self.frame(rtp), bytes([10, 78, 0, 12])), b"\xff\x00")
        self.assertEqual([PCMU[0xFF], PCMU[0x00], PCMU[0x80]], [0, -32124, 32124])

    def test_what_is_not_that_is_left(self):
        phone, gsm, pcmu = bytes([10, 78, 0, 12]), b"\x80\x03" + bytes(43), b"\x80\x00" + bytes(170)
        self.assertIsNone(_pcmu(self.frame(gsm), phone))
        self.assertIsNone(_pcmu(self.frame(pcmu, to=bytes(4)), phone))
        self.assertIsNone(_pcmu(self.frame(pcmu)[:30], phone))
        self.assertIsNone(_pcmu(b"", phone))


class Sites(unittest.TestCase):
    """Site files are changed where a scenario says, or it is told that it cannot be."""

    def test_the_peer_of_a_can_be_another(self):
        self.assertNotIn(net.SERVER["B"], site("A", peer=net.SERVER["A"]))

    def test_a_change_of_what_is_not_there_breaks_the_rule(self):
        with self.assertRaises(Broken):
            site("A", change={"no such line": "anything"})


if __name__ == "__main__":
    unittest.main()
