"""Stories in a browser. `./kp test --story S1` prints the lines of the story with how each went."""

from collections import defaultdict

import pytest

from stories.walking import Stage

LINES = defaultdict(list)


@pytest.fixture(scope="module")
def stage(live, browser):
    """People with a pointer and a browser that runs scripts."""
    opened = Stage(live, browser)
    yield opened
    opened.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    report.story_lines = [mark.args[0] for mark in item.iter_markers("story")]


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        for line in getattr(report, "story_lines", []):
            LINES[line].append(report.outcome)


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("--story") or not LINES:
        return
    terminalreporter.section("the lines of the story")
    for line in sorted(LINES, key=_order):
        went = "failed" if "failed" in LINES[line] else LINES[line][0]
        terminalreporter.write_line(f"{line} {went}")


def _order(line):
    story, _dot, rest = line.partition(".")
    return story, int(rest) if rest.isdigit() else 99, rest
