// Opening hours that contradict themselves, and those that only look odd.
#include "domains/location-management/rules/opening_hours.h"

#include <gtest/gtest.h>

namespace vip::domains {
namespace {

struct Hours {
  const char* name;
  const char* json;
  const char* contradiction;  // empty: none
};

class OpeningHours : public testing::TestWithParam<Hours> {};

TEST_P(OpeningHours, MakeSenseOrSayWhatDoesNot) {
  EXPECT_EQ(contradiction_in(GetParam().json).value_or(""), GetParam().contradiction);
}

INSTANTIATE_TEST_SUITE_P(
    Each, OpeningHours,
    testing::Values(
        Hours{"NoDay", R"({})", ""},
        Hours{"Lunch",
              R"({"monday":[{"open":"08:30","close":"12:30"},{"open":"14:00","close":"18:30"}]})",
              ""},
        Hours{"OutOfOrder",
              R"({"monday":[{"open":"14:00","close":"18:30"},{"open":"08:30","close":"12:30"}]})",
              ""},
        Hours{"Touching",
              R"({"sunday":[{"open":"08:00","close":"12:00"},{"open":"12:00","close":"18:00"}]})",
              ""},
        Hours{"ClosedDay", R"({"saturday":[],"sunday":null})", ""},
        Hours{"Backwards", R"({"friday":[{"open":"18:00","close":"08:00"}]})",
              "friday: a period must close after it opens."},
        Hours{"Empty", R"({"friday":[{"open":"08:00","close":"08:00"}]})",
              "friday: a period must close after it opens."},
        Hours{"Overlap",
              R"({"monday":[{"open":"08:00","close":"13:00"},{"open":"12:00","close":"18:00"}]})",
              "monday: the periods must not overlap."},
        Hours{"BankHoliday", R"({"exceptions":[{"date":"2026-12-25","closed":true}]})", ""},
        Hours{
            "ShortDay",
            R"({"exceptions":[{"date":"2026-12-24","closed":false,"open":"09:00","close":"12:00"}]})",
            ""},
        Hours{
            "TwiceTheSameDay",
            R"({"exceptions":[{"date":"2026-12-25","closed":true},{"date":"2026-12-25","closed":true}]})",
            "exceptions: a day may stand only once."},
        Hours{"ClosedWithTimes",
              R"({"exceptions":[{"date":"2026-12-25","closed":true,"open":"09:00","close":null}]})",
              "exceptions: a closed day has no times."},
        Hours{"OpenWithoutTimes",
              R"({"exceptions":[{"date":"2026-12-24","closed":false,"open":"09:00"}]})",
              "exceptions: a day that is not closed needs its times, open and close."},
        Hours{
            "BackwardsDay",
            R"({"exceptions":[{"date":"2026-12-24","closed":false,"open":"12:00","close":"09:00"}]})",
            "exceptions: a day must close after it opens."}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace vip::domains
