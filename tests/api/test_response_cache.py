"""What the server keeps in memory is what the store says: each read is asked for twice, once with `Cache-Control: no-cache`."""

import random
import threading
import urllib.request

import pytest
from support.api import Api
from support.changes import SEED, Changes
from support.resources import CreationFailed, filled, published
from support.sandbox import Sandbox, free_port

CONTACTS = "/contact-management/v1/api/contacts"
CHANGES = 250
READS_AFTER_EACH = 4
ANEW = {"Cache-Control": "no-cache"}
SAME = ("etag", "link", "last-modified", "cache-control", "content-type", "deprecation")


class Cached:
    """A server whose cache is small enough to be full, and its metrics."""

    def __init__(self, folder):
        self.admin = free_port()
        self.sandbox = Sandbox(folder, scale="0.02", settings=["--admin-listen", f"127.0.0.1:{self.admin}", "--response-cache", "4MiB", "--rate-limit", "0"])

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=10) as response:
            lines = response.read().decode().splitlines()
        return next(float(line.split(" ")[1]) for line in lines if line.startswith(f"{name} "))


@pytest.fixture(scope="module")
def cached(tmp_path_factory):
    server = Cached(tmp_path_factory.mktemp("cached"))
    with Api(server.sandbox) as api:
        server.api = api
        yield server
    error = server.sandbox.stop()
    assert error is None, error


def paths_of(resource, changes):
    """Lists with pages, totals and filters, and records with what they embed."""
    if not resource.has("list") or "{" in resource.template("list"):
        return []
    base = resource.url(resource.template("list"))
    paths = [base, f"{base}?size=3", f"{base}?size=3&page=2&total=exact"]
    paths += [f"{base}?q=a"] if "q" in resource.query else []
    if "include" in resource.query:
        embedded = resource.resolve(resource.resolve(resource.query["include"]["schema"])["items"])["pattern"][2:-2].split("|")
        paths.append(f"{base}?include={','.join(embedded[:3])}&size=5")
    if resource.has("read"):
        try:
            _, records = changes.factory.sample(resource, fresh=False)
        except CreationFailed:
            return paths
        paths += [resource.url(filled(resource.template("read"), {resource.id: record[resource.id]})) for record in records[:2]]
    return paths


def same(api, path, **how):
    """The response that the cache may give, after it was compared with the store's."""
    given = api.get(path, **how)
    anew = api.get(path, headers={**how.pop("headers", {}), **ANEW}, **how)
    assert given.status_code == anew.status_code, path
    if given.status_code != 200:
        return given  # an error has its own correlation id
    assert given.content == anew.content, f"{path}\n{given.text[:2000]}\n{anew.text[:2000]}"
    for name in SAME:
        assert given.headers.get(name) == anew.headers.get(name), f"{path}: {name}"
    return given


def test_what_is_kept_is_what_the_store_says(cached):
    api, changes, chance = cached.api, Changes(cached.api), random.Random(SEED)
    paths = [path for resource in published().values() for path in paths_of(resource, changes)]
    assert len(paths) > 200
    polled = chance.sample(paths, 40)  # asked for often enough to be kept
    done = 0
    while done < CHANGES:
        done += changes.one()
        for path in chance.sample(polled, READS_AFTER_EACH - 1) + [chance.choice(paths)]:
            same(api, path)
    assert all(changes.done.get(kind, 0) > 5 for kind in ("create", "patch", "delete", "deactivate")), changes.done
    assert cached.metric("vip_response_cache_hits_total") > CHANGES
    assert 0 < cached.metric("vip_response_cache_bytes") <= 4 << 20


def test_views_clients_and_tenants_are_apart(cached):
    api, path = cached.api, f"{CONTACTS}?size=5"
    whole, narrow = "contact:read contact:pii", "contact:read"
    seen = {}
    for _ in range(3):
        for key in (("pii", whole, "first"), ("pii", narrow, "first"), ("pii", whole, "second"), ("limited", narrow, "first")):
            client, scope, tenant = key
            given = same(api, path, client=client, scope=scope, tenant=tenant).json()
            assert seen.setdefault(key, given) == given
    assert "last-name" in seen["pii", whole, "first"]["results"][0]
    assert "last-name" not in seen["pii", narrow, "first"]["results"][0]
    cursors = {seen[key]["next-cursor"] for key in seen if key[1] == narrow}
    assert len(cursors) == 2, "a cursor is its client's"
    assert seen["pii", whole, "first"]["results"] != seen["pii", whole, "second"]["results"]


def test_a_list_is_304_until_something_in_it_changes(cached):
    api = cached.api
    made = api.create(CONTACTS, {"contact-type": "Client", "last-name": "Etagson", "location-uuid": any_location(api)})["contact-uuid"]
    path = f"{CONTACTS}?last-name=Etagson"
    first = api.get(path).headers["etag"]
    for headers in ({}, ANEW):
        for tag in (first, f'"other", {first}', f"W/{first}", "*"):
            response = api.get(path, headers={"If-None-Match": tag, **headers})
            assert response.status_code == 304 and response.headers["etag"] == first, tag
        assert api.get(path, headers={"If-Match": '"other"', **headers}).status_code == 412
        assert api.get(path, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", **headers}).status_code == 200
    zipped = api.get(path, headers={"Accept-Encoding": "gzip"})
    tag = zipped.headers["etag"]
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    api.call("PATCH", f"{CONTACTS}/{made}", body={"first-name": "Ann"})
    changed = api.get(path, headers={"If-None-Match": first})
    assert changed.status_code == 200 and changed.headers["etag"] != first
    api.create(f"{CONTACTS}/{made}/emails", {"email-address": "etagson@example.com"})
    embedding = f"{path}&include=emails"
    before = api.get(embedding)
    assert api.get(embedding, headers={"If-None-Match": before.headers["etag"]}).status_code == 304
    api.create(f"{CONTACTS}/{made}/emails", {"email-address": "second@example.com"})
    assert api.get(embedding, headers={"If-None-Match": before.headers["etag"]}).status_code == 200


def any_location(api):
    return api.get("/location-management/v1/api/locations?size=1").json()["results"][0]["location-uuid"]


def test_no_reader_goes_back_behind_a_commit(cached):
    """Two readers poll one record and its list while it is changed: versions only grow, and none is older than what was answered."""
    api = cached.api
    made = api.create(CONTACTS, {"contact-type": "Client", "last-name": "Monotone", "location-uuid": any_location(api)})["contact-uuid"]
    answered, failures, ended = [1], [], threading.Event()

    def poll(path, version_of):
        try:
            with Api(cached.sandbox) as own:
                last = 0
                while not ended.is_set():
                    floor = answered[0]
                    version = version_of(own.get(path))
                    assert version >= max(last, floor), f"{path}: {version} after {last}, {floor} was answered"
                    last = version
        except BaseException as failure:  # noqa: BLE001 - told by the test's own thread
            failures.append(failure)

    api.call("PATCH", f"{CONTACTS}/{made}", body={"first-name": "1"})
    readers = [threading.Thread(target=poll, args=(f"{CONTACTS}/{made}", lambda given: int(given.json()["first-name"]))),
               threading.Thread(target=poll, args=(f"{CONTACTS}?last-name=Monotone", lambda given: int(given.json()["results"][0]["first-name"])))]
    for reader in readers:
        reader.start()
    for count in range(2, 300):
        api.call("PATCH", f"{CONTACTS}/{made}", body={"first-name": str(count)})
        answered[0] = count
    ended.set()
    for reader in readers:
        reader.join()
    assert not failures, failures[0]
