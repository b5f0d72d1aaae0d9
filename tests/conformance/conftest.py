"""One test for each resource with the operations under test, selected from the published documents."""

import pytest
from support.resources import CreationFailed, RecordFactory, published


def pytest_generate_tests(metafunc):
    mark = metafunc.definition.get_closest_marker("resources_with")
    if mark is None:
        return
    chosen = [resource for resource in published().values() if resource.has(*mark.args)]
    metafunc.parametrize("resource", chosen, ids=repr)


def pytest_configure(config):
    config.addinivalue_line("markers", "resources_with(*kinds): the resources that offer these kinds of operation")


@pytest.fixture(scope="session")
def factories(api):
    """One for each of the sandbox's tenants, which may have different records; the second is a charity."""
    return [RecordFactory(api, "first"), RecordFactory(api, "second")]


@pytest.fixture(scope="session")
def chosen(factories):
    return {}


@pytest.fixture
def factory(factories, chosen, resource):
    """The factory of a tenant that can have the resource."""
    if repr(resource) not in chosen:
        chosen[repr(resource)] = next((one for one in factories if can_have(one, resource)), factories[0])
    return chosen[repr(resource)]


def can_have(factory, resource):
    if not resource.creatable:
        return True
    try:
        factory.make(resource)
        return True
    except CreationFailed:
        return False


@pytest.fixture
def made(factory, resource):
    """A new record of the resource."""
    return factory.make(resource)
