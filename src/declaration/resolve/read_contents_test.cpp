#include "declaration/test_declarations.h"
#include "schema/value_json.h"

namespace vip::test {
namespace {

using testing::ElementsAre;

DeclarationFile content(const std::string& name, const std::string& entries) {
  return {"pets/content/" + name, "entries:\n" + entries};
}

std::vector<DeclarationFile> breeds(const std::string& entries) {
  return pets({library_file("species", "content: species.yaml\nfields: {}\n"),
               library_file("breeds",
                            "content: breeds.yaml\nfields:\n"
                            "  specie-uuid: {references: species, required: true}\n"
                            "  also-uuids: {type: uuid-list, references: species}\n"
                            "  species: {denormalized-from: specie-uuid.name}\n"
                            "  weight: {type: decimal, scale: 1}\n"
                            "  vbo-id: {type: string, unique: true}\n"),
               content("species.yaml", "  - {code: cat, name: Cat}\n  - {code: dog, name: Dog}\n"),
               content("breeds.yaml", entries)});
}

std::string value_of(const Resource& resource, std::size_t entry, const char* field) {
  const Field& wanted = resource.field(field);
  for (const auto& [index, value] : resource.system_entries.at(entry).values) {
    if (index == wanted.index) return json_of(wanted, value);
  }
  return "none";
}

TEST(Contents, HaveTheSameIdsEverywhereAndReferByCode) {
  const Catalogue catalogue =
      read(breeds("  - {code: husky, name: Husky, specie-uuid: dog, weight: 25.50}\n"
                  "  - {code: lynx, name: Lynx, specie-uuid: cat, also-uuids: [cat, dog], "
                  "view-order: 7}\n"));
  const Resource& all = catalogue.resource("pets/breeds");
  ASSERT_EQ(all.system_entries.size(), 2U);
  EXPECT_EQ(all.system_entries[0].id, make_uuid_v5("pets/breeds/husky"));
  EXPECT_EQ(all.system_entries[0].code, "husky");
  const std::string dog = "\"" + to_string(make_uuid_v5("pets/species/dog")) + "\"";
  const std::string cat = "\"" + to_string(make_uuid_v5("pets/species/cat")) + "\"";
  EXPECT_EQ(value_of(all, 0, "name"), "\"Husky\"");
  EXPECT_EQ(value_of(all, 0, "specie-uuid"), dog);
  EXPECT_EQ(value_of(all, 1, "also-uuids"), "[" + cat + "," + dog + "]");
  EXPECT_EQ(value_of(all, 0, "species"), "\"Dog\"") << "copied from the entry that it refers to";
  EXPECT_EQ(value_of(all, 0, "weight"), "25.5");
  EXPECT_EQ(value_of(all, 0, "hidden"), "false");
  EXPECT_EQ(value_of(all, 0, "system-defined"), "true");
  EXPECT_EQ(value_of(all, 0, "view-order"), "1") << "the place in the file";
  EXPECT_EQ(value_of(all, 1, "view-order"), "7");
  EXPECT_EQ(value_of(all, 0, "description"), "none");
}

struct ContentError {
  const char* entry;  // line 2
  const char* expected;
};

class ContentErrors : public testing::TestWithParam<ContentError> {};

TEST_P(ContentErrors, AreToldWithLineAndExpectation) {
  const Texts errors = errors_of(breeds(std::string{"  - "} + GetParam().entry + "\n"));
  EXPECT_THAT(errors,
              ElementsAre(std::string{"pets/content/breeds.yaml:2: "} + GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Entries, ContentErrors,
    testing::Values(
        ContentError{"{name: A, specie-uuid: cat}", "entry: the keyword \"code\" is missing"},
        ContentError{"{code: A, name: A, specie-uuid: cat}",
                     "entry: code expects lower-case letters, digits and dashes"},
        ContentError{"{code: a, specie-uuid: cat}", "entry: the keyword \"name\" is missing"},
        ContentError{"{code: a, name: A}", "entry: the keyword \"specie-uuid\" is missing"},
        ContentError{"{code: a, name: A, specie-uuid: cta}",
                     "entry: specie-uuid: pets/species has no entry with the code \"cta\"; did you "
                     "mean \"cat\"?"},
        ContentError{"{code: a, name: A, specie-uuid: cat, also-uuids: cat}",
                     "entry: also-uuids expects a list of codes"},
        ContentError{"{code: a, name: A, specie-uuid: cat, weigth: 1}",
                     "entry: unknown keyword \"weigth\"; did you mean \"weight\"?"},
        ContentError{"{code: a, name: A, specie-uuid: cat, weight: 1.25}",
                     "entry: weight: expected a number with at most 1 decimals"},
        ContentError{"canine", "entry: expected a mapping of names to values"}));

TEST(Contents, CodesAndUniqueValuesStandOnce) {
  EXPECT_THAT(errors_of(breeds("  - {code: a, name: A, specie-uuid: cat, vbo-id: V1}\n"
                               "  - {code: a, name: B, specie-uuid: cat}\n"
                               "  - {code: c, name: C, specie-uuid: cat, vbo-id: V1}\n")),
              ElementsAre("pets/content/breeds.yaml:3: entry: the code \"a\" is given twice",
                          "pets/content/breeds.yaml:4: entry: vbo-id is unique, another entry has "
                          "this value"));
}

TEST(Contents, BelongToLibrariesAndMustBeThere) {
  EXPECT_THAT(errors_of(pets({library_file("breeds", "content: breds.yaml\n"),
                              resource_file("dogs", "content: dogs.yaml\nfields: {}\n"),
                              content("dogs.yaml", "  []\n")})),
              ElementsAre("pets/resources/breeds.yaml:6: content: there is no file "
                          "pets/content/breds.yaml",
                          "pets/resources/dogs.yaml:6: content: only a library has system-defined "
                          "entries"));
  EXPECT_THAT(
      errors_of(pets({library_file("breeds", "content: breeds.yaml\n"),
                      {"pets/content/breeds.yaml", "entry: []\n"}})),
      ElementsAre("pets/content/breeds.yaml:1: content: unknown keyword \"entry\"; known are "
                  "entries",
                  "pets/content/breeds.yaml:1: content: expected \"entries\" with a list"));
}

}  // namespace
}  // namespace vip::test
