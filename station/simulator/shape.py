"""Who the simulated athlete is: size, build, clothes, and how they carry themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sex(StrEnum):
    """Which average proportions of shoulders, waist and hips a body starts from."""

    MAN = "man"
    WOMAN = "woman"


class ArmStyle(StrEnum):
    """What the arms do while the athlete hinges."""

    HANGING = "hanging"
    HIPS = "hips"
    CROSSED = "crossed"
    REACHING = "reaching"
    BEHIND_HEAD = "behind_head"


@dataclass(frozen=True)
class DarkClothes:
    """Black clothes that give no depth; ``hole_share`` of their surface, in patches (1: all)."""

    leggings: bool = False
    shirt: bool = False
    hole_share: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a share that is none."""
        if not 0.0 <= self.hole_share <= 1.0:
            raise ValueError(f"hole_share is {self.hole_share:g}; it must be 0 to 1")


@dataclass(frozen=True)
class AthleteShape:
    """One body. Athletes are 1.40-2.05 m tall; smaller ones serve as children passing by.

    ``build`` runs from 0 (slim) to 1 (heavy); 0.4 is average. ``clothes_mm`` is how far the
    cloth stands off the skin, 0-25. ``lordosis_deg``, ``kyphosis_deg`` and ``head_forward_deg``
    are the athlete's own standing posture, as extra bend over an average one: people are not
    straight, and every change is measured from there. ``dark`` clothes hide from the camera only.
    """

    height_m: float = 1.75
    build: float = 0.4
    sex: Sex = Sex.MAN
    clothes_mm: float = 4.0
    arms: ArmStyle = ArmStyle.HANGING
    standing_knee_deg: float = 9.0
    lordosis_deg: float = 0.0
    kyphosis_deg: float = 0.0
    head_forward_deg: float = 0.0
    dark: DarkClothes | None = None

    def __post_init__(self) -> None:
        """Refuse bodies the proportions do not hold for."""
        for name, value, low, high in (
            ("height_m", self.height_m, 0.9, 2.1),
            ("build", self.build, 0.0, 1.0),
            ("clothes_mm", self.clothes_mm, 0.0, 25.0),
            ("standing_knee_deg", self.standing_knee_deg, 2.0, 20.0),
            ("lordosis_deg", self.lordosis_deg, -15.0, 20.0),
            ("kyphosis_deg", self.kyphosis_deg, -15.0, 25.0),
            ("head_forward_deg", self.head_forward_deg, -15.0, 25.0),
        ):
            if not low <= value <= high:
                raise ValueError(f"{name} is {value:g}; a simulated body needs {low:g} to {high:g}")
