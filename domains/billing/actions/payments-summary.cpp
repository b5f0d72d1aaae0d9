// The sums of payments between two days, by location and method.
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
    Selection selection{
        {{paid_on_, FilterOp::gte, {first}}, {paid_on_, FilterOp::lte, {last}}}, {}, 0};
    if (input.has(only_location_))
      selection.where.push_back({paid_at_, FilterOp::eq, {input.at(only_location_)}});
    if (input.has(only_method_))
      selection.where.push_back({paid_by_, FilterOp::eq, {input.at(only_method_)}});

    std::map<std::pair<Uuid, Uuid>, Sum> sums;
    call.each(payments_, selection, [&](const Record& payment) {
      Sum& sum = sums[{payment.uuid(paid_at_), payment.uuid(paid_by_)}];
      ++sum.count;
      sum.total += payment.number(amount_);
      if (payment.has(donation_)) sum.donations += payment.number(amount_);
      return true;
    });
    for (const auto& [place, sum] : sums) tell(place.first, place.second, sum, call);
  }

 private:
  struct Sum {
    std::int64_t count = 0, total = 0, donations = 0;
  };

  void tell(const Uuid& location, const Uuid& method, const Sum& sum, ActionCall& call) const {
    Record row = call.answer();
    const auto named = call.find(name_.resource(), method);
    row.at(*location_.field) = location;
    row.at(*method_.field) = method;
    if (named) row.at(*method_name_.field) = named->at(name_);
    row.at(*count_.field) = sum.count;
    row.at(*total_.field) = sum.total;
    row.at(*donations_.field) = sum.donations;
    call.respond(row);
  }

  FieldHandle start_ = input("start-date"), end_ = input("end-date"),
              only_location_ = input("location-uuid"), only_method_ = input("payment-method-uuid");
  FieldHandle location_ = output("location-uuid"), method_ = output("payment-method-uuid"),
              method_name_ = output("payment-method"), count_ = output("payment-count"),
              total_ = output("total"), donations_ = output("donations");
  const Resource& payments_ = resource("billing/payments");
  FieldHandle paid_on_ = of(payments_, "payment-date"), paid_at_ = of(payments_, "location-uuid"),
              paid_by_ = of(payments_, "payment-method-uuid"), amount_ = of(payments_, "amount"),
              donation_ = of(payments_, "donation-type-uuid"),
              name_ = of("billing/payment-methods", "name");
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_payments_summary_action(const ActionSetup& setup) {
  return std::make_unique<PaymentsSummary>(setup);
}

}  // namespace vip::domains
