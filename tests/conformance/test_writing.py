"""Create, patch with null, omitted, unknown and immutable fields, delete: for every resource that offers it."""

import decimal
import re

import pytest
from support.resources import filled, published, types_of

NEVER = "018f3f2e-0000-7000-8000-000000000000"


def same(sent, got):
    """Whether the returned value equals the sent one: decimals and instants may have another form."""
    if isinstance(sent, str) and isinstance(got, (int, float)) and not isinstance(got, bool):
        return decimal.Decimal(sent) == decimal.Decimal(str(got))
    if isinstance(sent, dict) and isinstance(got, dict):
        return all(same(value, got.get(name)) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(got, list):
        return len(sent) == len(got) and all(same(a, b) for a, b in zip(sent, got))
    if isinstance(sent, str) and isinstance(got, str) and sent != got:
        return re.sub(r"[^0-9a-z]", "", sent.lower()) == re.sub(r"[^0-9a-z]", "", got.lower())
    return sent == got


def check_created(factory, made):
    resource = made.resource
    assert made.response.headers["location"].endswith(made.path), made.response.headers["location"]
    response = factory.call("GET", made.path)
    assert response.status_code == 200
    record = response.json()
    assert record[resource.id] == made.id
    assert made.response.headers["etag"] == response.headers["etag"]
    for name, value in made.body.items():
        if name in record:
            assert same(value, record[name]), f"{name}: sent {value!r}, got {record[name]!r}"


@pytest.mark.resources_with("create")
def test_create_and_read(factory, resource, made):
    check_created(factory, made)
    if resource.has("list"):
        listed = factory.call("GET", f"{made.collection}?sort=created-date,desc&size=1000").json()["results"]
        assert made.id in [record[resource.id] for record in listed]


@pytest.mark.resources_with("singleton-create")
def test_create_and_read_the_newest(factory, resource, made):
    check_created(factory, made)


@pytest.mark.resources_with("create")
def test_the_whole_record_when_preferred(factory, resource, made):
    body = dict(made.body)
    response = factory.call("POST", made.collection, body=factory.own(resource.fields("create"), body), headers={"Prefer": "return=representation"})
    if response.status_code == 201:
        assert set(response.json()) >= {resource.id, "modified", "created-date"}
    else:
        assert response.status_code in (409, 422)


@pytest.mark.resources_with("create")
def test_required_fields(factory, resource, made):
    response = factory.call("POST", made.collection, body={})
    if resource.required:
        assert response.status_code == 400, response.text
        assert {error["pointer"] for error in response.json()["errors"]} >= {f"/{name}" for name in resource.required}
        assert all(error["code"] == "required" for error in response.json()["errors"])
    for name in resource.required:
        response = factory.call("POST", made.collection, body={**made.body, name: None})
        assert response.status_code == 400, f"{name}: null is not a value"
        assert [error["pointer"] for error in response.json()["errors"]] == [f"/{name}"]


@pytest.mark.resources_with("create")
def test_create_refuses_unknown_fields(factory, resource, made):
    before = count(factory, made)
    for body, code in (({"no-such-field": 1}, "unknown-field"), ({"modified": "2024-01-01T00:00:00Z"}, "read-only-field"),
                       ({resource.id: NEVER}, "read-only-field")):
        response = factory.call("POST", made.collection, body={**made.body, **body})
        assert (response.status_code, response.json()["code"]) == (400, code), response.text
    assert count(factory, made) == before


@pytest.mark.resources_with("create")
def test_create_refuses_other_types(factory, resource, made):
    for name, schema in resource.fields("create").items():
        wrong = {"no": "object"} if "object" not in types_of(schema) else 7
        response = factory.call("POST", made.collection, body={**made.body, name: wrong})
        assert response.status_code == 400, f"{name}: {response.status_code} {response.text}"
        assert any(error["pointer"].startswith(f"/{name}") for error in response.json()["errors"])


@pytest.mark.resources_with("create")
def test_bounds_of_texts(factory, resource, made):
    for name, schema in resource.fields("create").items():
        if "string" not in types_of(schema) or "enum" in schema or schema.get("format") in ("uuid", "date", "date-time"):
            continue
        if most := schema.get("maxLength"):
            response = factory.call("POST", made.collection, body={**made.body, name: "x" * (most + 1)})
            assert response.status_code == 400, f"{name} of {most + 1} characters"
        for blank in ("", "   "):
            response = factory.call("POST", made.collection, body={**made.body, name: blank})
            assert response.status_code == 400, f"{name} of {blank!r}"


def count(factory, made):
    if not made.resource.has("list"):
        return None
    return factory.call("GET", f"{made.collection}?size=1&total=exact").json()["total-results"]


@pytest.fixture
def changeable(factory, resource):
    """A record that may be changed: a new one if possible, else an existing one."""
    if resource.creatable:
        made = factory.make(resource)
        return made.path
    _, records = factory.sample(resource)
    return resource.url(filled(resource.template("patch"), {resource.id: records[0][resource.id]}))


def read(factory, path):
    response = factory.call("GET", path)
    return response.json(), response.headers["etag"]


@pytest.mark.resources_with("patch")
def test_patch_of_nothing(factory, resource, changeable):
    before = read(factory, changeable)
    response = factory.call("PATCH", changeable, body={})
    assert response.status_code == 200
    assert (response.json(), response.headers["etag"]) == before


@pytest.mark.resources_with("patch")
def test_patch_with_null(factory, resource, changeable):
    for name, schema in resource.fields("patch").items():
        before = read(factory, changeable)
        response = factory.call("PATCH", changeable, body={name: None})
        if "null" in types_of(schema):
            assert response.status_code in (200, 422, 400), f"{name}: {response.text}"
            if response.status_code == 400:  # required because of another field
                assert response.json()["code"] in ("required", "required-here"), f"{name}: {response.text}"
            if response.status_code == 200:
                continue
        else:
            assert (response.status_code, response.json()["code"]) == (400, "required"), f"{name}: {response.text}"
            assert response.json()["errors"][0]["pointer"] == f"/{name}"
        assert read(factory, changeable) == before, f"{name}: refused, but something changed"


@pytest.mark.resources_with("patch")
def test_patch_leaves_what_is_omitted(factory, resource, changeable):
    """Each field in turn is set to its current value: nothing changes, not even the version."""
    before = read(factory, changeable)
    for name in resource.fields("patch"):
        value = before[0].get(name)
        if value is None:
            continue
        response = factory.call("PATCH", changeable, body={name: value})
        assert response.status_code == 200, f"{name}={value!r}: {response.text}"
        assert (response.json(), response.headers["etag"]) == before, f"{name}: set to its own value, but something changed"


@pytest.mark.resources_with("patch")
def test_patch_refuses_unknown_read_only_and_immutable_fields(factory, resource, changeable):
    before = read(factory, changeable)
    patchable = set(resource.fields("patch"))
    response = factory.call("PATCH", changeable, body={"no-such-field": 1})
    assert (response.status_code, response.json()["code"]) == (400, "unknown-field")
    creatable = resource.fields("create") if resource.has("create") else {}
    for name, schema in resource.properties.items():
        if name in patchable or "$ref" in schema or schema.get("x-embedded"):
            continue
        if schema.get("readOnly"):
            expected = "read-only-field"
        elif name in creatable and creatable[name].get("x-immutable") or schema.get("x-immutable"):
            expected = "immutable-field"
        else:
            continue
        response = factory.call("PATCH", changeable, body={name: before[0].get(name)})
        assert (response.status_code, response.json()["code"]) == (400, expected), f"{name}: {response.text}"
    assert read(factory, changeable) == before


@pytest.mark.resources_with("patch")
def test_patch_under_a_condition(factory, resource, changeable):
    before, etag = read(factory, changeable)
    assert factory.call("PATCH", changeable, body={}, headers={"If-Match": etag}).status_code == 200
    response = factory.call("PATCH", changeable, body={}, headers={"If-Match": '"999999"'})
    assert (response.status_code, response.json()["code"]) == (412, "precondition-failed")
    assert read(factory, changeable) == (before, etag)


@pytest.mark.resources_with("patch")
def test_a_change_shows_in_version_and_modified(factory, resource, changeable):
    before, etag = read(factory, changeable)
    response = factory.call("PATCH", changeable, body={"external-id": f"x-{before[resource.id]}"})
    assert response.status_code == 200, response.text
    assert response.headers["etag"] != etag and response.json()["modified"] > before["modified"]
    after = response.json()
    # `modified` may also be present under a documented alias.
    moment = {name for name in before if before[name] == before["modified"] and after[name] == after["modified"]}
    rest = set(before) - moment - {"external-id"}
    assert {name: after[name] for name in rest} == {name: before[name] for name in rest}


@pytest.mark.resources_with("patch")
def test_patch_refuses_other_types_than_objects(factory, resource, changeable):
    for content in ("[]", '"x"', "7", "null"):
        response = factory.call("PATCH", changeable, content=content, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.json()["code"]) == (400, "body-not-object"), response.text


@pytest.mark.resources_with("delete", "create")
def test_delete(factory, resource, made):
    response = factory.call("DELETE", made.path)
    assert response.status_code == 204, response.text
    gone = factory.call("GET", made.path)
    if gone.status_code == 404:
        assert factory.call("PATCH", made.path, body={}).status_code == 404 if resource.has("patch") else True
        assert factory.call("DELETE", made.path).status_code == 404
    else:
        assert gone.status_code == 200
        assert factory.call("DELETE", made.path).status_code == 204
        assert factory.call("GET", made.path).headers["etag"] == gone.headers["etag"], "a second delete makes no new version"
    listed = factory.call("GET", f"{made.collection}?sort=created-date,desc&size=1000").json()["results"]
    assert made.id not in [record[resource.id] for record in listed]


@pytest.mark.resources_with("delete", "create")
def test_delete_under_a_condition(factory, resource, made):
    assert factory.call("DELETE", made.path, headers={"If-Match": '"999999"'}).status_code == 412
    assert factory.call("DELETE", made.path, headers={"If-Match": made.response.headers["etag"]}).status_code == 204


@pytest.mark.resources_with("create")
def test_references_must_exist(factory, resource, made):
    for name, schema in resource.fields("create").items():
        if not schema.get("x-references"):
            continue
        value = [NEVER] if "array" in types_of(schema) else NEVER
        response = factory.call("POST", made.collection, body=resource.completed({**made.body, name: value}))
        assert response.status_code in (409, 422), f"{name}: {response.text}"
        assert any(error["code"] == "reference-not-found" and error["pointer"].startswith(f"/{name}") for error in response.json()["errors"]), response.text
