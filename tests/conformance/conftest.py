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
    return walker.make(resource)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Rules may want more of a record than the published schema can say: what none of the patterns satisfies is left out
    here and walked by tables. How many those may be, test_most_can_be_made says."""
    outcome = yield
    fault = call.excinfo.value if call.excinfo else None
    if isinstance(fault, CannotBeMade) and fault.by_rules:
        report = outcome.get_result()
        report.outcome = "skipped"
        report.longrepr = (str(item.fspath), item.location[1] or 0, f"Skipped: {str(fault)[:200]}")
