// The word `total`: what may be written, what it names, and in which order totals are added up.
#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kBowl = "{type: decimal, scale: 2}";

std::vector<DeclarationFile> kitchen(const std::string& fields) {
  return pets({resource_file("dogs", "fields:\n  name: {type: string}\n" + fields),
               resource_file("meals",
                             std::string{"fields:\n  dog-uuid: {references: dogs}\n"} +
                                 "  guest-uuid: {references: [cats, dogs]}\n"
                                 "  kind: {enum: [Meat, Bone]}\n  amount: " +
                                 kBowl + "\n  secret: {type: decimal, scale: 2, personal: true}\n"),
               resource_file("cats", "fields:\n  name: {type: string}\n")});
}

Texts faults_of_totals(const std::string& fields) {
  Texts texts = faults_of(kitchen(fields));
  for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
  return texts;
}

std::string total_field(const std::string& name, const std::string& terms) {
  return "  " + name + ": {type: decimal, scale: 2, total: [" + terms + "]}\n";
}

TEST(Totals, NameWhatTheyAddUp) {
  const Catalogue catalogue = read(
      kitchen(total_field("eaten",
                          "{of: meals, by: dog-uuid, sum: amount, when: {kind: [Meat, null]}}, "
                          "{of: meals, by: guest-uuid, less: amount}")));
  const Field& eaten = catalogue.resource("pets/dogs").field("eaten");
  EXPECT_TRUE(eaten.read_only);
  EXPECT_FALSE(eaten.nullable);
  EXPECT_EQ(eaten.default_value, Value{std::int64_t{0}});
  ASSERT_EQ(eaten.total.size(), 2U);
  const Resource& meals = catalogue.resource("pets/meals");
  EXPECT_EQ(eaten.total[0].number_field, &meals.field("amount"));
  EXPECT_EQ(eaten.total[1].by_field, &meals.field("guest-uuid"));
  EXPECT_TRUE(eaten.total[1].less);
  ASSERT_EQ(eaten.total[0].only.size(), 1U);
  EXPECT_THAT(eaten.total[0].only[0].values,
              ElementsAre(Value{std::string{"Meat"}}, Value{std::monostate{}}));
  // The source knows whom it has to tell.
  ASSERT_EQ(meals.counted_in.size(), 2U);
  EXPECT_EQ(meals.counted_in[0].total, &eaten);
  EXPECT_EQ(meals.counted_in[1].term, &eaten.total[1]);
}

TEST(Totals, AreAddedUpAfterThoseThatTheyAddUp) {
  const Catalogue catalogue = read(
      kitchen(total_field("all", "{sum: some}, {sum: more}") + total_field("some", "{sum: more}") +
              total_field("more", "{of: meals, by: dog-uuid, sum: amount}")));
  std::vector<std::string> order;
  for (const Field* field : catalogue.resource("pets/dogs").totals) order.push_back(field->name);
  EXPECT_THAT(order, ElementsAre("more", "some", "all"));
}

TEST(Totals, DoNotAddUpThemselves) {
  EXPECT_THAT(
      faults_of_totals(total_field("all", "{sum: some}") + total_field("some", "{less: all}")),
      ElementsAre("8: field all: total: it adds up itself"));
}

TEST(Totals, AddUpNumbersOfTheirOwnKind) {
  struct Case {
    const char* term;
    const char* fault;
  };
  for (const Case& one : {
           Case{"{of: meals, by: dog-uuid}",
                "8: field all: total: one of \"sum\" and \"less\" is expected"},
           Case{"{of: meals, sum: amount}",
                "8: field all: total: \"of\" and \"by\" go together: the resource, and its field "
                "that names this record"},
           Case{"{of: meals, by: kind, sum: amount}",
                "8: field all: total: kind does not refer to this resource"},
           Case{"{of: meals, by: dog-uuid, sum: kind}",
                "8: field all: total: kind is of another type or scale"},
           Case{"{of: meals, by: dog-uuid, sum: secret}",
                "8: field all: total: secret is personal, so the total has to be"},
           Case{"{of: meals, by: dog-uuid, sum: amount, when: {kind: Mead}}",
                "8: field all: total: when: kind: expected one of its enum values, not \"Mead\"; "
                "did you mean \"Meat\"?"},
           Case{"{sum: name}", "8: field all: total: name is of another type or scale"},
       })
    EXPECT_THAT(faults_of_totals(total_field("all", one.term)), ElementsAre(one.fault)) << one.term;
}

// Copies, marks and children of what is deleted change in the store, where no rule runs.
TEST(Totals, AddUpOnlyWhatTellsOfItsChanges) {
  EXPECT_THAT(
      faults_of(
          pets({resource_file("dogs",
                              "delete: hard\nfields:\n  first: {type: boolean, exactly-one: "
                              "true}\n  weight: {type: integer}\n" +
                                  std::string{"  all: {type: integer, total: [{of: walks, by: "
                                              "dog-uuid, sum: weight},\n    {sum: weight, "
                                              "when: {first: true}}]}\n"},
                              "list, read, create, delete"),
                resource_file("walks",
                              "parent: dogs\nfields:\n  dog-uuid: {references: dogs}\n"
                              "  weight: {copy-of: dog-uuid.weight}\n")})),
      ElementsAre(
          "pets/resources/dogs.yaml:10: field all: total: pets/walks goes with its parent, and "
          "no total is told of it",
          "pets/resources/dogs.yaml:10: field all: total: weight is kept by the store, and "
          "no total is told when it changes",
          "pets/resources/dogs.yaml:10: field all: total: first is kept by the store, and "
          "no total is told when it changes"));
}

TEST(Totals, AreNumbersThatBeginAtNothing) {
  EXPECT_THAT(faults_of_totals("  all: {type: string, total: [{sum: name}]}\n"),
              testing::Contains("8: field all: total does not apply to type string"));
  EXPECT_THAT(faults_of_totals("  all: {type: decimal, scale: 2, default: 1, total: []}\n"),
              ElementsAre("8: field all: total expects a list in brackets"));
  EXPECT_THAT(
      faults_of_totals("  some: {type: decimal, scale: 2}\n"
                       "  all: {type: decimal, scale: 2, default: 1, total: [{sum: some}]}\n"),
      ElementsAre("9: field all: default: a total begins at 0"));
}

}  // namespace
}  // namespace vip::test
