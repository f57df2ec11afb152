"""Tells of the records of a format that they are certainly valid, with the ids and references in them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from loms.errors import UsageError
from loms.formats import Format
from loms.io.certain.compiling import Check, Compiler, Found
from loms.io.certain.searches import searches_in
from loms.io.certain.values import UncertainError
from loms.io.compiled.plan import plan_of
from loms.io.schema.declarations import declarations
from loms.io.schema.identity_plan import make_plan
from loms.io.schema.identity_texts import comparable

__all__ = ["CertainRecord", "CertainRecords", "certain_records"]


@attrs.frozen(kw_only=True)
class CertainRecord:
    """A record that is certainly valid by itself.

    Attributes:
        ids: Its own attributes that must be unique in the document, as they are compared, by their names.
        found: What else in it the constraints on ids and references look for.
    """

    ids: Mapping[str, str]
    found: tuple[Found, ...]


class CertainRecords:
    """Tells of the records of a format that they are certainly valid.

    Args:
        format: An entry of the register.
    """

    def __init__(self, format: Format) -> None:
        self._format = format
        self._declared = declarations(format)
        self._compiler = Compiler(self._declared)
        self._kinds: dict[tuple[tuple[str, ...], type[object]], _Kind | None] = {}

    def certain(self, record: object, names: tuple[str, ...]) -> CertainRecord | None:
        """What is to be known of a record that is certainly valid by itself; None where that cannot be told.

        Args:
            record: The record.
            names: Local names on the way from below the document element to it.
        """
        key = names, type(record)
        if key not in self._kinds:
            self._kinds[key] = self._kind(names, type(record))
        kind = self._kinds[key]
        if kind is None:
            return None
        found: list[Found] = []
        try:
            if not kind.check(record, found, ""):
                return None
        except (AttributeError, TypeError, RecursionError):
            # It is not as its class says, or holds itself too many times.
            return None
        ids = {}
        for each in kind.ids:
            value = getattr(record, each.field)
            if value is not None:
                ids[each.attribute] = comparable(value, each.builtin)
            elif each.is_key:
                return None
        return CertainRecord(ids=ids, found=tuple(found))

    def _kind(self, names: tuple[str, ...], cls: type[object]) -> _Kind | None:
        declaration = self._declared.root
        for name in names:
            declaration = self._declared.children(declaration)[name]
        identities = self._declared.identities
        try:
            check = self._compiler.check(cls, declaration, searches_in(identities, names, self._format.namespace))
            fields = {field.attribute: field.name for field in plan_of(cls).fields if field.attribute is not None}
        except (UncertainError, UsageError):
            return None
        plan = make_plan(identities, names, namespace=self._format.namespace)
        attributes = self._declared.attributes(declaration)
        if any(key not in fields for key in plan.keys):
            return None
        ids = (
            _Id(attribute=each, field=fields[each], builtin=attributes[each].builtin, is_key=each in plan.keys)
            for each in plan.ids
            if each in fields
        )
        return _Kind(check=check, ids=tuple(ids))


@attrs.frozen(kw_only=True)
class _Id:
    """An attribute of a kind of record that must be unique: its field, its type, and whether it must be there."""

    attribute: str
    field: str
    builtin: str
    is_key: bool


@attrs.frozen(kw_only=True)
class _Kind:
    """How to tell of one kind of record."""

    check: Check
    ids: tuple[_Id, ...]


@functools.cache
def certain_records(format: Format) -> CertainRecords:
    """What tells of the records of a format, compiled once.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> from loms.model import QualificationRef
        >>> names = ("learningSpecificationReferences", "qualificationRef")
        >>> certain = certain_records(find_format("loms-2019")).certain
        >>> from loms.model import Identifier
        >>> certain(QualificationRef(id="urn:x:1", identifier=Identifier(value="12")), names).ids
        {'id': 'urn:x:1'}
        >>> certain(QualificationRef(id="not a URI", identifier=Identifier(value="12")), names) is None
        True
    """
    return CertainRecords(format)
