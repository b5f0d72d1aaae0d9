#include <gtest/gtest.h>

#include "platform/address_range.h"

namespace vip {
namespace {

TEST(AddressRange, ContainsTheAddressesOfItsPrefix) {
  struct Row {
    std::string_view range, address;
    bool inside;
  };
  const Row rows[] = {
      {"203.0.113.0/24", "203.0.113.77", true},
      {"203.0.113.0/24", "203.0.114.1", false},
      {"203.0.113.0/24", "::ffff:203.0.113.77", true},
      {"203.0.113.9", "203.0.113.9", true},
      {"203.0.113.9", "203.0.113.8", false},
      {"203.0.113.128/25", "203.0.113.127", false},
      {"203.0.113.128/25", "203.0.113.200", true},
      {"0.0.0.0/0", "8.8.8.8", true},
      {"0.0.0.0/0", "2001:db8::1", false},
      {"2001:db8::/32", "2001:db8:ffff::1", true},
      {"2001:db8::/32", "2001:db9::1", false},
      {"2001:db8::1", "2001:DB8:0:0:0:0:0:1", true},
      {"::/0", "2001:db8::1", true},
      {"::/0", "127.0.0.1", false},
      {"::ffff:192.0.2.0/120", "192.0.2.9", true},
      {"127.0.0.1", "", false},
      {"127.0.0.1", "not an address", false},
      {"127.0.0.1", std::string_view{"127.0.0.1\0", 10}, false},
  };
  for (const auto& row : rows) {
    const auto range = AddressRange::parse(row.range);
    ASSERT_TRUE(range) << row.range;
    EXPECT_EQ(range->contains(row.address), row.inside) << row.range << " / " << row.address;
  }
}

TEST(AddressRange, RefusesInvalidRanges) {
  for (const auto* bad :
       {"", "/24", "203.0.113.0/33", "203.0.113.0/-1", "203.0.113.0/", "203.0.113.0/08",
        "203.0.113/24", "2001:db8::/129", "localhost", "203.0.113.0/24 ", "1.2.3.4/x"})
    EXPECT_FALSE(AddressRange::parse(bad)) << bad;
}

}  // namespace
}  // namespace vip
