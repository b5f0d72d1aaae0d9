// Parameters of lists that a declaration names itself: filters, and fields that are shown when
// asked.
#include <gmock/gmock.h>

#include "declaration/test_declarations.h"
#include "schema/parameters.h"

namespace vip::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

DeclarationFile bills(const std::string& rest) {
  return resource_file("bills",
                       "fields:\n"
                       "  owed: {type: decimal, scale: 2}\n"
                       "  state: {enum: [Open, Shut], default: Open}\n"
                       "  sum: {type: decimal, scale: 2, opt-in-parameter: with-sum}\n" +
                           rest);
}

std::vector<QueryParameter> list_parameters(const Catalogue& catalogue) {
  Route route;
  route.kind = RouteKind::list;
  route.resource = catalogue.find("pets/bills");
  return parameters_of(route);
}

TEST(NamedFilters, StandForAConditionByEachValue) {
  const auto catalogue = read_catalogue(pets(
      {bills("filters:\n  due:\n    description: What is owed\n    when:\n"
             "      \"true\": {\"owed[gt]\": 0.5}\n  left:\n    description: By state\n    when:\n"
             "      Gone: {state: Shut}\n      Here: {state: Open}\n")}));
  ASSERT_TRUE(catalogue) << catalogue.error().front().message;
  const auto& filters = catalogue->find("pets/bills")->named_filters;
  ASSERT_EQ(filters.size(), 2U);
  const NamedFilter::Choice& owed = filters[0].choices.front();
  EXPECT_EQ(owed.field->name, "owed");
  EXPECT_EQ(owed.op, FilterOp::gt);
  EXPECT_EQ(owed.bound, Value{std::int64_t{50}}) << "kept as the field keeps it";
  EXPECT_EQ(filters[1].choices.size(), 2U);
  std::vector<std::string> names;
  for (const QueryParameter& parameter : list_parameters(*catalogue))
    if (parameter.kind == ParameterKind::named) names.push_back(parameter.name);
  EXPECT_THAT(names, ElementsAre("due", "left"));
}

TEST(NamedFilters, SayWhatTheyMayNot) {
  struct Row {
    const char* declared;
    const char* expected;
  };
  for (const Row& row : {
           Row{"filters:\n  due: {description: D}\n", "the keyword \"when\" is missing"},
           Row{"filters:\n  due: {description: D, when: {\"true\": {owned: 1}}}\n", "owned"},
           Row{"filters:\n  due: {description: D, when: {\"true\": {owed: 1, state: Open}}}\n",
               "expects one condition"},
           Row{"filters:\n  due: {description: D, when: {\"true\": {state: Lost}}}\n", "Lost"},
           Row{"filters:\n  state: {description: D, when: {\"true\": {owed: 1}}}\n",
               "the parameter state would mean"},
           Row{"filters:\n  page: {description: D, when: {\"true\": {owed: 1}}}\n",
               "the parameter page would mean"},
       })
    EXPECT_THAT(errors_in(bills(row.declared)), Contains(HasSubstr(row.expected))) << row.declared;
}

TEST(OmittedWhen, MakesAParameterThatAsksForTheRecords) {
  const auto catalogue = read_catalogue(
      pets({bills("omitted-when: {field: state, equals: Shut, parameter: include-shut}\n")}));
  ASSERT_TRUE(catalogue) << catalogue.error().front().message;
  const Omission& omission = catalogue->find("pets/bills")->omission;
  EXPECT_EQ(omission.field->name, "state");
  EXPECT_EQ(omission.value, Value{std::string{"Shut"}});
  std::vector<std::string> names;
  for (const QueryParameter& parameter : list_parameters(*catalogue))
    if (parameter.kind == ParameterKind::include_omitted) names.push_back(parameter.name);
  EXPECT_THAT(names, ElementsAre("include-shut"));
}

TEST(OmittedWhen, SaysWhatItMayNot) {
  struct Row {
    const char* declared;
    const char* expected;
  };
  for (const Row& row : {
           Row{"{field: state, equals: Lost, parameter: include-lost}", "Lost"},
           Row{"{field: stat, equals: Shut, parameter: include-shut}", "stat"},
           Row{"{field: owed, equals: 1, parameter: include-owed}", "has no listed values"},
           Row{"{field: state, parameter: include-shut}", "the keyword \"equals\" is missing"},
           Row{"{field: state, equals: Shut, parameter: state}", "the parameter state would mean"},
       })
    EXPECT_THAT(errors_in(bills(std::string{"omitted-when: "} + row.declared + "\n")),
                Contains(HasSubstr(row.expected)))
        << row.declared;
}

TEST(ShownWith, MakesAParameterOfTheField) {
  const auto catalogue = read_catalogue(pets({bills("")}));
  ASSERT_TRUE(catalogue) << catalogue.error().front().message;
  const Field& sum = catalogue->find("pets/bills")->field("sum");
  std::vector<const Field*> shown;
  for (const QueryParameter& parameter : list_parameters(*catalogue))
    if (parameter.name == "with-sum") shown.push_back(parameter.field);
  EXPECT_THAT(shown, ElementsAre(&sum));
}

TEST(ShownWith, IsNoOtherParametersName) {
  EXPECT_THAT(errors_in(bills("")), IsEmpty());
  EXPECT_THAT(errors_in(resource_file("bills",
                                      "fields:\n  owed: {type: integer}\n"
                                      "  sum: {type: integer, opt-in-parameter: owed}\n")),
              Contains(HasSubstr("the parameter owed would mean")));
}

}  // namespace
}  // namespace vip::test
