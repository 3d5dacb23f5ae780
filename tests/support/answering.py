"""People who answer a test over the network, each in a thread, and note what the site has acknowledged."""

import http.client
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORMS = re.compile(r"forms=([^;]+)")


@dataclass
class Acknowledged:
    """The answers of which a site has said that they are saved: client, number and text."""

    answers: list[tuple[str, int, str]] = field(default_factory=list)
    replayed: int = 0
    _more: threading.Condition = field(default_factory=threading.Condition)

    def add(self, client: str, seq: int, text: str, *, is_replay: bool) -> None:
        """Note one."""
        with self._more:
            self.answers.append((client, seq, text))
            self.replayed += is_replay
            self._more.notify_all()

    def wait_for(self, how_many: int, patience: float) -> None:
        """Wait until there are so many."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.answers) >= how_many, patience), "nobody was answered any more"


class Learner:
    """Somebody who answers one question again and again, and sends each answer until it is acknowledged."""

    def __init__(self, attempt: str, sign_in: str, client: str, address: Callable[[], str]) -> None:
        self.attempt, self.client, self.address = attempt, client, address
        self.cookie = f"sid={sign_in}"
        self.token = ""

    def begin(self) -> None:
        """Fetch the page of the attempt, for the token of its form."""
        status, headers, page = self._ask("GET", self.attempt)
        assert status == 200, page
        self.cookie += f"; forms={FORMS.findall(headers)[0]}"
        self.token = TOKEN.findall(page)[0]

    def answer(self, acknowledged: Acknowledged, over: threading.Event) -> None:
        """Answer until it is over."""
        seq, is_replay = 1, False
        while not over.is_set():
            text = f"{self.client} {seq}"
            if self._save(seq, text):
                acknowledged.add(self.client, seq, text, is_replay=is_replay)
                seq, is_replay = seq + 1, False
            else:
                is_replay = True  # the site may have it or not: the same is sent under the same number
                over.wait(0.02)

    def _save(self, seq: int, text: str) -> bool:
        event = {"client": self.client, "seq": seq, "question": "short", "fields": {"q-short": [text]}}
        try:
            status, _headers, body = self._ask("POST", f"{self.attempt}responses", json.dumps(event))
        except (OSError, http.client.HTTPException):
            return False  # the site is dead
        if status != 200:
            return False
        reply = json.loads(body)
        return bool(reply["seq"] == seq and reply["saved"])

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        there = urlsplit(self.address())
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "Accept": "text/html, application/json"}
        try:
            connection.request(method, path, body, headers | ({"X-CSRFToken": self.token} if self.token else {}))
            reply = connection.getresponse()
            return reply.status, str(reply.headers), reply.read().decode()
        finally:
            connection.close()
