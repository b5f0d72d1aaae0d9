// Microchips as labels, certificates and readers have them. 999 is the test prefix of ISO 11784.
#include "core/microchip.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

struct Printed {
  const char* text;
  const char* number;  // empty: none
};

class Microchip : public testing::TestWithParam<Printed> {};

TEST_P(Microchip, IsReadAsPrinted) {
  const auto& [text, number] = GetParam();
  EXPECT_EQ(microchip_number(text).value_or(""), number) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Iso, Microchip,
    testing::Values(Printed{"999000000012345", "999000000012345"},
                    Printed{"999 000 000 012 345", "999000000012345"},
                    Printed{"999.000.000.012.345", "999000000012345"},
                    Printed{"999-000-000-012-345", "999000000012345"},
                    Printed{"999\u2013000\u2011000\u00a0012\u2009345", "999000000012345"},
                    Printed{"\u200e999000000012345\u200f", "999000000012345"},
                    Printed{"999*000*000*012*345", "999000000012345"},
                    Printed{"999_000/000:012#345", "999000000012345"},
                    Printed{"(999) 000000012345", "999000000012345"},
                    Printed{"\uff19\uff19\uff19000000012345", "999000000012345"},
                    Printed{"GB 826000000012345", "826000000012345"},
                    Printed{"GB-826-000000012345", "826000000012345"},
                    Printed{"de 276 09 8100012345", "276098100012345"},
                    Printed{"ISO 999000000012345", "999000000012345"},
                    Printed{"FDX-B 999000000012345", "999000000012345"},
                    Printed{"Chip no: 999000000012345", "999000000012345"}));

INSTANTIATE_TEST_SUITE_P(
    Older, Microchip,
    testing::Values(Printed{"123*456*789", "123456789"}, Printed{"AVID*123*456*789", "123456789"},
                    Printed{"avid 123 456 789", "123456789"}, Printed{"123-456-789", "123456789"},
                    Printed{"00-01D2-3A4B", "0001D23A4B"},
                    Printed{"Trovan 00 01d2 3a4b", "0001D23A4B"},
                    Printed{"DE12345678", "DE12345678"}, Printed{"4a5b6c7d8e", "4A5B6C7D8E"},
                    Printed{"FDX-A 4A5B6C7D8E", "4A5B6C7D8E"}));

INSTANTIATE_TEST_SUITE_P(
    None, Microchip,
    testing::Values(Printed{"", ""}, Printed{"12345678", ""}, Printed{"1234567890123456", ""},
                    Printed{"000000000012345", ""}, Printed{"999999999999999", ""},
                    Printed{"123456789G", ""}, Printed{"12345678X", ""}, Printed{"ABCDEFGHI", ""},
                    Printed{"123\t456\t789", "123456789"}, Printed{"123?456?789", ""},
                    Printed{"none", ""}, Printed{"THIS IS NO MICROCHIP 123456789", ""}));

TEST(MicrochipKey, IsTheNumberElseTheText) {
  EXPECT_EQ(microchip_key("AVID*123*456*789"), "123456789");
  EXPECT_EQ(microchip_key("Unknown"), "unknown");
}

TEST(MicrochipPrefixKey, IsOfTheBeginningOfANumber) {
  EXPECT_EQ(microchip_prefix_key("999 00"), "99900");
  EXPECT_EQ(microchip_prefix_key("AVID*12"), "12");
  EXPECT_EQ(microchip_prefix_key("de1"), "DE1");
}

}  // namespace
}  // namespace vip
