"""Every example of every document fits its schema."""

import json

import jsonschema
import pytest
from support.documents import resolve
from support.resources import CONTRACTS
from support.verdicts import AnyValidator

FORMATS = jsonschema.FormatChecker(formats=("uuid", "date", "email", "regex"))


def test_examples_of_the_committed_documents():
    faults = [fault for file in CONTRACTS for fault in faults_of(json.loads(file.read_text()), file.parents[1].name)]
    assert not faults, f"{len(faults)} examples do not fit:\n" + "\n".join(faults[:60])


@pytest.mark.parametrize("domain", [file.parents[1].name for file in CONTRACTS])
def test_examples_of_the_served_documents(api, domain):
    response = api.get(f"/{domain}/v1/openapi.json", client=None, tenant=None)
    faults = faults_of(response.json(), domain)
    assert not faults, f"{len(faults)} examples do not fit:\n" + "\n".join(faults[:60])


def faults_of(document, name):
    checker = Checker(document)
    checker.walk(document, name)
    assert checker.seen > 40, f"{name}: only {checker.seen} examples were found"
    return checker.faults


class Checker:
    def __init__(self, document):
        self.document, self.resolver = document, jsonschema.RefResolver("", document)
        self.faults, self.seen = [], 0

    def check(self, place, schema, example):
        self.seen += 1
        validator = AnyValidator(schema, resolver=self.resolver, format_checker=FORMATS)
        error = jsonschema.exceptions.best_match(validator.iter_errors(example))
        if error is not None:
            self.faults.append(f"{place}: {'/'.join(map(str, error.path))}: {error.message[:200]}")

    def walk(self, node, place):
        """Objects of OpenAPI with a schema and examples beside it, and schemas with examples."""
        if isinstance(node, list):
            for i, item in enumerate(node):
                self.walk(item, f"{place}/{i}")
            return
        if not isinstance(node, dict):
            return
        is_schema = "type" in node or "enum" in node or "allOf" in node or "properties" in node
        if isinstance(node.get("schema"), dict):
            examples = [node["example"]] if "example" in node else []
            if isinstance(node.get("examples"), dict):
                examples += [resolve(self.document, one)["value"] for one in node["examples"].values()]
            for example in examples:
                self.check(place, node["schema"], example)
        elif is_schema and isinstance(node.get("examples"), list):
            for example in node["examples"]:
                self.check(place, node, example)
        if is_schema and "default" in node and not isinstance(node["default"], dict):
            self.check(f"{place} default", node, node["default"])
        for key, value in node.items():
            if key not in ("example", "examples", "default", "enum", "const"):
                self.walk(value, f"{place}/{key}")
