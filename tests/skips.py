"""Say at the end how many tests were skipped and why; with CI set, a skipped test fails the run.

A test that is skipped silently proves nothing: on a machine without a system package that is a convenience, in the
checks on a submission it is a hole.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest


def reasons(skipped: list[pytest.TestReport]) -> Counter[str]:
    """Count skipped tests by their reason."""
    return Counter(_reason(report) for report in skipped)


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


class SkipReporter:
    """Collects skips of one session. Expected failures are not skips."""

    def __init__(self, strict: bool) -> None:
        self._strict = strict
        self._skipped: list[pytest.TestReport] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a skip."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._skipped.append(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that would have passed."""
        if self._strict and self._skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the counts and reasons."""
        if not self._skipped:
            return
        verdict = "not allowed with CI set" if self._strict else "they would fail with CI set"
        terminalreporter.write_line(f"skipped {len(self._skipped)} tests ({verdict}):")
        for reason, count in reasons(self._skipped).most_common():
            terminalreporter.write_line(f"  {count} × {reason}")


def pytest_configure(config: pytest.Config) -> None:
    """Add the reporter."""
    config.pluginmanager.register(SkipReporter(strict=bool(os.environ.get("CI"))), "kanal-skips")
