// The sums of payments and of their reversals between two days, by location and method.
#include <map>

#include "rules/action.h"

namespace vip::domains {
namespace {

class PaymentsSummary final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Record& input = call.input();
    const std::int64_t today = call.today().days;
    const std::int64_t first = input.has(start_) ? input.number(start_) : today;
    const std::int64_t last = input.has(end_) ? input.number(end_) : today;
    if (last < first)
      return call.refuse(end_, errors::out_of_range, "Expected start-date or a later day.");
    Sums sums;
    add(payments_, {first, last}, sums, call, [&](const Record& payment, Sum& sum) {
      ++sum.count;
      sum.total += payment.number(payments_.amount);
      if (payment.has(donation_)) sum.donations += payment.number(payments_.amount);
    });
    add(reversals_, {first, last}, sums, call, [&](const Record& reversal, Sum& sum) {
      ++sum.reversal_count;
      sum.reversals += reversal.number(reversals_.amount);
    });
    for (const auto& [place, sum] : sums) tell(place.first, place.second, sum, call);
  }

 private:
  struct Sum {
    std::int64_t count = 0, total = 0, donations = 0, reversal_count = 0, reversals = 0;
  };
  using Sums = std::map<std::pair<Uuid, Uuid>, Sum>;  // by location and method
  struct Days {
    std::int64_t first, last;
  };
  // Payments, or what reverses them.
  struct Source {
    Source(const Resource& source, std::string_view day)
        : resource{source},
          date{of(source, day)},
          location{of(source, "location-uuid")},
          method{of(source, "payment-method-uuid")},
          amount{of(source, "amount")} {}

    const Resource& resource;
    FieldHandle date, location, method, amount;
  };

  template <class Count>
  void add(const Source& source, const Days& days, Sums& sums, ActionCall& call,
           Count count) const {
    const Record& input = call.input();
    Selection selection{
        {{source.date, FilterOp::gte, {days.first}}, {source.date, FilterOp::lte, {days.last}}},
        {},
        0};
    if (input.has(only_location_))
      selection.where.push_back({source.location, FilterOp::eq, {input.at(only_location_)}});
    if (input.has(only_method_))
      selection.where.push_back({source.method, FilterOp::eq, {input.at(only_method_)}});
    call.each(source.resource, selection, [&](const Record& record) {
      count(record, sums[{record.uuid(source.location), record.uuid(source.method)}]);
      return true;
    });
  }

  void tell(const Uuid& location, const Uuid& method, const Sum& sum, ActionCall& call) const {
    Record row = call.answer();
    const auto named = call.find(name_.resource(), method);
    row.at(*location_.field) = location;
    row.at(*method_.field) = method;
    if (named) row.at(*method_name_.field) = named->at(name_);
    row.at(*count_.field) = sum.count;
    row.at(*total_.field) = sum.total;
    row.at(*donations_.field) = sum.donations;
    row.at(*reversal_count_.field) = sum.reversal_count;
    row.at(*reversed_.field) = sum.reversals;
    call.respond(row);
  }

  FieldHandle start_ = input("start-date"), end_ = input("end-date"),
              only_location_ = input("location-uuid"), only_method_ = input("payment-method-uuid");
  FieldHandle location_ = output("location-uuid"), method_ = output("payment-method-uuid"),
              method_name_ = output("payment-method"), count_ = output("payment-count"),
              total_ = output("total"), donations_ = output("donations"),
              reversal_count_ = output("reversal-count"), reversed_ = output("reversals");
  Source payments_{resource("billing/payments"), "payment-date"},
      reversals_{resource("billing/payment-reversals"), "reversal-date"};
  FieldHandle donation_ = of(payments_.resource, "donation-type-uuid"),
              name_ = of("billing/payment-methods", "name");
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_payments_summary_action(const ActionSetup& setup) {
  return std::make_unique<PaymentsSummary>(setup);
}

}  // namespace vip::domains
