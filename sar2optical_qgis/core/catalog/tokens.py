"""Tokens of the Planetary Computer: one for each collection, kept until shortly before it expires, renewed on a 403."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime, timezone
from urllib.parse import urlsplit

from ..errors import NetworkError
from .providers import Provider
from .service import Service, host_of

MARGIN_S = 60.0  # before it expires a token is renewed
USUAL_S = 1800.0  # of a token that does not say when it expires


class Tokens:
    """Signs addresses. They hold a secret: nothing that is kept or shown may be made of them."""

    def __init__(self, service: Service, provider: Provider, now: Callable[[], float] = time.time) -> None:
        self.service, self.provider, self.now = service, provider, now
        self._kept: dict[str, tuple[str, float]] = {}  # collection -> token, until when

    def sign(self, href: str, collection: str) -> str:
        """Return the address with a token where its host wants one."""
        if not self.wants_token(href):
            return href
        return f'{href}{"&" if "?" in href else "?"}{self._token(collection)}'

    def wants_token(self, href: str) -> bool:
        """Whether an address is of a host that the tokens are for: no other ever gets one."""
        host = urlsplit(href).hostname or ''
        return bool(self.provider.signing_root) and host.endswith(self.provider.signed_hosts)

    def renew(self, collection: str, refused: str) -> None:
        """Forget the token of an address that was refused; one that was renewed meanwhile is kept."""
        token, _ = self._kept.get(collection, ('', 0.0))
        if token and refused.endswith(token):
            del self._kept[collection]

    def _token(self, collection: str) -> str:
        token, until = self._kept.get(collection, ('', 0.0))
        if token and self.now() < until - MARGIN_S:
            return token
        answer = self.service.json_of(f'{self.provider.signing_root}/{collection}')
        token = answer.get('token')
        if not isinstance(token, str) or not token:
            raise NetworkError(
                f'{host_of(self.provider.signing_root)} gives no token for {collection}. Try again later.'
            )
        self._kept[collection] = token, self._expiry(answer.get('msft:expiry'))
        return token

    def _expiry(self, text: object) -> float:
        found = re.match(r'(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)', str(text))
        if not found:
            return self.now() + USUAL_S
        return datetime(*map(int, found.groups()), tzinfo=timezone.utc).timestamp()
