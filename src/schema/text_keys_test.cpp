#include "schema/text_keys.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

Field text_called(const char* name, TextFormat format = TextFormat::none) {
  Field field;
  field.name = name;
  field.format = format;
  return field;
}

TEST(PostcodeKey, HasTheSpaceOfTheUnitedKingdom) {
  EXPECT_EQ(postcode_key("SW1A1AA"), "sw1a 1aa");
  EXPECT_EQ(postcode_key(" m1-1ae "), "m1 1ae");
  EXPECT_EQ(postcode_key("bfpo 12"), "bfpo12");
  EXPECT_EQ(postcode_key("1234 AB"), "1234ab");
  EXPECT_EQ(postcode_key("D02 X285"), postcode_key("d02x285"));
  EXPECT_EQ(postcode_key("sw1a"), "sw1a");
}

TEST(KeyOfField, IsThatOfItsKind) {
  EXPECT_EQ(key_of(text_called("last-name"), "O’Brien"), "o'brien");
  EXPECT_EQ(key_of(text_called("postcode"), "sw1a1aa"), "sw1a 1aa");
  EXPECT_EQ(key_of(text_called("billing-postcode"), "sw1a1aa"), "sw1a 1aa");
  EXPECT_EQ(key_of(text_called("number", TextFormat::phone), "(0117) 496-0123"), "01174960123");
}

TEST(DuplicateKey, TakesTextsWithoutAFormatForNames) {
  EXPECT_EQ(duplicate_key(text_called("last-name"), "O’Brien"), "obrien");
  EXPECT_EQ(duplicate_key(text_called("postcode"), "SW1A 1AA"), "sw1a 1aa");
  EXPECT_EQ(duplicate_key(text_called("email-address", TextFormat::email), "A-B@example.com"),
            "a-b@example.com");
}

}  // namespace
}  // namespace vip
