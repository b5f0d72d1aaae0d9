"""Uploads and downloads: large files with constant memory, ranges, forms, interrupted and slow transfers (domains/communications/guide.md; docs/contract.md 9)."""

import gzip
import hashlib
import io
import pathlib
import random
import re
import socket
import subprocess
import time
import zipfile

import pytest
from support.api import Api
from support.raw import read_response
from support.sandbox import BINARY, Sandbox

UPLOAD = "/communications/v1/api/documents/upload"
LIMIT = 50 * 1024 * 1024
FLAT = 24 * 1024  # KiB by which the server may grow for a file of any size
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def upload(api, content, media="application/octet-stream", name="file.pdf", **how):
    return api.call("POST", f"{UPLOAD}?file-name={name}", content=content, headers={"Content-Type": media}, **how)


def content_path(made):
    return f"/communications/v1/api/documents/{made['document-uuid']}/content"


def pdf(size):
    return (b"%PDF-1.7\n" + b"0123456789abcde\n" * (size // 16 + 1))[:size]


def form(*parts, boundary="b0undary"):
    """A multipart/form-data body of (name, file name or None, media type or None, content)."""
    body = b""
    for name, file_name, media, content in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        head += f'; filename="{file_name}"' if file_name is not None else ""
        head += f"\r\nContent-Type: {media}" if media else ""
        body += head.encode() + b"\r\n\r\n" + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def memory(sandbox, name):
    """A figure of the server process in KiB: VmHWM (its peak) or VmRSS."""
    status = pathlib.Path(f"/proc/{sandbox.process.pid}/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.M).group(1))


def forget_peak(sandbox):
    pathlib.Path(f"/proc/{sandbox.process.pid}/clear_refs").write_text("5")


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def kept(sandbox):
    """The stored contents and the spool files."""
    return files_in(sandbox.data / "blobs"), files_in(sandbox.data / "spool")


def eventually(condition, patience=5):
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def head_of(api, path, *headers):
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {api.token()}",
             f"Tenant-Id: {api.tenants['first']}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_the_largest_file_up_and_down_with_flat_memory(api, sandbox):
    content = pdf(LIMIT)
    upload(api, pdf(100_000))  # a first upload makes one-time allocations
    forget_peak(sandbox)
    before = memory(sandbox, "VmRSS")
    response = upload(api, content)
    assert response.status_code == 201, response.text
    assert memory(sandbox, "VmHWM") - before < FLAT, "the upload was held in memory"
    made = response.json()
    document = api.get(f"/communications/v1/api/documents/{made['document-uuid']}").json()
    assert (document["size"], document["sha-256"]) == (LIMIT, hashlib.sha256(content).hexdigest())

    forget_peak(sandbox)
    before = memory(sandbox, "VmRSS")
    down = api.get(content_path(made), check=False)
    assert down.status_code == 200 and down.content == content
    assert memory(sandbox, "VmHWM") - before < FLAT, "the download was held in memory"


def test_the_largest_file_in_a_form(api):
    body, media = form(("title", None, None, b"The largest"), ("file", "largest.pdf", "application/pdf", pdf(LIMIT)))
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media})
    assert response.status_code == 201, response.text


def test_one_byte_too_many(api, sandbox):
    before = kept(sandbox)
    response = upload(api, pdf(LIMIT + 1))
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large"), response.text
    body, media = form(("file", "a.pdf", "application/pdf", pdf(LIMIT + 1)))
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media})
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large"), response.text
    response = api.call("POST", f"{UPLOAD}?file-name=a.pdf", headers={"Content-Type": "application/pdf"},
                        content=(pdf(65536) for _ in range(LIMIT // 65536 + 1)))  # chunked: no length in advance
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large"), response.text
    assert eventually(lambda: kept(sandbox) == before), kept(sandbox)


@pytest.mark.parametrize("framing", ["length", "chunked", "form"])
def test_an_interrupted_upload_leaves_nothing(api, sandbox, framing):
    before = kept(sandbox)
    total = api.get("/communications/v1/api/documents").json()["total-results"]
    media = "multipart/form-data; boundary=b" if framing == "form" else "application/pdf"
    length = "Transfer-Encoding: chunked" if framing == "chunked" else "Content-Length: 1000000"
    part = {"length": pdf(300_000), "chunked": b"493e0\r\n" + pdf(300_000) + b"\r\n",
            "form": form(("file", "a.pdf", None, pdf(300_000)), boundary="b")[0]}[framing]
    with socket.create_connection(("127.0.0.1", sandbox.port)) as connection:
        connection.sendall(head_of(api, f"{UPLOAD}?file-name=a.pdf", f"Content-Type: {media}", length) + part)
        assert eventually(lambda: len(kept(sandbox)[1]) == len(before[1]) + 1), "nothing arrives in the spool"
    assert eventually(lambda: kept(sandbox) == before), kept(sandbox)
    assert api.get("/communications/v1/api/documents").json()["total-results"] == total


def test_the_next_start_removes_the_leftovers_of_a_kill(tmp_path):
    with Sandbox(tmp_path, scale="0.01") as server, Api(server) as api:
        made = upload(api, pdf(70_000)).json()
        token = api.token()
        kept_before = files_in(server.data / "blobs")
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(head_of(api, f"{UPLOAD}?file-name=a.pdf", "Content-Type: application/pdf",
                                       "Content-Length: 1000000") + pdf(300_000))
            assert eventually(lambda: files_in(server.data / "spool"))
            server.kill()
        # Content whose record was never committed, as after a kill between the two steps.
        digest, tenant = hashlib.sha256(b"orphan").hexdigest(), api.tenants["first"]
        place = server.data / "blobs" / tenant / digest[:2] / digest
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"orphan")
        mark = server.data / "blobs" / "pending" / f"{tenant}.{digest}.0"
        mark.hardlink_to(place)
        committed = pathlib.Path(server.data / "blobs" / kept_before[0])
        (server.data / "blobs" / "pending" / f"{tenant}.{committed.name}.1").hardlink_to(committed)
        server.start()
        api.tokens[("pii", None)] = token
        assert kept_before == files_in(server.data / "blobs")
        assert files_in(server.data / "spool") == []
        assert api.get(content_path(made)).content == pdf(70_000)


def test_parts_of_a_content(api):
    content = pdf(100_000)
    made = upload(api, content).json()
    whole = api.get(content_path(made))
    etag = whole.headers["etag"]
    for asked, first, last in (("bytes=0-9", 0, 9), ("bytes=99990-", 99_990, 99_999), ("bytes=-10", 99_990, 99_999),
                               ("bytes=5000-2000000", 5000, 99_999), ("bytes=0-0", 0, 0), ("bytes=200000-,7-8", 7, 8)):
        part = api.get(content_path(made), headers={"Range": asked, "If-Range": etag})
        assert (part.status_code, part.content) == (206, content[first:last + 1]), asked
        assert part.headers["content-range"] == f"bytes {first}-{last}/100000"
        assert part.headers["etag"] == etag
    for ignored in ("bytes=0-1,5-6", "lines=0-9", "bytes=9-0", "bytes=x"):
        assert api.get(content_path(made), headers={"Range": ignored}).status_code == 200, ignored
    assert api.get(content_path(made), headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200
    assert api.get(content_path(made), headers={"Range": "bytes=0-9", "If-Range": whole.headers["last-modified"]}).status_code == 206
    outside = api.get(content_path(made), headers={"Range": "bytes=100000-"})
    assert (outside.status_code, outside.json()["code"]) == (416, "range-not-satisfiable")
    assert outside.headers["content-range"] == "bytes */100000"
    assert api.get(content_path(made), headers={"If-None-Match": etag}).status_code == 304
    assert api.get(content_path(made), headers={"Accept-Encoding": "gzip"}).headers.get("content-encoding") is None
    head = api.call("HEAD", content_path(made))
    assert (head.status_code, head.headers["content-length"]) == (200, "100000")


def test_the_name_of_the_file(api):
    for given, disposition in (
            ("report.pdf", 'attachment; filename="report.pdf"'),
            ("Bef%C3%BCnde%20%22neu%22.pdf",
             "attachment; filename=\"Bef_nde _neu_.pdf\"; filename*=UTF-8''Bef%C3%BCnde%20%22neu%22.pdf")):
        made = upload(api, pdf(100), name=given).json()
        assert api.get(content_path(made)).headers["content-disposition"] == disposition
    body, media = form(("file", "C:\\scans\\a b.pdf", "application/pdf", pdf(100)))
    made = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media}).json()
    assert api.get(content_path(made)).headers["content-disposition"] == 'attachment; filename="a b.pdf"'
    nameless = api.call("POST", UPLOAD, content=pdf(100), headers={"Content-Type": "application/pdf"})
    assert (nameless.status_code, nameless.json()["errors"][0]["parameter"]) == (400, "file-name")
    assert upload(api, pdf(100), name="a%0d%0aSet-Cookie:b.pdf").status_code == 400


def test_the_fields_of_a_form(api):
    body, media = form(("title", None, None, "Blutbild für Tiggy".encode()), ("file", "scan.png", "image/png", PNG),
                       ("description", None, "text/plain", b"Two lines\nof text"))
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media})
    assert response.status_code == 201, response.text
    document = api.get(f"/communications/v1/api/documents/{response.json()['document-uuid']}").json()
    assert (document["title"], document["file-name"], document["mime-type"], document["description"]) == (
        "Blutbild für Tiggy", "scan.png", "image/png", "Two lines\nof text")


@pytest.mark.parametrize("parts, query, code", [
    ([], "", "malformed-multipart"),
    ([("title", None, None, b"x")], "", "malformed-multipart"),
    ([("file", "a.pdf", None, pdf(9)), ("more", "b.pdf", None, pdf(9))], "", "malformed-multipart"),
    ([("title", None, None, b"x"), ("title", None, None, b"y"), ("file", "a.pdf", None, pdf(9))], "", "malformed-multipart"),
    ([("titel", None, None, b"x"), ("file", "a.pdf", None, pdf(9))], "", "unknown-parameter"),
    ([("title", None, None, b"x"), ("file", "a.pdf", None, pdf(9))], "?title=y", "repeated-parameter"),
    ([("title", None, None, b""), ("file", "a.pdf", None, pdf(9))], "", "empty"),
    ([("title", None, None, b"\xff"), ("file", "a.pdf", None, pdf(9))], "", "invalid-characters"),
    ([("file", "a.pdf", None, b"")], "", "body-missing"),
    ([("patient-uuid", None, None, b"x"), ("file", "a.pdf", None, pdf(9))], "", "invalid-uuid"),
])
def test_refused_forms(api, sandbox, parts, query, code):
    before = kept(sandbox)
    body, media = form(*parts)
    response = api.call("POST", UPLOAD + query, content=body, headers={"Content-Type": media})
    assert (response.status_code, response.json()["code"]) == (400, code), response.text
    assert eventually(lambda: kept(sandbox) == before)


def test_a_form_without_a_boundary(api):
    response = api.call("POST", UPLOAD, content=b"--b--", headers={"Content-Type": "multipart/form-data"})
    assert (response.status_code, response.json()["code"]) == (400, "malformed-multipart")


@pytest.mark.parametrize("content, media, code", [
    (PNG, "application/pdf", "file-type-mismatch"),
    (pdf(100), "text/plain", "file-type-mismatch"),
    (b"MZ\x90\x00\x03", "application/pdf", "file-type-not-accepted"),
    (b"<html><script>alert(1)</script>", "text/plain", "file-type-not-accepted"),
    (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "application/xml", "file-type-not-accepted"),
    (b"ID3\x04\x00", "application/octet-stream", "file-type-not-accepted"),
    (b"PK\x03\x04" + bytes(26) + b"virus.exe", "application/octet-stream", "file-type-not-accepted"),
])
def test_a_file_of_another_type_than_declared(api, sandbox, content, media, code):
    before = kept(sandbox)
    response = upload(api, content, media)
    assert (response.status_code, response.json()["code"]) == (422, code), response.text
    assert eventually(lambda: kept(sandbox) == before)


def test_the_same_content_is_stored_once(api, sandbox):
    content = pdf(5000) + b"kept once"
    first = upload(api, content).json()
    before = kept(sandbox)
    second = upload(api, content).json()
    assert kept(sandbox) == before
    assert first["document-uuid"] != second["document-uuid"]
    assert api.get(content_path(first)).content == api.get(content_path(second)).content == content


def test_another_tenant_sees_nothing_of_it(api):
    made = upload(api, pdf(100)).json()
    assert api.get(content_path(made), tenant="second").status_code == 404
    assert api.get(f"/communications/v1/api/document-folders/{made['document-folder-uuid']}", tenant="second").status_code == 404


def test_an_invalid_upload_is_refused_before_its_body_is_sent(api, sandbox):
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=15) as connection:
        connection.sendall(head_of(api, f"{UPLOAD}?nonsense=1", "Content-Type: application/pdf", "Content-Length: 1000000",
                                   "Expect: 100-continue"))
        response = read_response(connection)
        assert response.status == 400


def test_erasing_a_tenant_erases_its_contents(tmp_path):
    with Sandbox(tmp_path, scale="0.01") as server, Api(server) as api:
        for tenant in ("first", "second"):
            assert upload(api, pdf(100), tenant=tenant).status_code == 201
        folders = [server.data / "blobs" / api.tenants[tenant] for tenant in ("first", "second")]
        subprocess.run([str(BINARY), "tenant", "erase", "--data", str(server.data), "--yes", api.tenants["second"]],
                       check=True, timeout=30, stdout=subprocess.DEVNULL)
        assert [bool(files_in(folder)) for folder in folders] == [True, False]


def stored(api, response):
    assert response.status_code == 201, response.text
    return api.get(f"/communications/v1/api/documents/{response.json()['document-uuid']}").json()


def zip_of(*names, large=None):
    """A zip archive with the entries in this order; `large` is the size of the first."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, name in enumerate(names):
            content = random.Random(name).randbytes(large) if large and number == 0 else b"<x/>"
            archive.writestr(zipfile.ZipInfo(name), content)  # of 1980, so that each run has the same bytes
    return file.getvalue()


def box(kind, content=b""):
    return (len(content) + 8).to_bytes(4, "big") + kind + content


MAIL = b"From: lab@example.com\r\nSubject: Results\r\nContent-Type: text/html\r\n\r\n<html><svg/>" + bytes(range(256))
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXCEL = "application/vnd.ms-excel"
MORE_TYPES = [
    (b"The portal prints <html> before the table.\n", "text/plain", None),
    (b"a;b\n<svg>;caf\xe9\n", "text/csv", None),
    ("Größe;Preis\n".encode("utf-16"), "text/csv", None),
    (b"code,price\r\nA1,10.50\r\n", EXCEL, "text/csv"),
    (MAIL, "message/rfc822", None),
    (b"<results><html/></results>", "text/xml", "application/xml"),
    (b"\r\n%PDF-1.4\n", "application/pdf", None),
    (b"\0" * 1000 + b"%PDF-1.4\n", "application/x-pdf", "application/pdf"),
    (box(b"ftyp", b"iso5\0\0\2\0iso5mp41") + box(b"mdat", bytes(64)), "video/mp4", None),
    (box(b"ftyp", b"hevc\0\0\2\0mif1heichevc"), "image/heic", None),
    (box(b"ftyp", b"msf1\0\0\2\0hevc"), "image/heif", "image/heic"),
    (box(b"wide") + box(b"mdat", bytes(64)), "video/quicktime", None),
    (box(b"moov", bytes(64)), "video/quicktime", None),
    (zip_of("customXml/item1.xml", "word/document.xml", "[Content_Types].xml"), WORD, None),
    (zip_of("xl/media/image1.png", "[Content_Types].xml", "xl/workbook.xml", large=300_000), SHEET, None),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpg", "image/jpeg"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/pjpeg", "image/jpeg"),
]


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize("content, declared, kept_as", MORE_TYPES)
def test_a_file_is_judged_by_what_its_type_can_be(api, content, declared, kept_as, raw):
    if raw:
        response = upload(api, content, declared, name="file.bin")
    else:
        body, media = form(("file", "file.bin", declared, content))
        response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media})
    assert stored(api, response)["mime-type"] == (kept_as or declared)
    down = api.get(content_path(response.json()), check=False)
    assert down.content == content
    assert down.headers["content-disposition"].startswith("attachment") and down.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("before", [b"", b"\r\n", b"\r\n\r\n", b"This is a form.\r\n"])
@pytest.mark.parametrize("padding", [b"", b" ", b"\t \t"])
@pytest.mark.parametrize("after", [b"", b"\r\n", b"\r\n\r\n", b"\r\nepilogue\r\n--XbX\r\n"])
def test_the_framing_of_a_form(api, before, padding, after):
    body = (before + b"--XbX" + padding + b'\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
            b"Content-Type: text/plain\r\n\r\nhello\r\n--XbX--" + padding + after)
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": "multipart/form-data; boundary=XbX"})
    assert stored(api, response)["size"] == 5


@pytest.mark.parametrize("disposition, name", [
    ('filename="a %22X-ray%22.pdf"', 'a "X-ray".pdf'),
    ('filename="a%0D%0Ab.pdf"', "a b.pdf"),
    ('filename="Zo%C3%AB.pdf"', "Zoë.pdf"),
    ('filename="Zoë.pdf"', "Zoë.pdf"),
    ('filename="=?utf-8?B?WsO2w6suUERG?="', "Zöë.PDF"),
    ('filename="=?iso-8859-1?Q?Z=F6=EB_1.pdf?="', "Zöë 1.pdf"),
    ("filename=\"x.pdf\"; filename*=UTF-8''Zo%C3%AB.pdf", "Zoë.pdf"),
    ("filename*=iso-8859-1'de'B%E4r.pdf; filename=\"x.pdf\"", "Bär.pdf"),
    ('filename="50%.pdf"', "50%.pdf"),
    ('filename="..%2F..%2Fetc%2Fpasswd"', "passwd"),
    ('filename="C:\\scans\\a.pdf"', "a.pdf"),
    ('filename=a b.pdf', "a b.pdf"),
])
def test_the_name_in_a_form(api, disposition, name):
    body = f'--b\r\nContent-Disposition: form-data; name="file"; {disposition}\r\n\r\n'.encode() + pdf(100) + b"\r\n--b--\r\n"
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert stored(api, response)["file-name"] == name


@pytest.mark.parametrize("name", [".", "..", "%2E%2E", "a/..", "=?utf-8?Q?=2E=2E?=", ""])
def test_a_form_without_a_usable_name(api, name):
    body, media = form(("file", name, "application/pdf", pdf(100)))
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media})
    assert (response.status_code, response.json()["code"]) == (400, "required"), response.text
    response = api.call("POST", f"{UPLOAD}?file-name=a.pdf", content=body, headers={"Content-Type": media})
    assert stored(api, response)["file-name"] == "a.pdf"
    assert upload(api, pdf(100), name="..").status_code == 400


@pytest.mark.parametrize("raw", [True, False])
def test_a_compressed_upload(api, raw):
    content = pdf(3_000_000)
    body, media = (content, "application/pdf") if raw else form(("file", "a.pdf", "application/pdf", content))
    response = api.call("POST", UPLOAD + ("?file-name=a.pdf" if raw else ""), content=gzip.compress(body),
                        headers={"Content-Type": media, "Content-Encoding": "gzip"})
    assert stored(api, response)["sha-256"] == hashlib.sha256(content).hexdigest()


def test_a_compressed_upload_that_is_too_large(api, sandbox):
    before = kept(sandbox)
    bomb = gzip.compress(bytes(LIMIT + 1))
    response = api.call("POST", f"{UPLOAD}?file-name=a.pdf", content=bomb, headers={"Content-Type": "application/pdf", "Content-Encoding": "gzip"})
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large"), response.text
    assert eventually(lambda: kept(sandbox) == before), kept(sandbox)


def test_an_operator_accepts_audio_and_zip(tmp_path):
    server = Sandbox(tmp_path, scale="0.01")
    assert server.stop() is None
    serving = subprocess.Popen([str(BINARY), "serve", "--data", str(server.data), "--listen", f"127.0.0.1:{server.port}",
                                "--extra-files", "audio, zip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert eventually(server.ready, 60)
        with Api(server) as api:
            for content, media, kept_as in ((b"ID3\x04\x00\x00", "audio/mp3", "audio/mpeg"), (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav", "audio/wav"),
                                            (zip_of("a.txt"), "application/x-zip-compressed", "application/zip")):
                assert stored(api, upload(api, content, media))["mime-type"] == kept_as
                body, form_media = form(("file", "a.bin", media, content))
                response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": form_media})
                assert stored(api, response)["mime-type"] == kept_as
            assert upload(api, b"text", "audio/mpeg").status_code == 422
    finally:
        serving.terminate()
        assert serving.wait(40) == 0


def test_audio_and_zip_are_not_accepted_otherwise(api):
    assert upload(api, b"ID3\x04\x00\x00", "audio/mpeg").status_code == 415
    body, media = form(("file", "a.zip", "application/zip", zip_of("a.txt")))
    response = api.call("POST", UPLOAD, content=body, headers={"Content-Type": media})
    assert (response.status_code, response.json()["code"]) == (422, "file-type-not-accepted")
