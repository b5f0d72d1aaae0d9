"""Files of tenants that are damaged, missing or exchanged: nothing crashes, nobody sees another's data, the others are served."""

import os
import pathlib
import shutil

import pytest
from support.api import Api
from support.writers import REGIONS

UNAVAILABLE = 503
PAGE = 4096
LISTS = ["/location-management/v1/api/regions", "/contact-management/v1/api/contacts", "/patient-management/v1/api/patients",
         "/billing/v1/api/invoices", "/clinical/v1/api/history"]


@pytest.fixture
def server(start_sandbox):
    return start_sandbox()


def file_of(server, tenant):
    with Api(server) as api:
        return pathlib.Path(server.data) / "tenants" / f"{api.tenants[tenant]}.db"


def beside(file):
    return [file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")]


def identifiers(api, tenant):
    """The ids of records of a tenant, from several lists."""
    found = set()
    for path in LISTS:
        response = api.call("GET", f"{path}?size=50", tenant=tenant, check=False)
        assert response.status_code in (200, UNAVAILABLE), f"{path}: {response.status_code} {response.text}"
        if response.status_code == 200:
            found |= {next(iter(record.values())) for record in response.json()["results"]}
    return found


def stop_cleanly(server):
    error = server.end()
    assert error is None, error


def still_runs(server):
    assert server.process.poll() is None, f"the server ended with {server.process.returncode}: {server.said()}"


def overwrite_pages(file, random):
    pages = max(file.stat().st_size // PAGE, 1)
    with file.open("r+b") as content:
        for page in random.sample(range(pages), max(1, pages // 20)):
            content.seek(page * PAGE + random.randrange(PAGE - 64))
            content.write(random.randbytes(64))


def overwrite_all_but_the_header(file, random):
    size = file.stat().st_size
    with file.open("r+b") as content:
        content.seek(100)
        content.write(random.randbytes(size - 100))


def overwrite_header(file, random):
    with file.open("r+b") as content:
        content.write(random.randbytes(100))


def cut_in_the_middle(file, random):
    os.truncate(file, random.randrange(PAGE, file.stat().st_size))


def cut_to_half_a_page(file, _):
    os.truncate(file, PAGE // 2)


def replace_by_text(file, _):
    file.write_text("This is not a database.\n" * 500)


def add_a_foreign_log(file, random):
    file.with_name(file.name + "-wal").write_bytes(random.randbytes(40 * PAGE))


def make_unreadable(file, _):
    file.unlink()
    file.mkdir()


DAMAGES = [overwrite_pages, overwrite_all_but_the_header, overwrite_header, cut_to_half_a_page, cut_in_the_middle, replace_by_text,
           add_a_foreign_log, make_unreadable]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__.replace("_", "-"))
def test_a_damaged_file(server, damage, torture):
    if DAMAGES.index(damage) % 2 and not torture.full:
        pytest.skip("the short form has every second damage")
    with Api(server) as api:
        mine, others = identifiers(api, "first"), identifiers(api, "second")
    for _ in range(torture.times(short=1, full=10)):
        file = file_of(server, "first")
        stop_cleanly(server)
        kept = shutil.copytree(file.parent, file.parent.with_name("kept"))
        damage(file, torture.random)
        server.start()
        with Api(server) as api:
            shown = identifiers(api, "first")
            assert not (shown & others) - mine, "another tenant's records are shown"
            response = api.call("POST", REGIONS, body={"name": "on a damaged file"}, check=False)
            assert response.status_code in (201, UNAVAILABLE), f"{response.status_code} {response.text}"
            assert identifiers(api, "second") == others, "the other tenant is served as before"
            assert api.http.get("/health/live").status_code == 200
        still_runs(server)
        stop_cleanly(server)
        shutil.rmtree(file.parent)
        kept.rename(file.parent)
        server.start()
    with Api(server) as api:
        assert identifiers(api, "first") == mine
    torture.tell(f"files: {damage.__name__.replace('_', ' ')}: nothing crashed, nothing of another tenant was shown")


def test_exchanged_files(server, torture):
    first, second = file_of(server, "first"), file_of(server, "second")
    with Api(server) as api:
        mine, others = identifiers(api, "first"), identifiers(api, "second")
    stop_cleanly(server)
    for one, other in zip(beside(first), beside(second)):
        if other.exists():
            shutil.copy2(other, one)
    server.start()
    with Api(server) as api:
        assert not identifiers(api, "first") & (others - mine), "another tenant's records are shown"
        assert api.call("GET", f"{REGIONS}?size=1", check=False).status_code == UNAVAILABLE
        assert identifiers(api, "second") == others, "the other tenant is served as before"
        ready = api.http.get("/health/ready")
        assert ready.json()["status"] == "warn", f"readiness must tell: {ready.text}"
    still_runs(server)
    stop_cleanly(server)
    torture.tell("files: exchanged files are refused with 503")


def test_a_removed_file(server, torture):
    file = file_of(server, "first")
    stop_cleanly(server)
    for one in beside(file):
        one.unlink(missing_ok=True)
    server.start()
    with Api(server) as api:
        assert api.call("GET", f"{REGIONS}?size=1", check=False).status_code == UNAVAILABLE
        assert api.call("POST", REGIONS, body={"name": "in no file"}, check=False).status_code == UNAVAILABLE
        assert identifiers(api, "second"), "the other tenant is served"
    still_runs(server)
    stop_cleanly(server)
    torture.tell("files: a removed file is refused with 503")


def test_a_file_that_is_exchanged_while_it_is_open(server, torture):
    first, second = file_of(server, "first"), file_of(server, "second")
    with Api(server) as api:
        others = identifiers(api, "second") - identifiers(api, "first")
        shutil.copy2(second, first.with_name("copy"))
        first.with_name("copy").rename(first)
        shown = identifiers(api, "first")
        assert not shown & others, "another tenant's records are shown"
        assert api.call("POST", REGIONS, body={"name": "lost"}, check=False).status_code == UNAVAILABLE
    still_runs(server)
    server.kill()
    torture.tell("files: a file that is exchanged while it is open is refused with 503")
