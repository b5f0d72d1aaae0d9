"""Which command uses which data directory, and that only `vip init` and `vip sandbox` make one."""

import concurrent.futures
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest
from support.commands import command_paths, environment, platform, usage, vip
from support.sandbox import BINARY, free_port

NOBODY = 65534
MAKERS = {("init",), ("sandbox",)}
READS_NO_DATA = {("config",)}


def with_values(path):
    """The words of a command with all that it requires."""
    line = usage(path).removeprefix("vip ").removesuffix(" [options]")
    return re.sub(r"(--\S+) [A-Z|a-z]+\b", r"\1 x", re.sub(r"(?<= )[A-Z]+(?= |$)", "x", line)).split()


def users_of_data():
    for path in command_paths():
        text = vip(*path, "--help").stdout
        if "--data DIR" in text and path not in MAKERS | READS_NO_DATA:
            yield path


USERS = list(users_of_data())


def test_the_commands_that_use_data_are_found():
    assert len(USERS) > 20 and ("serve",) in USERS and ("tenant", "rename") in USERS and ("key", "rotate") in USERS


@pytest.mark.parametrize("path", USERS, ids=" ".join)
def test_no_command_makes_a_data_directory(path, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "notes.txt").write_text("mine")
    before = sorted(str(file) for file in tmp_path.rglob("*"))
    for directory in (tmp_path / "none", tmp_path / "none" / "below", empty, foreign, foreign / "notes.txt"):
        done = vip(*with_values(path), "--data", directory, cwd=tmp_path)
        assert done.returncode == 3, f"{directory}: {done.returncode} {done.stdout} {done.stderr}"
        assert str(directory) in done.stderr and done.stdout == ""
    done = vip(*with_values(path), cwd=tmp_path)
    assert done.returncode == 3 and f"vip init --data {tmp_path / 'var'}" in done.stderr
    assert sorted(str(file) for file in tmp_path.rglob("*")) == before, "something was written"


def test_an_error_is_json_where_that_is_wanted(tmp_path):
    for words in (["business", "list"], ["business", "list", "--config", tmp_path / "none.yaml"]):
        done = vip(*words, "--json", cwd=tmp_path)
        assert done.returncode in (2, 3) and json.loads(done.stdout)["error"]


@pytest.mark.parametrize("how", ["flag", "environment", "file", "file of the environment", "default"])
def test_the_directory_is_named_like_every_setting(how, tmp_path):
    folder = platform(tmp_path / ("var" if how == "default" else "chosen"))
    file = tmp_path / "vip.yaml"
    file.write_text(f"data: {folder}\nio-threads: 2\n")
    words = {"flag": ["--data", folder], "file": ["--config", file]}.get(how, [])
    env = environment(**{"environment": {"VIP_DATA": folder}, "file of the environment": {"VIP_CONFIG": file}}.get(how, {}))
    said = {"flag": "--data", "environment": "VIP_DATA", "default": "the default"}.get(how, str(file))
    done = vip("business", "create", how, *words, "--json", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert f"data directory {folder} ({said})" in done.stderr
    assert json.loads(done.stdout)["name"] == how, "the standard output is the result alone"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder.name]


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path):
    folders = {name: platform(tmp_path / name) for name in ("flag", "environment", "file")}
    file = tmp_path / "vip.yaml"
    file.write_text(f"data: {folders['file']}\n")
    env = environment(VIP_DATA=folders["environment"], VIP_CONFIG=file)
    assert f"directory {folders['environment']} " in vip("key", "list", env=env).stderr
    assert f"directory {folders['flag']} " in vip("key", "list", "--data", folders["flag"], env=env).stderr
    assert f"directory {folders['file']} " in vip("key", "list", env=environment(VIP_CONFIG=file)).stderr
    other = tmp_path / "other.yaml"
    other.write_text(f"data: {folders['flag']}\n")
    assert f"directory {folders['flag']} " in vip("key", "list", "--config", other, env=environment(VIP_CONFIG=file)).stderr


@pytest.mark.parametrize("content, said", [
    ("dta: x\n", "did you mean data"), ("data: [a, {b: c}]\n", "data must be"), ("data: ''\n", "not empty"), ("io-threads: many\n", "io-threads"),
    ("- data\n", "mapping"), (None, "cannot be read")])
def test_a_wrong_settings_file_is_never_passed_over(content, said, tmp_path):
    platform(tmp_path / "var")
    if content is not None:
        (tmp_path / "vip.yaml").write_text(content)
    for words in (["business", "list"], ["init", "--data", "new"]):
        done = vip(*words, "--config", "vip.yaml", cwd=tmp_path)
        assert done.returncode == 2 and said in done.stderr, done.stderr
    assert not (tmp_path / "new").exists()
    assert vip("business", "list", "--data", "", cwd=tmp_path).returncode == 2


# vip init

def test_init_makes_a_platform_that_serves(tmp_path):
    done = vip("init", "--data", "new/platform", "--write-config", "vip.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "new" / "platform"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
    assert (folder / "master.key").stat().st_size == 32
    commands = [line.strip() for line in done.stdout.splitlines() if line.startswith("  vip ")]
    assert commands[-1] == "vip serve --config vip.yaml"
    (tmp_path / "vip").symlink_to(BINARY.resolve())
    for line in commands[:-1]:
        run = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=environment(PATH=f"{tmp_path}:{os.environ['PATH']}"), text=True,
                             capture_output=True, check=False, timeout=60)
        assert run.returncode == 0, f"{line}: {run.stderr}"
    grants = json.loads(vip("grant", "list", "--config", "vip.yaml", "--json", cwd=tmp_path).stdout)["results"]
    assert [grant["state"] for grant in grants] == ["in-force"]


def test_init_leaves_a_platform_and_foreign_files_alone(tmp_path):
    folder = platform(tmp_path / "data")
    key = (folder / "master.key").read_bytes()
    done = vip("init", "--data", folder)
    assert done.returncode == 1 and "already" in done.stderr
    assert (folder / "master.key").read_bytes() == key
    for name in ("notes.txt", "tenants"):
        foreign = tmp_path / name.removesuffix(".txt")
        foreign.mkdir()
        (foreign / name).mkdir() if name == "tenants" else (foreign / name).write_text("mine")
        done = vip("init", "--data", foreign, "--json")
        assert done.returncode == 1 and "files in it" in json.loads(done.stdout)["error"]
        assert [file.name for file in foreign.iterdir()] == [name]
    (tmp_path / "vip.yaml").write_text("mine")
    done = vip("init", "--data", tmp_path / "new", "--write-config", tmp_path / "vip.yaml")
    assert done.returncode == 1 and not (tmp_path / "new").exists() and (tmp_path / "vip.yaml").read_text() == "mine"


def test_init_goes_on_where_it_was_interrupted(tmp_path):
    folder = platform(tmp_path / "data")
    for file in folder.glob("platform.db*"):
        file.unlink()
    key = (folder / "master.key").read_bytes()
    assert vip("business", "list", "--data", folder).returncode == 3
    done = vip("init", "--data", folder, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["data-directory"] == str(folder)
    assert (folder / "master.key").read_bytes() == key


def test_two_inits_make_one_platform(tmp_path):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda _: vip("init", "--data", tmp_path / "data"), range(4)))
    assert sorted(run.returncode for run in runs).count(0) == 1, [run.stderr for run in runs]
    assert vip("key", "list", "--data", tmp_path / "data").returncode == 0


def test_a_written_settings_file_is_one_that_is_read(tmp_path):
    name = 'da"ta: #1'
    done = vip("init", "--data", name, "--write-config", "vip.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert vip("business", "list", "--config", tmp_path / "vip.yaml", cwd="/").returncode == 0
    text = (tmp_path / "vip.yaml").read_text()
    active = re.sub(r"^# ([a-z-]+: )", r"\1", text, flags=re.M)
    (tmp_path / "all.yaml").write_text(active)
    done = vip("config", "--config", tmp_path / "all.yaml", "--json")
    assert done.returncode == 0, done.stderr
    assert all(setting["value"] == setting["default"] for name, setting in json.loads(done.stdout).items() if name != "data")


def test_a_sandbox_is_not_made_of_other_data(tmp_path):
    folder = platform(tmp_path / "data")
    vip("business", "create", "Acme", "--data", folder)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "notes.txt").write_text("mine")
    for directory in (folder, foreign):
        done = vip("sandbox", "--data", directory, "--listen", f"127.0.0.1:{free_port()}", cwd=tmp_path)
        assert done.returncode == 3 and str(directory) in done.stderr, done.stderr
    assert not (tmp_path / ".vip").exists()
    assert len(json.loads(vip("business", "list", "--data", folder, "--json").stdout)["results"]) == 1


# Permissions, links, versions

@pytest.fixture
def shared(tmp_path_factory):
    """A folder that any user can reach, with the program in it."""
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    folder = tmp_path_factory.mktemp("shared")
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    shutil.copy(BINARY, folder / "vip")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def as_nobody(shared, *words):
    return vip(*words, user=NOBODY, cwd="/", binary=shared / "vip")


def test_another_user_is_told_so(shared):
    folder = platform(shared / "data")
    for words in (["business", "list"], ["business", "create", "x"], ["init"], ["serve", "--listen", f"127.0.0.1:{free_port()}"]):
        done = as_nobody(shared, *words, "--data", folder)
        assert done.returncode == 3 and str(folder) in done.stderr and "cannot be read" in done.stderr, done.stderr
    done = as_nobody(shared, "init", "--data", shared / "made-by-nobody")
    assert done.returncode == 3 and "cannot be created" in done.stderr, done.stderr
    assert not (shared / "made-by-nobody").exists()


def test_a_directory_that_cannot_be_written_is_named(shared):
    folder = platform(shared / "data")
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    folder.chmod(0o500)
    (folder / "lock").unlink(missing_ok=True)
    done = as_nobody(shared, "business", "create", "x", "--data", folder)
    assert done.returncode == 3 and str(folder) in done.stderr, done.stderr
    assert "Permission denied" in done.stderr


def test_a_master_key_that_others_can_read_is_refused(tmp_path):
    folder = platform(tmp_path / "data")
    (folder / "master.key").chmod(0o644)
    done = vip("business", "list", "--data", folder)
    assert done.returncode == 3 and "chmod 600" in done.stderr


def test_a_platform_of_a_newer_release_is_left_alone(tmp_path):
    folder = platform(tmp_path / "data")
    with sqlite3.connect(folder / "platform.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    for words in (["business", "create", "x"], ["serve", "--listen", f"127.0.0.1:{free_port()}"], ["sandbox", "--listen", f"127.0.0.1:{free_port()}"]):
        done = vip(*words, "--data", folder, cwd=tmp_path)
        assert done.returncode == 3 and "newer release" in done.stderr, done.stderr
    assert vip("init", "--data", folder).returncode == 1


def test_links(tmp_path):
    folder = platform(tmp_path / "data")
    (tmp_path / "link").symlink_to(folder)
    assert vip("business", "create", "Through a link", "--data", tmp_path / "link").returncode == 0
    assert "Through a link" in vip("business", "list", "--data", folder).stdout
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for words, code in ((["business", "list"], 3), (["init"], 1)):
        done = vip(*words, "--data", tmp_path / "dangling")
        assert done.returncode == code and "not a directory" in done.stderr, done.stderr
    assert not (tmp_path / "nowhere").exists()
    elsewhere = platform(tmp_path / "elsewhere")
    for name in ("platform.db", "master.key", "lock"):
        broken = platform(tmp_path / f"with-{name}")
        (broken / name).unlink()
        (broken / name).symlink_to(elsewhere / name)
        assert vip("business", "create", "x", "--data", broken).returncode == 3, f"{name} was followed to another platform"
    assert json.loads(vip("business", "list", "--data", elsewhere, "--json").stdout)["results"] == []


# At the same time

def create_many(folder, prefix, count):
    with concurrent.futures.ThreadPoolExecutor(max_workers=count) as pool:
        runs = list(pool.map(lambda number: vip("business", "create", f"{prefix} {number}", "--data", folder), range(count)))
    assert [run.returncode for run in runs] == [0] * count, [run.stderr for run in runs]


def test_commands_at_the_same_time(tmp_path):
    folder = platform(tmp_path / "data")
    create_many(folder, "without a server", 5)
    port = free_port()
    with (tmp_path / "log").open("w") as log, subprocess.Popen([str(BINARY), "serve", "--data", str(folder), "--listen", f"127.0.0.1:{port}"],
                                                               stdout=log, stderr=log, env=environment()) as server:
        deadline = time.monotonic() + 30
        while not (folder / "vip.sock").exists():
            assert server.poll() is None and time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.05)
        create_many(folder, "with a server", 5)
        refused = vip("serve", "--data", folder, "--listen", f"127.0.0.1:{free_port()}")
        assert refused.returncode == 3 and "in use by another process" in refused.stderr
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    assert f"data directory {folder} (--data)" in (tmp_path / "log").read_text()
    names = [row["name"] for row in json.loads(vip("business", "list", "--data", folder, "--json").stdout)["results"]]
    assert len(names) == len(set(names)) == 10
