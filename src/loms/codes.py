"""Code lists: which there are, what each code means in English, and how to find one."""

from __future__ import annotations

import difflib
import enum
import functools
import importlib
import shlex
import unicodedata
from pathlib import Path

import attrs

from loms.errors import UsageError
from loms.formats import FORMATS, Format

__all__ = ["Code", "CodeList", "code_lists", "find_list", "label", "search"]

# Codes without a qualifier are those of the current standard.
_UNQUALIFIED = "loms-2019"

# Letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "’": "'"}
)


@attrs.frozen(kw_only=True)
class Code:
    """One code of a list.

    Attributes:
        value: What stands in the XML: a URI in LOMS 2019, a short code in the legacy formats.
        name: English name. Proper names of regions stay as they are.
        key: Name of the member of the enum, such as ``FRA`` for ``Country.FRA``.
    """

    value: str
    name: str
    key: str


@attrs.frozen(kw_only=True)
class CodeList:
    """A closed list of codes of one format.

    Attributes:
        name: How to ask for it: ``country``, or ``loq-qualifications/country`` for a list of a legacy format.
        format: Name of the format that it belongs to.
        title: One or two sentences about it.
        enum: Where Python has it as an enum, such as ``loms.model.Country``.
        codes: All codes, in the order of the schema.
    """

    name: str
    format: str
    title: str
    enum: str
    codes: tuple[Code, ...] = attrs.field(repr=lambda codes: f"<{len(codes)} codes>")


@attrs.frozen(kw_only=True)
class _Place:
    """Where a code list is kept: a file of the schemas, and a module of the model that was generated from it."""

    format: Format
    stem: str

    @property
    def name(self) -> str:
        return self.stem if self.format.name == _UNQUALIFIED else self.qualified

    @property
    def qualified(self) -> str:
        return f"{self.format.name}/{self.stem}"

    @property
    def module(self) -> str:
        return f"{self.format.model}.codes.{self.stem.replace('-', '_')}"

    @property
    def source(self) -> Path:
        return Path(__file__).parent.joinpath(*self.module.split(".")[1:]).with_suffix(".py")


def code_lists() -> tuple[CodeList, ...]:
    """All code lists of all formats.

    Returns:
        The lists, by format in the order of ``loms.formats.FORMATS``, then by name.

    Examples:
        >>> [each.name for each in code_lists() if each.format == "loq-delete"]
        ['loq-delete/entity-type']
    """
    return tuple(_load(place) for place in _places())


def find_list(name: str) -> CodeList:
    """The code list of that name.

    Args:
        name: Such as ``country``, or ``loq-learning-opportunities/country`` for a list of a legacy format.

    Returns:
        The list with all its codes.

    Raises:
        UsageError: No list has that name; the message gives the nearest ones, or lists that have such a code.

    Examples:
        >>> find_list("isced-f").enum
        'loms.model.IscedF'
        >>> find_list("loq-learning-opportunities/study-type").codes[0]
        Code(value='FT', name='Full-time', key='FT')
    """
    wanted = name.strip().casefold()
    for place in _places():
        if wanted in (place.name, place.qualified):
            return _load(place)
    names = [place.name for place in _places()]
    near = difflib.get_close_matches(wanted, names, n=3) or [each for each in names if wanted and wanted in each][:3]
    hint = f"Did you mean {' or '.join(near)}? " if near else _where_found(name.strip())
    raise UsageError(f"There is no code list named {name!r}. {hint}See `loms codes` for all lists.")


def _where_found(word: str) -> str:
    """Where to look for a word that is no list but perhaps a code of one, the lists of the current standard first."""
    lists = [each.name for each in code_lists() if search(each, word)][:2] if len(word) > 1 else []
    calls = [f"`loms codes {each} {shlex.quote(word)}`" for each in lists]
    return f"Did you mean {' or '.join(calls)}? " if calls else ""


def search(code_list: CodeList, word: str) -> tuple[Code, ...]:
    """The codes in which a word occurs: in the value, the key or the English name.

    Capitals, accents and hyphens make no difference; of several words, each must occur.

    Args:
        code_list: Where to look.
        word: What to look for. An empty text finds all.

    Returns:
        The codes found, in the order of the list.

    Examples:
        >>> [code.key for code in search(find_list("country"), "ALAND isl")]
        ['ALA']
        >>> [code.key for code in search(find_list("nuts"), "ILE DE FRANCE")]
        ['FR1', 'FR10']
    """
    wanted = _folded(word).split()
    return tuple(
        code
        for code in code_list.codes
        if all(any(each in _folded(text) for text in (code.value, code.key, code.name)) for each in wanted)
    )


def label(member: enum.Enum) -> str:
    """The English name of a code.

    Args:
        member: A member of an enum of a model.

    Returns:
        Its name in English.

    Raises:
        UsageError: The enum is not a code list.

    Examples:
        >>> from loms.model import Country, IscedF
        >>> label(Country.FRA), label(IscedF.F0613)
        ('France', 'Software and applications development and analysis')
    """
    place = next((place for place in _places() if place.module == type(member).__module__), None)
    if place is None:
        raise UsageError(f"{type(member).__name__} is not a code list, so {member.name} has no label.")
    return _names(place)[member.name]


@functools.cache
def _places() -> tuple[_Place, ...]:
    """All code lists that documents can use.

    A file without a module holds a list that the schema only narrows down further: no element takes its codes.
    """
    places = [
        _Place(format=each, stem=path.stem)
        for each in FORMATS
        for path in sorted((each.schema_path().parent / "codes").glob("*.xsd"))
    ]
    # Looked up as files: finding a module imports the package that it is in, with all other lists of its format.
    return tuple(place for place in places if place.source.is_file())


@functools.cache
def _load(place: _Place) -> CodeList:
    """Read one list from its schema file and give each code the key it has in Python."""
    from lxml import etree

    path = _path(place)
    root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)).getroot()
    kind = _enum_class(place)
    keys = {str(member.value): member.name for member in kind}
    documentation = "{*}annotation/{*}documentation"
    codes = {
        value: Code(value=value, name=item.findtext(documentation, default=value), key=keys[value])
        for item in root.iter("{*}enumeration")
        for value in (str(item.get("value")),)
    }
    return CodeList(
        name=place.name,
        format=place.format.name,
        title=" ".join(root.findtext(documentation, default=place.stem).split()),
        enum=f"{place.format.model}.{kind.__name__}",
        codes=tuple(codes.values()),
    )


@functools.cache
def _names(place: _Place) -> dict[str, str]:
    return {code.key: code.name for code in _load(place).codes}


def _path(place: _Place) -> Path:
    return place.format.schema_path().parent / "codes" / f"{place.stem}.xsd"


def _enum_class(place: _Place) -> type[enum.Enum]:
    """The one enum that the generated module of the list defines."""
    module = importlib.import_module(place.module)
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, enum.Enum) and value.__module__ == place.module
    )


@functools.lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    """The text without capitals, accents and hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS).replace("-", " "))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
