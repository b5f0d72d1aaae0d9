"""Steps that install a peer, and where they leave what they make."""

import subprocess

from support.sandbox import ROOT

BUILT = ROOT / "build" / "bench"


def output(*command, cwd=None):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=cwd).stdout.strip()


def step(command, folder):
    """Runs a step of an installation; its output is shown if it fails."""
    done = subprocess.run(list(map(str, command)), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed in {folder}:\n{done.stdout[-3000:]}")
