#include "sandbox/scenarios/referrals.h"

#include <algorithm>
#include <array>
#include <vector>

namespace vip::sandbox {
namespace {

struct Case {
  std::string_view species, specialty, reason, outcome;
};
constexpr std::array kCases{
#define VIP_REFERRAL(species, specialty, reason, outcome) Case{species, specialty, reason, outcome},
#include "sandbox/content/referrals.def"
#undef VIP_REFERRAL
};

}  // namespace

bool refer(Seeder& seeder, const Visit& visit, std::string_view direction,
           std::string_view status) {
  Random& random = seeder.random();
  std::vector<const Case*> fitting;
  for (const Case& each : kCases)
    if (each.species == visit.patient.species()) fitting.push_back(&each);
  if (fitting.empty()) return false;
  const Case& chosen = *fitting[random.below(fitting.size())];
  const bool out = direction == "Outbound";
  constexpr std::array<std::string_view, 5> kUrgencies{"Routine", "Routine", "Urgent", "Urgent",
                                                       "Emergency"};
  const Uuid id = record(
      seeder, visit, "clinical/referrals",
      {{"direction", text(direction)},
       {"specialty", text(chosen.specialty)},
       {"urgency",
        text(status == "Draft" ? "Routine" : kUrgencies[random.below(kUrgencies.size())])},
       {"reason", text(chosen.reason)},
       {"other-practice-name", text(out ? "Beacon Hill Referrals" : "Quayside Veterinary Surgery")},
       {"other-email-address", text("referrals@example.com")},
       {"other-phone-number", text("01632 960123")}});
  const auto advance = [&](std::string_view to) {
    NamedValues change{{"status", text(to)}};
    if (to == "Sent") change.emplace_back("sent-date", visit.time);
    if (to == "Completed") change.emplace_back("outcome", text(chosen.outcome));
    seeder.update("clinical/referrals", id, change);
  };
  if (status == "Draft") return true;
  if (status == "Cancelled") {
    advance("Cancelled");
    return true;
  }
  advance("Sent");
  if (status == "Sent") return true;
  if (status == "Completed") advance("Accepted");
  advance(status);
  return true;
}

}  // namespace vip::sandbox
