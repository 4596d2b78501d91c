"""Sentences that the scanner of codes fills in, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: key in static/js/intake.js → sentence.
WORDS: dict[str, LazyString] = {
    "camera_none": _l(
        "This page may not use a camera here: browsers allow it only over https or on this "
        "computer itself. Take photos of the codes and choose them below, or use the file."
    ),
    "camera_refused": _l(
        "The camera was refused or is in use. Allow it for this page, or take photos of the codes "
        "and choose them below."
    ),
    "looking": _l("Hold the tablet's code in front of the camera."),
    "progress": _l("%(done)s of %(all)s codes read. Still missing: %(missing)s"),
    "complete": _l("All %(all)s codes of this tablet are read."),
    "series": _l("Tablets read: %(count)s"),
    "strange": _l("This is not a code of score sheets."),
    "damaged": _l("The codes do not fit together. Begin again with this tablet."),
    "too_old": _l("This browser cannot unpack the codes. Use a newer browser, or the file."),
    "no_code": _l("No code was found in %(name)s."),
    "stop": _l("Stop the camera"),
    "start": _l("Start the camera"),
}


def words_for_scanner() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {key: str(sentence) for key, sentence in WORDS.items()}
