"""The shipped rule sheets as plain values for forms; layer 3 reads presets through here."""

from judging.presets import Preset, get_rule_preset, list_rule_presets

__all__ = ["Preset", "get_rule_preset", "list_rule_presets"]
