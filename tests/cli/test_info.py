"""``loms info`` counts what a file holds."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.documents import DELETE, EXAMPLES, LOMS, LOQ
from tests.support.running import Run


def facts(run: Run, text: str | bytes) -> dict[str, Any]:
    done = run("info", "--json", "-", stdin=text)
    assert done.exit_code == 0
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_info_names_format_and_version(run: Run, loms_file: Path) -> None:
    shown = run("info", loms_file).stdout
    assert "loms-2019: Learning Opportunity Metadata Schema (2019)" in shown
    assert "1.1.0" in shown


def test_a_version_that_differs_is_shown_as_declared(run: Run) -> None:
    shown = run("info", "-", stdin=LOMS.replace('xsdVersion="1.1.0"', 'xsdVersion="1.0.0"')).stdout
    assert "1.0.0 (as declared)" in shown


def test_info_counts_the_records_of_each_kind(run: Run) -> None:
    assert facts(run, LOMS)["records"] == {
        "learningOpportunity": 1,
        "learningSpecification": 1,
        "learningOutcome": 1,
        "organization": 1,
    }


def test_the_identifiers_of_a_withdrawal_are_its_records(run: Run) -> None:
    assert facts(run, DELETE)["records"] == {"Id": 2}


def test_info_counts_texts_by_language(run: Run) -> None:
    two = LOMS.replace('<title><text lang="en"', '<title><text lang="fr"', 1)
    assert facts(run, two)["languages"] == {"en": 3, "fr": 1}


def test_a_legacy_text_without_a_language_counts_as_english(run: Run) -> None:
    assert facts(run, LOQ)["languages"] == {"en": 4, "fr": 1}


def test_a_provider_of_several_records_counts_once(run: Run) -> None:
    record = LOMS[LOMS.index("<learningOpportunity ") : LOMS.index("</learningOpportunities>")]
    assert facts(run, LOMS.replace(record, record + record.replace("opportunity/1", "opportunity/2")))["providers"] == 1


def test_a_legacy_provider_that_is_named_in_two_languages_counts_once(run: Run) -> None:
    name = "<ProviderName>Bakery school</ProviderName>"
    assert (
        facts(run, LOQ.replace(name, f'{name}<ProviderName language="de">Backschule</ProviderName>'))["providers"] == 1
    )


def test_a_format_without_providers_shows_no_number_of_them(run: Run) -> None:
    assert facts(run, DELETE)["providers"] is None
    assert "providers" not in run("info", "-", stdin=DELETE).stdout


def test_info_counts_references_to_qualifications_of_other_datasets(run: Run) -> None:
    assert facts(run, (EXAMPLES / "courses-loms.xml").read_text(encoding="utf-8"))["qualification_refs"] > 0


def test_only_the_current_format_shows_references_to_qualifications(run: Run, loms_file: Path, loq_file: Path) -> None:
    assert "references to qualifications  0" in run("info", loms_file).stdout
    assert "references to qualifications" not in run("info", loq_file).stdout


def test_a_legacy_file_shows_how_many_qualification_blocks_it_has(run: Run) -> None:
    shown = run("info", EXAMPLES / "courses-loq.xml").stdout
    assert "qualification blocks   10" in shown


def test_qualification_blocks_are_counted_for_programs_too(run: Run) -> None:
    assert facts(run, (EXAMPLES / "courses-loq.xml").read_text(encoding="utf-8"))["qualification_blocks"] == 10
    assert facts(run, LOQ)["qualification_blocks"] == 0
    assert facts(run, LOMS)["qualification_blocks"] is None


def test_info_shows_the_size_of_the_xml_and_of_the_compressed_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "courses.xml.gz"
    path.write_bytes(gzip.compress(LOMS.encode()))
    shown = run("info", path).stdout
    assert f"{len(LOMS.encode()):,} bytes ({path.stat().st_size:,} bytes compressed)" in shown


def test_info_of_a_file_that_is_well_formed_but_not_valid_is_no_error(run: Run, invalid_file: Path) -> None:
    assert run("info", invalid_file).exit_code == 0


def test_the_upload_key_of_a_legacy_file_is_not_shown(run: Run, loq_file: Path) -> None:
    for options in ((), ("--json",)):
        done = run("info", *options, loq_file)
        assert done.exit_code == 0
        assert "secret" not in done.output


PEAK = """
import resource, subprocess, sys
size = int(sys.argv[1])
head, rest = DOCUMENT.split(RECORD)
command = [sys.executable, "-m", "loms", "info", "--json", "-"]
process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
process.stdin.write(head.encode())
for _ in range(size // len(RECORD)):
    process.stdin.write(RECORD.encode())
process.stdin.write(rest.encode())
process.stdin.close()
assert process.wait() == 0
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_memory(size: int) -> int:
    """The most memory that ``loms info`` takes for a document of so many bytes, in kB."""
    record = LOMS[LOMS.index("<learningOpportunity ") : LOMS.index("</learningOpportunities>")]
    program = f"DOCUMENT, RECORD = {LOMS!r}, {record!r}\n{PEAK}"
    done = subprocess.run([sys.executable, "-c", program, str(size)], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit elsewhere")
def test_the_memory_does_not_grow_with_the_file() -> None:
    assert peak_memory(30_000_000) < peak_memory(1_000) + 10_000


def test_only_texts_are_counted_as_texts(run: Run) -> None:
    page = '<homepage uri="https://bread.example/"/>'
    assert facts(run, LOMS.replace("<hasISCED-FCode", f"{page}<hasISCED-FCode"))["languages"] == {"en": 4}
    note = "<Description><Text lang='fr'>Pain</Text></Description>"
    occupation = "<RelatedOccupations><Description lang='de'>wird</Description></RelatedOccupations>"
    records = f"<Qualification><Identifier>1</Identifier>{note}{occupation}</Qualification>"
    assert facts(run, f"<Qualifications>{records}</Qualifications>")["languages"] == {"de": 1, "fr": 1}


def test_info_reads_a_path_and_standard_input_alike(run: Run, loms_file: Path) -> None:
    from_path = json.loads(run("info", "--json", loms_file).stdout)
    from_stream = facts(run, Path(loms_file).read_bytes())
    assert from_path["records"] == from_stream["records"]
