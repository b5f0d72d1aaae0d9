// Addresses. A place has one spelling: a city is an entry of the library, given by id or by name,
// and both must match. Appointments to come show the mailing address that the client has.
#include <algorithm>

#include "core/text.h"
#include "domains/contact-management/error_codes.h"
#include "domains/shared/mailing_address.h"
#include "domains/shared/postcode.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class AddressRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    check_postcode(postcode_, country_, change, context);
    const Record& after = change.after();
    if (context.is_explicit(city_id_) && after.has(city_id_)) {
      take_name_of_library(after, context);
    } else if (context.is_explicit(city_)) {
      if (change.changes(city_)) take_id_of_library(after, context);
    } else if (context.is_explicit(city_id_)) {
      context.set(city_, null_value());
    }
  }

  void effects(const Change& change, RuleContext& context) const override {
    const bool was = change.before != nullptr && change.before->flag(mailing_);
    const bool is = !change.removes() && change.after().flag(mailing_);
    if (visit_contact_.field == nullptr || (!was && !is)) return;
    const Record& address = change.removes() ? *change.before : change.after();
    const auto visits = visits_to_come(address.at(contact_), context);
    if (visits.empty()) return;
    // The flag moves between the addresses without a change of theirs that rules would see.
    std::vector<Value> computed{null_value()};
    if (was) computed.emplace_back(mailing_address_.line(*change.before));
    Value line = is ? Value{mailing_address_.line(change.after())} : null_value();
    for (const Record& one : context.all_with(contact_, address.at(contact_))) {
      if (change.removes() && one.id() == address.id()) continue;
      computed.emplace_back(mailing_address_.line(one));
      if (!is && (one.flag(mailing_) || is_null(line))) line = computed.back();
    }
    for (const Record& visit : visits) {
      const Value& shown = visit.at(visit_address_);
      if (shown != line && std::ranges::find(computed, shown) != computed.end())
        context.patch(visit_contact_.resource(), visit.id(), {{visit_address_, line}});
    }
  }

 private:
  // Those that are not over, and take place.
  std::vector<Record> visits_to_come(const Value& contact, RuleContext& context) const {
    const Selection to_come{{{visit_contact_, FilterOp::eq, {contact}},
                             {visit_end_, FilterOp::gt, {Value{context.now().milliseconds}}},
                             {visit_status_, FilterOp::ne, {Value{std::string{"Cancelled"}}}},
                             {visit_deleted_, FilterOp::is_null, {Value{std::int64_t{1}}}}},
                            {},
                            0};
    return context.select(visit_contact_.resource(), to_come);
  }

  void take_name_of_library(const Record& address, RuleContext& context) const {
    // A missing city has been refused already.
    if (const auto city = context.find(city_id_, address))
      context.set(city_, city->at(library_name_));
  }

  void take_id_of_library(const Record& address, RuleContext& context) const {
    if (!address.has(city_)) {
      context.set(city_id_, null_value());
      return;
    }
    if (library_name_.field == nullptr) return;
    const std::string key = comparison_key(address.text(city_));
    for (const Record& city : context.all_with(library_name_, address.at(city_))) {
      if (city.flag(library_hidden_) || comparison_key(city.text(library_name_)) != key) continue;
      context.set(city_id_, city.id());
      return;
    }
    context.refuse(city_, errors::city_unknown,
                   "Expected the name of a city in the library of location-management, /cities.");
  }

  static constexpr std::string_view kVisits = "calendar-management/appointments";

  MailingAddress mailing_address_{setup()};
  FieldHandle contact_ = own("contact-uuid"), mailing_ = own("mailing"),
              visit_contact_ = of(kVisits, "account-contact-uuid"),
              visit_address_ = of(kVisits, "address-denormalised"),
              visit_end_ = of(kVisits, "end-date"), visit_status_ = of(kVisits, "status"),
              visit_deleted_ = of(kVisits, "deleted-date");
  FieldHandle postcode_ = own("postcode"), country_ = own("country"), city_id_ = own("city-uuid"),
              city_ = own("city"), library_name_ = of("location-management/cities", "name"),
              library_hidden_ = of("location-management/cities", "hidden");
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_addresses_rules(const RuleSetup& setup) {
  return std::make_unique<AddressRules>(setup);
}

}  // namespace vip::domains
