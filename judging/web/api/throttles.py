"""How often one seat may ask. By seat, not by address: a hall is behind one address."""

from flask import Response
from flask_limiter.util import get_remote_address

from judging.extensions import limiter
from judging.web.access import current_actor


def _actor_or_address() -> str:
    """Return the key of whoever is signed in, or the address where nobody is."""
    actor = current_actor()
    if actor.is_authenticated:
        return f"{actor.kind} {actor.id}"
    return f"address {get_remote_address()}"


#: Polling every few seconds, on two devices, with room for reloads.
heat_reads = limiter.limit("240 per minute", key_func=_actor_or_address)
#: A draft about every second while a judge types.
draft_writes = limiter.limit("240 per minute", key_func=_actor_or_address)
#: A whole heat that comes out of an outbox at once.
revision_writes = limiter.limit("240 per minute", key_func=_actor_or_address)
#: The same by the tablet's own seal, where nobody is signed in; counted for the seat that sealed.
MOST_DELIVERIES = "240 per minute"


def _is_refused(response: Response) -> bool:
    """Whether a delivery was nobody's: malformed, or not sealed by a key of ours."""
    return response.status_code in (400, 401, 413)


#: What nobody sealed, by address; what is genuine costs its sender nothing here.
refused_deliveries = limiter.limit("600 per minute", deduct_when=_is_refused)
#: Every five seconds and whenever the page comes to the front, from two tabs or two devices.
heartbeat_writes = limiter.limit("90 per minute", key_func=_actor_or_address)
