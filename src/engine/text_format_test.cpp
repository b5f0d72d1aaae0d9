// Texts of each well-known form that are taken, and texts that are not.

#include "engine/text_format.h"

#include <gtest/gtest.h>

#include <vector>

namespace vip::test {
namespace {

struct Form {
  const char* name;
  TextFormat format;
  std::vector<std::string> taken;
  std::vector<std::string> refused;
};

void PrintTo(const Form& form, std::ostream* out) { *out << form.name; }

class TextFormats : public testing::TestWithParam<Form> {};

TEST_P(TextFormats, AreChecked) {
  for (const std::string& text : GetParam().taken) {
    const auto checked = check_format(GetParam().format, text);
    ASSERT_TRUE(checked) << text;
    EXPECT_EQ(*checked, text);
  }
  for (const std::string& text : GetParam().refused) {
    const auto checked = check_format(GetParam().format, text);
    ASSERT_FALSE(checked) << text;
    EXPECT_TRUE(checked.error().starts_with("Expected ")) << checked.error();
  }
}

const std::string kLong(64, 'a');

INSTANTIATE_TEST_SUITE_P(
    All, TextFormats,
    testing::Values(
        Form{"TimeZone",
             TextFormat::time_zone,
             {"Europe/London", "America/Argentina/Buenos_Aires", "UTC"},
             {"", "London", "europe/london", "Europe/Londn", "Europe/London ", "+01:00",
              "../etc/passwd"}},
        Form{"Locale",
             TextFormat::locale,
             {"en_GB", "cy_GB", "gd_GB", "fr_FR", "en"},
             {"", "e", "EN_GB", "en-GB", "en_gb", "en_", "en_XX", "xx_GB", "english", "en_GB_"}},
        Form{"Email",
             TextFormat::email,
             {"a@example.com", "mary.o'neill+vet@mail.example.co.uk", "x@xn--bcher-kva.example",
              kLong + "@example.com"},
             {"",
              "a",
              "@example.com",
              "a@",
              "a@b",
              "a@@example.com",
              "a b@example.com",
              ".a@example.com",
              "a.@example.com",
              "a..b@example.com",
              "a@-x.com",
              "a@x-.com",
              "a@x..com",
              "a@.com",
              "a@example.com.",
              "<a@example.com>",
              "a@exa_mple.com",
              "a@example.com\n",
              "a" + kLong + "@example.com",
              "a@" + kLong + ".com"}},
        Form{"Uri",
             TextFormat::uri,
             {"https://example.com", "http://example.com/a?b=c#d"},
             {"", "example.com", "ftp://example.com", "https://", "https:///a",
              "javascript:alert(1)", "https://example.com/a b"}},
        Form{
            "Country", TextFormat::country, {"GB", "IE", "FR"}, {"", "UK", "gb", "GBR", "XX", "G"}},
        Form{"Currency", TextFormat::currency, {"GBP", "EUR"}, {"", "gbp", "GB", "GBPX", "G1P"}},
        Form{"Colour",
             TextFormat::colour,
             {"#00ff7F"},
             {"", "#fff", "00ff7f0", "#00ff7g", "#00ff7f0", "red"}},
        Form{"Digits", TextFormat::digits, {"0", "00123"}, {"", "12a", "-1", "1 2", "1.5"}},
        Form{"Phone",
             TextFormat::phone,
             {"07700 900123", "+44 (0)7700 900123", "0113-496-0123", "01632 960123 ext 12",
              "020 7946 0123 x5", "999"},
             {"", "12", "phone", "07700 90012a", "+", "() -", "07700 900123;"}}),
    [](const auto& row) { return row.param.name; });

TEST(Microchips, AreKeptWithoutSeparators) {
  struct Row {
    const char* sent;
    const char* kept;
  };
  constexpr Row kRows[] = {
      {"985112001234567", "985112001234567"},
      {"985 112 001 234 567", "985112001234567"},
      {"985.112-001 234.567", "985112001234567"},
      {"985*112/001_234:567", "985112001234567"},
      {"AVID*123*456*789", "123456789"},
      {"GB 826000000000001", "826000000000001"},
      {"001000000000000", "001000000000000"},  // the first country
      {"826000000000001", "826000000000001"},
      {"899274877906943", "899274877906943"},  // the last country, the largest number of 38 bits
      {"900000000000000", "900000000000000"},  // the first maker
      {"998274877906943", "998274877906943"},
      {"999000000000001", "999000000000001"},  // for tests
      {"123456789", "123456789"},              // older: nine digits
      {"012A3b4c5d", "012A3B4C5D"},            // older: ten hexadecimal digits
      {"0123456789", "0123456789"},
  };
  for (const Row& row : kRows) {
    const auto checked = check_format(TextFormat::microchip, row.sent);
    ASSERT_TRUE(checked) << row.sent;
    EXPECT_EQ(*checked, row.kept) << row.sent;
  }
}

TEST(TradeItemNumbers, HaveTheRightLastDigit) {
  for (const char* right :
       {"96385074", "036000291452", "4006381333931", "5012345678900", "10614141000415", "00000000"})
    EXPECT_TRUE(check_format(TextFormat::gtin, right)) << right;
  for (const char* wrong :
       {"96385075", "036000291453", "4006381333930", "10614141000414", "4006381339331", "",
        "9638507", "123456789", "40063813339310000", "400638133393X"})
    EXPECT_FALSE(check_format(TextFormat::gtin, wrong)) << wrong;
}

TEST(LoincCodes, HaveTheirCheckDigit) {
  for (const char* code :
       {"29463-7", "8867-4", "9279-1", "8310-5", "85353-1", "85354-9", "8480-6", "8462-4"})
    EXPECT_TRUE(check_format(TextFormat::loinc, code)) << code;
  for (const char* code :
       {"29463-8", "8867-5", "8867", "8867-", "-4", "8867-44", "88a7-4", "12345678-9", ""})
    EXPECT_FALSE(check_format(TextFormat::loinc, code)) << code;
}

TEST(Microchips, OfNoKnownKindAreRefused) {
  for (const char* sent : {"", "-", "12345678", "98511200123456", "9851120012345678",
                           "000000000000001", "985274877906944", "98511200123456A", "12345678A",
                           "012A3B4C5G", "985?112?001?234?567", "\xd9\xa1\xd9\xa2\xd9\xa3"}) {
    EXPECT_FALSE(check_format(TextFormat::microchip, sent)) << sent;
  }
}

}  // namespace
}  // namespace vip::test
