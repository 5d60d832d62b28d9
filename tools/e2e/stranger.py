"""A peer whose every free text is somebody's choosing: names, User-Agents and reasons that no decent phone would send.

It speaks SIP over one UDP socket at the bridge's own address, and no more of it than it needs.
"""

import hashlib
import re
import socket
import threading
import uuid

import net

PORT = 5066


class Stranger:
    """Registers, calls and refuses calls, all in the words that it is given."""

    def __init__(self, server, agent, reason):
        self.server, self.agent, self.reason = server, agent, reason
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((net.OUTSIDE, PORT))
        self._answers, self._arrived = [], threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def register(self, username, password):
        """Logs in on a line of the server, as a phone whose User-Agent is this one's."""
        call, realm = uuid.uuid4().hex, f"sip:{self.server.address}"
        lines = [f"From: <sip:{username}@{self.server.address}>;tag=r", f"To: <sip:{username}@{self.server.address}>",
                 f"Contact: <sip:{username}@{net.OUTSIDE}:{PORT}>", "Expires: 600"]
        self._ask("REGISTER", realm, call, 1, lines)
        challenge = self._answer(call, 1)
        nonce, of = (re.search(f'{word}="([^"]*)"', challenge).group(1) for word in ("nonce", "realm"))
        proof = _md5(f"{_md5(f'{username}:{of}:{password}')}:{nonce}:00000001:c:auth:{_md5(f'REGISTER:{realm}')}")
        lines.append(f'Authorization: Digest username="{username}", realm="{of}", nonce="{nonce}", uri="{realm}", algorithm=MD5, '
                     f'qop=auth, nc=00000001, cnonce="c", response="{proof}"')
        self._ask("REGISTER", realm, call, 2, lines)
        return self._answer(call, 2)

    def dial(self, number, name):
        """Calls a number as somebody of that name, and returns what takes the call back."""
        call, to = uuid.uuid4().hex, f"sip:{number}@{self.server.address}"
        lines = [f'From: "{_quoted(name)}" <sip:666@{net.OUTSIDE}:{PORT}>;tag=d', f"To: <{to}>",
                 f"Contact: <sip:666@{net.OUTSIDE}:{PORT}>", "Content-Type: application/sdp"]
        body = (f"v=0\r\no=- 1 1 IN IP4 {net.OUTSIDE}\r\ns=-\r\nc=IN IP4 {net.OUTSIDE}\r\nt=0 0\r\n"
                "m=audio 39000 RTP/AVP 0\r\n")
        self._ask("INVITE", to, call, 1, lines, body)
        return lambda: self._ask("CANCEL", to, call, 1, [*lines[:2], f"Reason: SIP;cause=200;text=\"{_quoted(self.reason)}\""])

    def is_refused(self, number, name):
        """Calls a number that nobody has, and returns the answer."""
        self.dial(number, name)
        with self._arrived:
            call = self._last
        return self._answer(call, 1)

    def close(self):
        """Falls silent."""
        self._socket.close()

    def log(self):
        """Returns what it was answered."""
        return "\n".join(answer.splitlines()[0] for answer in self._answers)

    log_path = "stranger/answers"

    def _ask(self, method, uri, call, number, lines, body=""):
        self._last = call
        head = [f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {net.OUTSIDE}:{PORT};branch=z9hG4bK{call}{number};rport",
                "Max-Forwards: 70", f"Call-ID: {call}", f"CSeq: {number} {method}", f"User-Agent: {self.agent}",
                f"Content-Length: {len(body)}", *lines]
        self._send("\r\n".join(head) + "\r\n\r\n" + body, (self.server.address, 5060))

    def _answer(self, call, number, timeout=5):
        """Waits for the final answer to a request."""
        def found():
            for answer in self._answers:
                if f"Call-ID: {call}" in answer and f"CSeq: {number} " in answer and not answer.startswith("SIP/2.0 1"):
                    return answer
            return None

        with self._arrived:
            return self._arrived.wait_for(found, timeout) or ""

    def _read(self):
        while True:
            try:
                data, source = self._socket.recvfrom(65536)
            except OSError:
                return
            text = data.decode("utf-8", "replace")
            if not text.startswith("SIP/2.0"):
                self._refuse(text, source)
                continue
            self._acknowledge(text)
            with self._arrived:
                self._answers.append(text)
                self._arrived.notify_all()

    def _acknowledge(self, answer):
        # RFC 3261 section 17.1.1.3: a refused INVITE is acknowledged within its own transaction.
        if re.search(r"^CSeq: 1 INVITE", answer, re.M) and not answer.startswith(("SIP/2.0 1", "SIP/2.0 2")):
            kept = [line for line in answer.split("\r\n") if line.split(":")[0] in ("Via", "From", "To", "Call-ID")]
            lines = [f"ACK sip:{self.server.address} SIP/2.0", *kept, "CSeq: 1 ACK", "Max-Forwards: 70", "Content-Length: 0"]
            self._send("\r\n".join(lines) + "\r\n\r\n", (self.server.address, 5060))

    def _refuse(self, request, source):
        """Answers every request in this one's own words; an INVITE more clearly than the others."""
        method = request.split(" ", 1)[0]
        if method == "ACK":
            return
        kept = [line for line in request.split("\r\n") if line.split(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
        to = next(line for line in request.split("\r\n") if line.startswith("To:"))
        status = "200" if method in ("OPTIONS", "BYE", "CANCEL") else "403" if method == "REGISTER" else "603"
        lines = [f"SIP/2.0 {status} {self.reason}", *kept, f"{to};tag=s", f"Server: {self.agent}",
                 f"Reason: SIP;cause=603;text=\"{_quoted(self.reason)}\"", "Content-Length: 0"]
        self._send("\r\n".join(lines) + "\r\n\r\n", source)

    def _send(self, text, to):
        self._socket.sendto(text.encode("utf-8"), to)


def _quoted(text):
    # RFC 3261 section 25.1: in a quoted string these two are escaped.
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _md5(text):
    return hashlib.md5(text.encode()).hexdigest()
