#include "domains/clinical/rules/reference_range.h"

#include <gtest/gtest.h>

namespace vip::domains {
namespace {

struct Measured {
  ReferenceRange range;
  std::int64_t value;
  const char* comparator;
  const char* flag;
};

class Flags : public testing::TestWithParam<Measured> {};

TEST_P(Flags, TellWhereAValueLies) {
  const auto& [range, value, comparator, flag] = GetParam();
  EXPECT_EQ(range.flag_of(value, comparator), flag);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Flags,
    testing::Values(Measured{{25, 96}, 25, "", "N"}, Measured{{25, 96}, 96, "", "N"},
                    Measured{{25, 96}, 97, "", "H"}, Measured{{25, 96}, 24, "", "L"},
                    Measured{{25, {}}, 1000, "", "N"}, Measured{{{}, 96}, 1, "", "N"},
                    Measured{{}, 5, "", ""},              // no range
                    Measured{{13, 51}, 13, "<", "L"},     // below what can be measured
                    Measured{{13, 51}, 14, "<", ""},      // it may lie on either side
                    Measured{{13, 51}, 13, "<=", ""},     //
                    Measured{{13, 51}, 51, ">", "H"},     //
                    Measured{{13, 51}, 51, ">=", ""},     //
                    Measured{{13, 51}, 60, ">=", "H"}));  //

TEST(ReferenceRange, MayBeReversedOnlyWithBothEnds) {
  EXPECT_TRUE((ReferenceRange{2, 1}.is_reversed()));
  EXPECT_FALSE((ReferenceRange{1, 1}.is_reversed()));
  EXPECT_FALSE((ReferenceRange{2, {}}.is_reversed()));
}

}  // namespace
}  // namespace vip::domains
