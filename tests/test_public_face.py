"""What ``import loms`` promises."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import loms
from loms.model import Country, EqfLevel, IscedF, Language, LearningOpportunity, Nuts, SpatialCodeLocation


def in_a_new_process(code: str) -> str:
    """What a program prints that runs alone."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "package", ["lxml", "xsdata", "attr", "attrs", "click", "rich", "hypothesis", "rdflib", "pyshacl"]
)
def test_importing_loms_loads_no_other_package(package: str) -> None:
    assert in_a_new_process(f"import sys, loms; print({package!r} in sys.modules)") == "False"


def test_the_schema_alone_is_checked_without_loading_the_rules() -> None:
    code = "import io, sys, loms; loms.validate(io.BytesIO(b'<Delete/>'), format='loq-delete', profile='schema')"
    assert in_a_new_process(f"{code}; print('loms.validate.rules.texts' in sys.modules)") == "False"


@pytest.mark.parametrize("name", loms.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(loms, name) is not None


def test_the_public_names_are_listed_before_they_are_loaded() -> None:
    assert in_a_new_process("import loms; print('read' in dir(loms))") == "True"


@pytest.mark.parametrize(
    "module",
    [
        "codes",
        "elm",
        "errors",
        "formats",
        "legacy",
        "model",
        "rdf",
        "releases",
        "reporting",
        "samples",
        "strategies",
        "text",
    ],
)
def test_the_modules_are_there_without_being_imported(module: str) -> None:
    assert in_a_new_process(f"import loms; print(loms.{module}.__name__)") == f"loms.{module}"


@pytest.mark.parametrize(
    ("verb", "argument"), [(loms.validate, "source"), (loms.convert, "dataset"), (loms.compare, "old")]
)
def test_the_signature_of_a_package_that_is_a_verb_is_that_of_the_verb(verb: object, argument: str) -> None:
    assert callable(verb)
    assert argument in inspect.signature(verb).parameters
    assert f"{argument}: " in (verb.__doc__ or "")


def test_strategies_say_what_they_need() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None; import loms\n"
        "try: loms.strategies\nexcept loms.MissingDependencyError as error: print(error)"
    )
    assert in_a_new_process(code) == "loms.strategies needs one more package: pip install hypothesis"


@pytest.mark.parametrize("package", ["rdflib", "pyshacl"])
def test_linked_data_says_what_it_needs(package: str) -> None:
    code = (
        f"import sys; sys.modules[{package!r}] = None; import loms\n"
        "try: loms.rdf\nexcept loms.MissingDependencyError as error: print(error)"
    )
    assert in_a_new_process(code) == "loms.rdf needs two more packages: pip install 'loms[rdf]'"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        _ = loms.raed  # type: ignore[attr-defined]


@pytest.mark.parametrize("verb", ["validate", "convert"])
@pytest.mark.parametrize(
    "before", ["", "import loms.{}.report as _; ", "from loms import {} as _; ", "import loms.{}; "]
)
def test_a_package_that_is_a_verb_can_be_called_however_it_was_imported(verb: str, before: str) -> None:
    if verb == "convert":
        before = before.replace(".report", ".settings")
    assert in_a_new_process(f"{before.format(verb)}import loms; print(callable(loms.{verb}))") == "True"


def test_codes_are_named_by_the_end_of_their_address() -> None:
    assert Country.FRA.value == "http://publications.europa.eu/resource/authority/country/FRA"
    assert Language.ENG.value == "http://publications.europa.eu/resource/authority/language/ENG"
    assert Nuts.FR10.value == "http://data.europa.eu/esco/nuts/FR10"


def test_codes_that_begin_with_a_digit_have_a_declared_prefix() -> None:
    assert IscedF.F0613.value == "http://data.europa.eu/esco/isced-f/0613"
    assert EqfLevel.LEVEL_6.value == "http://data.europa.eu/esco/eqf/6"


@pytest.mark.parametrize("kind", [LearningOpportunity, SpatialCodeLocation])
def test_classes_take_keywords_only_and_have_no_dictionary(kind: type) -> None:
    with pytest.raises(TypeError):
        kind("positional")
    assert "__slots__" in vars(kind)


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert loms.__version__ == version("loms")
