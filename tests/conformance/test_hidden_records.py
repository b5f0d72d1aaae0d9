"""Records that are out of use: no list has them unless it is asked, with `modified-start` too (docs/contract.md 6)."""

import pytest
from support.resources import filled

# The list parameter that includes such records, the value that asks, and how a record shows that it is one.
ASKING = {
    "include-deactivated": "true",
    "include-archived": "true",
    "include-cancelled": "true",
    "deleted": "IncludeDeleted",
}
FLAGS = {
    "include-deactivated": ("deactivated", "status-deactivated"),
    "include-archived": ("archived",),
}
SINCE = "modified-start=1753-01-01T00:00:00Z"


def is_out_of_use(record, parameter):
    if parameter == "deleted":
        return record["deleted-date"] is not None
    if parameter == "include-cancelled":
        return record["status"] == "Cancelled"
    return any(record.get(flag) for flag in FLAGS[parameter])


def taken_out_of_use(factory, made, parameter):
    """The record after a PATCH or a DELETE; None if a rule of the practice forbids it."""
    fields = made.resource.fields("patch") if made.resource.has("patch") else {}
    if parameter == "deleted":
        if not made.resource.has("delete"):
            return None  # only rules delete such records
        response = factory.call("DELETE", made.path)
    else:
        changes = [{flag: True} for flag in FLAGS.get(parameter, ()) if flag in fields] or [{"status": "Cancelled"}]
        response = factory.call("PATCH", made.path, body=changes[0])
    if response.status_code == 422:
        return None
    assert response.status_code in (200, 204), response.text
    return factory.call("GET", made.path).json()


@pytest.mark.resources_with("list", "create")
def test_what_is_out_of_use_is_listed_only_when_asked_for(factory, resource, made):
    parameters = [name for name in ASKING if name in resource.query]
    if not parameters:
        pytest.skip("lists of the resource omit nothing")
    before = factory.call("GET", made.path).json()["modified"]
    for parameter in parameters:
        record = taken_out_of_use(factory, made, parameter)
        if record is None:
            continue
        assert is_out_of_use(record, parameter)
        asked = f"{parameter}={ASKING[parameter]}"
        for since in ("", f"modified-start={before}&"):
            shown = factory.call("GET", f"{made.collection}?{since}{asked}&sort=modified,desc&size=200")
            assert made.id in {one[resource.id] for one in shown.json()["results"]}, f"{since}{asked}"
            hidden = factory.call("GET", f"{made.collection}?{since}sort=modified,desc&size=200")
            assert made.id not in {one[resource.id] for one in hidden.json()["results"]}, f"{since} without {parameter}"
        return


@pytest.mark.resources_with("list")
def test_the_default_is_the_same_in_a_delta_read(factory, resource):
    parameters = [name for name in ASKING if name in resource.query]
    if not parameters:
        pytest.skip("lists of the resource omit nothing")
    parents, _ = factory.sample(resource)
    path = resource.url(filled(resource.template("list"), parents))

    def listed(query):
        return factory.call("GET", f"{path}?{query}&total=exact&size=1000").json()

    plain = listed("sort=modified,asc")
    assert listed(f"sort=modified,asc&{SINCE}")["total-results"] == plain["total-results"]
    for parameter in parameters:
        assert not any(is_out_of_use(record, parameter) for record in plain["results"]), parameter
    everything = "&".join(f"{name}={ASKING[name]}" for name in parameters)
    assert listed(f"{everything}&{SINCE}")["total-results"] == listed(everything)["total-results"] >= plain["total-results"]
