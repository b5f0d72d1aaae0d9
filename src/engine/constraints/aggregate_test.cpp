// aggregate: what may be declared, how it is kept in step, and what is published.
#include "engine/constraints/aggregate.h"

#include "engine/constraints/test_constraints.h"

namespace vip::test::aggregate {
namespace {

using testing::ElementsAre;

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

Texts errors_with(const std::string& fields) { return errors_of_dogs(kitchen(fields)); }

std::string aggregate_field(const std::string& name, const std::string& terms) {
  return "  " + name + ": {type: decimal, scale: 2, aggregate: [" + terms + "]}\n";
}

TEST(Aggregate, NameWhatTheyAddUp) {
  const Catalogue catalogue = read(kitchen(aggregate_field(
      "eaten",
      "{source: meals, foreign-key: dog-uuid, add: amount, where: {kind: [Meat, null]}}, "
      "{source: meals, foreign-key: guest-uuid, subtract: amount}")));
  const Field& eaten = catalogue.resource("pets/dogs").field("eaten");
  EXPECT_TRUE(eaten.read_only);
  EXPECT_FALSE(eaten.nullable);
  EXPECT_EQ(eaten.default_value, Value{std::int64_t{0}});
  const auto& terms = constraint_of<vip::Aggregate>(eaten)->terms();
  ASSERT_EQ(terms.size(), 2U);
  const Resource& meals = catalogue.resource("pets/meals");
  EXPECT_EQ(terms[0].number_field, &meals.field("amount"));
  EXPECT_EQ(terms[1].foreign_key_field, &meals.field("guest-uuid"));
  EXPECT_TRUE(terms[1].subtracts);
  ASSERT_EQ(terms[0].where.size(), 1U);
  EXPECT_THAT(terms[0].where[0].values,
              ElementsAre(Value{std::string{"Meat"}}, Value{std::monostate{}}));
  // The source has one constraint, for both.
  ASSERT_EQ(meals.all_constraints.size(), 1U);
  EXPECT_EQ(meals.all_constraints.front()->steps(), Constraint::kAfterEffects);
}

class AggregateKeyword : public ConstraintTest {};

TEST_F(AggregateKeyword, AreAddedUpAfterThoseThatTheyAddUp) {
  declare(kitchen(aggregate_field("all", "{add: some}, {add: more}") +
                  aggregate_field("some", "{add: more}") +
                  aggregate_field("more", "{source: meals, foreign-key: dog-uuid, add: amount}")));
  const std::string dog = create("dogs", "{}");
  create("meals", R"({"dog-uuid":")" + dog + R"(","amount":"1.25"})");
  EXPECT_EQ(value("dogs", dog, "more"), "1.25");
  EXPECT_EQ(value("dogs", dog, "some"), "1.25");
  EXPECT_EQ(value("dogs", dog, "all"), "2.5");
}

// The most that a decimal keeps is 10^18 - 1, scaled.
TEST_F(AggregateKeyword, AreNeverMoreThanIsKept) {
  declare(kitchen(aggregate_field("eaten", "{source: meals, foreign-key: dog-uuid, add: amount}") +
                  "  extra: {type: decimal, scale: 2}\n" +
                  aggregate_field("all", "{add: eaten}, {add: extra}")));
  const std::string dog = create("dogs", R"({"extra":"0.01"})");
  const auto eat = [&](const std::string& amount) {
    return create("meals", R"({"dog-uuid":")" + dog + R"(","amount":")" + amount + R"("})");
  };
  const std::string meal = eat("9999999999999999.98");
  EXPECT_THAT(refusals_, testing::IsEmpty());
  EXPECT_EQ(value("dogs", dog, "all"), "9999999999999999.99");
  eat("0.01");  // of `all`, which adds up the sum
  EXPECT_THAT(refusals_, ElementsAre(" out-of-range: A sum that it counts in would be beyond what "
                                     "is kept."));
  eat("0.02");  // of the sum
  EXPECT_THAT(refusals_,
              ElementsAre(" out-of-range: The eaten of the T would be beyond what is kept."));
  patch("dogs", dog, R"({"extra":"0.02"})");
  EXPECT_THAT(refusals_, ElementsAre("/all out-of-range: A sum that it counts in would be beyond "
                                     "what is kept."));
  patch("meals", meal, R"({"amount":"-9999999999999999.99"})");
  EXPECT_THAT(refusals_, testing::IsEmpty());
  EXPECT_EQ(value("dogs", dog, "eaten"), "-9999999999999999.99");
  EXPECT_EQ(count("meals"), 1U);
}

TEST_F(AggregateKeyword, FollowEachChangeOfWhatCounts) {
  declare(kitchen(aggregate_field(
      "eaten",
      "{source: meals, foreign-key: dog-uuid, add: amount, where: {kind: [Meat, null]}}, "
      "{source: meals, foreign-key: guest-uuid, subtract: amount}")));
  const std::string rex = create("dogs", "{}"), bello = create("dogs", "{}");
  const auto eaten = [&] {
    return value("dogs", rex, "eaten") + " " + value("dogs", bello, "eaten");
  };
  const std::string meal = create("meals", R"({"kind":"Meat","amount":"3.00","dog-uuid":")" + rex +
                                               R"(","guest-uuid":")" + bello + R"("})");
  EXPECT_EQ(eaten(), "3 -3");
  patch("meals", meal, R"({"kind":"Bone","amount":"4.00"})");
  EXPECT_EQ(eaten(), "0 -4");
  patch("meals", meal, R"({"kind":null,"guest-uuid":")" + rex + R"("})");
  EXPECT_EQ(eaten(), "0 0");
}

TEST_F(AggregateKeyword, IsPublishedAsItIsDeclared) {
  declare(kitchen(
      aggregate_field(
          "eaten",
          "{source: meals, foreign-key: dog-uuid, add: amount, where: {kind: [Meat, null]}}, "
          "{subtract: spilt}") +
      "  spilt: {type: decimal, scale: 2}\n"));
  EXPECT_THAT(
      published(field("eaten")),
      ElementsAre(R"(x-aggregate [{"source":"pets/meals","foreign-key":"dog-uuid","add":"amount",)"
                  R"("where":{"kind":["Meat",null]}},{"subtract":"spilt"}])"));
  EXPECT_EQ(field("eaten").constraints.front()->explanation(),
            "sum of amount of pets/meals, minus spilt");
}

TEST(Aggregate, DoNotAddUpThemselves) {
  EXPECT_THAT(errors_with(aggregate_field("all", "{add: some}") +
                          aggregate_field("some", "{subtract: all}")),
              ElementsAre("8: field all: aggregate: it adds up itself"));
}

TEST(Aggregate, AddUpNumbersOfTheirOwnKind) {
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
    EXPECT_THAT(errors_with(aggregate_field("all", one.term)), ElementsAre(one.error)) << one.term;
}

// Copies, marks and children of what is deleted change in the store, where no rule runs.
TEST(Aggregate, AddUpOnlyWhatTellsOfItsChanges) {
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
          "no aggregate learns of it",
          "pets/resources/dogs.yaml:10: field all: aggregate: weight is kept by the store, and "
          "no aggregate learns when it changes",
          "pets/resources/dogs.yaml:10: field all: aggregate: first is kept by the store, and "
          "no aggregate learns when it changes"));
}

TEST(Aggregate, AreNumbersThatBeginAtNothing) {
  EXPECT_THAT(errors_with("  all: {type: string, aggregate: [{add: name}]}\n"),
              testing::Contains("8: field all: aggregate does not apply to type string"));
  EXPECT_THAT(errors_with("  all: {type: decimal, scale: 2, default: 1, aggregate: []}\n"),
              ElementsAre("8: field all: aggregate expects a list in brackets"));
  EXPECT_THAT(
      errors_with("  some: {type: decimal, scale: 2}\n"
                  "  all: {type: decimal, scale: 2, default: 1, aggregate: [{add: some}]}\n"),
      ElementsAre("9: field all: default: an aggregate begins at 0"));
}

}  // namespace
}  // namespace vip::test::aggregate
