"""Which texts of ``config/cues`` the coach's page has: section -> key -> what it is filled with."""

from __future__ import annotations

_PLAIN = (
    *("title", "navigation", "to_content", "nav_live", "nav_groups", "nav_results", "sign_out"),
    *("back", "station_silent"),
    *("pair_title", "pair_text", "pair_how", "pin_label", "pair_button", "pin_wrong"),
    *("pin_not_shown", "live", "outline", "nobody_called", "then", "next", "redo", "skip"),
    *("absent", "call", "roster", "close", "closed", "start_screening", "start", "drill"),
    *("choose_drill", "wall_cm", "move_wall", "status_waiting", "status_done", "status_skipped"),
    *("status_absent", "passed", "not_passed", "not_judged", "no_groups", "new_group"),
    *("group_name", "roster_file", "roster_file_hint", "roster_replaces", "roster_wrong", "keep"),
    *("group", "add_athlete", "athlete_name", "athlete_number", "add", "delete", "delete_group"),
    *("delete_text", "delete_group_text", "delete_yes", "delete_no", "repetitions", "practice"),
    *("seen_in", "no_results", "still_open", "report", "result", "clean_of", "seen"),
)
_TROUBLES = (
    *("signed_out", "foreign_form", "not_found", "not_filled_in", "too_large", "wrong_address"),
    *("too_many", "mistake", "results_unread"),
)

COACH_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "coach": {
        **dict.fromkeys(_PLAIN, ()),
        "pin_locked": ("minutes",),
        "pin_all_locked": ("minutes",),
        "count": ("number", "of"),
        "set_count": ("number", "of", "count"),
        "athletes_count": ("count",),
        "roster_kept": ("count",),
        "added": ("name",),
        "deleted": ("name",),
        "delete_ask": ("name",),
        "wall_hint": ("low", "high"),
    },
    **{f"coach_trouble.{trouble}": {"title": (), "text": ()} for trouble in _TROUBLES},
}
