"""How the command line starts, and what happens without the packages that it needs."""

import subprocess
import sys

import pytest

from tests.support.running import RunProcess

WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
import runpy
sys.argv = ["loms", "formats"]
runpy.run_module("loms", run_name="__main__")
"""


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("names", [("click",), ("rich",), ("click", "rich")])
def test_without_its_packages_it_says_what_to_install(names: tuple[str, ...]) -> None:
    done = python(WITHOUT.format(names=names))
    assert done.returncode == 2
    assert done.stderr == "The command line needs two more packages: pip install click rich\n"
    assert done.stdout == ""


def test_python_m_loms_is_the_command_line(run_process: RunProcess) -> None:
    assert run_process("--version").stdout.startswith("loms, version ")


def test_the_script_loms_is_the_command_line() -> None:
    from importlib.metadata import entry_points

    (script,) = entry_points(group="console_scripts", name="loms")
    assert script.value == "loms.__main__:main"


@pytest.mark.parametrize("heavy", ["lxml", "xsdata"])
def test_showing_help_loads_neither_parser_nor_binding(heavy: str) -> None:
    program = f"""
import sys
from click.testing import CliRunner
from loms.cli.app import app
CliRunner().invoke(app, ["--help"])
print([name for name in sys.modules if name.partition(".")[0] == {heavy!r}])
"""
    assert python(program).stdout == "[]\n"
