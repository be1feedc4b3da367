"""A depth frame comes in: RealSense, recording or simulated, behind one small interface."""

from station.camera.frame import DepthFrame, DepthSource, Intrinsics

__all__ = ["DepthFrame", "DepthSource", "Intrinsics"]
