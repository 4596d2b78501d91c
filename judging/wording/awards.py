"""Words for the kinds of prizes, and for why a prize has nobody."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: ``AwardRule.kind`` → its name.
SCHEME_KINDS: dict[str, LazyString] = {
    "tier": _l("Prize by place"),
    "special": _l("Special prize"),
    "unit": _l("Prize of a unit"),
    "adviser": _l("Prize of an adviser"),
}

#: ``Vacancy.cause`` → why so many prizes have nobody.
OPEN_PLACES: dict[str, LazyString] = {
    "": _l("%(count)s open: no entry for it"),
    "minimum": _l("%(count)s open: nobody reached the minimum score"),
    "tie": _l("%(count)s open: equals went on to the next prize together"),
}
