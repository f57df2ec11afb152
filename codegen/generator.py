"""The xsdata plugin: our names, our templates, required fields without defaults."""

import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from xml.sax.saxutils import unescape

from jinja2 import Environment
from xsdata.codegen.handlers.create_compound_fields import CHOICE
from xsdata.codegen.models import Attr, Class
from xsdata.codegen.resolver import DependenciesResolver
from xsdata.formats.dataclass.filters import Filters
from xsdata.formats.dataclass.generator import DataclassGenerator
from xsdata.formats.mixins import GeneratorResult
from xsdata.models.config import GeneratorConfig
from xsdata.models.enums import Tag
from xsdata.utils.text import snake_case

from codegen.names import FIELDS, Target

LINE_LENGTH = 120
TEMPLATES = Path(__file__).parent / "templates"


def documentation(text: str | None, indent: int, component: str) -> str:
    """Render the documentation of a schema component as a docstring."""
    if not text:
        message = f"{component!r} has no documentation in the schema, which its docstring is made of"
        raise ValueError(message)
    words = " ".join(unescape(text).split()).replace("\\", "\\\\")
    if len(words) + indent + 6 <= LINE_LENGTH:
        return " " * indent + f'"""{words}"""'
    summary, stop, rest = words.partition(". ")
    paragraphs = [summary + stop.strip(), rest] if rest else [words]
    wrapped = [textwrap.wrap(paragraph, LINE_LENGTH - indent - 3, break_on_hyphens=False) for paragraph in paragraphs]
    lines = [*wrapped[0], *([""] if rest else []), *(wrapped[1] if rest else [])]
    return textwrap.indent('"""' + "\n".join(lines) + '\n"""', " " * indent)


def field_help(attribute: Attr) -> str | None:
    """The documentation of a field; that of a repeated choice is made of its alternatives."""
    if attribute.is_nameless and attribute.tag == Tag.EXTENSION:
        return "The content between the tags."
    if not attribute.choices:
        return attribute.help
    return "In document order, each of: " + ", ".join(choice.local_name for choice in attribute.choices) + "."


class NamedFilters(Filters):
    """Template filters that take every name from ``codegen.names``."""

    __slots__ = ("target",)

    def __init__(self, config: GeneratorConfig, target: Target) -> None:
        super().__init__(config)
        self.target = target

    def register(self, env: Environment) -> None:
        """Add our filters to the generator's."""
        super().register(env)
        env.filters.update({"documentation": documentation, "field_help": field_help})

    def class_name(self, name: str) -> str:
        """The name as the flattened schema has it; only the first letter of element names is raised."""
        return name[:1].upper() + name[1:]

    def field_name(self, name: str, class_name: str) -> str:
        """Snake case of the XML name."""
        if name == "choice":
            return self.target.choices[self.class_name(class_name)]
        result = FIELDS.get(name) or snake_case(name)
        return result + "_" if keyword.iskeyword(result) else result

    def field_metadata(self, obj: Class, attr: Attr, parent_namespace: str | None) -> dict[str, Any]:
        """The metadata of a field, with the least number of occurrences of a repeated choice, which gets lost."""
        metadata: dict[str, Any] = super().field_metadata(obj, attr, parent_namespace)
        path = (attr.choices or [attr])[0].restrictions.path
        least = next((minimum for kind, _, minimum, most in path if kind == CHOICE and most > 1), 0)
        if least and "min_occurs" not in metadata:
            metadata["min_occurs"] = least
        return metadata

    def constant_name(self, name: str, class_name: str) -> str:
        """Upper case of the last segment of a code."""
        given = self.target.members.get((class_name, name))
        if given:
            return given
        segment = re.split(r"[/#]", name)[-1]
        if not segment.isupper():
            segment = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", segment)
        member = re.sub(r"\W+", "_", segment).upper()
        return self.target.digits[class_name] + member if member[0].isdigit() else member


class ModelGenerator(DataclassGenerator):
    """Renders dataclasses and enumerations with a docstring below each field and member."""

    __slots__ = ()
    target: ClassVar[Target]
    rendered: ClassVar[list[Class]]

    @classmethod
    def get_template_paths(cls) -> list[str]:
        """Our templates first, the generator's own behind them."""
        return [str(TEMPLATES), *super().get_template_paths()]

    @classmethod
    def init_filters(cls, config: GeneratorConfig) -> Filters:
        """The filters of the current target."""
        return NamedFilters(config, cls.target)

    def ruff_code(self, file_paths: list[str]) -> None:
        """Order the imports and format with this project's ruff, whatever the PATH says."""
        ruff = [sys.executable, "-m", "ruff"]
        common = ["--isolated", "--line-length", str(LINE_LENGTH), "--target-version", "py311", "--quiet"]
        subprocess.run([*ruff, "check", *common, "--select", "F401,I,UP", "--fix", *file_paths], check=True)
        subprocess.run([*ruff, "format", *common, *file_paths], check=True)

    def validate_imports(self) -> None:
        """Left to the tests: the package is generated beside the real one and must not shadow it."""

    def render(self, classes: list[Class]) -> Iterator[GeneratorResult]:
        """Render modules and packages; the top package shows all classes, codes included."""
        type(self).rendered = classes
        yield from super().render(classes)

    def render_module(self, resolver: DependenciesResolver, classes: list[Class]) -> str:
        """Render one module, its first line saying what it holds."""
        kind = "Codes" if all(each.is_enumeration for each in classes) else "Dataclasses"
        source = super().render_module(resolver, classes)
        return f'"""{kind} of {self.target.schema}. Generated by `make generate`."""\n\n{source}'

    def render_package(self, classes: list[Class], module: str) -> str:
        """Render the face of a package, its first line saying what it holds."""
        shown = self.rendered if module == self.target.package else classes
        source = super().render_package(shown, module)
        return f'"""Typed model of {self.target.schema}. Generated by `make generate`."""\n\n{source}'

    @classmethod
    def ensure_packages(cls, package: Path) -> Iterator[GeneratorResult]:
        """Give the folders above a package a first line too."""
        for result in super().ensure_packages(package):
            yield GeneratorResult(
                path=result.path,
                title=result.title,
                source='"""Typed models of the legacy formats. Generated by `make generate`."""\n',
            )
