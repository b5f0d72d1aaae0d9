// The aged debt report: what each account owed at the end of a day, by the age of its debts.
#include <algorithm>
#include <array>
#include <map>

#include "core/result_out_of_range.h"
#include "domains/billing/rules/dated_ledger.h"
#include "domains/shared/money.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

class AgedDebt final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Record& input = call.input();
    const Date today = call.today();
    const DatedLedger::Question asked{.day = input.has(day_) ? input.day(day_) : today,
                                      .billing = input.at(only_billing_),
                                      .location = input.at(only_location_)};
    if (asked.day > today) return call.refuse(day_, errors::date_in_future);
    std::map<Uuid, Row> rows;
    for (const DatedDebt& debt : ledger_.debts(asked, call))
      rows[debt.billing].add(debt, asked.day);
    for (const DatedCredit& credit : ledger_.credits(asked, call))
      rows[credit.billing].credit += credit.unused;
    for (const auto& [billing, row] : rows) {
      if (!row.fits())
        return call.refuse(day_, errors::result_out_of_range, "The sums are beyond what is kept.");
      tell(billing, row, asked.day, call);
    }
  }

 private:
  static constexpr std::array<std::int64_t, 3> kLastDays{30, 60, 90};

  struct Row {
    std::array<Amount, 4> ages;
    Amount insured, credit, charged, paid, credited, written_off;

    void add(const DatedDebt& debt, Date day) {
      const std::int64_t age = day.days - debt.since.days;
      const auto place = std::ranges::lower_bound(kLastDays, age) - kLastDays.begin();
      ages[static_cast<std::size_t>(place)] += debt.open();
      insured += debt.insured;
      charged += debt.charged;
      paid += debt.paid;
      credited += debt.credited;
      written_off += debt.written_off;
    }
    Amount debt() const { return ages[0] + ages[1] + ages[2] + ages[3]; }
    // The others are parts of these.
    bool fits() const { return charged.fits() && (debt() - credit).fits(); }
  };

  void tell(const Uuid& billing, const Row& sums, Date day, ActionCall& call) const {
    Record row = call.answer();
    const auto set = [&](FieldHandle field, const Amount& amount) {
      row.at(*field.field) = amount.value();
    };
    row.at(*billing_.field) = billing;
    row.at(*as_of_.field) = to_value(day);
    if (const auto account = call.find(account_.resource(), billing)) {
      row.at(*account_uuid_.field) = account->at(account_);
      row.at(*contact_uuid_.field) = account->at(contact_);
    }
    for (std::size_t i = 0; i < ages_.size(); ++i) set(ages_[i], sums.ages[i]);
    set(debt_, sums.debt());
    set(insured_, sums.insured);
    set(credit_, sums.credit);
    set(balance_, sums.debt() - sums.credit);
    set(charged_, sums.charged);
    set(paid_, sums.paid);
    set(credited_, sums.credited);
    set(written_off_, sums.written_off);
    call.respond(row);
  }

  DatedLedger ledger_{setup().catalogue};
  FieldHandle day_ = input("as-of"), only_location_ = input("location-uuid"),
              only_billing_ = input("billing-uuid");
  FieldHandle billing_ = output("billing-uuid"), account_uuid_ = output("account-uuid"),
              contact_uuid_ = output("contact-uuid"), as_of_ = output("as-of");
  std::array<FieldHandle, 4> ages_{output("days-0-30"), output("days-31-60"), output("days-61-90"),
                                   output("days-over-90")};
  FieldHandle debt_ = output("debt"), insured_ = output("insured"), credit_ = output("credit"),
              balance_ = output("balance"), charged_ = output("charged"), paid_ = output("paid"),
              credited_ = output("credited"), written_off_ = output("written-off");
  FieldHandle account_ = of("billing/billing-accounts", "account-uuid"),
              contact_ = of("billing/billing-accounts", "contact-uuid");
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_reports_aged_debt_action(const ActionSetup& setup) {
  return std::make_unique<AgedDebt>(setup);
}

}  // namespace vip::domains
