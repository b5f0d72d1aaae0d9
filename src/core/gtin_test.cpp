// GTINs as scanners send them.
#include "core/gtin.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

struct Scanned {
  const char* text;
  const char* digits;  // empty: none
  const char* key;
};

class GtinScan : public testing::TestWithParam<Scanned> {};

TEST_P(GtinScan, IsRead) {
  const auto& [text, digits, key] = GetParam();
  const auto gtin = read_gtin(text);
  EXPECT_EQ(gtin ? gtin->digits : "", digits) << text;
  EXPECT_EQ(gtin ? gtin->key : "", key) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Digits, GtinScan,
    testing::Values(Scanned{"5012345678900", "5012345678900", "05012345678900"},
                    Scanned{"5 012345 678900", "5012345678900", "05012345678900"},
                    Scanned{"5-012345-678900", "5012345678900", "05012345678900"},
                    Scanned{"05012345678900", "05012345678900", "05012345678900"},
                    Scanned{"036000291452", "036000291452", "00036000291452"},    // UPC-A
                    Scanned{"0036000291452", "0036000291452", "00036000291452"},  // as EAN-13
                    Scanned{"00036000291452", "00036000291452", "00036000291452"},
                    Scanned{"96385074", "96385074", "00000096385074"},  // GTIN-8
                    Scanned{"04252614", "04252614", "00042100005264"},  // UPC-E
                    Scanned{"12345670", "12345670", "00000012345670"},  // GTIN-8, no UPC-E
                    Scanned{"\uff15\uff10\uff112345678900", "5012345678900", "05012345678900"},
                    Scanned{"15012345678907", "15012345678907",
                            "15012345678907"}));  // a case of them

INSTANTIATE_TEST_SUITE_P(
    WithIdentifiers, GtinScan,
    testing::Values(Scanned{"]E05012345678900", "5012345678900", "05012345678900"},
                    Scanned{"]E00036000291452", "0036000291452", "00036000291452"},
                    Scanned{"]E496385074", "96385074", "00000096385074"},
                    Scanned{"]C10105012345678900", "05012345678900", "05012345678900"},
                    Scanned{"]d2010501234567890017240101", "05012345678900", "05012345678900"}));

INSTANTIATE_TEST_SUITE_P(
    Elements, GtinScan,
    testing::Values(
        Scanned{"(01)05012345678900", "05012345678900", "05012345678900"},
        Scanned{"(01)05012345678900(17)240101(10)AB-1", "05012345678900", "05012345678900"},
        Scanned{"(17)240101(01)05012345678900", "05012345678900", "05012345678900"},
        Scanned{"0105012345678900", "05012345678900", "05012345678900"},
        Scanned{"\x1d"
                "0105012345678900"
                "10A1\x1d"
                "21X",
                "05012345678900", "05012345678900"},
        Scanned{"10A1\x1d"
                "0105012345678900",
                "05012345678900", "05012345678900"},
        Scanned{"17240101"
                "0105012345678900",
                "05012345678900", "05012345678900"},
        Scanned{"https://id.gs1.org/01/05012345678900/10/A1", "05012345678900", "05012345678900"},
        Scanned{"https://example.com/01/5012345678900", "5012345678900", "05012345678900"}));

INSTANTIATE_TEST_SUITE_P(
    None, GtinScan,
    testing::Values(Scanned{"", "", ""}, Scanned{"5012345678901", "", ""},  // check digit
                    Scanned{"501234567891", "", ""}, Scanned{"1234567", "", ""},
                    Scanned{"123456789", "", ""}, Scanned{"A5012345678900", "", ""},
                    Scanned{"(01)05012345678901", "", ""}, Scanned{"(10)A1", "", ""},
                    Scanned{"0105012345678901", "", ""}, Scanned{"]C1", "", ""},
                    Scanned{"10A1", "", ""}, Scanned{"https://example.com/", "", ""},
                    Scanned{"04252615", "", ""}, Scanned{"24252615", "", ""}));

TEST(GtinOfUpcE, IsExpandedByItsLastDigit) {
  struct Expansion {
    const char* upc_e;
    const char* upc_a;
  };
  for (const auto& [upc_e, upc_a] :
       {Expansion{"01234505", "012000003455"}, Expansion{"01234514", "012100003454"},
        Expansion{"01234523", "012200003453"}, Expansion{"01234531", "012300000451"},
        Expansion{"01234543", "012340000053"}, Expansion{"01234558", "012345000058"},
        Expansion{"01234565", "012345000065"}}) {
    const auto gtin = read_gtin(upc_e);
    ASSERT_TRUE(gtin) << upc_e;
    EXPECT_EQ(gtin->key, std::string{"00"} + upc_a);
    EXPECT_EQ(gtin->digits, upc_e);
    EXPECT_EQ(gtin->length, 12U);
    EXPECT_EQ(gtin_key(upc_a), gtin->key);
  }
}

TEST(GtinKey, IsTheTextWhereThereIsNoGtin) { EXPECT_EQ(gtin_key("Ab"), "ab"); }

}  // namespace
}  // namespace vip
