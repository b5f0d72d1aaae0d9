"""One sandbox for all tests of a run; its data must be consistent at the end."""

import pytest
from support.api import Api
from support.contracts import Contracts
from support.sandbox import Sandbox


def pytest_make_parametrize_id(val, argname):
    """Contents are named by their size: all processes of a run must give a test the same name."""
    return f"{argname}-of-{len(val)}" if isinstance(val, bytes) and len(val) > 16 else None


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    with Sandbox(tmp_path_factory.mktemp("sandbox")) as server:
        yield server


@pytest.fixture(scope="session")
def api(sandbox):
    with Api(sandbox, Contracts(sandbox.base)) as calls:
        yield calls
