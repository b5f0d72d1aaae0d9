"""Runs the commands of getting started and of each domain's guide: each page's `sh` blocks are one bash script. A
`json` block after one is its expected output; `…` matches any text."""

import json
import pathlib
import re
import subprocess

import httpx
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
BETWEEN = "\x1e"  # a record separator, printed after each block
FIRST_STEPS = ROOT / "docs/portal/getting-started.md"


def blocks_of(page):
    """(commands, expected output or None) of a page, in order."""
    found = []
    for language, text in BLOCK.findall(page.read_text()):
        if language == "sh":
            found.append([text, None])
        elif language == "json" and found and found[-1][1] is None:
            found[-1][1] = text
    return found


GUIDES = [FIRST_STEPS, ROOT / "docs/portal/sync.md", *(page for page in sorted(ROOT.glob("domains/*/guide.md")) if blocks_of(page))]


def same(expected, printed):
    if expected == "…":
        return isinstance(printed, str)
    if isinstance(expected, dict):
        return isinstance(printed, dict) and expected.keys() <= printed.keys() and all(same(expected[k], printed[k]) for k in expected)
    if isinstance(expected, list):
        return isinstance(printed, list) and len(expected) == len(printed) and all(map(same, expected, printed))
    return expected == printed


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.parent.name if page.name == "guide.md" else page.stem)
def test_commands_work(page, sandbox):
    first = blocks_of(FIRST_STEPS)
    blocks = first if page == FIRST_STEPS else blocks_of(page)
    script = "set -euo pipefail\n"
    if page != FIRST_STEPS:
        script += "{\n" + "\n".join(text for text, _ in first) + "} >/dev/null\n"
    script += "".join(f"{text}\nprintf '{BETWEEN}'\n" for text, _ in blocks)
    (sandbox.folder / ".vip").mkdir(exist_ok=True)
    (sandbox.folder / ".vip/sandbox.env").write_text(sandbox.credentials_file.read_text())
    run = subprocess.run(["bash"], input=script, cwd=sandbox.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, timeout=60, check=False)
    assert run.returncode == 0, f"{run.stdout[-2000:]}\n{run.stderr[-1000:]}"
    for (text, expected), printed in zip(blocks, run.stdout.split(BETWEEN), strict=False):
        if expected is not None:
            assert same(json.loads(expected), json.loads(printed)), f"{text}\nprinted {printed}\nand not {expected}"


GUIDES = pytest.mark.parametrize("guide", sorted(ROOT.glob("domains/*/guide.md")), ids=lambda guide: guide.parent.name)


# Each guide begins with a diagram of the domain's records, within the width of the page.
@GUIDES
def test_begins_with_a_picture_of_its_records(guide):
    beginning = "\n".join(guide.read_text().splitlines()[:25])
    pictures = re.findall(r"^```\n(.*?)^```$", beginning, re.DOTALL | re.MULTILINE)
    assert len(pictures) == 1 and "──" in pictures[0], f"{guide.parent.name} has no picture"
    assert max(map(len, pictures[0].splitlines())) <= 77, f"{guide.parent.name}: the picture is wider than its page"


@GUIDES
def test_is_served_by_the_domains_name(guide, sandbox):
    response = httpx.get(f"{sandbox.base}/docs/{guide.parent.name}", trust_env=False)
    assert response.status_code == 200 and response.headers["content-type"].startswith("text/html"), response.text[:300]
    title = guide.read_text().splitlines()[0].removeprefix("# ")
    assert f"{title}</h1>" in response.text, f"the page has no heading {title}"
