// The VAT report: output tax of a period by rate, for the VAT return.
#include "core/result_out_of_range.h"
#include "domains/billing/rules/vat_totals.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

constexpr std::int64_t kMostDays = 366;

class VatReport final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Date first = call.input().day(start_), last = call.input().day(end_);
    if (last < first || last.days - first.days >= kMostDays)
      return call.refuse(end_, errors::out_of_range,
                         "Expected start-date or one of the 365 days after it.");
    for (const auto& [key, sums] : totals_.between(first, last, call.input().at(location_), call)) {
      if (!fits(sums))
        return call.refuse(end_, errors::result_out_of_range, "The sums are beyond what is kept.");
      tell(key, sums, call);
    }
  }

 private:
  static bool fits(const TaxRow& row) {
    for (const TaxedSum* sum : {&row.sales, &row.credit_notes, &row.write_offs})
      if (!(sum->net + sum->tax).fits()) return false;
    return (row.sales.net - row.credit_notes.net).fits() &&
           (row.sales.tax - row.credit_notes.tax).fits();
  }

  void tell(const TaxKey& key, const TaxRow& sums, ActionCall& call) const {
    Record row = call.answer();
    if (key.tax) row.at(*tax_uuid_.field) = *key.tax;
    if (key.rate) row.at(*rate_.field) = *key.rate;
    if (!key.relief.empty()) row.at(*relief_.field) = key.relief;
    if (const auto tax = key.tax ? call.find(name_.resource(), *key.tax) : std::nullopt) {
      row.at(*tax_name_.field) = tax->at(name_);
      // What a charity is relieved of is a supply at the zero rate.
      row.at(*tax_kind_.field) = key.relief.empty() ? tax->at(kind_) : Value{std::string{"Zero"}};
    }
    TaxedSum due = sums.sales;
    due.add(sums.credit_notes, -1);
    set(row, sales_, sums.sales);
    set(row, notes_, sums.credit_notes);
    set(row, due_, due);
    set(row, write_offs_, sums.write_offs);
    call.respond(row);
  }

  struct Columns {
    FieldHandle net, tax, gross;
  };
  static void set(Record& row, const Columns& to, const TaxedSum& sum) {
    row.at(*to.net.field) = sum.net.value();
    row.at(*to.tax.field) = sum.tax.value();
    row.at(*to.gross.field) = (sum.net + sum.tax).value();
  }

  VatTotals totals_{setup().catalogue};
  FieldHandle start_ = input("start-date"), end_ = input("end-date"),
              location_ = input("location-uuid");
  FieldHandle tax_uuid_ = output("tax-uuid"), tax_name_ = output("tax-name"),
              tax_kind_ = output("tax-kind"), rate_ = output("tax-rate"),
              relief_ = output("tax-relief-reason");
  Columns sales_{output("sales-net"), output("sales-tax"), output("sales-gross")},
      notes_{output("credit-notes-net"), output("credit-notes-tax"), output("credit-notes-gross")},
      due_{output("net"), output("tax"), output("gross")},
      write_offs_{output("write-offs-net"), output("write-offs-tax"), output("write-offs-gross")};
  FieldHandle name_ = of("formulary-management/taxes", "name"),
              kind_ = of("formulary-management/taxes", "kind");
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_reports_vat_action(const ActionSetup& setup) {
  return std::make_unique<VatReport>(setup);
}

}  // namespace vip::domains
