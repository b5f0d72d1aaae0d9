"""What all attacks share: the seed, the long and the short form, sandboxes that start fast, and the figures at the end.

`make torture` runs the long form (VIP_TORTURE=full); `make test` the short one. VIP_TORTURE_SEED repeats a run's choices.
"""

import os
import random
import shutil
import time

import pytest
from support.sandbox import Sandbox

FULL = os.environ.get("VIP_TORTURE", "short") == "full"
SEED = int(os.environ.get("VIP_TORTURE_SEED", time.time_ns() % 1_000_000_000))
figures = []


class Torture:
    """How much is to be done, by which choices, and what came of it."""

    full, seed = FULL, SEED

    def __init__(self):
        self.random = random.Random(SEED)

    def times(self, short, full):
        return full if FULL else short

    def tell(self, figure):
        figures.append(figure)


@pytest.fixture
def torture():
    random.seed(SEED)  # of the writers
    return Torture()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The data directory of a sandbox that has stopped: copies of it start at once."""
    with Sandbox(tmp_path_factory.mktemp("prepared")) as server:
        return server.folder


@pytest.fixture(scope="module")
def start_sandbox(prepared, tmp_path_factory):
    """Starts `vip serve` on copies of the prepared data; stops those that still run at the end, which must go well."""
    started = []

    def start(folder=None, **how):
        folder = folder or tmp_path_factory.mktemp("torture")
        shutil.copytree(prepared, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sock", "server.log"))
        started.append(Sandbox(folder, serves=True, **how))
        return started[-1]

    yield start
    errors = [server.stop() for server in started if server.process.poll() is None]
    assert not any(errors), errors


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section(f"torture, {'long' if FULL else 'short'} form, seed {SEED} (VIP_TORTURE_SEED)")
    for figure in figures:
        terminalreporter.line(figure)
