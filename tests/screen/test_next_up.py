"""Who is next: called one after the other, seen from five metres, and nobody tested as another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from station.drills.commands import CloseScreening, MarkAbsent, Redo, SkipAthlete
from station.drills.desk import Desk
from station.engine import Reading, Stage
from station.reasons import Reason
from station.screen.desk_picture import DeskPicture, Waiting
from station.screen.invitation import FAR_TITLE, InvitationPicture
from station.screen.layout import Layout
from station.screen.lettering import Lettering
from station.screen.line_up import LineUp
from station.screen.next_up import EMPTY_S, FRESH_S, READ_S, NextUpState
from station.screen.next_up_picture import NAME, NextUpPicture, NextUpPlaces
from station.screen.picture import Picture
from station.screen.state import Moment, StateName, Visit
from station.screen.theme import BLUE_ORANGE
from station.screen.words import Words
from station.signals.patterns import TROUBLES, Trouble
from station.signals.press import Press
from station.signals.signals import Signals
from station.signals.tell import Tell
from tests.drills.made_groups import Kept, desk_of, group_of, screened
from tests.screen import puppet
from tests.screen.drawing import LANGUAGES, canvas_of, count, drawn, notes
from tests.screen.screenings import ADDRESS, DOWEL, TAP, called_at_desk, next_up
from tests.screen.visiting import EMPTY, FRAME_S, LEARNING, Story, assert_left, ready, unplaced

DRILLS = {"wall-tap": TAP, "dowel-hinge": DOWEL}


def state_of(tell: Tell, desk: Desk, address: str | None = None) -> NextUpState:
    return NextUpState(tell, desk, DRILLS.__getitem__, lambda: address)


@dataclass
class Shown:
    """The pictures of a story, each with its second."""

    pictures: list[tuple[float, Picture]] = field(default_factory=list)

    def note(self, time_s: float, picture: Picture) -> None:
        self.pictures.append((time_s, picture))

    @property
    def last(self) -> Picture:
        return self.pictures[-1][1]

    def names(self) -> list[str]:
        """Who was called, each once, in order."""
        called = [p.called.name for _, p in self.pictures if isinstance(p, NextUpPicture)]
        return list(dict.fromkeys(called))


def desk_with(*names: str) -> Desk:
    return screened(*names)[0]


@pytest.mark.parametrize("reason", [Reason.TURN_SIDE_ON, Reason.ONE_AT_A_TIME, None])
def test_whoever_steps_near_is_asked_onto_the_mat(tell: Tell, reason: Reason | None) -> None:
    story = Story([(0.0, EMPTY), (3.0, unplaced(reason))])
    assert_left(story.play(state_of(tell, desk_with("Ana")), 5.0), StateName.PLACE, 3.2)


def test_somebody_who_passes_by_in_no_time_is_not_meant(tell: Tell) -> None:
    story = Story([(0.0, EMPTY), (1.0, unplaced()), (1.1, EMPTY)])
    assert story.play(state_of(tell, desk_with("Ana")), 5.0) is None


@pytest.mark.parametrize(
    ("press", "wanted"), [(Press.SHORT, StateName.PLACE), (Press.LONG, StateName.MENU)]
)
def test_the_button_starts_or_opens_the_menu(tell: Tell, press: Press, wanted: StateName) -> None:
    story = Story([(0.0, EMPTY)], [(2.0, press)])
    assert story.play(state_of(tell, desk_with("Ana")), 5.0) == (wanted, 2.0)


def test_between_two_athletes_the_next_one_is_called(tell: Tell) -> None:
    """Also after a power cut there, or a look into the menu."""
    desk = desk_with("Ana", "Ben")
    assert desk.done("a0") is None
    shown = Shown()
    Story([(0.0, EMPTY)]).play(state_of(tell, desk), 1.0, each=shown.note)
    assert shown.names() == ["Ben"]


def test_when_the_coach_skips_the_new_name_stands_out_for_a_moment(tell: Tell) -> None:
    desk, fresh = desk_with("Ana", "Ben"), []
    skipped = False

    def note(time_s: float, picture: Picture) -> None:
        nonlocal skipped
        assert isinstance(picture, NextUpPicture)
        fresh.append((picture.called.name, picture.fresh))
        if time_s >= 3.0 and not skipped:
            skipped = True
            assert desk.take(SkipAthlete("a0")) is None

    Story([(0.0, EMPTY)]).play(state_of(tell, desk), 6.0, each=note)
    assert list(dict.fromkeys(fresh)) == [
        ("Ana", True), ("Ana", False), ("Ben", True), ("Ben", False),
    ]  # fmt: skip
    assert fresh.count(("Ben", True)) == pytest.approx(FRESH_S / FRAME_S, abs=2)


def stand(state: NextUpState, seen: Reading, from_s: float, to_s: float) -> tuple[str, float]:
    """Enter the state with somebody or nobody there; where it goes and when, "" when it stays."""
    visit, time_s = Visit(), from_s
    state.enter(Moment(time_s, replace(seen, time_s=time_s)), visit)
    while time_s < to_s:
        moment = Moment(time_s, replace(seen, time_s=time_s))
        state.do(moment, visit)
        wanted = state.next(moment, visit)
        if wanted is not None:
            state.exit(moment, visit)
            return wanted, time_s
        time_s += FRAME_S
    return "", time_s


def test_the_last_athlete_is_not_tested_as_the_next_one(tell: Tell) -> None:
    """A short press on the result leads here while they still stand on the mat."""
    desk = desk_with("Ana", "Ben")
    state = state_of(tell, desk)
    assert stand(state, unplaced(), 0.0, 5.0)[0] == StateName.PLACE
    desk.done("a0")
    assert stand(state, unplaced(), 10.0, 40.0)[0] == ""


def test_once_the_mat_was_empty_the_next_one_may_come(tell: Tell) -> None:
    desk = desk_with("Ana", "Ben")
    state = state_of(tell, desk)
    stand(state, unplaced(), 0.0, 5.0)
    desk.done("a0")
    seen = [(0.0, unplaced()), (4.0, EMPTY), (4.0 + EMPTY_S + 0.1, unplaced())]
    assert_left(Story(seen).play(state, 9.0), StateName.PLACE, 4.8)


def test_the_button_starts_whoever_stands_there_all_the_same(tell: Tell) -> None:
    desk = desk_with("Ana", "Ben")
    state = state_of(tell, desk)
    stand(state, unplaced(), 0.0, 5.0)
    desk.done("a0")
    story = Story([(0.0, unplaced())], [(2.0, Press.SHORT)])
    assert story.play(state, 9.0) == (StateName.PLACE, 2.0)


def test_the_same_one_again_need_not_leave_the_mat_but_sees_the_name(tell: Tell) -> None:
    desk = desk_with("Ana", "Ben")
    state = state_of(tell, desk)
    stand(state, unplaced(), 0.0, 5.0)
    desk.done("a0")
    assert desk.take(Redo("a0")) is None
    wanted, time_s = stand(state, unplaced(), 10.0, 20.0)
    assert wanted == StateName.PLACE
    assert time_s == pytest.approx(10.0 + READ_S, abs=0.08)


def test_learning_the_room_is_shown_and_wakes_nobody(tell: Tell) -> None:
    shown = Shown()
    story = Story([(0.0, LEARNING), (2.0, EMPTY)])
    assert story.play(state_of(tell, desk_with("Ana")), 4.0, each=shown.note) is None
    first = shown.pictures[0][1]
    assert isinstance(first, InvitationPicture)
    assert first.name == "learning"
    assert shown.names() == ["Ana"]


def test_a_bumped_camera_has_words_and_a_light_of_its_own(signals: Signals, tell: Tell) -> None:
    bumped, told = puppet.nobody(Stage.LEARNING, Reason.CAMERA_MOVED), []

    def note(time_s: float, picture: Picture) -> None:
        tell.update(time_s)
        told.append((picture.name, signals.pattern.name))

    Story([(0.0, bumped)]).play(state_of(tell, desk_with("Ana")), 4.0, each=note)
    assert {name for name, _ in told} == {"camera-moved"}
    assert TROUBLES[Trouble.MOVED].name in {pattern for _, pattern in told}


def test_a_new_name_is_not_told_by_the_lights(signals: Signals, tell: Tell) -> None:
    """They are for verdicts."""
    desk, patterns = desk_with("Ana", "Ben"), set()

    def note(time_s: float, picture: Picture) -> None:
        tell.update(time_s)
        patterns.add(signals.pattern.name)
        if time_s >= 1.0:
            desk.take(SkipAthlete("a0"))

    Story([(0.0, EMPTY)]).play(state_of(tell, desk), 3.0, each=note)
    assert len(patterns) == 1
    assert not (tell.state.pass_light or tell.state.fault_light)


def waiting(tell: Tell, desk: Desk, address: str | None = None) -> DeskPicture:
    """What is shown while nobody is called; nobody near changes that."""
    shown = Shown()
    story = Story([(0.0, EMPTY), (1.0, ready())], [(2.0, Press.SHORT)])
    assert story.play(state_of(tell, desk, address), 5.0, each=shown.note) is None
    assert isinstance(shown.last, DeskPicture)
    return shown.last


def test_when_all_are_tested_the_counts_are_told_and_nobody_is_asked_in(tell: Tell) -> None:
    desk = desk_with("Ana", "Ben", "Caro")
    for uid in ("a0", "a1"):
        assert desk.done(uid) is None
    assert desk.take(MarkAbsent("a2")) is None
    picture = waiting(tell, desk, ADDRESS)
    assert picture == DeskPicture(Waiting.ALL_TESTED, ADDRESS, "U16", 2, 1)
    canvas = canvas_of()
    drawn(picture, canvas)
    assert "Tested: 2, absent: 1" in " ".join(text for text, _ in notes(canvas))


def test_without_a_screening_it_says_how_to_begin_one(tell: Tell) -> None:
    desk = desk_with("Ana")
    assert desk.take(CloseScreening()) is None
    assert waiting(tell, desk).waiting is Waiting.NO_SCREENING
    assert waiting(tell, desk_of(Kept())).waiting is Waiting.NO_GROUP
    empty = desk_of(Kept({"group": group_of()}))
    assert waiting(tell, empty).waiting is Waiting.NO_GROUP


def test_a_group_that_was_emptied_says_so(tell: Tell) -> None:
    desk = desk_with("Ana")
    desk.adopt([group_of()])
    assert waiting(tell, desk).waiting is Waiting.EMPTY_GROUP


def test_the_picture_says_who_which_number_and_who_comes_after() -> None:
    canvas = canvas_of()
    drawn(next_up("Ana", "Ben", "Caro", "Dilara", "Emil", tested=1, absent=1), canvas)
    texts = [text for text, _ in notes(canvas)]
    assert "Ben" in texts
    assert "2 of 4   absent: 1" in texts
    assert texts[texts.index("Then") + 1 :] == ["Caro", "Dilara"]


def test_the_next_ones_are_those_that_are_really_called_next() -> None:
    desk = called_at_desk("Ana", "Ben", "Caro", "Dilara", "Emil")
    assert desk.take(SkipAthlete("a0")) is None
    screening = desk.screening
    assert screening is not None
    foretold = [tag.name for tag in LineUp.of_screening(screening).after]
    called = []
    while screening.called is not None:
        called.append(screening.called.name)
        desk.done(screening.called.uid)
        screening.next()
    assert called == ["Ben", *foretold, "Ana"]


@pytest.mark.parametrize("banner", [False, True])
@pytest.mark.parametrize("size_px", [(1280, 720), (3840, 2160), (800, 480)])
@pytest.mark.parametrize("name", ["Zoë", "Jörg Müller", "Siobhán O'Brien", "Maximilian Oberhuber"])
def test_a_usual_name_can_be_read_from_five_metres(
    name: str, size_px: tuple[int, int], banner: bool
) -> None:
    layout = Layout(*size_px, has_banner=banner)
    box = NextUpPlaces.of(layout).written(layout)
    _, capital_px = Lettering().wrap(name, layout.px(NAME), box.width, box.height)
    # A banner is there only where something is simulated or wrong; it takes some of the room.
    share = 0.85 if banner else 0.97
    assert capital_px >= share * FAR_TITLE * layout.unit_px


def test_a_drill_without_a_wall_is_shown_without_one() -> None:
    canvas = canvas_of()
    figure = NextUpPlaces.of(canvas.layout).figure
    with_wall = count(drawn(next_up("Ana"), canvas), BLUE_ORANGE.wall, figure)
    without = count(drawn(next_up("Ana", drill=DOWEL), canvas), BLUE_ORANGE.wall, figure)
    assert with_wall > 500 > without


def test_a_fresh_name_is_seen_in_the_pixels(size_px: tuple[int, int]) -> None:
    canvas = canvas_of(size_px)
    card = NextUpPlaces.of(canvas.layout).name
    shares = [
        count(drawn(next_up("Ana", fresh=fresh), canvas), BLUE_ORANGE.text, card)
        / (card.width * card.height)
        for fresh in (False, True)
    ]
    assert shares[0] < 0.3 < 0.6 < shares[1]


def test_the_figure_moves_and_the_words_are_written_once() -> None:
    canvas = canvas_of((1280, 720))
    figure = NextUpPlaces.of(canvas.layout).figure
    standing = next_up("Ana")
    before = count(drawn(standing, canvas), BLUE_ORANGE.clean, figure)
    written = len(notes(canvas))
    after = count(drawn(replace(standing, elapsed_s=2.8), canvas), BLUE_ORANGE.clean, figure)
    assert after > before + 500
    assert len(notes(canvas)) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_cannot_be_written_is_called_by_a_word_of_the_language(language: str) -> None:
    canvas = canvas_of(language=language)
    drawn(next_up("🦊", "Ana"), canvas)
    called = Words.load(language).get("next_up", "athlete", place=1)
    assert called in " ".join(text for text, _ in notes(canvas))
