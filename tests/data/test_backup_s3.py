"""What can go wrong with an object store of backups: each is told, none loses or shows anything."""

import json
import os
import subprocess
import threading
import time

import pytest
from support.certificates import Authority
from support.commands import environment, vip
from support.data import serve
from support.object_store import BUCKET, KEY, SECRET, error
from support.sandbox import BINARY


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A platform without tenants, which nothing changes."""
    folder = tmp_path_factory.mktemp("platform") / "data"
    assert vip("init", "--data", folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates") / "authority")


def create(data, backups, *more, **how):
    return vip("backup", "create", *backups, "--data", data, "--json", *more, **how)


def at(bucket, endpoint):
    words = list(bucket)
    words[words.index("--backup-endpoint") + 1] = endpoint
    return words


def over_tls(bucket, context):
    bucket.store.speak_tls(context)
    return at(bucket, bucket.store.endpoint)


def refused(done, *texts):
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert all(text in said for text in texts), said
    assert "s3cret-of-nobody" not in said
    return said


def test_requests_are_signed_as_amazon_signs_them(data, bucket, store):
    done = create(data, bucket)
    assert done.returncode == 0, done.stderr
    assert {"GET", "PUT", "DELETE"} <= {method for method, _ in store.requests}
    assert store.files("of/one/chunks/") and not store.files("locks/")
    assert json.loads(vip("backup", "verify", *bucket, "--json").stdout)["faults"] == []


def test_wrong_credentials(data, bucket, store, tmp_path):
    file = bucket[bucket.index("--backup-credentials-file") + 1]
    store.credentials(file, secret="s3cret-of-nobody")
    refused(create(data, bucket), "403 SignatureDoesNotMatch", store.endpoint, "format")
    store.credentials(file, key="NOBODY")
    refused(create(data, bucket), "403 InvalidAccessKeyId")
    by_environment = environment(VIP_BACKUP_ACCESS_KEY=KEY, VIP_BACKUP_SECRET_KEY=SECRET)
    assert create(data, bucket, env=by_environment).returncode == 0, "the environment comes before the file"
    for text in ("", "only-one-line\n", "a\nb\nc\n", "a b\nc\n", "\na\nb\n"):
        file.write_text(text)
        refused(create(data, bucket), "two lines")
    file.chmod(0o640)
    refused(create(data, bucket), "chmod 600")
    file.unlink()
    refused(create(data, bucket), "cannot be read")
    refused(create(data, ["--backups", bucket[1], "--backup-endpoint", store.endpoint]), "access key")


@pytest.mark.parametrize("place, texts", [
    ("s3://nobodys/of", ["404 NoSuchBucket", "nobodys"]), ("s3://", ["s3://BUCKET/PREFIX"]), ("s3://UPPER/x", ["s3://BUCKET/PREFIX"]),
    ("s3://ab", ["s3://BUCKET/PREFIX"]), (f"s3://{BUCKET}/../x", ["s3://BUCKET/PREFIX"]), (f"s3://{BUCKET}//x", ["s3://BUCKET/PREFIX"]),
    (f"s3://{BUCKET}/a b", ["s3://BUCKET/PREFIX"]), (f"s3://{BUCKET}/a?x=1", ["s3://BUCKET/PREFIX"])])
def test_wrong_addresses(data, bucket, place, texts):
    refused(create(data, ["--backups", place, *bucket[2:]]), *texts)


@pytest.mark.parametrize("endpoint, text", [
    ("http://192.0.2.1", "without TLS"), ("http://127.evil.example", "without TLS"), ("ftp://127.0.0.1", "https://"), ("https://a:s3cret-of-nobody@127.0.0.1", "user or password"),
    ("https://127.0.0.1/path", "more than a host"), ("https://127.0.0.1?x=1", "more than a host"), ("https://", "no address"),
    ("https://127.0.0.1:99999", "no address")])
def test_wrong_endpoints(data, bucket, endpoint, text):
    refused(create(data, at(bucket, endpoint)), text)


def test_a_server_that_cannot_prove_who_it_is(data, bucket, store):
    refused(create(data, at(bucket, store.endpoint.replace("http:", "https:"))), "failed: ")


def test_a_private_authority_is_trusted_where_it_is_named(data, bucket, store, authority, tmp_path):
    secure = over_tls(bucket, authority.server("IP:127.0.0.1"))
    for more in ([], ["--backup-ca-file", Authority(tmp_path / "another").file]):
        refused(create(data, secure, *more), "certificate", "issuer")
    assert not store.requests, "not even the access key is sent"
    named = [*secure, "--backup-ca-file", authority.file]
    done = create(data, named)
    assert done.returncode == 0, done.stderr
    assert {"GET", "PUT", "DELETE"} <= {method for method, _ in store.requests}
    assert json.loads(vip("backup", "verify", *named, "--json").stdout)["faults"] == []


@pytest.mark.parametrize("names, days, more, text", [
    ("IP:127.0.0.2,DNS:localhost", 1, [], "127.0.0.1"), ("IP:127.0.0.1", -1, [], "certificate has expired"),
    ("DNS:localhost", 1, ["--backup-bucket-in", "host"], f"{BUCKET}.localhost")])
def test_certificates_that_do_not_prove_who_a_server_is(data, bucket, store, authority, names, days, more, text):
    over_tls(bucket, authority.server(names, days))
    endpoint = f"https://localhost:{store.port}" if more else store.endpoint
    refused(create(data, at(bucket, endpoint), "--backup-ca-file", authority.file, *more), "certificate", text)
    assert not store.requests


@pytest.mark.parametrize("text", [None, "", "no certificate\n"])
def test_a_file_without_authorities(data, bucket, store, authority, tmp_path, text):
    file = tmp_path / "authorities.pem"
    if text is not None:
        file.write_text(text)
    refused(create(data, over_tls(bucket, authority.server("IP:127.0.0.1")), "--backup-ca-file", file), "certificate file", file.name)
    assert not store.requests


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_bucket_in_the_host(data, bucket, store, authority, scheme):
    if scheme == "https":
        store.speak_tls(authority.server(f"DNS:{BUCKET}.localhost"))
    in_host = [*at(bucket, f"{scheme}://localhost:{store.port}"), "--backup-bucket-in", "host", "--backup-ca-file", authority.file]
    hosts = set()
    store.fault = lambda request: hosts.add(request.headers["Host"])
    done = create(data, in_host)
    assert done.returncode == 0, done.stderr
    assert json.loads(vip("backup", "verify", *in_host, "--json").stdout)["faults"] == []
    assert hosts == {store.bucket_host}
    assert all(path.startswith(("/of/one/", "/?")) for _, path in store.requests), "the path is the key alone"
    assert store.files("of/one/chunks/") and not store.files("locks/")


def test_what_fails_a_few_times_is_tried_again(data, bucket, store):
    failures = [error(503, "SlowDown"), "cut", error(500, "InternalError"), error(429, "TooManyRequests")]
    store.fault = lambda request: failures.pop() if failures and len(store.requests) % 2 else None
    assert create(data, bucket).returncode == 0
    assert not failures


def test_what_is_refused_is_not_tried_again(data, bucket, store):
    store.fault = lambda request: error(403, "AccessDenied")
    refused(create(data, bucket), "403 AccessDenied")
    assert len(store.requests) == 1


def test_a_server_that_goes_leaves_no_backup_and_the_next_one_succeeds(data, bucket, store):
    store.fault = lambda request: "cut" if len(store.requests) > 8 else None
    began = time.monotonic()
    refused(create(data, bucket), "The object store", "failed")
    assert time.monotonic() - began < 30
    store.fault = lambda request: None
    assert json.loads(vip("backup", "list", *bucket, "--json").stdout)["results"] == []
    for path in store.files("locks/").values():  # its marker, as if it were old
        path.unlink()
    assert create(data, bucket).returncode == 0
    assert json.loads(vip("backup", "verify", *bucket, "--json").stdout)["faults"] == []
    store.fault = lambda request: "cut" if "chunks/" in request.path else None
    refused(vip("backup", "verify", *bucket), "chunks/", "failed")


def test_a_slow_server_is_given_up(data, bucket, store):
    store.fault = lambda request: time.sleep(3)
    began = time.monotonic()
    refused(create(data, bucket, "--backup-timeout", "1s"), "imed out")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("answer", [
    (200, b""), (200, b"not XML"), (200, b"<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"), (200, b"<a>" * 100_000),
    (200, b"<ListBucketResult><Contents><Key>elsewhere</Key><LastModified>2026-01-01T00:00:00Z</LastModified></Contents></ListBucketResult>"),
    (200, b"<ListBucketResult><Contents><Key>of/one/locks/x</Key><LastModified>never</LastModified></Contents></ListBucketResult>"),
    (200, b"<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken></ListBucketResult>"),
    (200, b"x" * (9 << 20)), (302, b"")])
def test_lists_that_make_no_sense(data, bucket, store, answer):
    store.fault = lambda request: answer if "list-type" in request.path else None
    refused(create(data, bucket), "list")


def test_answers_that_are_too_large(data, bucket, store):
    store.fault = lambda request: (200, b"x" * 10_000) if request.path.endswith("format") else None
    refused(create(data, bucket), "more than 4096 bytes")


def test_more_objects_than_one_list_has(data, bucket, store):
    assert create(data, bucket).returncode == 0
    one = next(iter(store.files("of/one/chunks/").values()))
    for number in range(2_300):
        name = f"{number:064x}"
        folder = store.folder / BUCKET / "of/one/chunks" / name[:2]
        folder.mkdir(exist_ok=True)
        for end in ("_object", "_object.md5", "_metadata.json"):
            part = one.with_name(one.name.replace("_object", end))
            if part.exists():
                os.link(part, folder / f"{name}._S3rver{end}")
    store.requests.clear()
    pruned = json.loads(vip("backup", "prune", *bucket, "--keep", "1", "--json").stdout)
    assert pruned == {"backups": 0, "chunks": 2_300}
    assert sum("continuation-token" in path for _, path in store.requests) >= 2
    assert json.loads(vip("backup", "verify", *bucket, "--json").stdout)["faults"] == []


def test_two_at_once(data, bucket, store):
    """One of them is told of the other; what comes of it is whole."""
    assert create(data, bucket).returncode == 0
    store.fault = lambda request: time.sleep(0.1)
    done = []
    threads = [threading.Thread(target=lambda: done.append(create(data, bucket))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.fault = lambda request: None
    assert [one for one in done if one.returncode != 0]
    for one in done:
        assert one.returncode == 0 or "Another process" in refused(one)
    assert not store.files("locks/")
    assert create(data, bucket).returncode == 0
    assert json.loads(vip("backup", "verify", *bucket, "--json").stdout)["faults"] == []


def test_one_that_was_killed_is_in_the_way_for_minutes_only(data, bucket, store):
    assert create(data, bucket).returncode == 0
    store.fault = lambda request: time.sleep(0.2)
    killed = subprocess.Popen([str(BINARY), "backup", "create", *map(str, bucket), "--data", str(data)], env=environment(),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while not store.files("locks/"):
        assert time.monotonic() < end
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    store.fault = lambda request: None
    refused(create(data, bucket), "Another process")
    assert vip("backup", "list", *bucket).returncode == 0, "who reads needs no lock"
    for path in store.files("locks/").values():
        for part in path.parent.iterdir():
            os.utime(part, (time.time() - 400,) * 2)
    done = create(data, bucket)
    assert done.returncode == 0, done.stderr
    assert not store.files("locks/")


def test_objects_of_others_are_left_alone(data, bucket, store, tmp_path):
    assert create(data, bucket).returncode == 0
    one = next(iter(store.files("of/one/chunks/").values()))
    for name in ("chunks/ab/x y+z%25&<>'", "backups/Ä", "chunks/none", "backups/A"):
        place = store.folder / BUCKET / "of/one" / name
        place.parent.mkdir(exist_ok=True, parents=True)
        for end in ("_object", "_object.md5", "_metadata.json"):
            part = one.with_name(one.name.replace("_object", end))
            if part.exists():
                os.link(part, place.with_name(f"{place.name}._S3rver{end}"))
    assert create(data, bucket).returncode == 0
    assert len(json.loads(vip("backup", "list", *bucket, "--json").stdout)["results"]) == 2
    pruned = json.loads(vip("backup", "prune", *bucket, "--keep", "1", "--json").stdout)
    assert pruned["backups"] == 1
    assert len(store.files("of/one/")) >= 4 and store.files("x y")
    refused(create(data, ["--backups", f"s3://{BUCKET}/of", *bucket[2:]]), "Other files")


def test_a_server_starts_without_its_store_and_backs_up_when_it_is_there(server, bucket, store):
    assert server.end() is None
    store.fault = lambda request: error(503, "SlowDown")
    serve(server, *bucket, "--backup-every", "1s")
    time.sleep(1)
    assert "503 SlowDown" in server.said()
    assert SECRET not in server.said().replace(store.endpoint, "")
    store.fault = lambda request: None
    end = time.monotonic() + 60
    while not json.loads(vip("backup", "list", *bucket, "--json").stdout or "{}").get("results"):
        assert time.monotonic() < end, server.said()
        time.sleep(0.5)
