// Migration files: their order, and what each step has to fit.

#include "declaration/test_declarations.h"
#include "schema/migration.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kFields =
    "fields:\n"
    "  name: {type: string, required: true}\n"
    "  call-name: {type: string}\n"
    "  build: {enum: [Tiny, Large]}\n"
    "  legs: {type: integer}\n"
    "  price: {type: decimal, scale: 2}\n"
    "  breeder-uuid: {references: breeders}\n"
    "  breeder-name: {denormalized-from: breeder-uuid.name}\n";

DeclarationFile migration(const std::string& name, const std::string& steps) {
  return {"pets/migrations/" + name + ".yaml", "description: D\nsteps:\n" + steps};
}

std::vector<DeclarationFile> with(std::vector<DeclarationFile> migrations) {
  std::vector<DeclarationFile> files = {
      resource_file("dogs", kFields),
      resource_file("breeders", "fields:\n  name: {type: string, required: true}\n")};
  files.insert(files.end(), migrations.begin(), migrations.end());
  return pets(files);
}

struct BadStep {
  std::string what;
  std::string step;  // line 3
  std::string error;
};
void PrintTo(const BadStep& bad, std::ostream* out) { *out << bad.what; }

class BadSteps : public testing::TestWithParam<BadStep> {};

TEST_P(BadSteps, AreRefused) {
  EXPECT_THAT(errors_of(with({migration("0001-change", "  - " + GetParam().step + "\n")})),
              ElementsAre("pets/migrations/0001-change.yaml:3: " + GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Migrations, BadSteps,
    testing::Values(
        BadStep{"an unknown step", "renam-field: {resource: dogs}",
                "step: there is no step \"renam-field\"; did you mean \"rename-field\"?"},
        BadStep{"two steps in one", "{drop-resource: {resource: a}, drop-field: {resource: a}}",
                "step: expected one step for each dash"},
        BadStep{"no mapping", "drop-field", "step: expected a mapping of names to values"},
        BadStep{"an unknown keyword", "drop-resource: {resource: cats, of: dogs}",
                "drop-resource: unknown keyword \"of\"; known are resource"},
        BadStep{"an unknown resource", "drop-field: {resource: dog, field: nickname}",
                "drop-field: pets has no resource dog after this step; did you mean \"dogs\"?"},
        BadStep{"a missing keyword", "drop-field: {resource: dogs}",
                "drop-field: the keyword \"field\" is missing"},
        BadStep{"no name", "drop-field: {resource: dogs, field: Nick Name}",
                "drop-field: field expects lower-case words joined by dashes"},
        BadStep{"a target that is not declared",
                "rename-field: {resource: dogs, from: nickname, to: callname}",
                "rename-field: there is no field callname after this step; did you mean "
                "\"call-name\"?"},
        BadStep{"a source that is declared",
                "rename-field: {resource: dogs, from: name, to: call-name}",
                "rename-field: name is still declared after this step"},
        BadStep{"a field of the platform", "rename-field: {resource: dogs, from: id, to: dog-uuid}",
                "rename-field: dog-uuid is made by the platform, and is not migrated"},
        BadStep{"a dropped field that is declared", "drop-field: {resource: dogs, field: legs}",
                "drop-field: legs is still declared after this step"},
        BadStep{"a dropped resource that is declared", "drop-resource: {resource: dogs}",
                "drop-resource: dogs is still declared after this step"},
        BadStep{"a renamed resource that is declared",
                "rename-resource: {from: dogs, to: breeders}",
                "rename-resource: dogs is still declared after this step"},
        BadStep{"a value of another type", "fill-field: {resource: dogs, field: legs, value: four}",
                "fill-field: value: expected a whole number"},
        BadStep{"no value", "fill-field: {resource: dogs, field: legs}",
                "fill-field: the keyword \"value\" is missing"},
        BadStep{"a copy", "fill-field: {resource: dogs, field: breeder-name, value: Ann}",
                "fill-field: breeder-name is a copy: change the field that it copies"},
        BadStep{"no enum value",
                "replace-value: {resource: dogs, field: build, from: Wee, to: Smal}",
                "replace-value: to: expected one of its enum values, not \"Smal\"; known are "
                "Large, Tiny"},
        BadStep{"an enum value that is still one",
                "replace-value: {resource: dogs, field: build, from: Large, to: Tiny}",
                "replace-value: \"Large\" is still a value after this step"},
        BadStep{"a type that is none", "convert-field: {resource: dogs, field: name, from: number}",
                "convert-field: expected the type that it had; known are string, integer, decimal, "
                "boolean, date, date-time, time, uuid, uuid-list, object, array"},
        BadStep{"types that do not fit",
                "convert-field: {resource: dogs, field: legs, from: string}",
                "convert-field: string values do not become integer values: declare a field of "
                "another name"},
        BadStep{"fewer decimals",
                "convert-field: {resource: dogs, field: price, from: decimal, scale: 3}",
                "convert-field: decimal(3) values do not become decimal(2) values: "
                "declare a field of another name"},
        BadStep{"a decimal without scale",
                "convert-field: {resource: dogs, field: price, from: decimal}",
                "convert-field: scale is given for a decimal, and for nothing else"},
        BadStep{"duplicates that cannot be null", "clear-duplicates: {resource: dogs, field: name}",
                "clear-duplicates: name cannot be null"},
        BadStep{
            "duplicates beside nothing",
            "clear-duplicates: {resource: dogs, field: legs, beside: [leg]}",
            "clear-duplicates: there is no field leg after this step; did you mean \"legs\"?"}));

TEST(Migrations, AreNumberedWithoutAGap) {
  const std::string step = "  - drop-field: {resource: dogs, field: nickname}\n";
  EXPECT_THAT(
      errors_of(with({migration("0001-one", step),
                      migration("0001-two", "  - drop-resource: {resource: cats}\n"),
                      migration("0003-three", "  - drop-resource: {resource: cows}\n"),
                      migration("4-four", "  - drop-resource: {resource: pigs}\n"),
                      {"pets/migrations/0000-none.yaml", "description: D\nsteps: []\n"}})),
      ElementsAre("pets/migrations/0000-none.yaml:1: expected a name of four digits, a dash "
                  "and a few words, as 0001-rename-nickname.yaml",
                  "pets/migrations/0000-none.yaml:2: migration: expected \"steps\" with a "
                  "list of steps",
                  "pets/migrations/0001-two.yaml:1: another migration has the number 0001",
                  "pets/migrations/0003-three.yaml:1: expected the number 0002: numbers "
                  "have no gap",
                  "pets/migrations/4-four.yaml:1: expected a name of four digits, a dash "
                  "and a few words, as 0001-rename-nickname.yaml"));
}

TEST(Migrations, SayWhyTheyAreNeeded) {
  EXPECT_THAT(errors_of(with({{"pets/migrations/0001-one.yaml",
                               "number: 1\nsteps:\n  - drop-resource: {resource: cats}\n"}})),
              ElementsAre("pets/migrations/0001-one.yaml:1: migration: unknown keyword "
                          "\"number\"; known are description, steps",
                          "pets/migrations/0001-one.yaml:1: migration: the keyword "
                          "\"description\" is missing"));
}

// A file that fitted once is never changed: what it left may have been changed by those after it.
TEST(Migrations, OfThePastFitWhatFollowedThem) {
  const auto files =
      with({migration("0001-first",
                      "  - rename-field: {resource: hounds, from: nickname, to: short-name}\n"
                      "  - replace-value: {resource: hounds, field: build, from: Wee, to: Small}\n"
                      "  - fill-field: {resource: hounds, field: build, value: Small}\n"
                      "  - fill-field: {resource: hounds, field: colour, value: Brown}\n"
                      "  - fill-field: {resource: cats, field: lives, value: 9}\n"),
            migration("0002-second",
                      "  - rename-field: {resource: hounds, from: short-name, to: call-name}\n"
                      "  - replace-value: {resource: hounds, field: build, from: Small, to: Tiny}\n"
                      "  - drop-field: {resource: hounds, field: colour}\n"
                      "  - drop-resource: {resource: cats}\n"),
            migration("0003-third", "  - rename-resource: {from: hounds, to: dogs}\n")});
  EXPECT_THAT(errors_of(files), IsEmpty());
  const Catalogue catalogue = read(files);
  const auto& migrations = catalogue.domain("pets")->migrations;
  ASSERT_EQ(migrations.size(), 3U);
  Texts steps;
  for (const auto& one : migrations)
    for (const MigrationStep& step : one->steps)
      steps.push_back(std::to_string(one->number) + " " + step.resource.stored + " " +
                      step.field.stored + " " + step.to.stored);
  EXPECT_THAT(steps, ElementsAre("1 pets_hounds nickname short_name", "1 pets_hounds build ",
                                 "1 pets_hounds build ", "2 pets_hounds short_name call_name",
                                 "2 pets_hounds build ", "2 pets_hounds colour ", "2 pets_cats  ",
                                 "3 pets_hounds  pets_dogs"))
      << "steps for what is dropped later are left out";
}

TEST(Migrations, OfAResourceThatCannotBeReadAreNoSecondError) {
  EXPECT_THAT(errors_of(pets(
                  {{"pets/resources/dogs.yaml", "- no mapping\n"},
                   migration("0001-one", "  - drop-field: {resource: dogs, field: nickname}\n")})),
              testing::Each(testing::StartsWith("pets/resources/dogs.yaml")));
}

}  // namespace
}  // namespace vip::test
