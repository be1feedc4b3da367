"""What a coach is told: what was done, what was refused and why, and what is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from station.config import LANGUAGES
from tests.coach.asking import Phone, paired
from tests.coach.station_at_work import Served, served, team
from tests.waiting import until

BOUNDARY = "a-line-between"
SCREENING: dict[str, object] = {
    "group_uid": "g1",
    "drill": "wall-tap",
    "wall_cm": "12,5",
    "repetitions": 3,
    "practice": 1,
    "seen_in": 2,
}


def alert(phone: Phone, path: str = "/") -> str:
    """What the next page complains of, once."""
    found = re.search(r'role="alert">\s*<p>(.*?)</p>', phone.get(path).body)
    assert 'role="alert"' not in phone.get(path).body
    return found[1] if found else ""


def upload(phone: Phone, path: str, content: bytes, **fields: str) -> int:
    """Send a file as a browser does."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in {"token": phone.token, **fields}.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="../../x.csv"'
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    body = b"".join([*parts, f"{head}\r\n\r\n".encode(), content, end])
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return phone.send("POST", path, body, {"Content-Type": kind}).status


def test_what_the_station_refuses_is_told_in_its_words_and_once(phone: Phone) -> None:
    assert phone.post("/next").location == "/"
    assert alert(phone) == "No screening is open. Start one."
    assert phone.post("/screening", SCREENING | {"group_uid": "g9"}).location == "/screening"
    assert alert(phone, "/screening") == "This group does not exist any more. Look again."


def test_a_wall_with_a_comma_and_one_as_the_drill_says(phone: Phone) -> None:
    desk = phone.served.station.desk
    assert phone.post("/screening", SCREENING).location == "/"
    assert desk.screening is not None and desk.screening.state.protocol.wall_m == 0.125
    assert phone.post("/screening", SCREENING | {"wall_cm": " "}).location == "/"
    assert desk.screening.state.protocol.wall_m is None


@pytest.mark.parametrize(
    ("key", "value"),
    [("wall_cm", "4"), ("wall_cm", "nan"), ("repetitions", 11), ("practice", -1), ("seen_in", "x")],
)
def test_a_number_out_of_range_begins_nothing(phone: Phone, key: str, value: object) -> None:
    answer = phone.post("/screening", SCREENING | {key: value})
    assert answer.status == 422
    assert "Something is missing or out of range" in answer.body
    assert phone.served.station.kept.done == []


def test_a_rosters_every_mistake_is_told_with_its_line(phone: Phone) -> None:
    wrong = b"Name;Number\nAda;1\n;2\nAda;1\n"
    assert upload(phone, "/groups/g1/roster", wrong) == 303
    page = phone.get("/groups/g1").body
    assert re.findall(r"<li>line (\d)", page) == ["3", "4"]
    assert phone.served.station.kept.done == []
    assert upload(phone, "/groups/g1/roster", b"Name\nAda\nBo\n") == 303
    assert "Kept. Athletes in the group: 2" in phone.get("/groups/g1").body
    assert upload(phone, "/groups", b"PK\x03\x04", name="Sheet") == 303
    assert "save it as CSV" in phone.get("/groups").body


def test_a_group_may_be_empty_and_have_a_name_once(phone: Phone) -> None:
    made = phone.post("/groups", {"name": " Über  40 B "})
    assert "Über 40 B" in phone.get(made.location).body
    assert phone.post("/groups", {"name": "U15"}).location == "/groups"
    assert alert(phone, "/groups") == "Another group has this name. Choose another one."


def test_what_is_to_be_deleted_is_asked_again(phone: Phone) -> None:
    assert "Delete Jörg Müller?" in phone.get("/groups/g1/g1-a0/delete").body
    assert phone.served.station.kept.done == []
    assert phone.post("/groups/g1/g1-a0/delete").location == "/groups/g1"
    assert ("delete athlete", "g1-a0") in phone.served.station.kept.done
    assert phone.get("/groups/g1/g1-a0/delete").status == 404
    assert phone.post("/groups/g2/delete").location == "/groups"
    assert phone.get("/groups/g2").status == 404


@pytest.mark.parametrize("kind", ["screening", "athlete"])
def test_results_that_are_not_there_are_told(phone: Phone, kind: str) -> None:
    assert "There are no results yet." in phone.get("/results").body
    for place in ("results", "reports"):
        answer = phone.get(f"/{place}/{kind}/nobody")
        assert answer.status == 404
        assert "These results cannot be read" in answer.body


def test_results_that_cannot_be_read_are_told(page: Served, tmp_path: Path) -> None:
    phone, file = paired(page), page.house.results_file
    page.house.results_file = tmp_path / "results.db"
    page.house.results_file.write_bytes(b"no database" * 100)
    try:
        answer = phone.get("/results")
    finally:
        page.house.results_file = file
    assert answer.status == 404
    assert str(tmp_path) not in answer.body


def test_a_mistake_of_ours_is_told_without_its_inside(
    page: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone = paired(page)

    def fail(path: object) -> None:
        raise RuntimeError("Jörg Müller")

    monkeypatch.setattr("station.coach.routes.results.screenings", fail)
    answer = phone.get("/results")
    assert answer.status == 500
    assert "The page made a mistake" in answer.body
    # Told once the answer has gone out.
    until(lambda: "RuntimeError in " in caplog.text)
    assert "Müller" not in answer.body + caplog.text
    assert phone.get("/").status == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(tmp_path: Path, language: str) -> None:
    with served(tmp_path, groups=(team(2),), language=language) as running:
        phone = paired(running)
        for path in ("/", "/groups", "/groups/g1", "/groups/g1/delete", "/screening", "/results"):
            answer = phone.get(path)
            assert answer.status == 200
            assert f'<html lang="{language}">' in answer.body
        running.station.use = "warm-up"
        assert phone.post("/wall", {"wall_cm": "20"}).location == "/"
        assert phone.post("/drill", {"drill": "tempo-hinge"}).location == "/"
        assert running.station.desk.drill == "tempo-hinge"
        assert 'action="/wall"' in phone.get("/").body
