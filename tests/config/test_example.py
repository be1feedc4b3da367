"""The commented example is made from the schema, and what is in effect is a settings file again."""

from __future__ import annotations

import tomllib
from pathlib import Path

from station.config import FaultSettings, Settings, defaults_dir, load_settings
from station.config.catalogue import KEYS, SECTIONS
from station.config.example import changed, effective, example


def test_the_committed_example_is_fresh() -> None:
    """Else: ``station config example > config/station.toml``."""
    assert (defaults_dir() / "station.toml").read_text(encoding="utf-8") == example()


def test_the_example_writes_out_every_default() -> None:
    assert load_settings() == Settings()
    written = tomllib.loads(example())
    assert written == Settings().model_dump()
    assert list(written) == list(SECTIONS)


def test_every_key_and_section_has_a_sentence_in_the_example() -> None:
    lines = example().splitlines()
    assert max(map(len, lines)) <= 100
    for number, line in enumerate(lines):
        if line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), line
            assert lines[number - 1].endswith("."), line


def test_the_ranges_in_the_comments_are_the_ranges_that_hold() -> None:
    lines = example().splitlines()
    for name, field in FaultSettings.model_fields.items():
        bounds = {type(rule).__name__: rule for rule in field.metadata}
        line = next(line for line in lines if line.startswith(f"{name} ="))
        assert f"# {bounds['Ge'].ge:g} to {bounds['Le'].le:g} {KEYS[f'faults.{name}'].unit}" in line


def test_a_name_with_a_unit_says_the_same_unit_in_words() -> None:
    units = {"_cm": "cm", "_mm": "mm", "_deg": "degrees", "_s": "s", "_days": "days"}
    for key in KEYS.values():
        ending = next((end for end in units if key.name.endswith(end)), None)
        assert ending is None or key.unit == units[ending], key.path


def test_what_is_in_effect_is_a_settings_file_that_marks_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('[test]\ntries = 5\nstep_cm = 2.5\n[results]\nfile = "/srv/größe \\"1\\".db"\n')
    settings = load_settings(file)
    told = effective(settings)
    assert [key.path for key in changed(settings)] == ["test.tries", "results.file"]
    assert [line for line in told.splitlines() if "#" in line] == [
        "tries = 5 # changed; default 3",
        'file = "/srv/größe \\"1\\".db" # changed; default ""',
    ]
    file.write_text(told, encoding="utf-8")
    assert load_settings(file) == settings
