// Texts with placeholders: how they are written.
#include "schema/text_template.h"

#include <gmock/gmock.h>

namespace vip::test {
namespace {

// "part: literal|{name}", optional parts in brackets.
std::string outline(std::string_view text) {
  const auto read = parse_text_template(text);
  if (!read) return "none";
  std::string all;
  for (const TextTemplate::Part& part : read->parts) {
    all += part.optional ? "[" : "(";
    for (const TextTemplate::Piece& piece : part.pieces)
      all += piece.name.empty() ? piece.literal : "<" + piece.name + "/" + piece.literal + ">";
    all += part.optional ? "]" : ")";
  }
  return all;
}

TEST(TextTemplate, HasPlaceholdersAndOptionalParts) {
  EXPECT_EQ(outline("Weight: {weight} kg"), "(Weight: <weight/> kg)");
  EXPECT_EQ(outline("{a.b|Note}[ by {c}][: {d}]"), "(<a.b/Note>)[ by <c/>][: <d/>]");
  EXPECT_EQ(outline(""), "");
}

TEST(TextTemplate, IsNoneWhereItDoesNotMatch) {
  for (const char* text : {"{", "}", "{}", "{a", "[a", "a]", "[[a]]", "{|x}", "{a{b}}", "[a{b]}"})
    EXPECT_EQ(outline(text), "none") << text;
}

TEST(TextTemplate, IsOnePlaceholderAlone) {
  EXPECT_NE(parse_text_template("{a.b}")->sole_placeholder(), nullptr);
  for (const char* text : {"", "a", "{a} ", "[{a}]", "{a|b}", "{a}{b}"})
    EXPECT_EQ(parse_text_template(text)->sole_placeholder(), nullptr) << text;
}

}  // namespace
}  // namespace vip::test
