"""Which phones are signed in. Only this process knows; a new start signs all of them out."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

IDLE_S = 30 * 60.0
LONGEST_S = 12 * 3600.0
MOST_SESSIONS = 20
"""One more phone signs out the one that was used least recently."""
_RANDOM_BYTES = 32


@dataclass(frozen=True)
class Notice:
    """What is told once, on the next page: what was done, or why not."""

    text: str
    lines: tuple[str, ...] = ()
    is_trouble: bool = False


@dataclass(eq=False)
class Session:
    """A signed-in phone. ``token`` stands in every form of its pages."""

    began_s: float
    used_s: float
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_RANDOM_BYTES))
    notice: Notice | None = None

    def owns(self, token: str) -> bool:
        """Whether a form came from a page of this session."""
        return hmac.compare_digest(self.token.encode(), token.encode())

    def take_notice(self) -> Notice | None:
        """What is to be told, once."""
        notice, self.notice = self.notice, None
        return notice


class Sessions:
    """All signed-in phones, by their secret ids. ``clock`` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        # By the hash of the id: how long a look-up takes says nothing about an id.
        self._sessions: dict[bytes, Session] = {}

    def begin(self) -> str:
        """Sign a phone in; the secret id is for its cookie."""
        now_s = self._clock()
        self._expire(now_s)
        while len(self._sessions) >= MOST_SESSIONS:
            least = min(self._sessions, key=lambda each: self._sessions[each].used_s)
            del self._sessions[least]
        secret = secrets.token_urlsafe(_RANDOM_BYTES)
        self._sessions[_hashed(secret)] = Session(now_s, now_s)
        return secret

    def find(self, secret: str, *, used: bool = True) -> Session | None:
        """The session of this id while it lasts; ``used`` keeps it from going idle."""
        now_s = self._clock()
        self._expire(now_s)
        session = self._sessions.get(_hashed(secret))
        if session is not None and used:
            session.used_s = now_s
        return session

    def end(self, secret: str) -> None:
        """Sign it out."""
        self._sessions.pop(_hashed(secret), None)

    def _expire(self, now_s: float) -> None:
        self._sessions = {
            key: each
            for key, each in self._sessions.items()
            if now_s - each.used_s < IDLE_S and now_s - each.began_s < LONGEST_S
        }


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
