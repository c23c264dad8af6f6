"""Aligning sentences of files, and scoring the beads of any aligner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli import jsonl
from parallax.cli.console import out, table
from parallax.cli.inputs import read_file, say_languages
from parallax.cli.line_keys import Keys
from parallax.core.errors import InputError
from parallax.core.escapes import visible
from parallax.core.thresholds import thresholds
from parallax.sentences import MOST_CHARACTERS

if TYPE_CHECKING:
    from parallax.aligners.texts import Text
    from parallax.cli.jsonl import Line


@thresholds("jsonl", chosen="by judgement; no alignment depends on it")
@dataclass(frozen=True)
class AlignLimits:
    """Lines of a JSON-lines filter."""

    lines: Annotated[int, "lines whose sentences are encoded together"] = 8


LIMITS = AlignLimits()


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog="Examples: parallax align english.txt ukrainian.txt --to pair.tmx; "
        "parallax align --score gold.vecalign found.jsonl"
    )(align)


def align(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Two texts of one sentence a line; with --score, files of beads.",
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option("--least", help="Least probability of a bead; the setting when not given."),
    ] = None,
    precise: Annotated[
        bool, typer.Option("--precise", help="Only sure beads (probability .8 or more).")
    ] = False,
    everything: Annotated[
        bool,
        typer.Option("--everything", help="Also unlikely beads (probability .1 or more)."),
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write instead of the screen.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="jsonl, parquet, tmx, moses, vecalign or ladder; "
            "chosen by the file's ending when not given.",
        ),
    ] = None,
    score: Annotated[
        Path | None,
        typer.Option(
            "--score",
            metavar="GOLD",
            help="Score beads in jsonl, parquet, vecalign or ladder, of any aligner, "
            "against these right ones.",
        ),
    ] = None,
    lang: Annotated[
        list[str] | None,
        typer.Option(
            "--lang",
            "-l",
            help="uk, ru or en: of the first file, and given again of the second; detected when "
            "not given.",
        ),
    ] = None,
    jsonl_: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='JSON lines in and out: {"a": {"sentences", "lang"}, "b": {…}} of two texts, or '
            '{"articles": [{"sentences", "lang"}, …]} of N.',
        ),
    ] = False,
) -> None:
    """Align the sentences of two files, in any order, or score beads against gold.

    With --score nothing is aligned: the beads of any aligner are compared with those that are
    right.
    """
    given, least = files or [], _least(least, precise=precise, everything=everything)
    if score is not None:
        _score(score, given)
    elif jsonl_:
        aligner = _Aligner(least)
        jsonl.run(aligner.read, aligner.answer, LIMITS.lines)
    elif len(given) != 2:
        raise InputError("two files are needed", "parallax align A.txt B.txt, or --jsonl")
    else:
        _align_files(given[0], given[1], lang, least, to, form)


def _least(least: float | None, *, precise: bool, everything: bool) -> float | None:
    """Return the least probability that the options ask for; None for that of the settings.

    :raises InputError: when they contradict each other.
    """
    from parallax.aligners.beads.levels import LEVELS

    if (least is not None) + precise + everything > 1:
        raise InputError("only one of --least, --precise and --everything can be given")
    if precise:
        return LEVELS.precise
    return LEVELS.everything if everything else least


def _align_files(
    first: Path,
    second: Path,
    lang: list[str] | None,
    least: float | None,
    to: Path | None,
    form: str | None,
) -> None:
    from parallax.aligners import formats
    from parallax.alignments import align as aligned

    if form and not to:
        raise InputError("--format is the form of a file", "name the file with --to")
    name = formats.format_of(to, form) if to else ""
    a, b = (_lines(path) for path in (first, second))
    made = aligned(a, b, languages=lang or None, threshold=least)
    if not lang:
        say_languages([made.left.language, made.right.language])
    texts = formats.Texts(a, b, (made.left.language, made.right.language))
    if to:
        formats.WRITERS[name](to, made.beads, texts)
        matched = sum(bool(bead.left and bead.right) for bead in made.beads)
        out.print(f"{matched} beads ({made.regime}) written to {to} as {name}", markup=False)
        return
    for bead in made.beads:
        words = "\t".join(visible(text) for text in texts.of(bead))
        print(f"{list(bead.left)}:{list(bead.right)}:{bead.p:.2f}\t{words}")


def _lines(path: Path) -> list[str]:
    """Return the sentences of a file. Only a line feed ends one, as in other tools, so that their
    indices fit: U+2028 and a form feed do not.
    """
    text = read_file(path)
    return text.removesuffix("\n").split("\n") if text else []


def _score(gold: Path, files: list[Path]) -> None:
    from parallax.aligners import formats
    from parallax.aligners.scoring import expected_calibration_error, score_beads

    if not files:
        raise InputError("no file of beads to score", "parallax align --score GOLD FILE…")
    right = formats.read(gold)
    for file in files:
        counted = score_beads(formats.read(file), right)
        shares = {
            name: (score.precision, score.recall, score.f1)
            for name, score in (
                ("strict", counted.strict),
                ("links", counted.links),
                ("nulls", counted.nulls),
            )
        }
        shares["lax"] = (counted.lax_found.precision, counted.lax_gold.recall, counted.lax_f1)
        rows = [(name, *(f"{share:.3f}" for share in found)) for name, found in shares.items()]
        table(("", "precision", "recall", "F1"), rows, title=str(file) if len(files) > 1 else None)
        out.print(f"calibration error {expected_calibration_error(counted.judged):.3f}")


@dataclass(frozen=True)
class _Asked:
    """The texts of a line; whether links of N were asked for, or beads of two."""

    texts: list[Text]
    links: bool


class _Aligner:
    """Aligns the two sides, or the N articles, of each of several lines. A side without `lang` has
    none: its probabilities are calibrated for any languages.
    """

    def __init__(self, least: float | None) -> None:
        from parallax.models import encoder_for, settings_with, warn_of_scorer

        self._settings = settings_with(least)
        self._encoder = encoder_for(None, self._settings)
        warn_of_scorer(self._settings.align.bead_table, self._encoder.name)

    def read(self, given: Line) -> _Asked:
        keys = Keys(given)
        if "articles" in given:
            sides = keys.parts("articles")
        elif "a" in given or "b" in given:
            sides = [keys.part("a"), keys.part("b")]
        else:
            raise InputError("the keys 'a' and 'b' are missing, or 'articles' of N texts")
        return _Asked([_side(side, str(k)) for k, side in enumerate(sides)], "articles" in given)

    def answer(self, asked: list[_Asked]) -> list[Line]:
        from parallax.aligners.beads.sides import encoded_texts

        # All of them at once; what the encoder knows by now, it does not encode again.
        self._encoder.encode([t for one in asked for t in encoded_texts(_sentences(one))])
        return [self._answer(one) for one in asked]

    def _answer(self, asked: _Asked) -> Line:
        from parallax.aligners import formats
        from parallax.aligners.texts import align_texts
        from parallax.alignments import link_as_json

        aligned = align_texts(asked.texts, self._encoder, self._settings)
        if asked.links:
            return {"links": [link_as_json(link) for link in aligned.links]}
        made = aligned.pairs["0", "1"]
        return {"beads": [formats.as_json(bead) for bead in made.beads], "regime": str(made.regime)}


def _sentences(asked: _Asked) -> list[tuple[str, ...]]:
    return [text.sentences for text in asked.texts]


def _side(keys: Keys, name: str) -> Text:
    """Return a side of a line; `translated` may hold its sentences in one language common to all
    sides.
    """
    from parallax.aligners.texts import Text

    sentences = keys.texts("sentences", MOST_CHARACTERS)
    translated = keys.texts("translated", MOST_CHARACTERS) if "translated" in keys else None
    if translated is not None and len(translated) != len(sentences):
        raise InputError(f"{len(sentences)} sentences but {len(translated)} translated")
    return Text(name, keys.language(), tuple(range(len(sentences))), sentences, translated)
