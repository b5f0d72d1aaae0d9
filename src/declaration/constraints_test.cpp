// The words that say what a change must keep to: what may be written, and what they name.
#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Dogs of owners of towns.
std::vector<DeclarationFile> kennel(const std::string& fields) {
  return pets({resource_file("dogs",
                             "fields:\n"
                             "  owner-uuid: {references: owners}\n"
                             "  town-uuid: {references: towns}\n" +
                                 fields),
               resource_file("owners",
                             "fields:\n  kind: {enum: [Person, Charity]}\n"
                             "  town-uuid: {references: towns}\n"),
               resource_file("towns", "fields:\n  since: {type: date}\n"),
               resource_file("keepers", "fields:\n  phone: {type: string, personal: true}\n")});
}

Texts faults_of_dogs(const std::string& fields) {
  Texts texts = faults_of(kennel(fields));
  for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
  return texts;
}

TEST(Transitions, NameStatesAndWhatKeepsTheirMoment) {
  const Catalogue catalogue =
      read(kennel("  status:\n    enum: [Lost, Found, Buried]\n    transitions:\n"
                  "      begin: [Lost]\n      next: {Lost: [Found, Buried], Found: [Lost]}\n"
                  "      stamp: {Found: found-date}\n"
                  "  found-date: {type: date}\n"));
  const Transitions& states = catalogue.resource("pets/dogs").field("status").transitions;
  EXPECT_THAT(states.begin, ElementsAre("Lost"));
  ASSERT_EQ(states.steps.size(), 2U);
  EXPECT_THAT(states.steps[0].to, ElementsAre("Found", "Buried"));
  ASSERT_EQ(states.stamps.size(), 1U);
  EXPECT_EQ(states.stamps[0].field->name, "found-date");
}

TEST(Transitions, AreOfStatesThatExist) {
  EXPECT_THAT(
      faults_of_dogs("  status:\n    enum: [Lost, Found]\n    transitions:\n"
                     "      next:\n        Lost: [Find]\n        Gone: [Lost]\n"
                     "      stamp: {Found: owner-uuid}\n"),
      ElementsAre("11: field status: transitions: the word \"begin\" is missing",
                  "11: field status: transitions: owner-uuid is no date and no date-time",
                  "13: field status: transitions: next: there is no state \"Find\"; did you mean "
                  "\"Found\"?",
                  "14: field status: transitions: next: there is no state \"Gone\"; known are "
                  "Lost, Found"));
  EXPECT_THAT(faults_of_dogs("  name: {type: string, transitions: {begin: [A]}}\n"),
              ElementsAre("9: field name: transitions does not apply to type string",
                          "9: field name: transitions: there is no state \"A\""));
}

TEST(NotBefore, NamesAnotherDay) {
  const Catalogue catalogue =
      read(kennel("  born: {type: date}\n  died: {type: date, not-before: born}\n"));
  EXPECT_EQ(catalogue.resource("pets/dogs").field("died").not_before->name, "born");
  EXPECT_THAT(faults_of_dogs("  died: {type: date, not-before: birth}\n"
                             "  sold: {type: date, not-before: owner-uuid}\n"
                             "  height: {type: integer, not-before: died}\n"),
              ElementsAre("9: field died: not-before: dogs has no field \"birth\"; known are "
                          "dog-uuid, owner-uuid, town-uuid, died, sold, height, external-id, "
                          "created-date, modified",
                          "10: field sold: not-before: owner-uuid is of another type",
                          "11: field height: not-before does not apply to type integer",
                          "11: field height: not-before: died is of another type"));
}

TEST(MustHave, ComparesWithAValueOrAField) {
  const Catalogue catalogue =
      read(kennel("  keeper-uuid:\n    references: owners\n    must-have:\n"
                  "      - {field: kind, equals: Charity, code: out-of-range}\n"
                  "      - {field: town-uuid, as: town-uuid, code: not-unique}\n"));
  const auto& must = catalogue.resource("pets/dogs").field("keeper-uuid").must_have;
  ASSERT_EQ(must.size(), 2U);
  EXPECT_EQ(must[0].field->name, "kind");
  EXPECT_EQ(must[0].code, ErrorCode::out_of_range);
  EXPECT_EQ(must[1].own_path[0]->name, "town-uuid");
}

TEST(MustHave, IsAskedInsideListsToo) {
  const Catalogue catalogue =
      read(kennel("  walks:\n    type: array\n    items:\n      type: object\n      properties:\n"
                  "        walker-uuid:\n          type: uuid\n          references: owners\n"
                  "          must-have: [{field: town-uuid, as: town-uuid, code: not-unique}]\n"));
  const Field& walks = catalogue.resource("pets/dogs").field("walks");
  const auto& must = walks.items.front().members.front().must_have;
  ASSERT_EQ(must.size(), 1U);
  EXPECT_EQ(must[0].field->owner->name, "owners");
  EXPECT_EQ(must[0].own_path[0]->name, "town-uuid");
}

TEST(MustHave, SaysWhatIsMissing) {
  EXPECT_THAT(
      faults_of_dogs("  keeper-uuid:\n    references: owners\n    must-have:\n"
                     "      - {field: kind, equals: Charitable, code: out-of-range}\n"
                     "      - {field: kind, code: no-such-code}\n"
                     "      - {field: town-uuid, as: owner-uuids}\n"),
      ElementsAre("11: field keeper-uuid: must-have: kind is never \"Charitable\"",
                  "11: field keeper-uuid: must-have: dogs has no field \"owner-uuids\"; did you "
                  "mean \"owner-uuid\"?",
                  "13: field keeper-uuid: must-have: one of \"equals\" and \"as\" is expected",
                  "13: field keeper-uuid: must-have: no error code is named \"no-such-code\"",
                  "14: field keeper-uuid: must-have: the word \"code\" is missing"));
}

TEST(DefaultFrom, FollowsReferences) {
  const Catalogue catalogue =
      read(kennel("  since: {type: date, default-from: owner-uuid.town-uuid.since}\n"));
  const auto& path = catalogue.resource("pets/dogs").field("since").default_path;
  ASSERT_EQ(path.size(), 3U);
  EXPECT_EQ(path[1]->owner->name, "owners");
  EXPECT_EQ(path[2]->owner->name, "towns");
}

TEST(DefaultFrom, KeepsWhatIsPersonalPersonal) {
  EXPECT_THAT(
      faults_of_dogs("  keeper-uuid: {references: keepers}\n"
                     "  open: {type: string, default-from: keeper-uuid.phone}\n"
                     "  kept: {type: string, personal: true, default-from: "
                     "keeper-uuid.phone}\n"),
      ElementsAre("10: field open: default-from: phone is personal, so the field has to be"));
}

TEST(DefaultFrom, EndsAtAFieldOfTheSameType) {
  EXPECT_THAT(faults_of_dogs("  a: {type: date, default-from: owner-uuid.kind}\n"
                             "  b: {type: date, default-from: owner-uuid}\n"
                             "  c: {type: date, default-from: a.since}\n"
                             "  d: {type: date, default: today, default-from: town-uuid.since}\n"
                             "  e: {type: date, required: true, default-from: town-uuid.since}\n"),
              ElementsAre("9: field a: default-from: kind is of another type",
                          "10: field b: default-from: expects reference-field.field-of-target",
                          "11: field c: default-from: a does not refer to one resource",
                          "12: field d: default-from: there is a default already",
                          "13: field e: default-from: a required field is never missing"));
}

}  // namespace
}  // namespace vip::test
