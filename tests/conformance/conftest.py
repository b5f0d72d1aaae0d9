"""One test for each resource that has what the test is about; which those are, the published documents say."""

import pytest
from support.walker import CannotBeMade, Walker, published


def pytest_generate_tests(metafunc):
    mark = metafunc.definition.get_closest_marker("resources_with")
    if mark is None:
        return
    chosen = [resource for resource in published().values() if resource.has(*mark.args)]
    metafunc.parametrize("resource", chosen, ids=repr)


def pytest_configure(config):
    config.addinivalue_line("markers", "resources_with(*kinds): the resources that offer these kinds of operation")


@pytest.fixture(scope="session")
def walker(api):
    return Walker(api)


@pytest.fixture
def made(walker, resource):
    """A new record of the resource."""
    try:
        return walker.make(resource)
    except CannotBeMade as refusal:
        # A rule of the tenant may forbid a resource altogether (what only a charity has): then every refusal says so.
        if refusal.refusals and resource.has("singleton-create") and all(one.status_code == 422 for one in refusal.refusals):
            pytest.skip(f"this tenant's rules forbid it: {refusal.refusals[-1].json()['code']}")
        raise
