"""Power loss, by the model below SQLite (src/store/sqlite/power_loss_test.cpp). Its short form is in the unit tests."""

import os
import re
import subprocess

import pytest
from support.sandbox import BINARY

PROGRAM = BINARY.parent / "vip_store_test"
PATIENCE = 1800


def test_no_power_loss_loses_an_acknowledged_write(torture):
    if not torture.full:
        pytest.skip("the unit tests have the short form")
    cuts = 1000
    done = subprocess.run([PROGRAM, "--gtest_filter=PowerLoss*"], text=True, capture_output=True, check=False, timeout=PATIENCE,
                          env=os.environ | {"VIP_TORTURE_CUTS": str(cuts), "VIP_TORTURE_SEED": str(torture.seed)})
    lines = re.findall(r"^power loss.*$", done.stdout, re.M)
    for line in lines:
        torture.tell(line)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(lines) == 2 and f"{cuts} cuts" in lines[0], done.stdout
