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
def walkers(api):
    """One for each of the sandbox's tenants, which differ in what they may have; the second is a charity."""
    return [Walker(api, "first"), Walker(api, "second")]


@pytest.fixture(scope="session")
def chosen(walkers):
    return {}


@pytest.fixture
def walker(walkers, chosen, resource):
    """Of the tenant that can have the resource."""
    if repr(resource) not in chosen:
        chosen[repr(resource)] = next((one for one in walkers if can_have(one, resource)), walkers[0])
    return chosen[repr(resource)]


def can_have(walker, resource):
    if not resource.creatable:
        return True
    try:
        walker.make(resource)
        return True
    except CannotBeMade:
        return False


@pytest.fixture
def made(walker, resource):
    """A new record of the resource."""
    return walker.make(resource)
