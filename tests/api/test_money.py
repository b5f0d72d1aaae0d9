"""The invariant of billing, over a random history of an account: invoices - credit notes + refunds - payments + reversals = balance.

The history is made by API calls; a refused call must change nothing. At the end, and in between, all records are read back
and must add up, to the penny.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from support.tables import Run

STEPS = 120
STEPS_BETWEEN_CHECKS = 40
WRITERS = 8
BILLING = "/billing/v1/api"


class Account:
    """A billing account with a history of random steps."""

    def __init__(self, api, seed):
        self.api, self.dice = api, random.Random(seed)
        run = Run(api)
        for fixture in ("billing-account", "service-at-ten"):
            run.fixture(fixture)
        self.known = run.variables
        self.billing = run.variables["billing-uuid"]
        self.invoices, self.payments = [], []
        self.accepted = 0

    def post(self, path, body):
        response = self.api.call("POST", path, body=body)
        assert response.status_code in (201, 422), f"{path} {body}: {response.status_code} {response.text}"
        self.accepted += response.status_code == 201
        return response.json() if response.status_code == 201 else None

    def money(self):
        return self.dice.randrange(1, 9000) / 100

    def step(self):
        kind = self.dice.choices((self.issue, self.pay, self.pay_by_choice, self.pay_parts, self.pay_in_advance, self.refund, self.credit,
                                  self.remove, self.reverse), weights=(5, 3, 2, 2, 1, 2, 2, 1, 1))[0]
        kind()

    def issue(self):
        billables = []
        for _ in range(self.dice.randint(1, 3)):
            body = {"billing-uuid": self.billing, "patient-uuid": self.known["patient-uuid"], "formulary-uuid": self.known["service"],
                    "quantity": self.dice.randrange(1, 9000) / 1000, "location-uuid": self.known["main"],
                    "contact-practitioner-uuid": self.known["practitioner-uuid"], "insured": self.dice.random() < 0.3}
            billables.append(self.api.create("/clinical/v1/api/billable-records", body)["billable-uuid"])
        made = self.post(f"{BILLING}/invoices", {"billing-uuid": self.billing, "billable-uuids": billables})
        assert made is not None
        self.invoices.append(made["invoice-uuid"])

    def payment(self, **more):
        made = self.post(f"{BILLING}/payments", {"billing-uuid": self.billing, "amount": self.money(),
                                                 "payment-method-uuid": self.known["card"], "location-uuid": self.known["main"], **more})
        if made is not None:
            self.payments.append(made["payment-uuid"])

    def pay(self):
        self.payment()

    def pay_by_choice(self):
        if self.invoices:
            item = {"invoice-uuid": self.dice.choice(self.invoices), "amount": self.dice.randrange(1, 4000) / 100}
            if self.dice.random() < 0.5:
                item["insured"] = self.dice.random() < 0.5
            self.payment(allocations=[item])

    def pay_parts(self):
        self.payment(**{"allocation-insured": round(self.money() / 3, 2), "allocation-uninsured": round(self.money() / 3, 2)})

    def pay_in_advance(self):
        self.payment(advance=True)

    def refund(self):
        direction = "IntoAccount" if self.dice.random() < 0.3 else "OutOfAccount"
        self.post(f"{BILLING}/refunds/return-amount", {"billing-uuid": self.billing, "amount": self.money(), "direction": direction})

    def credit(self):
        if not self.invoices:
            return
        invoice = self.dice.choice(self.invoices)
        body = {"invoice-uuid": invoice, "kind": self.dice.choice(("Credit", "Credit", "WriteOff"))}
        if self.dice.random() < 0.6:
            line = self.dice.choice(self.api.get(f"{BILLING}/invoices/{invoice}/contents").json()["results"])
            body["lines"] = [{"invoice-content-uuid": line["invoice-content-uuid"], "amount": self.money()}]
        self.post(f"{BILLING}/credit-notes", body)

    def remove(self):
        if self.invoices:
            response = self.api.call("DELETE", f"{BILLING}/invoices/{self.dice.choice(self.invoices)}")
            assert response.status_code in (204, 422), response.text

    def reverse(self):
        if self.payments:
            self.post(f"{BILLING}/payment-reversals", {"payment-uuid": self.dice.choice(self.payments), "reason": "ChequeReturned"})

    # Checks of the records

    def records(self, collection, **more):
        query = "&".join(f"{name}={value}" for name, value in {"billing-uuid": self.billing, "size": 1000, **more}.items())
        response = self.api.get(f"{BILLING}/{collection}?{query}")
        assert response.status_code == 200, response.text
        return response.json()["results"]

    def check(self):
        account = self.api.get(f"{BILLING}/billing-accounts/{self.billing}").json()
        invoices, payments = self.records("invoices"), self.records("payments")
        notes, refunds, reversals = self.records("credit-notes"), self.records("refunds"), self.records("payment-reversals")
        assert money(account, "balance") == (total(invoices, "total-gross") - total(notes, "total-gross") +
                                             total(refunds, "balance-change") - total(payments, "amount") +
                                             total(reversals, "amount"))
        assert money(account, "balance-insured") == total(invoices, "balance-insured")
        assert money(account, "balance-uninsured") == total(invoices, "balance-uninsured") + total(refunds, "balance-outstanding")
        assert money(account, "credit-available") == sum(total(some, "unallocated") for some in (payments, notes, refunds))
        self.check_sides(invoices, payments, notes, refunds)
        for invoice in self.records("invoices", deleted="DeletedOnly"):
            assert money(invoice, "balance-outstanding") == 0

    def check_sides(self, invoices, payments, notes, refunds):
        """No allocation exceeds either side: the open amounts are exactly the amounts that were not allocated."""
        allocations = self.records("allocations")

        def allocated(side, record_id):
            return total((one for one in allocations if one[side] == record_id), "amount")

        for invoice in invoices:
            assert money(invoice, "total-gross") - money(invoice, "balance-outstanding") == allocated("invoice-uuid", invoice["invoice-uuid"])
            assert money(invoice, "balance-outstanding") == money(invoice, "balance-insured") + money(invoice, "balance-uninsured")
            assert min(money(invoice, "balance-insured"), money(invoice, "balance-uninsured")) >= 0
        sources = [(one["payment-uuid"], 0 if one["reversed-date"] else money(one, "amount"), one) for one in payments]
        sources += [(one["credit-note-uuid"], money(one, "total-gross"), one) for one in notes]
        sources += [(one["refund-uuid"], money(one, "amount"), one) for one in refunds if one["direction"] == "IntoAccount"]
        for identifier, amount, record in sources:
            assert money(record, "unallocated") >= 0
            assert amount - money(record, "unallocated") == allocated("from-uuid", identifier)
        for refund in refunds:
            if refund["direction"] == "OutOfAccount":
                assert money(refund, "amount") - money(refund, "balance-outstanding") == allocated("refund-uuid", refund["refund-uuid"])


def money(record, field):
    return Decimal(str(record[field]))


def total(records, field):
    return sum((money(record, field) for record in records), Decimal(0))


@pytest.mark.parametrize("seed", (1, 2))
def test_every_balance_adds_up_over_a_random_history(api, seed):
    account = Account(api, seed)
    for step in range(1, STEPS + 1):
        account.step()
        if step % STEPS_BETWEEN_CHECKS == 0:
            account.check()
    account.check()
    assert account.accepted > STEPS // 2, "most steps must be accepted, else the test proves nothing"


def test_every_balance_adds_up_when_many_write_at_once(api, sandbox):
    account = Account(api, 3)
    with ThreadPoolExecutor(WRITERS) as writers:
        for done in [writers.submit(account.step) for _ in range(STEPS)]:
            done.result()
    account.check()
    assert sandbox.check_totals() is None
