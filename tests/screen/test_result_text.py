"""The result as plain text: all that matters, in few bytes."""

from __future__ import annotations

import pytest

from station.screen.result_text import result_text, share_text
from station.screen.words import Words
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES
from tests.screen.test_result import LUMBAR, MANY, SHORT

CLEAN = puppet.CLEAN


def test_the_text_tells_score_tries_and_cues(words: Words) -> None:
    result = puppet.result((CLEAN, SHORT, CLEAN, LUMBAR, LUMBAR))
    assert result_text(result, words).splitlines() == [
        "Hip hinge wall tap",
        "10.0 cm, 5.6 % of your height",
        "10.0 cm +x+",
        "12.5 cm xx",
        "Next time: Fold at the hip crease; Push your hips to the wall",
    ]


def test_a_clean_test_has_no_cues(words: Words) -> None:
    assert result_text(puppet.result((CLEAN,) * 4), words).endswith("12.5 cm ++")


def test_without_a_clean_level_the_text_says_so(words: Words) -> None:
    text = result_text(puppet.result((SHORT, SHORT)), words)
    assert text.splitlines()[1:3] == ["No clean level yet", "10.0 cm xx"]
    assert share_text(puppet.result((SHORT, SHORT)), words) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_even_a_long_test_is_a_code_that_a_phone_can_read(language: str) -> None:
    text = result_text(puppet.result(MANY), Words.load(language))
    assert len(text.encode()) <= 310
