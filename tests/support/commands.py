"""The commands of `vip`, found by asking it, and ways to run them."""

import functools
import os
import re
import shutil
import subprocess
import tempfile

from support.sandbox import BINARY

PATIENCE = 90


def environment(**variables):
    """This process's environment without vip's own variables, with these."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIP_")}
    return inherited | {name: str(value) for name, value in variables.items()}


def vip(*words, cwd=None, env=None, stdin=None, user=None, binary=BINARY):
    """A finished command: returncode, stdout, stderr."""
    return subprocess.run([str(binary), *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          timeout=PATIENCE, cwd=cwd, env=env or environment(), input=stdin, user=user)


def completed(*words):
    lines = vip("__complete", "--", *words).stdout.splitlines()
    return lines[0], [line.split("\t")[0] for line in lines[1:]]


def command_paths(path=()):
    """Every command, groups too, as words behind `vip`."""
    found = [path]
    help_text = vip(*path, "--help").stdout
    if "COMMAND" in help_text.split("Usage: ", 1)[1].splitlines()[0]:
        for name in completed(*path, "")[1]:
            if not name.startswith("-"):
                found += command_paths((*path, name))
    return found


def usage(path):
    """The line behind "Usage:", with what it wraps to."""
    help_text = vip(*path, "--help").stdout
    return " ".join(re.search(r"Usage: (.*?)\n\n", help_text, re.S).group(1).split())


def examples(path):
    lines = vip(*path, "--help").stdout.partition("\nExamples:\n")[2].splitlines()
    return [line.strip() for line in lines if line.startswith("  ")]


@functools.cache
def prepared_platform():
    folder = tempfile.TemporaryDirectory(prefix="vip-prepared-")
    made = vip("init", "--data", folder.name)
    assert made.returncode == 0, made.stderr
    return folder


def platform(folder):
    """A new platform in a folder, in less time than its keys take: a copy of one that was made once."""
    shutil.copytree(prepared_platform().name, folder)
    return folder
