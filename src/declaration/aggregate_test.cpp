// The word `total`: what may be written, what it names, and in which order aggregates are added up.
#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kBowl = "{type: decimal, scale: 2}";

std::vector<DeclarationFile> kitchen(const std::string& fields) {
  return pets(
      {resource_file("dogs", "fields:\n  name: {type: string}\n" + fields),
       resource_file("meals", std::string{"fields:\n  dog-uuid: {references: dogs}\n"} +
                                  "  guest-uuid: {references: [cats, dogs]}\n"
                                  "  kind: {enum: [Meat, Bone]}\n  amount: " +
                                  kBowl + "\n  secret: {type: decimal, scale: 2, pii: true}\n"),
       resource_file("cats", "fields:\n  name: {type: string}\n")});
}

Texts errors_of_totals(const std::string& fields) {
  Texts texts = errors_of(kitchen(fields));
  for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
  return texts;
}

std::string total_field(const std::string& name, const std::string& terms) {
  return "  " + name + ": {type: decimal, scale: 2, aggregate: [" + terms + "]}\n";
}

TEST(Totals, NameWhatTheyAddUp) {
  const Catalogue catalogue = read(kitchen(total_field(
      "eaten",
      "{source: meals, foreign-key: dog-uuid, add: amount, where: {kind: [Meat, null]}}, "
      "{source: meals, foreign-key: guest-uuid, subtract: amount}")));
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
  ASSERT_EQ(meals.aggregated_in.size(), 2U);
  EXPECT_EQ(meals.aggregated_in[0].total, &eaten);
  EXPECT_EQ(meals.aggregated_in[1].term, &eaten.total[1]);
}

TEST(Totals, AreAddedUpAfterThoseThatTheyAddUp) {
  const Catalogue catalogue = read(
      kitchen(total_field("all", "{add: some}, {add: more}") + total_field("some", "{add: more}") +
              total_field("more", "{source: meals, foreign-key: dog-uuid, add: amount}")));
  std::vector<std::string> order;
  for (const Field* field : catalogue.resource("pets/dogs").aggregates)
    order.push_back(field->name);
  EXPECT_THAT(order, ElementsAre("more", "some", "all"));
}

TEST(Totals, DoNotAddUpThemselves) {
  EXPECT_THAT(
      errors_of_totals(total_field("all", "{add: some}") + total_field("some", "{subtract: all}")),
      ElementsAre("8: field all: aggregate: it adds up itself"));
}

TEST(Totals, AddUpNumbersOfTheirOwnKind) {
  struct Case {
    const char* term;
    const char* error;
  };
  for (const Case& one : {
           Case{"{source: meals, foreign-key: dog-uuid}",
                "8: field all: aggregate: one of \"add\" and \"subtract\" is expected"},
           Case{"{source: meals, add: amount}",
                "8: field all: aggregate: \"source\" and \"foreign-key\" go together: the "
                "resource, and its field "
                "that names this record"},
           Case{"{source: meals, foreign-key: kind, add: amount}",
                "8: field all: aggregate: kind does not refer to this resource"},
           Case{"{source: meals, foreign-key: dog-uuid, add: kind}",
                "8: field all: aggregate: kind is of another type or scale"},
           Case{"{source: meals, foreign-key: dog-uuid, add: secret}",
                "8: field all: aggregate: secret is personal, so the aggregate has to be"},
           Case{"{source: meals, foreign-key: dog-uuid, add: amount, where: {kind: Mead}}",
                "8: field all: aggregate: where: kind: expected one of its enum values, not "
                "\"Mead\"; "
                "did you mean \"Meat\"?"},
           Case{"{add: name}", "8: field all: aggregate: name is of another type or scale"},
       })
    EXPECT_THAT(errors_of_totals(total_field("all", one.term)), ElementsAre(one.error)) << one.term;
}

// Copies, marks and children of what is deleted change in the store, where no rule runs.
TEST(Totals, AddUpOnlyWhatTellsOfItsChanges) {
  EXPECT_THAT(
      errors_of(pets(
          {resource_file(
               "dogs",
               "delete: hard\nfields:\n  first: {type: boolean, exclusive: "
               "true}\n  weight: {type: integer}\n" +
                   std::string{"  all: {type: integer, aggregate: [{source: walks, foreign-key: "
                               "dog-uuid, add: weight},\n    {add: weight, "
                               "where: {first: true}}]}\n"},
               "list, read, create, delete"),
           resource_file("walks",
                         "parent: dogs\nfields:\n  dog-uuid: {references: dogs}\n"
                         "  weight: {denormalized-from: dog-uuid.weight}\n")})),
      ElementsAre(
          "pets/resources/dogs.yaml:10: field all: aggregate: pets/walks goes with its parent, and "
          "no total is told of it",
          "pets/resources/dogs.yaml:10: field all: aggregate: weight is kept by the store, and "
          "no total is told when it changes",
          "pets/resources/dogs.yaml:10: field all: aggregate: first is kept by the store, and "
          "no total is told when it changes"));
}

TEST(Totals, AreNumbersThatBeginAtNothing) {
  EXPECT_THAT(errors_of_totals("  all: {type: string, aggregate: [{add: name}]}\n"),
              testing::Contains("8: field all: aggregate does not apply to type string"));
  EXPECT_THAT(errors_of_totals("  all: {type: decimal, scale: 2, default: 1, aggregate: []}\n"),
              ElementsAre("8: field all: aggregate expects a list in brackets"));
  EXPECT_THAT(
      errors_of_totals("  some: {type: decimal, scale: 2}\n"
                       "  all: {type: decimal, scale: 2, default: 1, aggregate: [{add: some}]}\n"),
      ElementsAre("9: field all: default: an aggregate begins at 0"));
}

}  // namespace
}  // namespace vip::test
