"""Jumps of the clock, by libfaketime: no write is lost, `modified` never goes back, delta reads miss nothing, tokens stay right."""

import pathlib
import time

import pytest
from support.api import Api
from support.writers import REGIONS, check_all, start_writers, stop

JUMPS = ["+400d", "-40d", "+1h", "-1h", "+2s", "+0", "-3d", "+0"]
YEAR = "+366d"


@pytest.fixture
def clock(start_sandbox, tmp_path):
    """A sandbox, and a function that lets its clock jump to an offset from the true time."""
    libraries = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert libraries, "libfaketime is missing: scripts/setup test installs it"
    file = tmp_path / "clock"

    def jump(offset):
        file.with_suffix(".new").write_text(f"{offset}\n")
        file.with_suffix(".new").rename(file)
        time.sleep(0.3)

    jump("+0")
    server = start_sandbox(env={"LD_PRELOAD": str(libraries[0]), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1",
                                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"})
    return server, jump


def created(api, name):
    identifier = api.create(REGIONS, {"name": f"{name} {time.monotonic_ns()}"})["region-uuid"]
    return api.get(f"{REGIONS}/{identifier}").json()


def changed_since(api, moment):
    found, path = [], f"{REGIONS}?modified-start={moment}&size=1000&sort=modified"
    while path:
        response = api.get(path)
        assert response.status_code == 200, response.text
        page = response.json()
        found += page["results"]
        path = f"{REGIONS}?cursor={page['next-cursor']}&size=1000" if page.get("next-cursor") else None
    return found


def test_writes_during_jumps(clock, torture):
    server, jump = clock
    writes, missed = 0, 0
    with Api(server) as api:
        api.token()
        for offset in JUMPS * torture.times(short=1, full=5):
            first = created(api, f"before {offset}")
            # By the new time a token may have expired, or not be valid yet.
            writers = start_writers(api, 2, f"clock{time.monotonic_ns()}", postponing=(401,))
            time.sleep(0.2)
            jump(offset)
            api.tokens.clear()
            last = created(api, f"after {offset}")
            stop(writers)
            writes += check_all(api, writers)
            assert last["modified"] > first["modified"], f"modified went back: {first['modified']}, then {last['modified']}"
            found = {region["region-uuid"] for region in changed_since(api, first["modified"])}
            expected = {last["region-uuid"]} | {one for writer in writers for one in writer.acknowledged}
            missed += len(expected - found)
    assert missed == 0, f"{missed} changes are missing in delta reads"
    torture.tell(f"clock: {len(JUMPS) * torture.times(1, 5)} jumps, {writes} acknowledged writes, none lost, none missing in a delta read")


def lifetime_of(api):
    client, secret = api.clients["pii"]
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    response = api.http.post("/oauth/token", data=form)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_token_of_a_clock_that_was_ahead(clock, torture):
    server, jump = clock
    jump(YEAR)
    with Api(server) as api:
        ahead = lifetime_of(api)
        jump("+0")
        now = lifetime_of(api)
        assert now["expires_in"] <= 24 * 3600, f"a lifetime of {now['expires_in']} s"
        assert now["access_token"] != ahead["access_token"], "the token of the future is handed out"
        api.tokens[("pii", None)] = now["access_token"]
        assert api.get(f"{REGIONS}?size=1").status_code == 200
    torture.tell("clock: a token of a clock that was a year ahead is not handed out again")
