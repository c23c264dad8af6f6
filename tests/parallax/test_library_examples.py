"""The examples of docs/library.md run, and print what the document shows.

``python -m tests.parallax.test_library_examples`` writes the output into the document again.
"""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

from benchmarks.sample_run import run
from parallax.lake.lake import Lake

DOCUMENT = Path(__file__).parents[2] / "docs" / "library.md"
EXAMPLE = re.compile(r"```python\n(.*?)```(\n\n```text\n(.*?)```)", re.DOTALL)


def printed(code: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, DOCUMENT.name, "exec"), names)
    return out.getvalue()


def filled(text: str, lake: Path) -> str:
    """Return the document with what its examples print; one block goes on with the names of those
    before it.
    """
    names: dict[str, Any] = {"LAKE": str(lake)}
    return EXAMPLE.sub(
        lambda block: f"```python\n{block[1]}```\n\n```text\n{printed(block[1], names)}```",
        text,
    )


def test_the_examples_print_what_the_document_shows(sample_lake: Lake) -> None:
    text = DOCUMENT.read_text("utf-8")
    assert len(EXAMPLE.findall(text)) == text.count("```python") > 8
    assert filled(text, sample_lake.root) == text


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        lake = run(Path(folder))
        DOCUMENT.write_text(filled(DOCUMENT.read_text("utf-8"), lake.root), "utf-8")
