// Invoices. What is issued is frozen: number, terms, lines and totals are those of the moment. A
// deletion leaves the record and takes it out of the ledger, as long as nobody has built on it.
#include <chrono>

#include "domains/billing/rules/account_book.h"
#include "domains/billing/rules/items.h"
#include "domains/common/handles.h"

namespace vip::domains {
namespace {

// Net, tax and gross of some lines.
struct Totals {
  FieldHandle net, tax, gross;
};

Date end_of_month(Date date) {
  using std::chrono::sys_days;
  const std::chrono::year_month_day day{sys_days{std::chrono::days{date.days}}};
  const sys_days last{day.year() / day.month() / std::chrono::last};
  return {static_cast<std::int32_t>(last.time_since_epoch().count())};
}

class InvoiceRules final : public ResourceRules {
 public:
  explicit InvoiceRules(const RuleSetup& setup)
      : invoices_{setup.resource},
        book_{setup.catalogue},
        billing_{setup.field("billing-uuid")},
        billables_{setup.field("billable-uuids")},
        date_{setup.field("invoice-date")},
        due_date_{setup.field("invoice-due-date")},
        term_{setup.field("payment-term-uuid")},
        term_name_{setup.field("payment-term-name")},
        contact_{setup.field("contact-uuid")},
        location_{setup.field("location-uuid")},
        currency_{setup.field("currency")},
        deleted_{setup.field("deleted-date")},
        open_{setup.field("balance-outstanding")},
        open_insured_{setup.field("balance-insured")},
        open_uninsured_{setup.field("balance-uninsured")},
        total_{setup.field("total-net"), setup.field("total-tax"), setup.field("total-gross")},
        insured_{setup.field("insured-net"), setup.field("insured-tax"),
                 setup.field("insured-gross")},
        drafts_{setup.catalogue.resource("billing/draft-invoices")},
        line_{{&drafts_.field("net")}, {&drafts_.field("tax")}, {&drafts_.field("gross")}},
        line_insured_{&drafts_.field("insured")},
        line_location_{&drafts_.field("location-uuid")},
        line_billing_{&drafts_.field("billing-uuid")},
        line_status_{&drafts_.field("status")},
        line_invoice_{&drafts_.field("invoice-uuid")},
        contents_{setup.catalogue.resource("billing/contents")},
        content_invoice_{&contents_.field("invoice-uuid")},
        content_billable_{&contents_.field("billable-uuid")},
        note_invoice_{setup.field_of("billing/credit-notes", "invoice-uuid")},
        account_{setup.field_of("billing/billing-accounts", "account-uuid")},
        account_contact_{setup.field_of("billing/billing-accounts", "contact-uuid")},
        account_term_{field_if_served(setup, "account-management/accounts", "payment-term-uuid")},
        account_location_{
            field_if_served(setup, "account-management/accounts", "registered-location-uuid")},
        term_days_{setup.field_of("billing/payment-terms", "term-days")},
        end_of_month_{setup.field_of("billing/payment-terms", "end-of-month")},
        name_of_term_{setup.field_of("billing/payment-terms", "term-name")},
        record_status_{field_if_served(setup, "clinical/billable-records", "status")},
        record_invoice_{field_if_served(setup, "clinical/billable-records", "invoice-uuid")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates()) return issue(change.after(), context);
    if (!change.changes(deleted_)) return;
    for (const FieldHandle balance : {open_, open_insured_, open_uninsured_})
      context.set(balance, std::int64_t{0});
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates()) return check_billables(change.after(), context);
    if (!change.changes(deleted_)) return;
    const Uuid id = change.after().id();
    if (!context.all_with(note_invoice_, id, 1).empty())
      context.refuse(deleted_, ErrorCode::invoice_has_credit_notes);
    // Of credit notes too, which is said above.
    else if (std::ranges::any_of(book_.allocations_to(id, context), [&](const Record& allocation) {
               return book_.is_chosen(allocation);
             }))
      context.refuse(deleted_, ErrorCode::invoice_has_allocations);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& invoice = change.after();
    const Uuid billing = invoice.uuid(billing_);
    if (change.creates()) {
      for (const Uuid& billable : billables_of(invoice)) {
        context.create(contents_,
                       {{content_invoice_, invoice.id()}, {content_billable_, billable}});
        mark(billable, "Invoiced", invoice.id(), context);
      }
      const Debit whole = issued(invoice);
      book_.post(settle(invoice, context), invoice, billing,
                 {.uninsured = whole.uninsured, .insured = whole.insured}, context);
    } else if (change.changes(deleted_)) {
      for (const Record& content :
           context.select(contents_, {{{content_invoice_, FilterOp::eq, {invoice.id()}}}, {}, 0}))
        mark(content.uuid(content_billable_), "Draft", null_value(), context);
      const Record& before = *change.before;
      book_.release(
          {&invoices_, invoice.id(), before.number(open_uninsured_), before.number(open_insured_)},
          billing, context);
    }
  }

 private:
  std::vector<Uuid> billables_of(const Record& invoice) const {
    std::vector<Uuid> ids;
    for (const json::Node& item : items_of(invoice, billables_))
      ids.push_back(parse_uuid(item.text).value());
    return ids;
  }
  std::vector<Record> drafts_of(const Record& invoice, World& world) const {
    std::vector<Record> drafts;
    for (const Uuid& id : billables_of(invoice))
      if (auto draft = world.find(drafts_, id)) drafts.push_back(std::move(*draft));
    return drafts;
  }

  void issue(const Record& invoice, RuleContext& context) const {
    const std::vector<Record> drafts = drafts_of(invoice, context);
    add_up(drafts, context);
    context.set(currency_, context.tenant().currency);
    const auto billing = context.find(billing_, invoice);
    const auto account = billing ? context.find(account_, *billing) : std::nullopt;
    if (billing) context.set(contact_, billing->at(account_contact_));
    context.set(location_, location_of(drafts, account));
    if (!invoice.has(date_)) {
      const auto location = context.find(location_, invoice);
      context.set(date_, std::int64_t{context.today(location ? &*location : nullptr).days});
    }
    if (account) context.set(term_, account->at(account_term_));
    set_terms(invoice, context);
    const Debit open = settle(invoice, context).debits.front();
    context.set(open_, open.open());
    context.set(open_insured_, open.insured);
    context.set(open_uninsured_, open.uninsured);
  }

  void add_up(const std::vector<Record>& drafts, RuleContext& context) const {
    const auto sum = [&](FieldHandle amount, bool all) {
      std::int64_t total = 0;
      for (const Record& draft : drafts)
        if (all || draft.flag(line_insured_)) total += draft.number(amount);
      return total;
    };
    for (const auto& [total, of] : {std::pair{total_, true}, std::pair{insured_, false}}) {
      context.set(total.net, sum(line_.net, of));
      context.set(total.tax, sum(line_.tax, of));
      context.set(total.gross, sum(line_.gross, of));
    }
  }

  // Where all was done; of several places, the one that looks after the account.
  Value location_of(const std::vector<Record>& drafts, const std::optional<Record>& account) const {
    const auto elsewhere = [&](const Record& draft) {
      return draft.at(line_location_) != drafts.front().at(line_location_);
    };
    if (!drafts.empty() && std::ranges::none_of(drafts, elsewhere))
      return drafts.front().at(line_location_);
    return account ? account->at(account_location_) : null_value();
  }

  void set_terms(const Record& invoice, RuleContext& context) const {
    Date due{static_cast<std::int32_t>(invoice.number(date_))};
    if (const auto term = context.find(term_, invoice)) {
      context.set(term_name_, term->at(name_of_term_));
      due.days += static_cast<std::int32_t>(term->number(term_days_));
      if (term->flag(end_of_month_)) due = end_of_month(due);
    }
    context.set(due_date_, std::int64_t{due.days});
  }

  Debit issued(const Record& invoice) const {
    const std::int64_t insured = invoice.number(insured_.gross);
    return {&invoices_, invoice.id(), invoice.number(total_.gross) - insured, insured};
  }
  // Money that the account has already pays it, the oldest first.
  Settlement settle(const Record& invoice, World& world) const {
    Settlement settled{book_.unused_credits(world, invoice.uuid(billing_)), {issued(invoice)}, {}};
    settled.pay_all();
    return settled;
  }

  void check_billables(const Record& invoice, RuleContext& context) const {
    const std::vector<Uuid> ids = billables_of(invoice);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string below = "/" + std::to_string(i);
      const auto draft = context.find(drafts_, ids[i]);
      if (!draft || draft->text(line_status_) == "Removed")
        context.refuse(billables_, ErrorCode::reference_not_found, "Billable Record does not exist",
                       below);
      else if (draft->text(line_status_) == "Invoiced")
        context.refuse(billables_, ErrorCode::billable_already_invoiced, {}, below);
      else if (draft->at(line_billing_) != invoice.at(billing_))
        context.refuse(billables_, ErrorCode::billable_of_another_account, {}, below);
    }
    const Debit whole = issued(invoice);
    if (whole.insured < 0 || whole.uninsured < 0)
      context.refuse(billables_, ErrorCode::invoice_total_negative);
  }

  // The billable record and its draft line follow the invoice.
  void mark(const Uuid& billable, const std::string& status, const Value& invoice,
            RuleContext& context) const {
    context.patch(drafts_, billable, {{line_status_, status}, {line_invoice_, invoice}});
    if (record_status_.field == nullptr) return;
    const Resource& records = record_status_.resource();
    if (context.find(records, billable))
      context.patch(records, billable, {{record_status_, status}, {record_invoice_, invoice}});
  }

  const Resource& invoices_;
  AccountBook book_;
  FieldHandle billing_, billables_, date_, due_date_, term_, term_name_, contact_, location_;
  FieldHandle currency_, deleted_, open_, open_insured_, open_uninsured_;
  Totals total_, insured_;
  const Resource& drafts_;
  Totals line_;
  FieldHandle line_insured_, line_location_, line_billing_, line_status_, line_invoice_;
  const Resource& contents_;
  FieldHandle content_invoice_, content_billable_, note_invoice_;
  FieldHandle account_, account_contact_, account_term_, account_location_;
  FieldHandle term_days_, end_of_month_, name_of_term_, record_status_, record_invoice_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_invoices_rules(const RuleSetup& setup) {
  return std::make_unique<InvoiceRules>(setup);
}

}  // namespace vip::domains
