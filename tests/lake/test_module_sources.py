"""What a module's source says is kept for each state of its file."""

import json
from pathlib import Path

from parallax.lake.module_sources import Sources


def test_a_source_is_read_once_for_each_state_of_its_file(tmp_path: Path) -> None:
    kept, module = tmp_path / "kept.json", tmp_path / "module.py"
    module.write_text("from parallax.core import ids\n")
    first = Sources(kept)
    said = first.read(module)
    first.keep()
    assert said.imports == ("parallax.core", "parallax.core.ids")

    row = json.loads(kept.read_text())
    row["sources"][str(module)][1] = "the hash that is kept"
    kept.write_text(json.dumps(row))
    assert Sources(kept).read(module).content == "the hash that is kept"

    module.write_text("from parallax.core import times\n")
    assert Sources(kept).read(module).imports == ("parallax.core", "parallax.core.times")


def test_a_torn_file_or_none_or_one_of_another_version_is_no_fault(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("A = 1\n")
    said = Sources(tmp_path / "none.json").read(module)
    state = [module.stat().st_mtime_ns, module.stat().st_size]
    other = {"made_by": [1, 2], "sources": {str(module): [state, "other", []]}}
    for content in (b"", b'{"made_by": [', b"[]", b"\xff", json.dumps(other).encode()):
        (tmp_path / "kept.json").write_bytes(content)
        assert Sources(tmp_path / "kept.json").read(module) == said


def test_a_place_that_cannot_be_written_to_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sources = Sources(tmp_path / "file" / "kept.json")
    sources.read(Path(__file__))
    sources.keep()
