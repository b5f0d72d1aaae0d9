"""The command line: help, examples, lists, completion, the manual page."""

import json
import os
import re
import shutil
import signal
import subprocess
import time

import pytest
from support.commands import command_paths, completed, environment, examples, platform, usage, vip
from support.sandbox import BINARY, ROOT, free_port

PATHS = command_paths()
BUSINESS = 'vip business create "Acme Reminders"'
CUSTOMER = 'vip customer create "Hillside Vets Ltd"'
CLIENT = 'vip client create --business "Acme Reminders" --name main'
TENANT = 'vip tenant create --customer "Hillside Vets Ltd" --name Hillside'
# What has to be there before the examples of a command.
BEFORE = {
    "client": [BUSINESS], "client create": [BUSINESS], "client scopes": [BUSINESS, CLIENT], "client allow": [BUSINESS, CLIENT],
    "client limits": [BUSINESS, CLIENT],
    "restore": [CUSTOMER, TENANT, "vip backup create --backups backups"],
    "tenant": [CUSTOMER], "tenant create": [CUSTOMER], "grant": [BUSINESS, CUSTOMER, CLIENT, TENANT],
}
WITHOUT_A_PLATFORM = ("", "init", "sandbox")


@pytest.fixture
def folder(tmp_path):
    """A working directory with a platform in var, and vip on the PATH."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "vip").symlink_to(BINARY.resolve())
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def shell_environment(folder, sandbox):
    return environment(PATH=f"{folder.parent / 'bin'}:{os.environ['PATH']}", VIP_CREDENTIALS=sandbox.credentials_file,
                       VIP_URL=sandbox.base, VIP_TENANT_ID=sandbox.credentials["VIP_TENANT_ID"], VIP_LISTEN=f"127.0.0.1:{free_port()}")


def run(line, folder, env):
    return subprocess.run(["bash", "-c", line], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False, timeout=120)


def run_server(line, folder, env):
    """An example that serves: it must answer, and end at SIGTERM."""
    line = re.sub(r"--listen \S+", "", line)
    if "sandbox" in line and "--scale" not in line:
        line = line.partition("#")[0] + " --scale 0.005"  # as example, but for the size
    with subprocess.Popen(["bash", "-c", f"exec {line}"], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        deadline = time.monotonic() + 120
        try:
            while run(f"curl -sf http://{env['VIP_LISTEN']}/health/ready", folder, env).returncode != 0:
                assert server.poll() is None and time.monotonic() < deadline, server.stdout.read()
                time.sleep(0.1)
        finally:
            server.send_signal(signal.SIGTERM)
        output, _ = server.communicate(timeout=60)
        assert server.returncode == 0, output


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_explains_a_command(path):
    run = vip(*path, "--help")
    assert run.returncode == 0 and run.stderr == ""
    assert run.stdout == vip(*path, "-h").stdout
    assert usage(path).startswith(" ".join(("vip", *path))), run.stdout
    without_examples = run.stdout.partition("\nExamples:")[0]
    assert max(map(len, without_examples.splitlines())) <= 110, "help is wider than a terminal"
    assert "TEXT:" not in run.stdout and "{" not in without_examples, "a name of the library's, not of ours"


@pytest.mark.parametrize("path", [path for path in PATHS if examples(path)], ids=" ".join)
def test_the_examples_of_help_work(path, folder, sandbox):
    name = " ".join(path)
    env = shell_environment(folder, sandbox)
    if name not in WITHOUT_A_PLATFORM:
        platform(folder / "var")
    if name in ("check", "explain", "openapi"):
        shutil.copytree(ROOT / "domains", folder / "domains")
    for line in BEFORE.get(name, []):
        assert run(line, folder, env).returncode == 0, line
    for line in examples(path):
        if line.startswith(("vip sandbox", "vip serve")):
            serving = folder if line.startswith("vip serve") else folder.parent / f"served-{free_port()}"
            serving.mkdir(exist_ok=True)
            run_server(line, serving, env)
            continue
        done = run(line, folder, env)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def test_there_are_examples_for_every_group():
    assert all(examples(path) for path in PATHS if len(path) < 2)


def names_of(folder, flag, *words):
    made = vip("client", "create", "--business", "Acme", "--name", " ".join(words), flag, *words, "--data", folder, "--json")
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


@pytest.mark.parametrize("flag, member, values", [
    ("--allow", "allow-list", ("192.0.2.0/24", "198.51.100.7", "2001:db8::1")),
    ("--scopes", "scopes", ("contact:read", "location:read", "patient:read"))])
def test_a_list_is_taken_by_blanks_by_commas_and_by_flags(tmp_path, flag, member, values):
    folder = platform(tmp_path / "data")
    vip("business", "create", "Acme", "--data", folder)
    forms = [values, (",".join(values),), (values[0], flag, *values[1:]), (f"{values[0]},{values[1]}", values[2])]
    made = [names_of(folder, flag, *form)[member] for form in forms]
    assert all(sorted(found) == sorted(values) for found in made), made


@pytest.mark.parametrize("command, flag, member, values", [
    ("allow", "--add", "allow-list", ["192.0.2.1", "192.0.2.2"]), ("allow", "--set", "allow-list", ["192.0.2.1", "192.0.2.2"]),
    ("scopes", "--set", "scopes", ["contact:read", "patient:read"])])
def test_a_list_does_not_swallow_the_client(tmp_path, command, flag, member, values):
    folder = platform(tmp_path / "data")
    vip("business", "create", "Acme", "--data", folder)
    vip("client", "create", "--business", "Acme", "--name", "main", "--data", folder)
    for words in (["main", flag, *values], [flag, *values, "main"], [flag, values[0], flag, values[1], "main"], [flag, ",".join(values), "main"]):
        done = vip("client", command, *words, "--data", folder, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)[member] == values


def test_the_removal_list_takes_blanks(tmp_path):
    folder = platform(tmp_path / "data")
    vip("business", "create", "Acme", "--data", folder)
    vip("client", "create", "--business", "Acme", "--name", "main", "--allow", "192.0.2.1", "192.0.2.2", "192.0.2.3", "--data", folder)
    done = vip("client", "allow", "main", "--remove", "192.0.2.1", "192.0.2.3", "--data", folder, "--json")
    assert json.loads(done.stdout)["allow-list"] == ["192.0.2.2"], done.stderr
    done = vip("client", "scopes", "main", "--remove", "contact:pii", "patient:pii", "--data", folder, "--json")
    assert not {"contact:pii", "patient:pii"} & set(json.loads(done.stdout)["scopes"]), done.stderr


@pytest.mark.parametrize("words, said", [
    (["busines", "list"], "Did you mean business?"),
    (["client", "crate"], "Did you mean create?"),
    (["client", "create", "--buisness", "x"], "Did you mean --business?"),
    (["client", "create", "--business", "x"], "--name is required"),
    (["tenant", "create", "--customer", "x", "--name", "y", "--environment", "Production"], "takes sandbox or production, not Production"),
    (["tenant", "create", "--customer", "x", "--name", "y", "--environment", "live"], "takes sandbox or production"),
    (["client", "allow", "main", "--add", "10.0.0.0/99"], "takes address ranges as 203.0.113.0/24"),
    (["client", "scopes", "main", "--add", "contact"], "takes scopes as contact:read"),
    (["client", "rotate", "main", "--overlap", "soon"], "takes a duration such as 24h"),
    (["business", "list", "all"], "does not take the word all"),
    (["tenant"], "wants a command: create show list"),
    (["completion", "tcsh"], "takes bash, zsh or fish, not tcsh"),
    (["serve", "--io-threads", "many"], "a whole number from 0 to 256"),
    (["serve", "--listen", "here"], "HOST:PORT"),
    (["sandbox", "--today", "tomorrow"], "YYYY-MM-DD"),
    (["api", "GETT", "/x"], "Did you mean GET?")])
def test_a_wrong_command_line_says_what_is_accepted(words, said, tmp_path):
    done = vip(*words, cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr and done.stdout == "", done.stderr
    assert not list(tmp_path.iterdir())


def test_a_name_may_be_a_word_of_the_command_line(tmp_path):
    folder = platform(tmp_path / "data")
    for name in ("list", "create", "client", "help", "-"):
        assert vip("business", "create", "--data", folder, "--", name).returncode == 0
    assert vip("business", "create", "rename", "--data", folder).returncode == 0
    names = [row["name"] for row in json.loads(vip("business", "list", "--json", "--data", folder).stdout)["results"]]
    assert sorted(names) == sorted(["list", "create", "client", "help", "-", "rename"])


# Completion

CASES = [("vip cl", ["client"]), ("vip client cr", ["create"]), ("vip client create --env", ["--environment"]),
         ("vip tenant create --environment ", ["production", "sandbox"]), ("vip completion ", ["bash", "fish", "zsh"]),
         ("vip serve --log-level ", ["debug", "error", "info", "warning"]), ("vip nonsense ", [])]


def in_bash(line):
    script = f"""source <(vip completion bash)
    COMP_LINE={json.dumps(line)}; COMP_POINT=${{#COMP_LINE}}
    read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _vip; printf '%s\\n' "${{COMPREPLY[@]}}" """
    return ["bash", "-uc", script]


def in_zsh(line):
    script = f"""compdef() {{ :; }}
    source <(vip completion zsh)
    _describe() {{ local name=${{@[-1]}}; print -rl -- "${{(@)${{(P@)name}}%%:*}}"; }}
    line={json.dumps(line)}; words=("${{(@s: :)line}}"); CURRENT=${{#words}}; _vip"""
    return ["zsh", "-fc", script]


def in_fish(line):
    return ["fish", "--no-config", "-c", f"vip completion fish | source; complete -C {json.dumps(line)} | string replace -r '\\t.*' ''; true"]


@pytest.mark.parametrize("line, wanted", CASES, ids=[line for line, _ in CASES])
@pytest.mark.parametrize("shell", [in_bash, in_zsh, in_fish], ids=["bash", "zsh", "fish"])
def test_a_shell_completes(shell, line, wanted, folder):
    command = shell(line)
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    env = environment(PATH=f"{folder.parent / 'bin'}:{os.environ['PATH']}", HOME=folder)
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=60, cwd=folder, env=env)
    assert run.returncode == 0 and run.stderr == "", run.stderr
    assert sorted(filter(None, run.stdout.splitlines())) == wanted, run.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_in_order(shell):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = vip("completion", shell).stdout
    check = subprocess.run([shell, "-n"], input=script, text=True, capture_output=True, check=False, timeout=60)
    assert check.returncode == 0 and check.stderr == "", check.stderr


def test_files_and_directories_are_left_to_the_shell():
    assert completed("serve", "--config", "")[0] == ":files"
    assert completed("init", "--data", "")[0] == ":directories"


# The manual

def test_the_manual_page_is_well_formed():
    page = vip("man").stdout
    groff = subprocess.run(["groff", "-ww", "-man", "-Tutf8", "-z"], input=page, text=True, capture_output=True, check=False, timeout=60)
    assert groff.returncode == 0 and groff.stderr == "", groff.stderr


def test_the_manual_page_names_every_command_and_flag(tmp_path):
    (tmp_path / "vip.1").write_text(vip("man").stdout)
    if shutil.which("man") is None:
        pytest.skip("man is not installed")
    shown = subprocess.run(["man", "--warnings", "-l", str(tmp_path / "vip.1")], env=environment(MANWIDTH="200", LC_ALL="C.UTF-8"), text=True,
                           capture_output=True, check=False, timeout=60)
    assert shown.returncode == 0 and shown.stderr == "", shown.stderr
    text = re.sub(r".\x08", "", shown.stdout)
    for path in PATHS:
        assert " ".join(("vip", *path)) in text, path
        for flag in completed(*path, "--")[1]:
            assert flag in text, (path, flag)


def test_the_page_of_commands_is_what_the_program_says():
    assert (ROOT / "docs" / "commands.md").read_text() == vip("man", "--markdown").stdout, "run: vip man --markdown > docs/commands.md"
