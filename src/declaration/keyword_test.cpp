// The registry of keywords: what a build has found.
#include "declaration/keyword.h"

#include <fstream>
#include <set>
#include <sstream>

#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

TEST(Keywords, HaveANameAndAPlaceOfTheirOwn) {
  std::set<std::string_view> names;
  std::set<int> orders;
  for (const Keyword& keyword : registered_keywords().all) {
    EXPECT_TRUE(names.insert(keyword.name).second) << keyword.name;
    EXPECT_TRUE(orders.insert(keyword.order).second) << keyword.name;
    EXPECT_NE(keyword.read, nullptr) << keyword.name;
  }
  EXPECT_TRUE(names.contains("state-machine"));
}

TEST(Keywords, StandInTheReference) {
  std::ifstream stream{VIP_SOURCE_DIR "/docs/declarations.md"};
  std::ostringstream text;
  text << stream.rdbuf();
  for (const Keyword& keyword : registered_keywords().all)
    EXPECT_THAT(text.str(), testing::HasSubstr("\n| `" + std::string(keyword.name) + "` |"))
        << keyword.name;
}

TEST(Keywords, AreFoundByNameAndKind) {
  const auto named = [](std::string_view name, Keyword::Of of, int order) {
    Keyword keyword;
    keyword.name = name;
    keyword.of = of;
    keyword.order = order;
    return keyword;
  };
  const KeywordRegistry registry = registry_of(
      {named("later", Keyword::Of::fields, 2), named("of-all", Keyword::Of::resources, 3),
       named("sooner", Keyword::Of::fields_and_members, 1)});
  EXPECT_THAT(registry.names(Keyword::Of::fields), testing::ElementsAre("sooner", "later"));
  EXPECT_THAT(registry.names(Keyword::Of::fields_and_members), testing::ElementsAre("sooner"));
  EXPECT_THAT(registry.names(Keyword::Of::resources), testing::ElementsAre("of-all"));
  EXPECT_EQ(registry.find("later")->order, 2);
  EXPECT_EQ(registry.find("never"), nullptr);
}

}  // namespace
}  // namespace vip::test
