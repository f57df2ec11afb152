"""Which attributes refer to which kinds of records, and which identify a record, as the schema declares it."""

from __future__ import annotations

import functools

import attrs

from loms.formats import Format
from loms.io.schema.declarations import declarations
from loms.io.schema.declared import Identity
from loms.io.schema.identity_plan import within

__all__ = ["Links", "links_of"]


def _meant(kind: str, path: str, child: str) -> Identity:
    """An identity or a reference that stands in a child element."""
    name = f"{path.rpartition('/')[2]}/{child}"
    refer = f"Agent/{child}" if kind == "keyref" else None
    return Identity(kind=kind, name=name, refer=refer, paths=(path,), attribute=child)


# What the records of a format mean although its schema does not demand it: a reference may lead out of the file.
_MEANT = {
    "qms-1.0": tuple(
        _meant(kind, path, child)
        for child in ("URI", "Identifier")
        for kind, path in (
            ("unique", "Qualifications/Qualification"),
            ("key", "Agents/Agent"),
            ("keyref", "Qualifications/Qualification/AwardingActivities/AwardingActivity/AssociatedWith"),
        )
    )
}


@attrs.frozen(eq=False)
class Links:
    """The ids and references of one format.

    Attributes:
        constraints: The constraints of the schema that hold for the whole document, and what is meant without one.
    """

    constraints: tuple[Identity, ...]

    def targets(self, record: tuple[str, ...], inside: tuple[str, ...], attribute: str) -> tuple[str, ...]:
        """The kinds of records to whose ids an attribute refers.

        Args:
            record: Local names from below the document element to the record.
            inside: Local names from below the record to the element of the attribute.
            attribute: Name of the attribute.

        Returns:
            Local names of the records; none where the attribute refers to nothing.

        Examples:
            >>> from loms.formats import find_format
            >>> links = links_of(find_format("loms-2019"))
            >>> links.targets(("learningOpportunities", "learningOpportunity"), ("providedBy",), "idref")
            ('organization',)
        """
        found = [
            each
            for each in self.constraints
            if each.kind == "keyref"
            and each.attribute == attribute
            and any(_leads_to(path, record, inside) for path in each.paths)
        ]
        return tuple(dict.fromkeys(kind for each in found for kind in self._kinds(each)))

    def identities(self, record: tuple[str, ...]) -> frozenset[str]:
        """The attributes of a record that no two records may share.

        Args:
            record: Local names from below the document element to the record.
        """
        return frozenset(
            each.attribute
            for each in self.constraints
            if each.kind != "keyref" and any(within(path, record) == "" for path in each.paths)
        )

    def may_share(self, attribute: str, *records: tuple[str, ...]) -> bool:
        """Whether records of these kinds may have the same value in an attribute.

        Args:
            attribute: Name of the attribute.
            records: For each of them, local names from below the document element to the record.
        """
        return not any(
            each.kind != "keyref"
            and each.attribute == attribute
            and all(any(within(path, record) == "" for path in each.paths) for record in records)
            for each in self.constraints
        )

    def is_distinct(self, names: tuple[str, ...]) -> bool:
        """Whether the text of an element may stand only once in a document.

        Args:
            names: Local names from below the document element to the element.

        Examples:
            >>> from loms.formats import find_format
            >>> links_of(find_format("elm-loq")).is_distinct(("agentReferences", "agent", "identifier", "notation"))
            True
        """
        return any(
            each.child is not None and _ends_in(names, (*path.removeprefix(".//").split("/"), each.attribute))
            for each in self.constraints
            for path in each.paths
        )

    def _kinds(self, reference: Identity) -> list[str]:
        [key] = [each for each in self.constraints if each.kind != "keyref" and each.name == reference.refer]
        return [path.rpartition("/")[2] for path in key.paths]


@functools.cache
def links_of(format: Format) -> Links:
    """The ids and references of a format.

    Args:
        format: An entry of the register.
    """
    return Links((*declarations(format).identities, *_MEANT.get(format.name, ())))


def _ends_in(names: tuple[str, ...], last: tuple[str, ...]) -> bool:
    return names[-len(last) :] == last


def _leads_to(path: str, record: tuple[str, ...], inside: tuple[str, ...]) -> bool:
    rest = within(path, record)
    if rest is None:
        return False
    if rest.startswith(".//"):
        return inside[-1:] == (rest.removeprefix(".//"),)
    return rest == "/".join(inside)
