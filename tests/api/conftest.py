"""The demo practice, loaded once for all its tests into a server of its own, so that it has no records of other tests."""

import pytest
from support.api import Api
from support.demo import Practice
from support.sandbox import Sandbox


@pytest.fixture(scope="session")
def practice(tmp_path_factory):
    with Sandbox(tmp_path_factory.mktemp("practice"), scale="0.1") as server, Api(server) as calls:
        yield Practice(calls)
