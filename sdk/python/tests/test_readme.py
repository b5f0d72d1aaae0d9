"""The code of the README runs as it stands, and it and a small program with wrong uses are checked by mypy in strict mode."""

import os
import pathlib
import re
import subprocess
import sys

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"
CODE = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.M | re.S)


def run(sandbox, folder, *words):
    environment = {**os.environ, **sandbox.credentials, "VIP_URL": sandbox.base}
    done = subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=110, check=False)
    return done.returncode, done.stdout + done.stderr


def test_its_code_runs(sandbox, tmp_path):
    assert len(CODE) >= 6
    (tmp_path / "first.py").write_text(CODE[0])
    code, said = run(sandbox, tmp_path, "first.py")
    assert code == 0 and "Europe/London" in said, said
    (tmp_path / "whole.py").write_text("\n".join(CODE))
    code, said = run(sandbox, tmp_path, "whole.py")
    assert code == 0 and re.search("404 not-found .* import-2026-02-02", said), said
    assert (tmp_path / "copy.txt").read_bytes() == b"I consent to the treatment.\n"
    code, said = run(sandbox, tmp_path, "-m", "mypy", "--strict", "whole.py")
    assert code == 0, said


WRONG = [
    'vip.contact_management.create_contact({"contact-type": "Cat", "last-name": "x", "location-uuid": "x"})',
    'vip.contact_management.create_contact({"contact-typ": "Client"})',
    'vip.contact_management.update_contact("c", {"first-name": 7})',
    'vip.formulary_management.create_discount_category({"name": "x", "percentage": 12.5})',
    'amount: float = vip.billing.list_payments().page().results[0]["amount"]',
    'vip.contact_management.list_contacts({"filter": {"last-nam": {"eq": "x"}}})',
    "vip.contact_management.read_contact()",
    'vip.contact_management.read_contact("c", if_match="x")',
]


def test_wrong_uses_do_not_pass_the_type_check(sandbox, tmp_path):
    lines = ["from vip_sdk import Vip", "vip = Vip.from_environment()", *WRONG]
    (tmp_path / "wrong.py").write_text("\n".join(lines) + "\n")
    _, said = run(sandbox, tmp_path, "-m", "mypy", "--strict", "wrong.py")
    found = {int(number) for number in re.findall(r"wrong\.py:(\d+): error", said)}
    assert found == set(range(3, len(lines) + 1)), said
