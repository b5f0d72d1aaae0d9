"""Wrong tenant, missing scope, no pii scope: for every operation of every resource."""

import pytest
from support.documents import names_of
from support.resources import filled
from support.verdicts import example_of

NEVER = "018f3f2e-0000-7000-8000-000000000000"
METHODS = {"list": "GET", "create": "POST", "search": "POST", "duplicates": "GET", "read": "GET", "patch": "PATCH", "delete": "DELETE",
           "singleton-read": "GET", "singleton-create": "POST", "listed-at": "GET", "legacy-list": "GET", "deleted": "GET"}


def narrow_scope(resource, kind):
    """A scope that the operation does not require, of another group."""
    groups = {scope.split(":")[0].split(".")[0] for alternative in resource.operation(kind)["security"] for scope in alternative["oauth2"]}
    return "location:read" if "location" not in groups else "contact:read"


def path_of(resource, template):
    return resource.url(filled(template, dict.fromkeys(parameters(template), NEVER)))


def parameters(template):
    return [segment[1:-1] for segment in template.split("/") if segment.startswith("{")]


@pytest.mark.resources_with()
def test_without_the_scope(api, resource):
    for kind, (template, method, operation) in resource.routes.items():
        response = api.call(METHODS[kind], path_of(resource, template), scope=narrow_scope(resource, kind),
                            body={} if method in ("post", "patch") else None)
        assert (response.status_code, response.json()["code"]) == (403, "insufficient-scope"), f"{kind}: {response.text}"
        assert 'error="insufficient_scope"' in response.headers["www-authenticate"]


@pytest.mark.resources_with("list")
def test_reading_is_not_writing(api, resource):
    group = resource.scopes("list")[0]
    for kind in ("create", "patch", "delete", "singleton-create"):
        if resource.has(kind):
            response = api.call(METHODS[kind], path_of(resource, resource.template(kind)), scope=group, body={} if kind != "delete" else None)
            assert response.status_code == 403, f"{kind} with {group}: {response.status_code}"


@pytest.mark.resources_with()
def test_without_a_token(api, resource):
    for kind, (template, method, operation) in resource.routes.items():
        response = api.call(METHODS[kind], path_of(resource, template), client=None)
        assert (response.status_code, response.json()["code"]) == (401, "token-missing"), f"{kind}: {response.text}"


@pytest.mark.resources_with()
def test_without_a_tenant(api, resource):
    for kind, (template, method, operation) in resource.routes.items():
        response = api.call(METHODS[kind], path_of(resource, template), tenant=None, body={} if method in ("post", "patch") else None)
        assert (response.status_code, response.json()["code"]) == (400, "tenant-id-missing"), f"{kind}: {response.text}"


@pytest.mark.resources_with()
def test_a_tenant_that_is_not_granted(api, resource):
    for kind, (template, method, operation) in resource.routes.items():
        response = api.call(METHODS[kind], path_of(resource, template), client="limited", tenant="second", body={} if method in ("post", "patch") else None)
        assert (response.status_code, response.json()["code"]) == (403, "tenant-not-granted"), f"{kind}: {response.text}"


@pytest.mark.resources_with("read", "list")
def test_records_of_another_tenant_are_not_there(factory, resource):
    parents, records = factory.sample(resource)
    record = next((one for one in records if not one.get("system-defined")), None)
    if record is None and resource.creatable:
        made = factory.make(resource)
        parents, record = made.parents, factory.call("GET", made.path).json()
    if record is None:
        return  # only system-defined entries, which every tenant has
    path = resource.url(filled(resource.template("read"), {resource.id: record[resource.id]}))
    before = factory.call("GET", path)
    for kind, method in (("read", "GET"), ("patch", "PATCH"), ("delete", "DELETE")):
        if resource.has(kind):
            response = factory.call(method, path, tenant=factory.other, body={} if method == "PATCH" else None)
            assert (response.status_code, response.json()["code"]) == (404, "not-found"), f"{kind}: {response.text}"
    assert factory.call("GET", path).json() == before.json()
    if resource.parent_parameter:
        nested = resource.url(filled(resource.template("list"), parents))
        assert factory.call("GET", nested, tenant=factory.other).status_code == 404
    else:
        listed = factory.call("GET", resource.url(resource.template("list")) + "?size=1000", tenant=factory.other).json()["results"]
        assert record[resource.id] not in [one[resource.id] for one in listed]


@pytest.mark.resources_with("read", "list")
def test_without_pii_personal_fields_are_absent(factory, resource):
    parents, records = factory.sample(resource)
    path = resource.url(filled(resource.template("read"), {resource.id: records[0][resource.id]}))
    whole = factory.call("GET", path)
    seen = factory.call("GET", path, client="limited")
    assert seen.status_code == 200
    shown = set(seen.json())
    assert not shown & resource.personal, f"personal, and shown: {shown & resource.personal}"
    assert shown == set(whole.json()) - resource.personal
    for record in factory.call("GET", resource.url(filled(resource.template("list"), parents)) + "?size=5", client="limited").json()["results"]:
        assert not set(record) & resource.personal
    if resource.personal:
        assert whole.headers["cache-control"] == "no-store" or "no-store" in whole.headers["cache-control"]
        assert seen.headers["etag"] != whole.headers["etag"]


@pytest.mark.resources_with("list")
def test_without_pii_personal_fields_cannot_be_named(factory, resource):
    parents, _ = factory.sample(resource)
    path = resource.url(filled(resource.template("list"), parents))
    sorts = set(names_of(resource.query["sort"]["schema"]["items"]))
    for field in resource.personal:
        queries = [f"fields={field}"]
        queries += [f"sort={field},asc"] if field in sorts else []
        queries += [f"{name}={example}" for name, example in filters_of(resource, field)]
        for query in queries:
            response = factory.call("GET", f"{path}?{query}", client="limited")
            assert (response.status_code, response.json()["code"]) == (403, "insufficient-scope"), f"?{query}: {response.text}"


def filters_of(resource, field):
    """A filter on the field, with a value of its type."""
    parameter = resource.query.get(field)
    if parameter is None:
        return
    schema = resource.resolve(parameter["schema"])
    value = {"uuid": NEVER, "date": "2024-01-01", "date-time": "2024-01-01T00:00:00Z"}.get(schema.get("format"))
    if value is None and "string" in (schema.get("type") if isinstance(schema.get("type"), list) else [schema.get("type")]) and not schema.get("format"):
        value = "abc"
    if value:
        yield field, value


@pytest.mark.resources_with("patch")
def test_without_pii_personal_fields_cannot_be_set(factory, resource):
    path = path_of(resource, resource.template("patch"))
    for name, schema in resource.fields("patch").items():
        if not schema.get("x-pii"):
            continue
        example = example_of(schema, resource.resolve)
        response = factory.call("PATCH", path, client="limited", body={name: example})
        assert (response.status_code, response.json()["code"]) == (403, "insufficient-scope"), f"{name}: {response.text}"


@pytest.mark.resources_with("create")
def test_without_pii_what_requires_it_cannot_be_created(factory, resource):
    needs = any(resource.fields("create")[name].get("x-pii") for name in resource.required)
    assert needs == any(scope.endswith(":pii") for scope in resource.scopes("create"))
    if needs:
        response = factory.call("POST", path_of(resource, resource.template("create")), client="limited", body={})
        assert (response.status_code, response.json()["code"]) == (403, "insufficient-scope")
