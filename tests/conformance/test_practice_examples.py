"""The examples of the documents that a sandbox serves work as they stand: each create, patch and action that has a body is sent
with the ids and the body that its document shows, to a sandbox that nobody has changed.
"""

import json
import re

import pytest
from support.api import Api
from support.documents import resolve
from support.resources import CONTRACTS
from support.sandbox import Sandbox

# Operations whose example cannot work as it stands, and why.
IMPOSSIBLE = {
    "contact-management: POST /contacts/{contact-uuid}/eligibility-registration": "only a charity registers eligibility, and the first practice is none",
}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    with Sandbox(tmp_path_factory.mktemp("fresh")) as server, Api(server) as api:
        yield api


def served(api, domain):
    return api.get(f"/{domain}/v1/openapi.json", client=None, tenant=None).json()


def calls(api, kinds):
    """(name, method, path, body) of the operations of these kinds that take a JSON body."""
    for file in CONTRACTS:
        domain = file.parents[1].name
        document = served(api, domain)
        for template, item in document["paths"].items():
            for method, operation in ((method, one) for method, one in item.items() if isinstance(one, dict)):
                content = resolve(document, operation.get("requestBody", {})).get("content", {})
                takes_file = "multipart/form-data" in content
                if operation.get("x-kind") not in kinds or "application/json" not in content or takes_file:
                    continue
                parameters = [resolve(document, one) for one in item.get("parameters", [])]
                ids = {one["name"]: one.get("example") for one in parameters if one["in"] == "path"}
                ids.update(operation.get("x-path-example", {}))
                path = re.sub(r"{([^}]+)}", lambda match: ids[match.group(1)], template)
                name = f"{domain}: {method.upper()} {template}"
                yield name, method.upper(), f"/{domain}/v1/api{path}", content["application/json"].get("example")


def failures(api, kinds, accepted):
    found, sent = [], 0
    for name, method, path, body in calls(api, kinds):
        if name in IMPOSSIBLE:
            continue
        sent += 1
        if body is None:
            found.append(f"{name} has no example")
            continue
        response = api.call(method, path, body=body)
        if response.status_code not in accepted:
            found.append(f"{name}: {response.status_code} {json.dumps(body)[:300]} {json.dumps(response.json().get('errors'))[:300]}")
    assert sent > 5, f"only {sent} operations were found"
    return found


def test_each_example_of_a_change_works(fresh):
    found = failures(fresh, ("create", "singleton-create"), (201,))
    found += failures(fresh, ("action",), (200, 201, 202))
    found += failures(fresh, ("patch",), (200,))
    assert not found, f"{len(found)} examples do not work:\n" + "\n".join(found)


def test_each_exception_is_an_operation(fresh):
    assert set(IMPOSSIBLE) <= {name for name, *_ in calls(fresh, ("create", "singleton-create", "action"))}


def test_references_name_records_that_are_there(fresh):
    """The ids in the examples of schemas, wherever the record can be read."""
    missing, seen = [], 0
    templates = {}
    for file in CONTRACTS:
        domain = file.parents[1].name
        document = served(fresh, domain)
        for template, item in document["paths"].items():
            for operation in item.values():
                if isinstance(operation, dict) and operation.get("x-kind") == "read":
                    templates[f"{domain}/{operation['x-resource']}"] = f"/{domain}/v1/api{template}"

    def walk(node, domain):
        nonlocal seen
        if isinstance(node, list):
            for item in node:
                walk(item, domain)
        elif isinstance(node, dict):
            names = node.get("x-references")
            if names:
                name = names if isinstance(names, str) else names[0]
                template = templates.get(name if "/" in name else f"{domain}/{name}")
                for example in node.get("examples", []):
                    for one in example if isinstance(example, list) else [example]:
                        if template and (template, one) not in asked:
                            asked.add((template, one))
                            seen += 1
                            if fresh.get(re.sub(r"{[^}]+}", one, template)).status_code != 200:
                                missing.append(f"{name} {one}")
            for value in node.values():
                walk(value, domain)

    asked = set()
    for file in CONTRACTS:
        walk(served(fresh, file.parents[1].name), file.parents[1].name)
    assert seen > 30
    assert not missing, missing
