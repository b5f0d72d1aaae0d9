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
               resource_file("keepers", "fields:\n  phone: {type: string, pii: true}\n")});
}

Texts errors_of_dogs(const std::string& fields) {
  Texts texts = errors_of(kennel(fields));
  for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
  return texts;
}

TEST(StateMachine, NameStatesAndWhatKeepsTheirMoment) {
  const Catalogue catalogue = read(
      kennel("  status:\n    enum: [Lost, Found, Buried]\n    state-machine:\n"
             "      initial: [Lost]\n      transitions: {Lost: [Found, Buried], Found: [Lost]}\n"
             "      timestamps: {Found: found-date}\n"
             "  found-date: {type: date}\n"));
  const StateMachine& states = catalogue.resource("pets/dogs").field("status").state_machine;
  EXPECT_THAT(states.begin, ElementsAre("Lost"));
  ASSERT_EQ(states.steps.size(), 2U);
  EXPECT_THAT(states.steps[0].to, ElementsAre("Found", "Buried"));
  ASSERT_EQ(states.timestamps.size(), 1U);
  EXPECT_EQ(states.timestamps[0].field->name, "found-date");
}

TEST(StateMachine, AreOfStatesThatExist) {
  EXPECT_THAT(
      errors_of_dogs("  status:\n    enum: [Lost, Found]\n    state-machine:\n"
                     "      transitions:\n        Lost: [Find]\n        Gone: [Lost]\n"
                     "      timestamps: {Found: owner-uuid}\n"),
      ElementsAre(
          "11: field status: state-machine: the keyword \"initial\" is missing",
          "11: field status: state-machine: owner-uuid is no date and no date-time",
          "13: field status: state-machine: transitions: there is no state \"Find\"; did you mean "
          "\"Found\"?",
          "14: field status: state-machine: transitions: there is no state \"Gone\"; known are "
          "Lost, Found"));
  EXPECT_THAT(errors_of_dogs("  name: {type: string, state-machine: {initial: [A]}}\n"),
              ElementsAre("9: field name: state-machine does not apply to type string",
                          "9: field name: state-machine: there is no state \"A\""));
}

TEST(NotBefore, NamesAnotherDay) {
  const Catalogue catalogue =
      read(kennel("  born: {type: date}\n  died: {type: date, on-or-after: born}\n"));
  EXPECT_EQ(catalogue.resource("pets/dogs").field("died").on_or_after->name, "born");
  EXPECT_THAT(errors_of_dogs("  died: {type: date, on-or-after: birth}\n"
                             "  sold: {type: date, on-or-after: owner-uuid}\n"
                             "  height: {type: integer, on-or-after: died}\n"),
              ElementsAre("9: field died: on-or-after: dogs has no field \"birth\"; known are "
                          "dog-uuid, owner-uuid, town-uuid, died, sold, height, external-id, "
                          "created-date, modified",
                          "10: field sold: on-or-after: owner-uuid is of another type",
                          "11: field height: on-or-after does not apply to type integer",
                          "11: field height: on-or-after: died is of another type"));
}

TEST(ReferenceConstraint, ComparesWithAValueOrAField) {
  const Catalogue catalogue =
      read(kennel("  keeper-uuid:\n    references: owners\n    reference-constraints:\n"
                  "      - {field: kind, equals: Charity, code: out-of-range}\n"
                  "      - {field: town-uuid, matches: town-uuid, code: not-unique}\n"));
  const auto& must = catalogue.resource("pets/dogs").field("keeper-uuid").reference_constraints;
  ASSERT_EQ(must.size(), 2U);
  EXPECT_EQ(must[0].field->name, "kind");
  EXPECT_EQ(must[0].code, errors::out_of_range);
  EXPECT_EQ(must[1].own_path[0]->name, "town-uuid");
}

TEST(ReferenceConstraint, IsAskedInsideListsToo) {
  const Catalogue catalogue =
      read(kennel("  walks:\n    type: array\n    items:\n      type: object\n      properties:\n"
                  "        walker-uuid:\n          type: uuid\n          references: owners\n"
                  "          reference-constraints: [{field: town-uuid, matches: town-uuid, code: "
                  "not-unique}]\n"));
  const Field& walks = catalogue.resource("pets/dogs").field("walks");
  const auto& must = walks.items.front().members.front().reference_constraints;
  ASSERT_EQ(must.size(), 1U);
  EXPECT_EQ(must[0].field->owner->name, "owners");
  EXPECT_EQ(must[0].own_path[0]->name, "town-uuid");
}

TEST(ReferenceConstraint, SaysWhatIsMissing) {
  EXPECT_THAT(
      errors_of_dogs("  keeper-uuid:\n    references: owners\n    reference-constraints:\n"
                     "      - {field: kind, equals: Charitable, code: out-of-range}\n"
                     "      - {field: kind, code: no-such-code}\n"
                     "      - {field: town-uuid, matches: owner-uuids}\n"),
      ElementsAre(
          "11: field keeper-uuid: reference-constraints: kind is never \"Charitable\"",
          "11: field keeper-uuid: reference-constraints: dogs has no field \"owner-uuids\"; did "
          "you "
          "mean \"owner-uuid\"?",
          "13: field keeper-uuid: reference-constraints: one of \"equals\" and \"matches\" is "
          "expected",
          "13: field keeper-uuid: reference-constraints: no error code is named \"no-such-code\""));
}

TEST(ReferenceConstraint, IsRefusedAsAMismatchUnlessItNamesACode) {
  const Catalogue catalogue =
      read(kennel("  keeper-uuid:\n    references: owners\n    reference-constraints:\n"
                  "      - {field: kind, equals: Charity, detail: Not a charity}\n"
                  "      - {field: kind, equals: Charity, code: required-here}\n"));
  const auto& constraints =
      catalogue.resource("pets/dogs").field("keeper-uuid").reference_constraints;
  ASSERT_EQ(constraints.size(), 2U);
  EXPECT_EQ(constraints[0].code, errors::reference_mismatch);
  EXPECT_EQ(constraints[0].detail, "Not a charity");
  EXPECT_EQ(constraints[1].code, errors::required_here);
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
      errors_of_dogs("  keeper-uuid: {references: keepers}\n"
                     "  open: {type: string, default-from: keeper-uuid.phone}\n"
                     "  kept: {type: string, pii: true, default-from: "
                     "keeper-uuid.phone}\n"),
      ElementsAre("10: field open: default-from: phone is personal, so the field has to be"));
}

TEST(DefaultFrom, EndsAtAFieldOfTheSameType) {
  EXPECT_THAT(errors_of_dogs("  a: {type: date, default-from: owner-uuid.kind}\n"
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
