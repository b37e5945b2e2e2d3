"""Who asks: the address under which a client sees the service, and how its own jobs are told from others'."""

from __future__ import annotations

import hashlib

from fastapi import Request

COOKIE = 'sar2optical'


def base_of(request: Request) -> str:
    """Return the address under which the client sees the service."""
    return str(request.base_url).rstrip('/')


def owner_of(request: Request) -> str:
    """Return who asks: by a bearer token of the client's choice or the page's cookie; '' for neither."""
    token = request.headers.get('authorization', '') or request.cookies.get(COOKIE, '')
    return hashlib.sha256(token.encode()).hexdigest() if token else ''
