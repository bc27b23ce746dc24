"""A reading names what made it: the program, its rules and tables, the model, own tables."""

from __future__ import annotations

from pathlib import Path

from foreigndesk.codebook.tables import coder_digest, files_digest
from foreigndesk.events.second import second_rule
from foreigndesk.reading import Reader


def test_the_version_names_rules_model_and_own_tables(language, tmp_path: Path):
    bare = Reader(language=language, second=False).version
    assert bare == f"foreigndesk 0.1.0+{coder_digest()}; {language.model_version}"
    plain = Reader(language=language).version
    assert plain == (f"{bare}; {second_rule()}" if second_rule() else bare)
    own = tmp_path / "own.csv"
    own.write_text("name,kind,country\nThe Quay Council,party,GBR\n")
    with_own = Reader(language=language, overlays=[own]).version
    assert with_own == f"{plain}; own actors {files_digest([own])}"
    own.write_text("name,kind,country\nThe Quay Council,party,IRL\n")
    assert Reader(language=language, overlays=[own]).version != with_own
