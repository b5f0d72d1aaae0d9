// projections: what may be declared, how the other record follows, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::projections {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Dogs, whose log has an entry for each.
std::vector<DeclarationFile> log(const std::string& projections) {
  return pets({resource_file(
                   "dogs", projections +
                               "fields:\n"
                               "  entry-uuid: {references: entries, read-only: true}\n"
                               "  owner-uuid: {references: owners}\n"
                               "  name: {type: string}\n"
                               "  height: {type: decimal, scale: 1}\n"
                               "  chipped: {type: boolean}\n"
                               "  titles:\n    type: array\n    items: {type: object, properties: "
                               "{title: {type: string}}}\n"),
               resource_file("entries",
                             "fields:\n"
                             "  kind: {enum: [Dog, Cat]}\n"
                             "  dog-uuid: {references: dogs}\n"
                             "  owner-uuid: {references: owners}\n"
                             "  height: {type: decimal, scale: 2}\n"
                             "  text: {type: string}\n"),
               resource_file("owners", "fields:\n  name: {type: string}\n")});
}

Texts errors_with(const std::string& projections) { return errors_of_dogs(log(projections)); }

const char* const kProjections =
    "projections:\n"
    "  - resource: entries\n    id-field: entry-uuid\n    omit: [height]\n"
    "    values: {kind: Dog, dog-uuid: \"{dog-uuid}\", "
    "text: \"{owner-uuid.name}[: {titles.title}] {height}\"}\n";

class ProjectionsKeyword : public ConstraintTest {
 protected:
  void SetUp() override { declare(log(kProjections)); }
  // A value of the entry that a dog has.
  std::string entry(const std::string& dog, const std::string& name) {
    const std::string id = value("dogs", dog, "entry-uuid");
    return value("entries", id.substr(1, id.size() - 2), name);
  }
};

TEST_F(ProjectionsKeyword, NamesFieldsOfBoth) {
  const std::string owner = create("owners", R"({"name":"Ann"})");
  const std::string dog =
      create("dogs", R"({"owner-uuid":")" + owner +
                         R"(","height":"40.5","titles":[{"title":"Champion"}]})");
  EXPECT_EQ(entry(dog, "kind"), R"("Dog")");
  EXPECT_EQ(entry(dog, "dog-uuid"), '"' + dog + '"');
  EXPECT_EQ(entry(dog, "owner-uuid"), '"' + owner + '"') << "shared by name";
  EXPECT_EQ(entry(dog, "height"), "null") << "omitted";
  EXPECT_EQ(entry(dog, "text"), R"("Ann: Champion 40.5")");
}

TEST_F(ProjectionsKeyword, FollowsItsRecord) {
  const std::string dog = create("dogs", R"({"height":"40.5"})");
  patch("dogs", dog,
        R"({"height":"41.0","owner-uuid":")" + create("owners", R"({"name":"Bo"})") + R"("})");
  EXPECT_EQ(entry(dog, "text"), R"("Bo 41")");
}

TEST_F(ProjectionsKeyword, GoesWithItsRecord) {
  const std::string offered = "list, read, create, delete";
  declare(
      pets({resource_file("dogs",
                          "delete: hard\nprojections: [{resource: entries}]\n"
                          "fields:\n  name: {type: string}\n",
                          offered),
            resource_file("entries", "delete: hard\nfields:\n  name: {type: string}\n", offered)}));
  const std::string dog = create("dogs", R"({"name":"Rex"})");
  EXPECT_EQ(value("entries", dog, "name"), R"("Rex")") << "it has the same id";
  remove("dogs", dog);
  EXPECT_EQ(count("entries"), 0U);
}

TEST_F(ProjectionsKeyword, IsPublishedByTheOtherResourcesName) {
  EXPECT_THAT(published(resource("dogs")), ElementsAre(R"(x-projections ["pets/entries"])"));
  EXPECT_EQ(resource("dogs").constraints.front()->explanation(),
            "Projected to\n  pets/entries: kind, dog-uuid, text, owner-uuid");
}

TEST(Projections, SaysWhatDoesNotFit) {
  EXPECT_THAT(errors_with("projections:\n  - resource: entries\n"),
              ElementsAre("7: projections: height is of another type or scale there"));
  EXPECT_THAT(
      errors_with("projections:\n"
                  "  - resource: entry\n    omit: [height, size]\n"
                  "  - resource: entries\n    id-field: name\n    omit: [height]\n"
                  "    values: {kind: Bird, dog-uuid: \"{name}\", text: \"{chipped}\", "
                  "owner-uuid: \"{owner-uuid.names}\", size: \"{name\"}\n"),
      ElementsAre("7: projections: no resource pets/entry is declared; known are dogs, entries, "
                  "owners",
                  "7: projections: dogs has no field \"size\"; known are dog-uuid, entry-uuid, "
                  "owner-uuid, name, height, chipped, titles, external-id, created-date, "
                  "modified",
                  "9: projections: name is no uuid",
                  "9: projections: kind does not take such a value",
                  "9: projections: dog-uuid does not take such a value",
                  "9: projections: chipped cannot stand in a text",
                  "9: projections: owners has no field \"names\"; did you mean \"name\"?",
                  "12: projections: values: size: braces and brackets must match and hold "
                  "something: \"{name}[, {note}]\""));
}

TEST(Projections, SharesOnlyWhatTheOtherFieldTakes) {
  EXPECT_THAT(
      errors_of(pets({resource_file("dogs",
                                    "projections: [{resource: entries}]\n"
                                    "fields:\n"
                                    "  mood: {enum: [Good, Bad]}\n"
                                    "  state: {enum: [Found, Lost]}\n"
                                    "  kind: {enum: [Dog]}\n"
                                    "  note: {type: string, maxLength: 20}\n"
                                    "  name: {type: string, maxLength: 30}\n"),
                      resource_file("entries",
                                    "fields:\n"
                                    "  mood: {enum: [Good, Bad]}\n"
                                    "  state: {enum: [Lost]}\n"
                                    "  kind: {type: string}\n"
                                    "  note: {type: string, maxLength: 20}\n"
                                    "  name: {type: string, maxLength: 29}\n")})),
      ElementsAre(
          "pets/resources/dogs.yaml:6: projections: state has other values there",
          "pets/resources/dogs.yaml:6: projections: name may be longer than it may be there"));
}

TEST(Projections, KeepsWhatIsPersonalPersonal) {
  const auto errors_with = [](const std::string& there) {
    return errors_of_dogs(
        pets({resource_file(
                  "dogs",
                  "projections:\n  - resource: entries\n    values: {text: \"Of {owner}\", on: "
                  "\"{born}\"}\n"
                  "fields:\n"
                  "  owner: {type: string, pii: true}\n"
                  "  born: {type: date, pii: true}\n"
                  "  note: {type: string, pii: true}\n"),
              resource_file("entries", "fields:\n  text: {type: string" + there +
                                           "}\n  on: {type: date" + there +
                                           "}\n  note: {type: string" + there + "}\n")}));
  };
  EXPECT_THAT(errors_with(", pii: true"), IsEmpty());
  EXPECT_THAT(errors_with(""),
              ElementsAre("7: projections: owner is personal, text is not",
                          "7: projections: born is personal, on is not",
                          "7: projections: note is personal, so it has to be personal there"));
}

}  // namespace
}  // namespace vip::test::projections
