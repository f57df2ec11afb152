"""What a file holds, in numbers: how many records have each field, in which languages, and what links what."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from loms.formats import Format
from loms.reporting.issue_table import IssueTable

__all__ = ["FieldUse", "KindStatistics", "LanguageUse", "LinkUse", "Statistics"]


@attrs.frozen(kw_only=True)
class FieldUse:
    """How often a field is filled in.

    Attributes:
        name: Its name in the XML.
        records: How many records of the kind have it.
        languages: For a field with texts, how many records have a text in each language, by its code; in the order of
            `KindStatistics.languages`.
    """

    name: str
    records: int
    languages: Mapping[str, int]

    def as_dict(self) -> Mapping[str, object]:
        """The same as a mapping that JSON can hold."""
        return {"name": self.name, "records": self.records, "languages": dict(self.languages)}


@attrs.frozen(kw_only=True)
class LanguageUse:
    """How often a language is used.

    Attributes:
        language: Its code, as it stands in the file.
        records: How many records of the kind have a text in it.
        texts: How many texts these are.
    """

    language: str
    records: int
    texts: int

    def as_dict(self) -> Mapping[str, object]:
        """The same as a mapping that JSON can hold."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class KindStatistics:
    """The records of one kind.

    Attributes:
        kind: Name of their element.
        records: How many there are.
        fields: Every field that the schema knows for them, in its order, also those that no record has.
        languages: The languages of their texts, the most frequent first.
    """

    kind: str
    records: int
    fields: tuple[FieldUse, ...]
    languages: tuple[LanguageUse, ...]

    def as_dict(self) -> Mapping[str, object]:
        """The same as a mapping that JSON can hold."""
        return {
            "kind": self.kind,
            "records": self.records,
            "fields": [each.as_dict() for each in self.fields],
            "languages": [each.as_dict() for each in self.languages],
        }


@attrs.frozen(kw_only=True)
class LinkUse:
    """How often records of one kind refer to records of another in one field.

    Attributes:
        source: Kind of the records that refer.
        field: The field in which they do.
        target: Kind of the records that they refer to, or None where there is no such record in the file.
        links: How many references there are.
        sources: How many different records refer.
        targets: How many different records are referred to.
    """

    source: str
    field: str
    target: str | None
    links: int
    sources: int
    targets: int

    def as_dict(self) -> Mapping[str, object]:
        """The same as a mapping that JSON can hold."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class Statistics:
    """What a file holds, in numbers.

    Attributes:
        format: Its format.
        complete: Whether it was read to its end; otherwise the numbers are those of what stands before the fault.
        kinds: Its records, kind by kind, in the order of the file.
        links: What refers to what, in that order.
        providers: How many providers there are.
        issues: How many issues there are by provider; None where the file was not read to its end.
        titles: What records are called that issues may be shown of, by their ids, as far as that is known.
    """

    format: Format
    complete: bool
    kinds: tuple[KindStatistics, ...]
    links: tuple[LinkUse, ...]
    providers: int
    issues: IssueTable | None = attrs.field(eq=False, repr=False)
    titles: Mapping[str, str] = attrs.field(factory=dict, eq=False, repr=False)

    def as_dict(self) -> Mapping[str, object]:
        """The same as a mapping that JSON can hold, without the issues and titles."""
        return {
            "complete": self.complete,
            "kinds": [each.as_dict() for each in self.kinds],
            "links": [each.as_dict() for each in self.links],
            "providers": self.providers,
        }
