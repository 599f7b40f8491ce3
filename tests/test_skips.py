"""Skipped tests are named, and not allowed where CI is set."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

PLUGIN = Path(__file__).with_name("skips.py")
SKIPPING = """
    import pytest

    @pytest.mark.skipif(True, reason="no chromium")
    def test_one():
        '''Never runs.'''

    def test_two():
        pytest.skip("no chromium")

    def test_three():
        '''Passes.'''
"""


@pytest.mark.parametrize("workers", ["0", "2"])
@pytest.mark.parametrize(("ci", "code"), [("", pytest.ExitCode.OK), ("true", pytest.ExitCode.TESTS_FAILED)])
def test_skips_are_counted_by_reason_and_fail_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, code: int, workers: str
) -> None:
    """The summary names counts and reasons; with CI set the run fails, in one process and in several."""
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest(PLUGIN.read_text(encoding="utf-8"))
    pytester.makepyfile(SKIPPING)

    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", "-n", workers)

    assert code == result.ret
    result.stdout.fnmatch_lines(["skipped 2 tests*", "*2 × no chromium"])


def test_a_run_without_skips_passes_in_ci(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said, and nothing fails, when every test ran."""
    monkeypatch.setenv("CI", "true")
    pytester.makeconftest(PLUGIN.read_text(encoding="utf-8"))
    pytester.makepyfile("def test_fine(): pass")

    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")

    assert pytest.ExitCode.OK == result.ret
    result.stdout.no_fnmatch_line("*skipped*")
