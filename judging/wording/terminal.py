"""Which language a terminal is spoken to in."""

from collections.abc import Mapping

#: The catalogue of each language that commands speak.
CATALOGUES = {"zh": "zh_Hans", "en": "en"}
#: In this order, as POSIX has it: the first that is set and not empty counts.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of_terminal(environment: Mapping[str, str]) -> str:
    """Return ``zh`` or ``en``: Chinese where no language is set, English for any other one.

    Args:
        environment: usually ``os.environ``.

    >>> language_of_terminal({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"})
    'zh'
    >>> language_of_terminal({"LANG": "C.UTF-8"}), language_of_terminal({"LANG": ""})
    ('en', 'zh')
    """
    setting = next((value for name in _VARIABLES if (value := environment.get(name))), "zh")
    return "zh" if setting.lower().startswith("zh") else "en"
