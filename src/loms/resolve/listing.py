"""Lists the references to the qualifications of datasets: what a dataset of opportunities must repeat of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from loms.convert.identifiers import is_uri, minted_id
from loms.convert.settings import Settings
from loms.errors import InvalidDataError, Issue, Severity, SourceError
from loms.io.growing import GrowingDocument
from loms.io.record_elements import record_elements
from loms.io.schema.sources import source_line
from loms.io.source import open_source
from loms.resolve.identities import Identity, scheme_of
from loms.resolve.passed_over import names_passed_over
from loms.resolve.qualification import Place
from loms.resolve.readers import READERS, reader_of
from loms.resolve.readers.findings import FoundRecord
from loms.resolve.report import shown_identifier
from loms.resolve.sources import SourceFile, found_files
from loms.resolve.spelling import normalized

__all__ = ["ListedReference", "references"]

_QUALIFICATION = "qualification"
_PASSED_OVER = "REFS-PASSED-OVER"
_NOT_OURS = ("FORMAT-UNKNOWN", "XML-NOT-XML", "XML-EMPTY")


@attrs.frozen(kw_only=True)
class ListedReference:
    """A reference to a qualification, and what people know it by.

    Attributes:
        id: The ``@id`` that the reference should have: that of the qualification, or one that was made for it; None
            where it has none and there is no namespace to make one.
        identifier: Value of its first identifier.
        scheme_id: Scheme of the identifier; None where it has none.
        titles: Its titles by language code, as the source has them; ``und`` stands for no language.
        eqf_level: Its level in the European Qualifications Framework, such as ``6``; None where it has none.
        place: Where the qualification stands.
    """

    id: str | None
    identifier: str
    scheme_id: str | None
    titles: Mapping[str, str]
    eqf_level: str | None
    place: Place

    @property
    def title(self) -> str:
        """Its title in English, otherwise the first one; empty where it has none."""
        return self.titles.get("en") or next(iter(self.titles.values()), "")

    def as_dict(self) -> Mapping[str, object]:
        """The reference as a mapping that JSON can hold, the keys in the order of the attributes."""
        return attrs.asdict(self)


def references(
    *sources: str | os.PathLike[str],
    namespace: str | None = None,
    identifier_scheme: str | None = None,
    on_issue: Callable[[Issue], object] | None = None,
    max_unpacked_size: int | None = None,
) -> Iterator[ListedReference]:
    """List the references to the qualifications of datasets.

    The files are read record by record. Nothing is kept of them but a number for each identifier, by which those are
    found that several qualifications have.

    Args:
        sources: Files, folders and patterns, as for `Index.from_sources`.
        namespace: Absolute URI under which ids are made for qualifications that have none, which are those of legacy
            formats. They are the same that `loms.convert` makes with this namespace.
        identifier_scheme: The scheme of identifiers in formats that name none.
        on_issue: Called with each problem: files that cannot be read, hold no qualifications or are passed over for
            their names, qualifications to which no reference can lead, because they have no identifier, and those that
            share one. None tells nobody.
        max_unpacked_size: The most bytes to which a compressed file may unpack; see `loms.read`.

    Returns:
        The references, in the order of the files and of the records in them.

    Raises:
        UsageError: The namespace is none.
        SourceError: A path does not exist, or nothing fits a pattern.

    Examples:
        >>> first, *others = references("examples/qualifications-loms.xml")
        >>> first.identifier, first.scheme_id
        ('TBQ-0301', 'https://data.three-borders.example/scheme/qualification')
        >>> first.title, first.eqf_level, len(others)
        ('Title of geriatric care assistant', '3', 6)
    """
    settings = Settings(namespace=namespace, identifier_scheme=identifier_scheme)
    tell = on_issue or _nobody

    def passed_over(folder: str, paths: Sequence[str]) -> None:
        if issue := names_passed_over(folder, paths, code=_PASSED_OVER):
            tell(issue)

    return _listed(found_files(sources, on_passed_over=passed_over), settings, tell, max_unpacked_size)


def _nobody(_issue: Issue) -> None:
    """Tell nobody."""


def _listed(
    files: Sequence[SourceFile], settings: Settings, tell: Callable[[Issue], object], max_unpacked_size: int | None
) -> Iterator[ListedReference]:
    seen: set[int] = set()
    for file in files:
        try:
            yield from _in_file(file, settings, tell, max_unpacked_size, seen)
        except (InvalidDataError, SourceError) as error:
            for issue in _failed(file, error):
                tell(issue)


def _in_file(
    file: SourceFile,
    settings: Settings,
    tell: Callable[[Issue], object],
    max_unpacked_size: int | None,
    seen: set[int],
) -> Iterator[ListedReference]:
    with open_source(file.path, max_unpacked_size=max_unpacked_size) as opened:
        document = GrowingDocument(opened)
        reader = reader_of(document.format.name)
        if reader is None:
            tell(_without_qualifications(file, document.format.title))
            return
        for position, element in enumerate(record_elements(document), start=1):
            read = reader.records.get(str(element.tag))
            found = read(element) if read is not None else None
            if found is None or found.kind != _QUALIFICATION:
                continue
            line = source_line(element)
            has_schemes = reader.has_schemes
            named = [each for each in found.identifiers if each[0].strip()]
            if not named:
                tell(_nameless(found, file.path, line))
                continue
            names = [
                (normalized(value), scheme_of(scheme) if has_schemes else settings.identifier_scheme)
                for value, scheme in named
            ]
            if (shared := _seen_before(names, seen)) is not None:
                tell(_duplicate(found, shared, file.path, line))
            identifier, scheme_id = names[0]
            yield ListedReference(
                id=_id(found, named[0][0], settings, is_loms=has_schemes),
                identifier=identifier,
                scheme_id=scheme_id,
                titles=found.titles,
                eqf_level=found.eqf_level,
                place=Place(source=file.path, format=document.format.name, position=position, line=line),
            )


def _seen_before(names: Sequence[Identity], seen: set[int]) -> Identity | None:
    """The first of the identifiers of a qualification that another one has; from now on all of them are seen."""
    hashes = {hash(name): name for name in reversed(names)}
    shared = [name for number, name in hashes.items() if number in seen]
    seen.update(hashes)
    return shared[-1] if shared else None


def _id(found: FoundRecord, identifier: str, settings: Settings, *, is_loms: bool) -> str | None:
    own = (found.id or "").strip()
    if own and (is_loms or is_uri(own)):
        return own
    return minted_id(settings.namespace, _QUALIFICATION, identifier) if settings.namespace is not None else None


def _failed(file: SourceFile, error: InvalidDataError | SourceError) -> Iterator[Issue]:
    """What to say of a file that cannot be read to its end."""
    if not file.is_named and error.issues and error.issues[0].code in _NOT_OURS:
        message = f"The file was passed over: {error.issues[0].message}"
        yield _issue(_PASSED_OVER, Severity.INFO, message, None, file.path)
        return
    yield from error.issues
    message = "The file could not be read to its end, so references are missing from the list."
    yield _issue(
        "REFS-INCOMPLETE",
        Severity.ERROR,
        message if error.issues else f"{message} {error}",
        "Mend the file, and list its references again.",
        file.path,
    )


def _without_qualifications(file: SourceFile, title: str) -> Issue:
    return _issue(
        _PASSED_OVER,
        Severity.WARNING if file.is_named else Severity.INFO,
        f"The file was passed over, because files of its format hold no qualifications: {title}.",
        f"Name files of the formats {', '.join(READERS)}.",
        file.path,
    )


def _nameless(found: FoundRecord, path: str, line: int | None) -> Issue:
    issue = _issue(
        "REFS-NO-IDENTIFIER",
        Severity.WARNING,
        "The qualification has no identifier, so no reference can lead to it, and none was listed.",
        "Give it an identifier with a schemeID.",
        path,
    )
    return attrs.evolve(issue, line=line, record=found.id or next(iter(found.titles.values()), None))


def _duplicate(found: FoundRecord, shared: Identity, path: str, line: int | None) -> Issue:
    issue = _issue(
        "REFS-DUPLICATE-IDENTIFIER",
        Severity.WARNING,
        f"A qualification that was listed before has the identifier {shown_identifier(*shared)}, too, so a reference "
        "to either may be ambiguous.",
        "Give each its own identifier, or leave the file out that has an old version of it.",
        path,
    )
    return attrs.evolve(issue, line=line, record=found.id or shared[0])


def _issue(code: str, severity: Severity, message: str, remedy: str | None, path: str) -> Issue:
    return Issue(code=code, severity=severity, message=message, remedy=remedy, source=path)
