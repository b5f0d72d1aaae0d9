"""The TypeScript library's generated part: for each domain the module `types` (by openapi-typescript) and a class of its operations."""

import json
import pathlib
import subprocess
import sys

from generator.model import camel, pascal

HEAD = "// {title}: made by `make sdk` from the domain's OpenAPI document; not edited, not committed.\n\n"
SAFETY = {"GET": "read", "PATCH": "idempotent", "DELETE": "idempotent", "POST": "once"}
SDK = pathlib.Path(__file__).resolve().parent.parent / "typescript"


def method(operation, shapes):
    kinds = {"conditional": "ChangeOptions", "creates": "CreateOptions"}
    options = next((kind for flag, kind in kinds.items() if getattr(operation, flag)), "CallOptions")
    arguments = [f"{camel(name)}: string" for name in operation.parameters]
    if operation.body:
        arguments.append(f"body: t['{operation.body}']" + ("" if operation.body_required and not operation.paging else " = {}"))
    if operation.query:
        arguments.append(f"query: t['{operation.query}']" + ("" if operation.query_required else " = {}"))
    arguments.append(f"options: {options} = {{}}")
    if operation.file:
        way, returned, tail = "file", "Promise<Download>", ""
    elif operation.paging:
        way, returned, tail = f"many<t['{operation.item}']>", f"Listing<t['{operation.item}']>", f", '{operation.paging}'"
    else:
        data = f"t['{operation.answer}']" if operation.answer else "undefined"
        way, returned, tail = f"one<{data}>", f"Promise<Answer<{data}>>", ""
    path = operation.path
    for name in operation.parameters:
        path = path.replace("{" + name + "}", "${encodeURIComponent(" + camel(name) + ")}")
    call = [f"method: '{operation.method}'", f"path: `{path}`", f"safety: '{'read' if operation.reads else SAFETY[operation.method]}'"]
    if operation.query:
        call.append("query")
    if operation.form:
        call.append("form: body")
    elif operation.body:
        call.append("body")
        if operation.body in shapes:
            call.append(f"bodyShape: '{operation.body}'")
        if operation.media_type != "application/json":
            call.append(f"mediaType: '{operation.media_type}'")
    if operation.answer in shapes:
        call.append(f"shape: '{operation.answer}'")
    chosen = choosing(operation, arguments, returned) if operation.chooses else ""
    summary = operation.summary.rstrip(".").replace("*/", "* /")
    signature = f"  {camel(operation.name)}({', '.join(arguments)}): {returned} {{\n"
    return f"  /** {summary}. */\n{chosen}{signature}    return this.{way}({{ {', '.join(call)} }}, options{tail});\n  }}\n"


def choosing(operation, arguments, returned):
    """Overloads: with `fields`, any member may be absent from what is answered."""
    source = operation.query if "GET" == operation.method else operation.body
    data = f"t['{operation.item or operation.answer}']"
    name = "query" if "GET" == operation.method else "body"
    before = [argument for argument in arguments if not argument.startswith((f"{name}:", "options:"))]
    options = next(argument for argument in arguments if argument.startswith("options:")).replace(": ", "?: ", 1).removesuffix(" = {}")
    signatures = [([*before, f"{name}: t['{source}'] & Chosen", options], returned.replace(data, f"Partial<{data}>")),
                  ([*before, f"{name}?: t['{source}']", options], returned)]
    return "".join(f"  {camel(operation.name)}({', '.join(taken)}): {given};\n" for taken, given in signatures)


def write_domain(model, folder, _prepared):
    target = folder / model.domain
    target.mkdir()
    source = HEAD.format(title=model.document["info"]["title"])
    uses = {"Answer", "Download", "Listing"}
    body = "\n".join(method(operation, model.shapes) for operation in model.operations)
    answers = sorted(name for name in uses if f"{name}<" in body or f"<{name}>" in body)
    options = ["CallOptions", "ChangeOptions", "CreateOptions"]
    source += f"import type {{ {', '.join(answers)} }} from '../../answers.js';\n"
    source += f"import {{ Domain, {', '.join(f'type {name}' for name in options if name in body)} }} from '../../connection.js';\n"
    source += "import type { Shapes } from '../../json.js';\nimport type { components } from './types.js';\n\ntype t = components['schemas'];\ntype Chosen = { readonly fields: readonly string[] };\n"
    source += f"const shapes: Shapes = {json.dumps(model.shapes)};\n\n"
    source += f"export class {pascal(model.domain)} extends Domain {{\n  static readonly version = '{model.version}';\n"
    source += f"  protected readonly prefix = '/{model.domain}/v1/api';\n  protected readonly shapes = shapes;\n\n{body}}}\n"
    (target / "index.ts").write_text(source)


def write_index(models, folder):
    prepared = folder.parents[3] / "build" / "sdk" / "documents"
    pairs = [str(path) for m in models for path in (prepared / f"{m.domain}.json", folder / m.domain / "types.ts")]
    done = subprocess.run(["node", str(SDK / "generate-types.mjs"), *pairs], capture_output=True, text=True, check=False, cwd=SDK)
    if done.returncode != 0:
        sys.exit(f"openapi-typescript: {done.stderr[-2000:]}")
    lines = [HEAD.format(title="The domains").rstrip(), "", "import type { Connection } from '../connection.js';"]
    lines += [f"import {{ {pascal(m.domain)} }} from './{m.domain}/index.js';" for m in models]
    lines += ["", f"export {{ {', '.join(pascal(m.domain) for m in models)} }};", "", "/** The domains of one tenant. */", "export class Domains {"]
    lines += [f"  readonly {camel(m.domain)}: {pascal(m.domain)};" for m in models]
    lines += ["", "  constructor(protected readonly connection: Connection) {"]
    lines += [f"    this.{camel(m.domain)} = new {pascal(m.domain)}(connection);" for m in models]
    (folder / "index.ts").write_text("\n".join([*lines, "  }", "}"]) + "\n")
