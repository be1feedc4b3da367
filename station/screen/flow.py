"""The machine that runs the states: one at a time, the next one named by the one that ends."""

from __future__ import annotations

from collections.abc import Mapping

from station.drills.asked import Asked
from station.screen.picture import Picture
from station.screen.state import Moment, State, StateName, Visit


class Flow:
    """Runs ``states`` from the invitation on.

    :meth:`take` is called once per frame, before anything is drawn; :meth:`picture` whenever
    something is to be drawn after that.
    """

    def __init__(self, states: Mapping[StateName, State]) -> None:
        self._states = states
        self._moment: Moment | None = None
        self.name = StateName.INVITATION
        self.visit = Visit()

    @property
    def asked(self) -> Asked | None:
        """What the running test wants of the engine; None without a test."""
        return self.visit.test.asked if self.visit.test is not None else None

    def take(self, moment: Moment) -> None:
        """Let the state act on this moment, then go on if it says so."""
        if self._moment is None:
            self._states[self.name].enter(moment, self.visit)
        self._moment = moment
        state = self._states[self.name]
        state.do(moment, self.visit)
        wanted = state.next(moment, self.visit)
        if wanted is not None:
            self._go(wanted, moment)

    def picture(self) -> Picture | None:
        """What the state shows; None before the first moment."""
        if self._moment is None:
            return None
        reading = self._moment.reading
        # Which way somebody faces is known from their baseline on.
        if reading.measured and reading.side_view is not None:
            self.visit.faces_right = reading.side_view.faces_right
        return self._states[self.name].picture(self._moment, self.visit)

    def _go(self, wanted: StateName, moment: Moment) -> None:
        self._states[self.name].exit(moment, self.visit)
        somebody_new = wanted is StateName.PLACE and self.name is not StateName.STILL
        if wanted is StateName.INVITATION or somebody_new:
            self.visit = Visit()
        self.name = wanted
        self._states[wanted].enter(moment, self.visit)
