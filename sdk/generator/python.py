"""The Python library's generated part: for each domain the module `types` (by datamodel-code-generator) and a class of its operations."""

import json
import pprint
import subprocess
import sys

from generator.model import camel, pascal, snake  # noqa: F401

HEAD = '"""{title}: made by `make sdk` from the domain\'s OpenAPI document; not edited, not committed."""\n\n'
IMPORTS = """from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Unpack

from vip_sdk._answers import Answer, Download, Listing, Paging
from vip_sdk._connection import Call, CallOptions, ChangeOptions, CreateOptions, Domain
from vip_sdk._json import Shapes
from vip_sdk._retry import Safety

if TYPE_CHECKING:
    from vip_sdk.domains.{module} import types as t

"""
SAFETY = {"GET": "READ", "PATCH": "IDEMPOTENT", "DELETE": "IDEMPOTENT", "POST": "ONCE"}


def module_of(domain):
    return domain.replace("-", "_")


def method(operation, shapes):
    kinds = {"conditional": "ChangeOptions", "creates": "CreateOptions"}
    options = next((kind for flag, kind in kinds.items() if getattr(operation, flag)), "CallOptions")
    arguments = ["self", *(f"{snake(name)}: str" for name in operation.parameters)]
    if operation.body:
        arguments.append(f"body: t.{operation.body}" + ("" if operation.body_required and not operation.paging else " | None = None"))
    if operation.query:
        arguments.append(f"query: t.{operation.query}" + ("" if operation.query_required else " | None = None"))
    arguments.append(f"**options: Unpack[{options}]")
    if operation.file:
        returned, way, tail = "Download", "_file", ""
    elif operation.paging:
        returned, way, tail = f"Listing[t.{operation.item}]", "_many", f", Paging.{operation.paging.upper()}"
    else:
        returned, way, tail = f"Answer[t.{operation.answer}]" if operation.answer else "Answer[None]", "_one", ""
    path = ", ".join([repr(operation.path_template), *(snake(name) for name in operation.parameters)])
    call = [repr(operation.method), f"self._path({path})", f"Safety.{'READ' if operation.reads else SAFETY[operation.method]}"]
    if operation.query:
        call.append("query=query or {}")
    if operation.form:
        call.append("form=body")
    elif operation.body:
        call.append("body=body" + (" or {}" if operation.paging else ""))
        if operation.media_type != "application/json":
            call.append(f"media_type={operation.media_type!r}")
    if operation.answer in shapes:
        call.append(f"shape={operation.answer!r}")
    summary = operation.summary.rstrip(".").replace("\\", "\\\\").replace('"', "'")
    signature = f"    def {snake(operation.name)}({', '.join(arguments)}) -> {returned}:\n"
    return f'{signature}        """{summary}."""\n        return self.{way}(Call({", ".join(call)}), options{tail})\n'


def write_domain(model, folder, prepared):
    target = folder / module_of(model.domain)
    target.mkdir(parents=True, exist_ok=True)
    for operation in model.operations:
        template = operation.path
        for name in operation.parameters:
            template = template.replace("{" + name + "}", "{}")
        operation.path_template = template
    title = model.document["info"]["title"]
    shapes = pprint.pformat(model.shapes, width=130, compact=True).replace("\n", "\n    ")
    source = HEAD.format(title=title) + IMPORTS.format(module=module_of(model.domain))
    source += f"\nclass {pascal(model.domain)}(Domain):\n    VERSION: ClassVar[str] = {model.version!r}\n    PREFIX: ClassVar[str] = '/{model.domain}/v1/api'\n"
    source += f"    SHAPES: ClassVar[Shapes] = {shapes}\n\n" + "\n".join(method(operation, model.shapes) for operation in model.operations)
    (target / "__init__.py").write_text(source)
    write_types(prepared, target / "types.py")


def write_types(prepared, target):
    command = [sys.executable, "-W", "ignore", "-m", "datamodel_code_generator", "--input", str(prepared), "--input-file-type", "openapi", "--output", str(target),
               "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11", "--disable-timestamp", "--formatters", "builtin",
               "--no-use-closed-typed-dict", "--use-schema-description", "--enum-field-as-literal", "all", "--openapi-scopes", "schemas",
               "--custom-file-header", HEAD.strip().format(title="Types")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"datamodel-code-generator: {done.stderr[-2000:]}")


def write_index(models, folder):
    lines = [HEAD.format(title="The domains").rstrip(), "", "from __future__ import annotations", "", "from functools import cached_property",
             "from typing import TYPE_CHECKING", "", "from vip_sdk._connection import Connection", "", "if TYPE_CHECKING:"]
    lines += [f"    from vip_sdk.domains.{module_of(m.domain)} import {pascal(m.domain)}" for m in models]
    lines += ["", "", "class Domains:", '    """The domains of one tenant. Each is loaded when it is first used."""', "",
              "    def __init__(self, connection: Connection):", "        self._connection = connection"]
    for m in models:
        lines += ["", "    @cached_property", f"    def {module_of(m.domain)}(self) -> {pascal(m.domain)}:",
                  f"        from vip_sdk.domains.{module_of(m.domain)} import {pascal(m.domain)}", "",
                  f"        return {pascal(m.domain)}(self._connection)"]
    (folder / "__init__.py").write_text("\n".join(lines) + "\n")
