"""A sandbox of one's own: these tests take its files away and erase its tenants."""

import pytest
from support.api import Api
from support.sandbox import Sandbox


@pytest.fixture
def server(tmp_path):
    server = Sandbox(tmp_path, scale="0.02")
    yield server
    if server.process.poll() is None:
        error = server.end()
        assert error is None, error


@pytest.fixture
def calls(server):
    with Api(server) as calls:
        yield calls
