"""SIGKILL under write load: acknowledged writes are on disk after a restart, and the totals are right."""

import time

import pytest
from support.api import Api
from support.writers import REGIONS, check_all, start_writers, stop, stored_regions

WRITERS = 6


@pytest.fixture(scope="module")
def killed(start_sandbox):
    return start_sandbox()


def total(sandbox):
    with Api(sandbox) as api:
        return api.get(f"{REGIONS}?size=1").json()["total-results"]


def write_until_killed(sandbox, number, pause):
    """Writers whose server was killed while they wrote."""
    with Api(sandbox) as api:
        writers = start_writers(api, WRITERS, f"kill{number}")
    time.sleep(pause)
    sandbox.kill()
    stop(writers)
    return writers


def test_every_acknowledged_write_survives_a_kill(killed, torture):
    kills, writes = torture.times(short=5, full=100), 0
    for number in range(kills):
        before = total(killed)
        writers = write_until_killed(killed, number, torture.random.uniform(0.3, 1.2))
        killed.start()
        with Api(killed) as api:
            writes += check_all(api, writers)
            stored = sum(len(stored_regions(api, writer.prefix)) for writer in writers)
        assert total(killed) == before + stored, "the stored count differs from the number of rows"
    assert killed.check_totals() is None
    assert writes > kills * 20, f"only {writes} writes were acknowledged: too little load"
    torture.tell(f"kill: {kills} kills, {writes} acknowledged writes, none lost")


def test_the_same_token_after_a_kill(killed):
    with Api(killed) as api:
        before = api.token()
    killed.kill()
    killed.start()
    with Api(killed) as api:
        assert api.token() == before
