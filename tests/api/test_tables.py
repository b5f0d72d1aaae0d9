"""Every tests/api/*.yaml is a table of tests: one test per row. README.md describes the rows."""

import pathlib

import pytest
from support.tables import FIXTURES, read_table, run_row

TABLES = sorted(path for path in pathlib.Path(__file__).parent.glob("*.yaml") if path != FIXTURES)


def rows():
    for table in TABLES:
        for row in read_table(table):
            yield pytest.param(row, id=f"{table.stem}: {row['name']}")


@pytest.mark.parametrize("row", rows())
def test_row(api, row):
    run_row(api, row)
