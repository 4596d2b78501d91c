"""Sentences for the hall's own network: addresses, authority, certificate."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROBLEMS: dict[str, LazyString] = {
    "not_a_host": _l("is neither a name nor an IPv4 address: %(value)s"),
    "host_outside_authority": _l(
        "The authority that the tablets have installed may not vouch for %(value)s. Make a new one "
        "with judging tls --new-authority --name %(value)s; every tablet then installs it anew."
    ),
    "host_of_one_label": _l(
        "An authority for the name %(value)s would have all names that end in it. Say the full "
        "name, such as %(value)s.local"
    ),
    "address_outside_authority": _l(
        "This laptop has the address %(addresses)s now; the authority that the tablets have "
        "installed may vouch for %(known)s only. Give the laptop that address in the router: seat "
        "cards name it, and what tablets have not sent yet is kept for it. Where no tablet has "
        "anything to send, make a new authority with judging tls --new-authority; every tablet "
        "then installs it anew."
    ),
    "wrong_host": _l(
        "Rostrum does not answer under this name or address. Scan the code again, or ask the "
        "organizer for the address."
    ),
    "tls_file_damaged": _l(
        "A key or certificate in %(path)s is damaged. Put it back from a backup, or make a new "
        "authority with judging tls --new-authority; every tablet then installs it anew."
    ),
}
