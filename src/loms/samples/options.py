"""What a caller may ask of drawn documents."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from loms.errors import UsageError
from loms.formats import Format
from loms.samples.kinds import languages_of

__all__ = ["Options", "checked_languages"]


def _not_negative(_: Options, __: attrs.Attribute[int], value: object) -> None:
    if not isinstance(value, int) or value < 0:
        raise UsageError(f"max_records is {value!r}. It says how many records there may be of each kind: 0 or more.")


@attrs.frozen(kw_only=True)
class Options:
    """What drawn documents are like.

    Attributes:
        minimal: Draw only what the schema demands: no optional field, one of each required one.
        max_records: How many records there may be of each kind, at most.
        languages: Codes of the languages that texts are in, such as ``en``; None for all that the format has.
        one_text_per_language: Draw at most one text of a kind per language, also where the schema allows several.
        realistic: Draw believable texts, dates and addresses instead of arbitrary ones.

    Raises:
        UsageError: An option has no meaning.

    Examples:
        >>> Options(max_records=1).minimal
        False
    """

    minimal: bool = False
    max_records: int = attrs.field(default=3, validator=_not_negative)
    languages: tuple[str, ...] | None = None
    one_text_per_language: bool = False
    realistic: bool = False

    def changed(self) -> dict[str, object]:
        """The options that are not as usual.

        Examples:
            >>> Options(minimal=True).changed()
            {'minimal': True}
        """
        usual = Options()
        said = {field.name: getattr(self, field.name) for field in attrs.fields(Options)}
        return {name: value for name, value in said.items() if value != getattr(usual, name)}


def checked_languages(format: Format, languages: Iterable[str] | None) -> tuple[str, ...] | None:
    """The languages that texts of a format are to be in.

    Args:
        format: An entry of the register.
        languages: Codes such as ``en``, in any order; None for all that the format has.

    Raises:
        UsageError: There are none, or one that the format does not have.

    Examples:
        >>> from loms.formats import find_format
        >>> checked_languages(find_format("loms-2019"), ["en", "fr"])
        ('en', 'fr')
    """
    if languages is None:
        return None
    if isinstance(languages, str):
        raise UsageError(f"languages is the text {languages!r}. It takes several codes, such as ['en', 'fr'].")
    codes = tuple(sorted(set(languages), key=lambda code: (code != "en", code)))
    if not codes:
        raise UsageError("languages is empty. Name at least one language, or leave it out for all of them.")
    known = languages_of(format)
    unknown = [code for code in codes if code not in known]
    if not known:
        raise UsageError(f"{format.name} has no texts in any language; leave languages out.")
    if unknown:
        known_codes = ", ".join(sorted(known))
        raise UsageError(f"{format.name} has no texts in the language {unknown[0]!r}. Known codes: {known_codes}.")
    return codes
