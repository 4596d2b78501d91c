"""A text that exists in both languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in Chinese and English; the outer layers pick the reader's language.

    >>> Bilingual("演讲内容", "Content").as_data()
    {'zh': '演讲内容', 'en': 'Content'}
    """

    zh: str
    en: str

    def as_data(self) -> dict[str, str]:
        """Return the pair as a JSON-able mapping, Chinese first.

        >>> Bilingual("超时", "overtime").as_data()["en"]
        'overtime'
        """
        return {"zh": self.zh, "en": self.en}
