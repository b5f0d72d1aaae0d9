// Invoices. An issued invoice is frozen: number, terms, lines and totals are those of its issue. A
// deletion keeps the record and removes it from the ledger, unless other records refer to it.
#include "core/result_out_of_range.h"
#include "domains/billing/error_codes.h"
#include "domains/billing/rules/account_ledger.h"
#include "domains/shared/date_arithmetic.h"
#include "domains/shared/error_codes.h"
#include "domains/shared/json_fields.h"
#include "domains/shared/money.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

// Net, tax and gross of some lines.
struct Totals {
  FieldHandle net, tax, gross;
};

class InvoiceRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates()) issue(change.after(), context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates()) return check_billables(change.after(), context);
    if (!change.changes(deleted_)) return;
    const Uuid id = change.after().id();
    if (!context.all_with(note_invoice_, id, 1).empty())
      context.refuse(deleted_, errors::invoice_has_credit_notes);
    // Allocations of credit notes are checked above.
    else if (std::ranges::any_of(
                 ledger_.allocations_to(id, context),
                 [&](const Record& allocation) { return ledger_.is_chosen(allocation); }))
      context.refuse(deleted_, errors::invoice_has_allocations);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& invoice = change.after();
    if (change.creates()) {
      for (const Uuid& billable : billables_of(invoice)) {
        context.create(contents_,
                       {{content_invoice_, invoice.id()}, {content_billable_, billable}});
        mark(billable, "Invoiced", invoice.id(), context);
      }
      ledger_.post(settle(invoice, context), invoice.uuid(billing_), context);
    } else if (change.changes(deleted_)) {
      for (const Record& content :
           context.select(contents_, {{{content_invoice_, FilterOp::eq, {invoice.id()}}}, {}, 0}))
        mark(content.uuid(content_billable_), "Draft", null_value(), context);
      const Date day = day_at(invoice, Instant{invoice.number(deleted_)}, context);
      ledger_.release_to(invoice.id(), day, context);
    }
  }

 private:
  std::vector<Uuid> billables_of(const Record& invoice) const {
    std::vector<Uuid> ids;
    for (const json::Node& item : array_in(invoice, billables_).items)
      ids.push_back(parse_uuid(item.text).value());
    return ids;
  }
  std::vector<Record> drafts_of(const Record& invoice, DataContext& data) const {
    std::vector<Record> drafts;
    for (const Uuid& id : billables_of(invoice))
      if (auto draft = data.find(drafts_, id)) drafts.push_back(std::move(*draft));
    return drafts;
  }

  void issue(const Record& invoice, RuleContext& context) const {
    const std::vector<Record> drafts = drafts_of(invoice, context);
    add_up(drafts, context);
    const auto billing = context.find(billing_, invoice);
    const auto account = billing ? context.find(account_, *billing) : std::nullopt;
    context.set(location_, location_of(drafts, account));
    if (const auto issuer = context.find(location_, invoice)) freeze_issuer(*issuer, context);
    if (!invoice.has(date_)) context.set(date_, to_value(today_at(invoice, context)));
    set_terms(invoice, context);
  }

  // Name, address and VAT number, as on this day. Later changes of the location do not affect them.
  void freeze_issuer(const Record& location, RuleContext& context) const {
    context.set(issuer_name_, location.at(location.has(practice_name_) ? practice_name_ : name_));
    context.set(issuer_vat_, location.at(vat_number_));
    std::string address;
    for (std::size_t i = 0; i < address_.size(); ++i) {
      const std::string_view part = location.text(address_[i]);
      if (part.empty()) continue;
      // A number stands before the street: "14 Harbour Street". A name is a line of its own.
      const bool after_number =
          i == 1 && !address.empty() && address.back() >= '0' && address.back() <= '9';
      if (!address.empty()) address += after_number ? " " : ", ";
      address += part;
    }
    if (!address.empty()) context.set(issuer_address_, address);
  }

  void add_up(const std::vector<Record>& drafts, RuleContext& context) const {
    const auto sum = [&](FieldHandle amount, bool all) {
      Amount total;
      for (const Record& draft : drafts)
        if (all || draft.flag(line_insured_)) total += draft.number(amount);
      if (!total.fits()) context.refuse(billables_, errors::result_out_of_range);
      return total.value_or(0);
    };
    for (const auto& [total, of] : {std::pair{total_, true}, std::pair{insured_, false}}) {
      context.set(total.net, sum(line_.net, of));
      context.set(total.tax, sum(line_.tax, of));
      context.set(total.gross, sum(line_.gross, of));
    }
  }

  // The location of all billable records; for several locations, that of the account.
  Value location_of(const std::vector<Record>& drafts, const std::optional<Record>& account) const {
    const auto elsewhere = [&](const Record& draft) {
      return draft.at(line_location_) != drafts.front().at(line_location_);
    };
    if (!drafts.empty() && std::ranges::none_of(drafts, elsewhere))
      return drafts.front().at(line_location_);
    return account ? account->at(account_location_) : null_value();
  }

  void set_terms(const Record& invoice, RuleContext& context) const {
    Date due = invoice.day(date_);
    if (const auto term = context.find(term_, invoice)) {
      due.days += static_cast<std::int32_t>(term->number(term_days_));
      if (term->flag(end_of_month_)) due = end_of_month(due);
    }
    context.set(due_date_, to_value(due));
  }

  Debit issued(const Record& invoice) const {
    const std::int64_t insured = invoice.number(insured_.gross);
    return {&invoices_,
            invoice.id(),
            {invoice.number(total_.gross) - insured, insured},
            invoice.day(date_)};
  }
  // Unused credit of the account pays the invoice, oldest first; but a plan's instalment is paid by
  // the payment that it is issued for.
  Settlement settle(const Record& invoice, DataContext& data) const {
    if (invoice.text(kind_) == "PlanInstalment") return {};
    Settlement settled{ledger_.unused_credits(data, invoice.uuid(billing_)), {issued(invoice)}, {}};
    settled.pay_all();
    return settled;
  }

  void check_billables(const Record& invoice, RuleContext& context) const {
    const std::vector<Uuid> ids = billables_of(invoice);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string below = "/" + std::to_string(i);
      const auto draft = context.find(drafts_, ids[i]);
      if (!draft || draft->text(line_status_) == "Removed")
        context.refuse(billables_, errors::reference_not_found, "Billable Record does not exist",
                       below);
      else if (draft->text(line_status_) == "Invoiced")
        context.refuse(billables_, errors::billable_invoiced, {}, below);
      else if (draft->at(line_billing_) != invoice.at(billing_))
        context.refuse(billables_, errors::reference_mismatch,
                       "The billable record belongs to another billing account", below);
    }
    const Parts whole = issued(invoice).open;
    if (whole.insured < 0 || whole.uninsured < 0)
      context.refuse(billables_, errors::invoice_total_negative);
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

  const Resource& invoices_ = setup().resource;
  AccountLedger ledger_{setup()};
  FieldHandle billing_ = own("billing-uuid"), billables_ = own("billable-uuids"),
              date_ = own("invoice-date"), due_date_ = own("invoice-due-date"),
              term_ = own("payment-term-uuid"), location_ = own("location-uuid"),
              kind_ = own("kind");
  FieldHandle issuer_name_ = own("issuer-name"), issuer_address_ = own("issuer-address"),
              issuer_vat_ = own("issuer-vat-number");
  static constexpr auto kLocations = "location-management/locations";
  FieldHandle name_ = of(kLocations, "name"), practice_name_ = of(kLocations, "practice-name"),
              vat_number_ = of(kLocations, "vat-no");
  std::vector<FieldHandle> address_{of(kLocations, "name-no"),  of(kLocations, "address1"),
                                    of(kLocations, "address2"), of(kLocations, "city"),
                                    of(kLocations, "county"),   of(kLocations, "postcode")};
  FieldHandle deleted_ = own("deleted-date");
  Totals total_{own("total-net"), own("total-tax"), own("total-gross")},
      insured_{own("insured-net"), own("insured-tax"), own("insured-gross")};
  const Resource& drafts_ = resource("billing/draft-invoices");
  Totals line_{of(drafts_, "net"), of(drafts_, "tax"), of(drafts_, "gross")};
  FieldHandle line_insured_ = of(drafts_, "insured"), line_location_ = of(drafts_, "location-uuid"),
              line_billing_ = of(drafts_, "billing-uuid"), line_status_ = of(drafts_, "status"),
              line_invoice_ = of(drafts_, "invoice-uuid");
  const Resource& contents_ = resource("billing/contents");
  FieldHandle content_invoice_ = of(contents_, "invoice-uuid"),
              content_billable_ = of(contents_, "billable-uuid"),
              note_invoice_ = of("billing/credit-notes", "invoice-uuid");
  FieldHandle account_ = of("billing/billing-accounts", "account-uuid"),
              account_location_ = of("account-management/accounts", "registered-location-uuid");
  FieldHandle term_days_ = of("billing/payment-terms", "term-days"),
              end_of_month_ = of("billing/payment-terms", "end-of-month"),
              record_status_ = of("clinical/billable-records", "status"),
              record_invoice_ = of("clinical/billable-records", "invoice-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_invoices_rules(const RuleSetup& setup) {
  return std::make_unique<InvoiceRules>(setup);
}

}  // namespace vip::domains
