"""How many tries one address or one browser has. Generous: a hall is behind one address.

The delay that grows with wrong tries stands at the account (services/throttling.py); this is the
outer bound on the work that anybody can make for the server.
"""

from flask import request
from flask_limiter.util import get_remote_address

from judging.extensions import limiter
from judging.web.auth.devices import this_device


def _device_or_address() -> str:
    """Return the key of the browser, or its address where it keeps no cookie."""
    return this_device().id or f"address {get_remote_address()}"


def _is_read() -> bool:
    """Whether the request only reads, which is not counted."""
    return request.method in ("GET", "HEAD", "OPTIONS")


#: Sign-in by password or code: one hall of families, all at once.
per_address = limiter.limit("600 per minute", exempt_when=_is_read)
#: One browser that keeps its cookie, and with it its known accounts.
per_device = limiter.limit(
    "600 per minute; 6000 per hour", key_func=_device_or_address, exempt_when=_is_read
)
#: Reading seat links, so that nobody can try many.
link_reads = limiter.limit("600 per minute")
