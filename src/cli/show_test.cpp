#include "cli/show.h"

#include <gtest/gtest.h>

#include "cli/durations.h"

namespace vip::cli {
namespace {

TEST(Show, AListIsATable) {
  EXPECT_EQ(
      shown(R"({"results":[{"name":"Añe","n":1},{"name":"Longer","n":null}]})", {"name", "n"}),
      "name    n\nAñe     1\nLonger  -\n");
  EXPECT_EQ(shown(R"({"results":[]})", {"name"}), "There are none.\n");
}

TEST(Show, AThingIsItsMembers) {
  EXPECT_EQ(
      shown(
          R"({"name":"x","disabled":false,"scopes":["a:b","c:d"],"secrets":[{"id":"1","at":"now","by":null},{"id":"22","at":"then","by":"me"}],"grants":[]})",
          {"by", "id", "other"}),
      "name      x\ndisabled  no\nscopes    a:b c:d\ngrants    none\n"
      "\nsecrets\n  by  id\n  -   1\n  me  22\n");
}

TEST(Durations, HaveAUnit) {
  EXPECT_EQ(seconds_of("24h"), 86'400);
  EXPECT_EQ(seconds_of("30m"), 1'800);
  EXPECT_EQ(seconds_of("7d"), 604'800);
  EXPECT_EQ(seconds_of("0"), 0);
  for (const auto* bad : {"", "h", "24", "-1h", "1w", "1h30m", "999999999d"})
    EXPECT_FALSE(seconds_of(bad)) << bad;
}

}  // namespace
}  // namespace vip::cli
