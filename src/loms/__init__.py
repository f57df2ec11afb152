"""Learning opportunity data of Europe: read, check, convert and link LOMS 2019 and legacy LOQ files.

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from loms.version import __version__

TYPE_CHECKING = False  # type checkers know the name; the module `typing` would take most of the time of this import

if TYPE_CHECKING:
    from loms import codes as codes
    from loms import elm as elm
    from loms import errors as errors
    from loms import formats as formats
    from loms import legacy as legacy
    from loms import model as model
    from loms import rdf as rdf
    from loms import releases as releases
    from loms import reporting as reporting
    from loms import samples as samples
    from loms import strategies as strategies
    from loms import text as text
    from loms.compare.comparing import compare as compare
    from loms.compare.report import Comparison as Comparison
    from loms.convert.accounting import ConversionReport as ConversionReport
    from loms.convert.edges import Conversion as Conversion
    from loms.convert.edges import convert as convert
    from loms.convert.settings import Settings as Settings
    from loms.errors import InvalidDataError as InvalidDataError
    from loms.errors import Issue as Issue
    from loms.errors import LomsError as LomsError
    from loms.errors import LomsWarning as LomsWarning
    from loms.errors import MissingDependencyError as MissingDependencyError
    from loms.errors import Severity as Severity
    from loms.errors import SourceError as SourceError
    from loms.errors import TargetError as TargetError
    from loms.errors import UsageError as UsageError
    from loms.io.json import from_json as from_json
    from loms.io.json import to_json as to_json
    from loms.io.read import loads as loads
    from loms.io.read import read as read
    from loms.io.streaming.iterating import iter_placed_records as iter_placed_records
    from loms.io.streaming.iterating import iter_records as iter_records
    from loms.io.streaming.record_stream import PlacedRecord as PlacedRecord
    from loms.io.streaming.record_writer import RecordWriter as RecordWriter
    from loms.io.write import dumps as dumps
    from loms.io.write import write as write
    from loms.migration.files import Migration as Migration
    from loms.migration.files import convert_file as convert_file
    from loms.migration.report import MigrationReport as MigrationReport
    from loms.resolve.index import Index as Index
    from loms.resolve.report import Resolution as Resolution
    from loms.resolve.resolving import resolve as resolve
    from loms.validate.report import Report as Report
    from loms.validate.validating import validate as validate

# Where each public name lives. Packages that can be called, such as `convert`, are modules.
_HOMES = {
    "Comparison": "loms.compare.report",
    "Conversion": "loms.convert.edges",
    "ConversionReport": "loms.convert.accounting",
    "Index": "loms.resolve.index",
    "InvalidDataError": "loms.errors",
    "Issue": "loms.errors",
    "LomsError": "loms.errors",
    "LomsWarning": "loms.errors",
    "Migration": "loms.migration.files",
    "MigrationReport": "loms.migration.report",
    "MissingDependencyError": "loms.errors",
    "PlacedRecord": "loms.io.streaming.record_stream",
    "RecordWriter": "loms.io.streaming.record_writer",
    "Report": "loms.validate.report",
    "Resolution": "loms.resolve.report",
    "Settings": "loms.convert.settings",
    "Severity": "loms.errors",
    "SourceError": "loms.errors",
    "TargetError": "loms.errors",
    "UsageError": "loms.errors",
    "convert_file": "loms.migration.files",
    "dumps": "loms.io.write",
    "from_json": "loms.io.json",
    "iter_placed_records": "loms.io.streaming.iterating",
    "iter_records": "loms.io.streaming.iterating",
    "loads": "loms.io.read",
    "read": "loms.io.read",
    "to_json": "loms.io.json",
    "write": "loms.io.write",
}
_MODULES = (
    "codes",
    "compare",
    "convert",
    "elm",
    "errors",
    "formats",
    "legacy",
    "model",
    "rdf",
    "releases",
    "reporting",
    "resolve",
    "samples",
    "strategies",
    "text",
    "validate",
)

__all__ = [
    "Comparison",
    "Conversion",
    "ConversionReport",
    "Index",
    "InvalidDataError",
    "Issue",
    "LomsError",
    "LomsWarning",
    "Migration",
    "MigrationReport",
    "MissingDependencyError",
    "PlacedRecord",
    "RecordWriter",
    "Report",
    "Resolution",
    "Settings",
    "Severity",
    "SourceError",
    "TargetError",
    "UsageError",
    "__version__",
    "compare",
    "convert",
    "convert_file",
    "dumps",
    "from_json",
    "iter_placed_records",
    "iter_records",
    "loads",
    "read",
    "resolve",
    "to_json",
    "validate",
    "write",
]


if not TYPE_CHECKING:  # A type checker would take any misspelled name for a public one.

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used (PEP 562)."""
        from importlib import import_module

        if name in _MODULES:
            return import_module(f"loms.{name}")
        if name in _HOMES:
            value: object = getattr(import_module(_HOMES[name]), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module 'loms' has no attribute {name!r}")


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*__all__, *_MODULES})
