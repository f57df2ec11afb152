"""The command ``loms resolve``: where the references of a dataset lead; also to embed or extract qualifications."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs
import click

from loms.cli.failures import print_issues
from loms.cli.options import STANDARD_STREAM, collected, dry_run_option, json_option, output_option
from loms.cli.places import Place, check_places, shown_name
from loms.cli.qualifications import CommandWithLists, GivenQualifications, qualifications_options
from loms.cli.terminal import messages, print_json
from loms.errors import UsageError
from loms.wording import counted

if TYPE_CHECKING:
    from loms.resolve import Embedding, Extraction

__all__ = ["resolve"]

REFUSED = 1


@attrs.frozen(kw_only=True)
class _Work:
    """What to make of the dataset.

    Attributes:
        embed: Whether references become qualifications.
        extract: Where extracted qualifications go, or None.
        namespace: Under which ids of legacy qualifications are made.
        target: Where the new dataset goes.
        dry_run: Whether to write nothing.
        as_json: Whether to print JSON.
    """

    embed: bool
    extract: str | None
    namespace: str | None
    target: str
    dry_run: bool
    as_json: bool

    @property
    def makes_dataset(self) -> bool:
        """Whether there is a new dataset."""
        return self.embed or self.extract is not None

    @property
    def targets(self) -> list[Place]:
        """The files that are written."""
        if not self.makes_dataset:
            return []
        extracted = [] if self.extract is None else [Place("dataset of qualifications", self.extract)]
        return [Place("new dataset", self.target), *extracted]

    def check(self) -> None:
        """Refuse options that contradict each other.

        Raises:
            UsageError: They do.
        """
        if self.embed and self.extract is not None:
            raise UsageError("--embed and --extract undo each other; give one of them.")
        if not self.makes_dataset and (self.target != STANDARD_STREAM or self.dry_run):
            option = "--dry-run" if self.target == STANDARD_STREAM else "-o"
            raise UsageError(
                f"There is a new dataset only with --embed or --extract; give one of them, or no {option}."
            )
        if self.namespace is not None and not self.embed:
            raise UsageError("--namespace is for ids that --embed makes; give both or neither.")
        if self.extract == STANDARD_STREAM:
            raise UsageError("--extract names a file for the qualifications; only -o may be standard output.")
        if self.makes_dataset and self.as_json and self.target == STANDARD_STREAM and not self.dry_run:
            raise UsageError("--json and the document cannot both go to standard output; give -o OUT or --dry-run.")


def _work_options(command: Callable[..., None]) -> Callable[..., None]:
    command = collected(command, name="work", kind=_Work)
    options: tuple[Callable[[Any], Any], ...] = (
        click.option(
            "--embed", is_flag=True, help="Write DATASET with the qualifications themselves in place of references."
        ),
        click.option(
            "--extract",
            metavar="Q.xml",
            help="Write the qualifications of DATASET to this file, and to OUT the rest with references to them.",
        ),
        output_option(metavar="OUT", help="Where --embed and --extract write the dataset; else standard output."),
        click.option(
            "--namespace",
            metavar="URI",
            help="Under which --embed makes ids for legacy qualifications, which have none.",
        ),
        dry_run_option,
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    cls=CommandWithLists,
    examples=[
        "loms resolve courses.xml --qualifications qualifications.xml",
        "loms resolve courses.xml --qualifications registers/*.xml --accept-near",
        "loms resolve courses.xml --index qualifications.sqlite --embed -o whole.xml",
        "loms resolve whole.xml --extract qualifications.xml -o courses.xml",
    ],
)
@click.argument("dataset")
@qualifications_options
@_work_options
@click.pass_context
def resolve(context: click.Context, /, *, dataset: str, given: GivenQualifications, work: _Work) -> None:
    """Follow the references of DATASET to qualifications.

    Each reference is found, missing, ambiguous, of a wrong kind, or a near miss, which is shown with what is probably
    meant. All other links of the dataset are followed too: those that lead nowhere or to a wrong kind of record, and
    circles. The exit code is 1 where a reference is missing or ambiguous, or a link is broken; near misses are
    warnings.
    """
    work.check()
    given.check()
    check_places(inputs=[Place("dataset", dataset), *given.inputs], outputs=work.targets)
    if work.extract is not None:
        ok = _extract(dataset, given, work, work.extract)
    elif work.embed:
        ok = _embed(dataset, given, work)
    else:
        ok = _resolve(dataset, given, work)
    if not ok:
        context.exit(REFUSED)


def _resolve(dataset: str, given: GivenQualifications, work: _Work) -> bool:
    from loms.cli.datasets import links_of
    from loms.cli.followed import print_followed, show_followed
    from loms.resolve import follow

    limit = given.max_unpacked_size
    with (
        given.open() as index,
        links_of(dataset, max_unpacked_size=limit) as source,
        follow(source, index=index, accept_near=given.accept_near, max_unpacked_size=limit) as followed,
    ):
        show = print_followed if work.as_json else show_followed
        show(followed, shown_name(dataset))
    if not followed.ok:
        messages().line(f"loms: error: Not all links of {shown_name(dataset)} can be followed.", style="bold red")
    return followed.ok


def _embed(dataset: str, given: GivenQualifications, work: _Work) -> bool:
    from loms.cli.datasets import load_dataset, screen_beside, tell_written, write_datasets
    from loms.convert.settings import Settings
    from loms.resolve import embed

    settings = Settings(namespace=work.namespace, identifier_scheme=given.identifier_scheme)
    document = load_dataset(dataset, max_unpacked_size=given.max_unpacked_size)
    with given.open() as index:
        done = embed(
            document,
            index=index,
            accept_near=given.accept_near,
            settings=settings,
            max_unpacked_size=given.max_unpacked_size,
        )
    write_datasets({work.target: done.document}, source=dataset, dry_run=work.dry_run)
    if work.as_json:
        print_json({**done.as_dict(), "target": None if work.dry_run else work.target})
    else:
        screen = screen_beside(work.target, dry_run=work.dry_run)
        print_issues(done.issues, shown_name(dataset))
        became = len(done.references) - done.stayed
        screen.line(f"{counted(len(done.references), 'reference')}: {became:,} embedded, {done.stayed:,} stayed.")
        if done.records:
            screen.line(f"{counted(len(done.records), 'record')} came: {_sum(done)}.")
        tell_written(screen, work.target, dry_run=work.dry_run)
    if not done.ok:
        what = "Not every reference became a qualification." if done.stayed else "Not everything could be read."
        messages().line(f"loms: error: {what}", style="bold red")
    return done.ok


def _extract(dataset: str, given: GivenQualifications, work: _Work, qualifications: str) -> bool:
    from loms.cli.datasets import load_dataset, screen_beside, tell_written, write_datasets
    from loms.resolve import extract

    if given.qualifications or given.index is not None or given.accept_near or given.identifier_scheme is not None:
        raise UsageError(
            "--extract takes the qualifications that are in DATASET and looks for no others; give no --qualifications, "
            "--index, --identifier-scheme or --accept-near."
        )
    done = extract(load_dataset(dataset, max_unpacked_size=given.max_unpacked_size))
    targets = {work.target: done.document, qualifications: done.qualifications}
    write_datasets(targets, source=dataset, dry_run=work.dry_run)
    if work.as_json:
        print_json({**done.as_dict(), "targets": [] if work.dry_run else list(targets)})
    else:
        screen = screen_beside(work.target, dry_run=work.dry_run)
        print_issues(done.issues, shown_name(dataset))
        screen.line(f"{counted(len(done.records), 'record')} extracted, {_sum(done)}.")
        tell_written(screen, *targets, dry_run=work.dry_run)
    if not done.ok:
        messages().line("loms: error: Not every qualification could be extracted.", style="bold red")
    return done.ok


def _sum(done: Embedding | Extraction) -> str:
    return ", ".join(f"{number:,} {each.value}" for each, number in done.counts.items()) or "no record moved"
