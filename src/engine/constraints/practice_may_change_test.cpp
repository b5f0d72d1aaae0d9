// practice-may-change: what may be declared, and of which fields a practice may change entries of
// the system. That others are refused is tested with the record writer.
#include "schema/practice_may_change.h"

#include "engine/constraints/test_constraints.h"

namespace vip::test::practice_may_change_keyword {
namespace {

using testing::ElementsAre;

TEST(PracticeMayChange, IsAFlagOfLibraries) {
  EXPECT_THAT(errors_of_dogs("  name: {type: string, practice-may-change: true}\n"),
              ElementsAre("9: field name: practice-may-change: only a library has system-defined "
                          "entries"));
}

TEST(PracticeMayChange, IsOfWhatIsDeclaredAndOfWhereAndWhetherEntriesAreShown) {
  const auto changeable = [](const std::string& content) {
    auto files = pets(
        {library_file("kinds", content + "fields:\n"
                                         "  lives: {type: integer, practice-may-change: true}\n"
                                         "  legs: {type: integer, practice-may-change: false}\n")});
    files.push_back({"pets/content/kinds.yaml", "entries:\n  - {code: cat, name: Cat}\n"});
    if (content.empty()) files.pop_back();
    const Catalogue catalogue = read(files);
    Texts names;
    for (const Field& field : catalogue.resource("pets/kinds").fields)
      if (practice_may_change(field)) names.push_back(field.name);
    return names;
  };
  EXPECT_THAT(changeable("content: kinds.yaml\n"), ElementsAre("view-order", "hidden", "lives"));
  EXPECT_THAT(changeable(""), testing::IsEmpty()) << "no entries of the system";
}

}  // namespace
}  // namespace vip::test::practice_may_change_keyword
