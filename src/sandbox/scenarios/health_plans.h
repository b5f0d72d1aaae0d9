#pragma once

#include <string_view>
#include <vector>

#include "sandbox/pharmacy.h"

namespace vip::sandbox {

// Health plans with their benefits, and the subscriptions of patients with what became of their
// instalments.
class HealthPlans {
 public:
  HealthPlans(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy);

  // Before the visits, which use the benefits.
  void subscribe();
  // After them: what was collected since, which plans are suspended, and which have ended.
  void record_instalments();

 private:
  struct Plan {
    Uuid id;
    std::string_view species;
    std::int64_t monthly;  // pence
  };
  // Most plans are paid every month; a few show what else happens.
  enum class Course : std::uint8_t {
    paid,
    paid_late,    // one collection failed and was made good
    failing,      // the last two collections failed: suspended
    returned,     // a collection was recalled by the bank
    written_off,  // an instalment was waived
    paid_annually,
    ended,       // by the owner, settled
    left_owing,  // ended with its first year, whose last instalment is charged
    suspended,   // by request
  };
  struct Subscription {
    Uuid id;
    Course course;
  };
  void add_plan(std::string_view name, std::string_view species, std::int64_t monthly,
                std::int64_t joining_fee);
  void subscribe(const Patient& patient);
  void record(const Subscription& subscription);
  void leave_owing(const Uuid& subscription, const std::vector<Record>& due);
  void collect(const Uuid& instalment, const Value& on);
  void fail(const Uuid& instalment, const Value& on);

  static constexpr std::size_t kCourses = 9;

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  std::vector<Plan> plans_;
  std::vector<Subscription> subscriptions_;
};

}  // namespace vip::sandbox
