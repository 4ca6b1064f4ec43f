"""``python -m evaluation``: of coding ``record``, ``codings``, ``reference``, ``places``, ``polnear`` and ``plv``; of bringing
together ``linking``, ``newswcl50``, ``clusters`` and ``copies``; of two coders ``agreement``; and ``gate``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import communique
from communique.exporters.json import coding_json
from communique.model import Document, Page
from communique.models import events
from communique.pipeline import code_page
from communique.runners.local import run
from evaluation import agreement, clusters, copies, curves, linking, newswcl50, places, plv, polnear, record, reference
from evaluation.corpora import Corpora

ROOT = Path(__file__).parent.parent
FLOORS = Path(__file__).with_name("floors.json")
OWN_GOLD, OWN_ARTICLES = ROOT / "examples" / "gold", ROOT / "examples" / "articles"


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and run one evaluation; the exit code says whether it passed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description="Measure codings against gold ones.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("record", help="score against codings in the codebook's form")
    one.add_argument("gold", type=Path, help="folder of gold JSON files")
    one.add_argument("sources", type=Path, nargs="?", help="folder of the articles (default: found beside the gold)")
    one.add_argument("--out", type=Path, help="keep the coded JSON here")
    one.add_argument("--types", action="store_true", help="also each type of event by itself")
    two = commands.add_parser("polnear", help="score against a part of PolNeAR")
    two.add_argument("part", type=Path, help="a folder that holds text/ and attributions/")
    two.add_argument("--out", type=Path, help="keep the coded JSON here")
    two.add_argument("--jobs", type=int, default=1, help="processes to code in")
    three = commands.add_parser("plv", help="score the event model on a PLV table")
    three.add_argument("table", type=Path, help="a .tsv with the columns of plv/train.tsv")
    three.add_argument("--predictions", type=Path, help="write row index, type and quad of each row here")
    three.add_argument(
        "--fold", type=int, help="only the rows of this fifth, which a model that left it out may be judged on"
    )
    four = commands.add_parser("codings", help="score against codings that are kept without their texts")
    four.add_argument("--threshold", type=float, help="as of `communique code`")
    four.add_argument("--thorough", action="store_true", help="as of `communique code`")
    four.add_argument("--types", action="store_true", help="also each type of event by itself")
    four.add_argument(
        "--curve", type=Path, metavar="FILE.svg", help="also precision and recall by threshold, and drawn here"
    )
    five = commands.add_parser("reference", help="score whom names, descriptions and pronouns are taken to mean")
    for command in (four, five):
        command.add_argument("codings", type=Path, help="a folder of them, such as training/codings")
        command.add_argument(
            "--corpus", nargs=2, action="append", default=[], metavar=("NAME", "PLACE"), help="where their texts are"
        )
        command.add_argument("--only", action="append", default=[], help="those whose names begin so (may be repeated)")
    six = commands.add_parser("linking", help="bring the gold's own mentions together, and score that")
    six.add_argument("gold", type=Path, help="folder of gold JSON files with episodes.json and claims.json")
    six.add_argument("sources", type=Path, nargs="?", help="folder of the articles (default: found beside the gold)")
    seven = commands.add_parser("newswcl50", help="score episodes against chains of NewsWCL50")
    seven.add_argument("file", type=Path, help="documents as .jsonl, with sentences and mentions")
    eight = commands.add_parser("clusters", help="score stories, and list how many copies there are")
    eight.add_argument("file", type=Path, help="articles as .jsonl, each with the story (cluster) it is of")
    nine = commands.add_parser("agreement", help="how far two codings of the same texts agree")
    nine.add_argument("folder", type=Path, help="a folder of codings")
    nine.add_argument("other", type=Path, help="another, in which files of the same names code the same texts")
    nine.add_argument(
        "--corpus", nargs=2, action="append", default=[], metavar=("NAME", "PLACE"),
        help="where their texts are: lists also where the two differ",
    )  # fmt: skip
    ten = commands.add_parser("copies", help="score copies against what was decided by reading, and on own cases")
    ten.add_argument("file", type=Path, help="the same articles")
    eleven = commands.add_parser("places", help="score the places of events, and where the gazetteer has them")
    eleven.add_argument("gold", type=Path, help="folder of gold JSON files")
    eleven.add_argument("sources", type=Path, nargs="?", help="folder of the articles (default: found beside the gold)")
    eleven.add_argument("--out", type=Path, help="keep the coded JSON here")
    commands.add_parser("gate", help="fail where a figure on the examples lies under its floor")
    given = parser.parse_args(arguments)
    if given.command == "record":
        figures = evaluate_record(given.gold, given.sources or sources_of(given.gold), given.out)
        print("\n".join((*figures.lines(), *(figures.type_lines() if given.types else ()))))
        return 0
    if given.command == "polnear":
        return evaluate_polnear(given.part, given.out, given.jobs)
    if given.command == "plv":
        return evaluate_plv(given.table, given.predictions, given.fold)
    if given.command in ("codings", "reference"):
        corpora = Corpora({name: Path(place) for name, place in given.corpus})
        found = with_texts(given.codings, corpora, given.only)
        if given.command == "codings":
            figures = evaluate_codings(found, given.threshold, thorough=given.thorough)
            print("\n".join((*figures.lines(), *(figures.type_lines() if given.types else ()))))
            if given.curve is not None:
                along = curves.points(gold_of(found), coded(found, 0.0))
                curves.write(along, given.curve)
                print("\n".join(("", *curves.table(along))))
        else:
            print("\n".join(reference.lines([reference.counted(row, text) for row, text in found.values()])))
        return 0
    if given.command == "agreement":
        corpora = Corpora({name: Path(place) for name, place in given.corpus})
        print("\n".join(compared(given.folder, given.other, corpora)))
        return 0
    if given.command == "places":
        print("\n".join(places.lines(evaluate_places(given.gold, given.sources or sources_of(given.gold), given.out))))
        return 0
    if given.command == "linking":
        print("\n".join(linking.lines(*linking.read(given.gold, articles_of(given.gold, given.sources)))))
        return 0
    if given.command in _TABLES:
        print("\n".join(_TABLES[given.command](given.file)))
        return 0
    return gate()


_TABLES: Mapping[str, Callable[[Path], Iterable[str]]] = {
    "newswcl50": newswcl50.lines,
    "clusters": clusters.lines,
    "copies": lambda file: (*copies.lines(file), *copies.own(own_articles())),
}


def own_articles() -> list[Document]:
    """The articles of the example corpus, as they are cleaned."""
    return [
        code_page(Page(p.name, p.name, p.read_bytes(), "text/plain")).document
        for p in sorted(OWN_ARTICLES.glob("*.txt"))
    ]


def sources_of(gold: Path) -> Path:
    """Where a gold folder's articles are: the folder of its name beside the gold's own, or ``articles`` beside it.

    Raises:
        FileNotFoundError: neither exists.
    """
    for candidate in (gold.parent.parent / gold.name, gold.parent / "articles"):
        if candidate.is_dir() and candidate.resolve() != gold.resolve():
            return candidate
    raise FileNotFoundError(f"{gold}: cannot tell where its articles are; name their folder after it")


def articles_of(gold: Path, sources: Path | None) -> Corpora | None:
    """A gold folder's articles, in a folder that is named or found; None where none is."""
    try:
        return Corpora({"": sources or sources_of(gold)})
    except FileNotFoundError:
        return None


def evaluate_record(gold: Path, sources: Path, out: Path | None = None) -> record.Figures:
    """Code the articles that the gold has and score them."""
    wanted = record.read_folder(gold)
    with tempfile.TemporaryDirectory() as scratch:
        target = out or Path(scratch)
        paths = [sources / f"{stem}.txt" for stem in wanted.documents]
        communique.code(paths, record=Path(scratch) / "evaluation.duckdb", json=target)
        return record.score(wanted, record.read_folder(target))


def evaluate_places(gold: Path, sources: Path, out: Path | None = None) -> list[places.Placed]:
    """Code the articles that the gold has and hold the places of its events against those found."""
    with tempfile.TemporaryDirectory() as scratch:
        target = out or Path(scratch)
        evaluate_record(gold, sources, target)
        return places.placed(record.read_folder(gold), record.read_folder(target))


def with_texts(folder: Path, corpora: Corpora, only: Sequence[str] = ()) -> dict[str, tuple[record.Row, str]]:
    """The codings of a folder with their texts, by name; those whose texts are not at hand are left out.

    Raises:
        FileNotFoundError: no text of any coding is at hand.
    """
    wanted = {n: row for n, row in record.read_folder(folder).documents.items() if n.startswith(tuple(only) or "")}
    found = {name: (row, text) for name, row in wanted.items() if (text := corpora.text_of(row)) is not None}
    if not found:
        raise FileNotFoundError(f"{folder}: no text of these codings is at hand; say where with --corpus NAME PLACE")
    return found


def evaluate_codings(
    found: Mapping[str, tuple[record.Row, str]], threshold: float | None = None, *, thorough: bool = False
) -> record.Figures:
    """Code the texts that codings are of and score them."""
    return record.score(gold_of(found), coded(found, threshold, thorough=thorough))


def gold_of(found: Mapping[str, tuple[record.Row, str]]) -> record.Folder:
    """Codings that have texts, as a folder of gold ones."""
    return record.Folder({name: row for name, (row, _) in found.items()})


def coded(
    found: Mapping[str, tuple[record.Row, str]], threshold: float | None = None, *, thorough: bool = False
) -> record.Folder:
    """What the package makes of the texts that codings are of."""
    with tempfile.TemporaryDirectory() as scratch:
        texts, out = Path(scratch) / "texts", Path(scratch) / "codings"
        texts.mkdir()
        for name, (_, text) in found.items():
            (texts / f"{name}.txt").write_bytes(text.encode("utf-8"))
        made = Path(scratch) / "evaluation.duckdb"
        communique.code([texts], record=made, json=out, threshold=threshold, thorough=thorough)
        return record.read_folder(out)


def compared(folder: Path, other: Path, corpora: Corpora) -> Iterator[str]:
    """How far two folders of codings agree, and where they differ in those whose texts are at hand."""
    first, second = record.read_folder(folder), record.read_folder(other)
    yield from agreement.lines(first, second)
    rows = {name: row for name, row, _ in agreement.shared(first, second)}
    texts = {name: text for name, row in rows.items() if (text := corpora.text_of(row)) is not None}
    yield from agreement.differences(first, second, texts)


def evaluate_polnear(part: Path, out: Path | None = None, processes: int = 1) -> int:
    """Code a part of PolNeAR, print its figures, and keep the codings if wanted."""
    counted = []
    paths = sorted((part / "text").glob("*.txt"))
    pages = (Page(p.name, str(p), p.read_bytes(), "text/plain") for p in paths)
    for path, outcome in zip(paths, run(pages, processes), strict=True):
        if outcome.coding is None:
            raise ValueError(f"{path}: {outcome.reason}")
        text, coding = polnear.read_text(path), outcome.coding
        counted.append(polnear.counted(polnear.gold_of(part, path.stem, text), polnear.coded(coding, text), text))
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{path.stem}.json").write_text(json.dumps(coding_json(coding), ensure_ascii=False), "utf-8")
    if not counted:
        raise FileNotFoundError(f"{part / 'text'} holds no .txt files: give a part of PolNeAR, such as polnear/dev")
    print("\n".join(polnear.lines(counted)))
    return 0


def evaluate_plv(table: Path, predictions: Path | None = None, fold: int | None = None) -> int:
    """Ask the shipped event model about each row of a table and print its figures, per type too."""
    whole = plv.read(table)
    parts = plv.folds(len(whole)) if fold is not None else [None] * len(whole)
    indices = [i for i, part in enumerate(parts) if part == fold]
    rows = [whole[i] for i in indices]
    answers = events.load().ask([row.question for row in rows])
    if predictions is not None:
        plv.write(predictions, answers, indices)
    print("\n".join(plv.lines(rows, answers)))
    return 0


def gate() -> int:
    """Hold the figures on the example corpus against their floors."""
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8"))["examples"]
    figures = evaluate_record(OWN_GOLD, OWN_ARTICLES)
    failed = 0
    for name, floor in floors.items():
        value = figures.value(name)
        passed = value is not None and value >= floor
        failed += not passed
        print(
            f"{'ok  ' if passed else 'LOW '} {name:13} {value if value is not None else 'nothing to measure'} (floor {floor})"
        )
    print(f"{len(floors) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
