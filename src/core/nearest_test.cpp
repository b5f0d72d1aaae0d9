#include <gtest/gtest.h>

#include "core/did_you_mean.h"
#include "core/text.h"

namespace vip {
namespace {

const std::vector<std::string_view> kFields = {"first-name", "last-name",    "size", "sort",
                                               "page",       "contact-type", "q"};

struct SlipCase {
  const char* word;
  const char* meant;
};

TEST(Nearest, FindsTheNearestName) {
  constexpr SlipCase kCases[] = {
      {"lastname", "last-name"},
      {"last_name", "last-name"},
      {"fist-name", "first-name"},
      {"siez", "size"},
      {"sizes", "size"},
      {"pgae", "page"},
      {"pag", "page"},
      {"contact-types", "contact-type"},
      {"contacttyp", "contact-type"},
      {"page", "page"},
  };
  for (const auto& [word, meant] : kCases) EXPECT_EQ(nearest(word, kFields), meant) << word;
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
  for (const char* word : {"", "x", "colour", "zz", "telephone-number"})
    EXPECT_EQ(nearest(word, kFields), "") << word;
  EXPECT_EQ(nearest("size", {}), "");
}

TEST(Nearest, PrefersTheFirstOfEquals) {
  EXPECT_EQ(nearest("name-x", {"name-a", "name-b"}), "name-a");
}

TEST(Nearest, IsNotSlowedByLongWords) {
  EXPECT_EQ(nearest(std::string(1'000'000, 'a'), kFields), "");
}

TEST(DidYouMean, SaysANameOnlyWhereOneIsNear) {
  EXPECT_EQ(did_you_mean("No such field here", "lastname", kFields),
            "No such field here; did you mean `last-name`?");
  EXPECT_EQ(did_you_mean("No such field here", "colour", kFields), "No such field here.");
  EXPECT_EQ(did_you_mean("No such field here", "size", {}), "No such field here.");
}

}  // namespace
}  // namespace vip
