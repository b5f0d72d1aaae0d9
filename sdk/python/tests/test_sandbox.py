"""The library against the sandbox: what an integration does."""

import hashlib
import io
import os
import uuid
from decimal import Decimal

import httpx
import pytest
from vip_sdk import ApiError, File, TokenError, Vip


def contact_of(location_uuid, **more):
    return {"contact-type": "Client", "first-name": "Ada", "last-name": "Lovelace", "location-uuid": location_uuid, **more}


def test_creates_reads_changes_and_removes_a_value(vip, location_uuid):
    key = f"sdk-{uuid.uuid4()}"
    created = vip.contact_management.create_contact(contact_of(location_uuid, **{"external-id": key}))
    contact_uuid = created.data["contact-uuid"]
    assert created.status == 201 and created.location and created.location.endswith(contact_uuid)
    read = vip.contact_management.read_contact(contact_uuid)
    assert read.data["external-id"] == key and read.etag == created.etag
    changed = vip.contact_management.update_contact(contact_uuid, {"external-id": None}, if_match=read.etag)
    assert changed.data["external-id"] is None
    assert changed.data["first-name"] == "Ada", "an absent member stays as it is"
    assert changed.etag != read.etag
    with pytest.raises(ApiError) as refused:
        vip.contact_management.update_contact(contact_uuid, {"first-name": "Eve"}, if_match=read.etag)
    assert (refused.value.status, refused.value.code) == (412, "precondition-failed")


def test_the_whole_record_is_answered_on_request(vip, location_uuid):
    created = vip.contact_management.create_contact(contact_of(location_uuid), representation=True)
    assert created.data["last-name"] == "Lovelace"


def test_cursors_and_pages_read_the_same_records(vip):
    first = vip.contact_management.list_contacts({"size": 7, "total": "exact"}).page()
    assert len(first.results) == first.size == 7 and first.total_results and first.next_cursor
    by_cursor = [contact["contact-uuid"] for contact in vip.contact_management.list_contacts({"size": 7})]
    by_page = []
    for number in range(1, first.total_pages + 1):
        page = vip.contact_management.list_contacts({"page": number, "size": 7}).page()
        by_page += [contact["contact-uuid"] for contact in page.results]
    assert by_cursor == by_page
    assert len(set(by_cursor)) == len(by_cursor) == first.total_results


def test_an_iteration_keeps_its_fields_and_its_order(vip):
    pages = list(vip.contact_management.list_contacts({"size": 9, "fields": ["last-name"], "sort": ["last-name,desc"]}).pages())
    assert len(pages) > 2
    contacts = [contact for page in pages for contact in page.results]
    assert all(set(contact) == {"contact-uuid", "last-name"} for contact in contacts)
    names = [contact["last-name"] for contact in contacts if contact["last-name"]]
    assert names[0] >= names[-1]


def test_a_list_without_cursor_is_read_to_its_end(vip):
    whole = list(vip.communications.list_merge_fields())
    pages = list(vip.communications.list_merge_fields({"size": 2}).pages())
    assert sum(len(page.results) for page in pages) == len(whole) and len(pages) > 1


CLIENTS = {"contact-type": {"eq": "Client"}, "last-name": {"starts-with": "h"}, "registered-date": {"gte": "2000-01-01T00:00:00Z", "end": "2100-01-01T00:00:00Z"}}


def test_a_search_finds_what_a_filter_finds(vip):
    found = {contact["contact-uuid"] for contact in vip.contact_management.search_contacts({"filter": CLIENTS, "size": 3})}
    listed = {contact["contact-uuid"] for contact in vip.contact_management.list_contacts({"filter": CLIENTS})}
    assert found == listed and len(found) > 3


def test_a_refusal_says_where_and_what(vip):
    with pytest.raises(ApiError) as refused:
        vip.contact_management.create_contact({"contact-type": "Client", "last-name": 7}, correlation_id="sdk-test.1")
    error = refused.value
    assert error.status == 400 and error.correlation_id == "sdk-test.1"
    assert {fault.pointer for fault in error.errors} >= {"/last-name", "/location-uuid"}
    assert "sdk-test.1" in str(error)


def test_the_correlation_id_is_given_or_made(vip):
    assert vip.location_management.list_locations({}, correlation_id="given-1").page().correlation_id == "given-1"
    assert uuid.UUID(vip.location_management.list_locations().page().correlation_id)


def test_decimals_are_exact(vip, sandbox):
    payments = list(vip.billing.list_payments())
    assert all(type(payment["amount"]) is Decimal and type(payment["unallocated"]) is Decimal for payment in payments)
    token = vip._connection.tokens.get("test")
    raw = httpx.get(f"{sandbox.base}/billing/v1/api/payments?size=1000&fields=amount", trust_env=False,
                    headers={"Authorization": f"Bearer {token}", "Tenant-Id": sandbox.credentials["VIP_TENANT_ID"]})
    in_cents = [int((Decimal(text.split("}")[0]) * 100).to_integral_exact()) for text in raw.text.split('"amount":')[1:]]
    assert len(in_cents) == len(payments) > 100
    assert sum(payment["amount"] for payment in payments) * 100 == sum(in_cents)


def test_a_decimal_comes_back_as_it_was_sent(vip):
    category = vip.formulary_management.create_discount_category({"name": f"Exact {uuid.uuid4()}", "percentage": Decimal("12.34")})
    read = vip.formulary_management.read_discount_category(category.data["discount-category-uuid"])
    assert read.data["percentage"] == Decimal("12.34")


def test_a_float_is_refused_before_it_is_sent(vip):
    with pytest.raises(TypeError, match="Decimal"):
        vip.formulary_management.create_discount_category({"name": "Inexact", "percentage": 12.34})


class Bytes(io.RawIOBase):
    """A large file that is made as it is read."""

    def __init__(self, size):
        self.left, self.largest, self.digest = size, 0, hashlib.sha256()

    def readable(self):
        return True

    def read(self, count=-1):
        assert count > 0, "the whole file was asked for at once"
        self.largest = max(self.largest, count)
        chunk = b"x" * min(count, self.left)
        self.left -= len(chunk)
        self.digest.update(chunk)
        return chunk


def test_files_are_streams(vip, tmp_path):
    size = 20 * 1024 * 1024
    content = Bytes(size)
    uploaded = vip.communications.upload_document({"file": File(content, "large.bin", "text/plain"), "title": "Large"})
    assert content.left == 0 and content.largest <= 1024 * 1024
    with vip.communications.download_document(uploaded.data["document-uuid"]) as download:
        assert download.save(tmp_path / "copy") == download.size == size
    assert hashlib.sha256((tmp_path / "copy").read_bytes()).digest() == content.digest.digest()


def test_bytes_come_back_equal(vip):
    content = "Grüße ✓\r\n--boundary\r\n\r\n".encode() + os.linesep.encode()
    file = File(io.BytesIO(content), 'a "quoted" näme.txt', "text/plain")
    uploaded = vip.communications.upload_document({"file": file})
    with vip.communications.download_document(uploaded.data["document-uuid"]) as download:
        assert download.read() == content and download.content_type.startswith("text/plain")


def test_another_tenant_has_the_same_token_and_other_data(vip, sandbox):
    other = vip.for_tenant(sandbox.credentials["VIP_TENANT_ID_2"])
    own = {contact["contact-uuid"] for contact in vip.contact_management.list_contacts()}
    assert own.isdisjoint(contact["contact-uuid"] for contact in other.contact_management.list_contacts())
    with pytest.raises(ApiError) as refused:
        vip.for_tenant(str(uuid.uuid4())).contact_management.list_contacts().page()
    assert refused.value.code == "tenant-not-granted"


def test_wrong_credentials_are_told_apart(sandbox):
    known = sandbox.credentials
    with Vip(sandbox.base, known["VIP_CLIENT_ID"], "wrong", tenant=known["VIP_TENANT_ID"]) as wrong, pytest.raises(TokenError) as refused:
        wrong.contact_management.list_contacts().page()
    assert (refused.value.status, refused.value.error) == (401, "invalid_client")


def test_an_id_cannot_leave_its_place(vip):
    with pytest.raises(ApiError) as refused:
        vip.contact_management.read_contact("../locations?size=1")
    assert refused.value.status in (400, 404)
