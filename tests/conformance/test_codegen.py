"""The generated code is what the generator makes of the schemas, and the gate that says so can fail."""

import dataclasses
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from codegen.flatten import flatten
from codegen.generator import documentation
from codegen.names import LOMS_2019, LOQ_DELETE, TARGETS
from codegen.pipeline import FatalWarning, differences, generated_folders
from loms.formats import FORMATS
from tests.conformance.places import ROOT

XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS = ROOT / "schemas"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the gate in a checkout."""
    command = [sys.executable, "-m", "codegen", "--check"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of all that the generator reads and compares."""
    for name in ("codegen", "schemas", "src"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def make_key_optional(path: Path) -> None:
    """Change one attribute of an XSD in place."""
    text = path.read_text(encoding="utf-8")
    before = '<xs:attribute name="Key" type="xs:string" use="required">'
    assert text.count(before) == 1
    path.write_text(text.replace(before, before.replace(' use="required"', "")), encoding="utf-8")


class TestGate:
    def test_it_names_each_file_that_differs_is_missing_is_surplus_or_has_a_changed_schema_and_no_other(
        self, checkout: Path
    ) -> None:
        model = checkout / "src" / "loms" / "model"
        changed, missing, surplus = model / "records.py", model / "codes" / "nuts.py", model / "extra.py"
        changed.write_bytes(changed.read_bytes().replace(b"learning", b"Learning", 1))
        missing.unlink()
        surplus.write_text('"""Not generated."""\n', encoding="utf-8")
        make_key_optional(checkout / "schemas" / LOQ_DELETE.schema)

        done = check(checkout)

        assert done.returncode == 1
        *differing, advice = done.stderr.splitlines()
        assert set(differing) == {
            f"{name} (hash seed {seed})"
            for seed in (1, 2)
            for name in (
                "loms/model/records.py: differs",
                "loms/model/codes/nuts.py: missing",
                "loms/model/extra.py: not made from any schema",
                "loms/legacy/delete/delete.py: differs",
            )
        }
        assert "make generate" in advice

    def test_it_covers_all_generated_folders(self) -> None:
        packages = {Path(*kind.model.split(".")) for kind in FORMATS}

        assert {Path(*target.package.split(".")) for target in TARGETS} == packages
        assert all(any(package.is_relative_to(folder) for folder in generated_folders()) for package in packages)

    def test_equal_folders_do_not_differ(self, checkout: Path) -> None:
        assert differences(checkout / "src", ROOT / "src") == []


class TestRefusals:
    def test_a_component_without_documentation(self) -> None:
        with pytest.raises(ValueError, match="'Text/lang' has no documentation"):
            documentation(None, 4, "Text/lang")

    def test_an_anonymous_type_without_a_name_says_where_it_is_and_what_to_do(self, tmp_path: Path) -> None:
        path = "LearningOutcomeType/relatedEscoSkill"
        nameless = {key: name for key, name in LOMS_2019.anonymous.items() if key != path}
        target = dataclasses.replace(LOMS_2019, anonymous=nameless)

        with pytest.raises(ValueError, match=rf"'{path}' has no name; add a row to codegen/names\.py"):
            flatten(SCHEMAS, target, tmp_path)

    def test_two_types_of_one_name(self, tmp_path: Path) -> None:
        target = dataclasses.replace(LOQ_DELETE, types={"XsdVersionType": "EntityType", "EntityTypeType": "EntityType"})

        with pytest.raises(ValueError, match=r"same class: \['EntityType'\]"):
            flatten(SCHEMAS, target, tmp_path)

    def test_any_warning_of_the_generator(self) -> None:
        record = logging.LogRecord("xsdata", logging.WARNING, "", 0, "lost the type %s", ("Text",), None)

        with pytest.raises(RuntimeError, match="the generator warned: lost the type Text"):
            FatalWarning().emit(record)


class TestBindingView:
    """What is left of a schema once it is written out for the generator."""

    def test_it_has_no_derivation_of_complex_types_no_constraint_and_no_default(self, tmp_path: Path) -> None:
        for target in TARGETS:
            flatten(SCHEMAS, target, tmp_path / target.root)
        nodes = [node for path in tmp_path.rglob("*.xsd") for node in etree.parse(path).iter(etree.Element)]

        assert nodes
        assert [node for node in nodes if node.tag in {XS + "unique", XS + "key", XS + "keyref"}] == []
        assert [node for node in nodes if node.tag == XS + "complexContent"] == []
        assert [node for node in nodes if node.get("default") or node.get("use") == "prohibited"] == []

    def test_it_is_a_schema_itself(self, tmp_path: Path) -> None:
        for target in TARGETS:
            main = flatten(SCHEMAS, target, tmp_path / target.root)
            for path in (tmp_path / target.root).rglob("*.xsd"):
                # Elements that one file takes in from another keep their namespace, which XML Schema cannot say.
                text = path.read_text(encoding="utf-8")
                path.write_text(re.sub(r'(<xs:element [^>]*) targetNamespace="[^"]*"', r"\1", text), encoding="utf-8")
            etree.XMLSchema(etree.parse(main))
