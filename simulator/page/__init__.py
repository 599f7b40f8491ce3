"""The demo page: play citizens and officials on the stand-ins. `demo_app` is mounted under `/demo`."""

from simulator.page.app import demo_app
from simulator.page.scene import Scene, StandIns, furnish

__all__ = ["Scene", "StandIns", "demo_app", "furnish"]
