"""The published contracts equal the committed ones, and the server has no other operations."""

import json
import re

import jsonschema
import pytest
import yaml
from support.resources import CONTRACTS as FILES
from support.resources import published


def test_there_are_contracts():
    assert len(published()) > 20, "the contracts are missing: vip openapi --write"


@pytest.mark.parametrize("file", FILES, ids=[file.parents[1].name for file in FILES])
def test_the_published_document_is_the_committed_one(api, file):
    committed = json.loads(file.read_text())
    response = api.get(f"/{file.parents[1].name}/v1/openapi.json", client=None, tenant=None)
    assert response.status_code == 200
    served = response.json()
    assert served["openapi"].startswith("3.1")
    for part in ("paths", "components", "tags", "info"):
        # Addresses of the deployment (base of error types, token URL) are the server's own; examples are of its practice.
        assert without_own(served.get(part)) == without_own(committed.get(part)), f"{part} differs: vip openapi --write"


def without_own(node):
    return without_examples(json.loads(re.sub(r"https?://[^/\"]+", "", json.dumps(node))))


def without_examples(node):
    if isinstance(node, list):
        return [without_examples(item) for item in node]
    if isinstance(node, dict):
        return {key: without_examples(value) for key, value in node.items() if key not in ("example", "examples", "x-path-example")}
    return node


# The longest address of a server that is reckoned with: a document names it several times.
LONGEST_BASE = 100


@pytest.mark.parametrize("file", FILES, ids=[file.parents[1].name for file in FILES])
def test_a_document_with_examples_of_a_practice_is_below_400_kb(api, file):
    base = api.sandbox.base
    served = api.get(f"/{file.parents[1].name}/v1/openapi.json", client=None, tenant=None).content
    size = len(served) + served.count(base.encode()) * (LONGEST_BASE - len(base))
    assert size < 400_000


@pytest.mark.parametrize("file", FILES, ids=[file.parents[1].name for file in FILES])
def test_the_document_is_available_as_yaml(api, file):
    response = api.get(f"/{file.parents[1].name}/v1/openapi.yaml", client=None, tenant=None)
    assert response.status_code == 200
    assert yaml.safe_load(response.text)["paths"].keys() == json.loads(file.read_text())["paths"].keys()


@pytest.mark.parametrize("file", FILES, ids=[file.parents[1].name for file in FILES])
def test_every_schema_is_json_schema(file):
    for schema in json.loads(file.read_text())["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", FILES, ids=[file.parents[1].name for file in FILES])
def test_every_operation_requires_a_scope(file):
    document = json.loads(file.read_text())
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "patch", "delete"):
                assert operation.get("security"), f"{method} {path}"
                assert all(one["oauth2"] for one in operation["security"]), f"{method} {path}"


@pytest.mark.resources_with()
def test_methods_that_are_not_documented_are_not_offered(api, resource):
    for template in {route[0] for route in resource.routes.values()}:
        path = resource.url(re.sub(r"\{[^}]+\}", "018f3f2e-0000-7000-8000-000000000000", template))
        offered = {method.upper() for method in resource.document["paths"][template] if method in ("get", "post", "patch", "delete")}
        options = api.call("OPTIONS", path, client=None, tenant=None)
        assert options.status_code == 204
        allowed = {one.strip() for one in options.headers["allow"].split(",")}
        assert offered <= allowed and allowed - offered <= {"HEAD", "OPTIONS"}, f"{path}: documented {offered}, allowed {allowed}"
        for method in {"GET", "POST", "PATCH", "DELETE", "PUT"} - offered:
            response = api.call(method, path, body={} if method in ("POST", "PATCH", "PUT") else None)
            assert response.status_code == 405, f"{method} {path}: {response.status_code}"
            assert {one.strip() for one in response.headers["allow"].split(",")} == allowed
