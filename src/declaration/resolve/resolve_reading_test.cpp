// The defaults of filters, sort and search, and what the store keeps for them (docs/contract.md:
// Lists).
#include "declaration/parse/field_keywords.h"
#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

std::string filters_of(const Field& field) {
  std::string words;
  for (const std::string_view name : filter_names()) {
    if (!field.allows(*filter_named(name))) continue;
    words += (words.empty() ? "" : " ") + std::string{name};
  }
  return words;
}

std::string marks_of(const Field& field) {
  std::string words;
  const auto add = [&](bool set, const char* word) {
    if (set) words += (words.empty() ? "" : " ") + std::string{word};
  };
  add(field.sortable, "sort");
  add(field.searched, "search");
  add(field.has_key, "key");
  add(field.indexed, "index");
  return words;
}

struct ReadingCase {
  const char* field;
  const char* filters;
  const char* marks;
};

std::ostream& operator<<(std::ostream& out, const ReadingCase& reading) {
  return out << reading.field;
}

class Reading : public testing::TestWithParam<ReadingCase> {};

TEST_P(Reading, FollowsTheContract) {
  const std::string declared = GetParam().field;
  const std::string name = declared.substr(0, declared.find(':'));
  const Catalogue catalogue = read(pets({resource_file("dogs", "fields:\n  " + declared + "\n")}));
  const Field& field = catalogue.resource("pets/dogs").field(name);
  EXPECT_EQ(filters_of(field), GetParam().filters);
  EXPECT_EQ(marks_of(field), GetParam().marks);
}

INSTANTIATE_TEST_SUITE_P(
    Types, Reading,
    testing::Values(ReadingCase{"a: {type: uuid}", "eq ne in is-null", ""},
                    ReadingCase{"a: {references: dogs}", "eq ne in is-null", "index"},
                    ReadingCase{"a: {references: dogs, required: true}", "eq ne in", "index"},
                    ReadingCase{"a: {type: uuid-list, references: dogs}", "eq is-null", ""},
                    ReadingCase{"a: {enum: [X, Y], default: X}", "eq ne in", ""},
                    ReadingCase{"a: {type: integer, required: true}", "eq ne in", ""},
                    ReadingCase{"a: {type: boolean}", "eq", ""},
                    ReadingCase{"a: {type: boolean, nullable: true}", "eq is-null", ""},
                    ReadingCase{"a: {type: decimal, scale: 2}", "eq lt lte gt gte is-null", ""},
                    ReadingCase{"a: {type: date}", "eq lt lte gt gte is-null", "sort index"},
                    ReadingCase{"a: {type: date-time, default: now}", "eq lt lte gt gte",
                                "sort index"},
                    ReadingCase{"a: {type: time}", "eq lt lte gt gte is-null", ""},
                    ReadingCase{"a: {type: string}", "eq starts-with is-null", "key"},
                    ReadingCase{"a: {type: string, multiline: true}", "", ""},
                    ReadingCase{"a: {type: object, properties: {b: {type: time}}}", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Names, Reading,
    testing::Values(ReadingCase{"name: {type: string, required: true}", "eq starts-with",
                                "sort search key index"},
                    ReadingCase{"pet-name: {type: string, required: true}", "eq starts-with",
                                "sort search key index"},
                    ReadingCase{"stock-code: {type: string, required: true}", "eq starts-with",
                                "sort search key index"},
                    ReadingCase{"vat-number: {type: string, required: true}", "eq starts-with",
                                "sort search key index"},
                    ReadingCase{"batch-number: {type: integer, required: true}", "eq ne in",
                                "sort index"},
                    ReadingCase{"surname: {type: string, required: true}", "eq starts-with", "key"},
                    ReadingCase{"account-number: {type: string, sequence: true}", "eq starts-with",
                                "sort search key index"}));

INSTANTIATE_TEST_SUITE_P(
    Choices, Reading,
    testing::Values(
        ReadingCase{"a: {type: string, filter: false}", "", ""},
        ReadingCase{"a: {type: string, filter: [eq, in]}", "eq in", "key"},
        ReadingCase{"a: {type: integer, filter: [eq, gte, lte]}", "eq lte gte", ""},
        ReadingCase{"a: {type: string, filter: false, search: true}", "", "search key"},
        ReadingCase{"name: {type: string, filter: false, sort: false, search: false}", "", ""},
        ReadingCase{"a: {type: decimal, sort: true, filter: false}", "", "sort"},
        ReadingCase{"a: {type: date, filter: false}", "", "sort"},
        ReadingCase{"chip: {type: string, format: microchip}", "eq starts-with is-null",
                    "key index"},
        ReadingCase{"a: {type: string, unique: true, filter: false}", "", "key index"},
        ReadingCase{"name: {type: string, hidden: true}", "", ""},
        ReadingCase{"a: {references: dogs, hidden: true, filter: [eq]}", "eq", "index"}));

TEST(Reading, OfStandardFields) {
  const Catalogue catalogue =
      read(pets({resource_file("dogs", "legacy-list: /migration-dog-legacy-id\nfields: {}\n")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  EXPECT_EQ(filters_of(dogs.id()), "eq ne in");
  EXPECT_EQ(filters_of(dogs.field("external-id")), "eq in");
  EXPECT_EQ(marks_of(dogs.field("external-id")), "") << "another system's ids are kept as they are";
  EXPECT_EQ(filters_of(dogs.field("legacy-id")), "") << "only its own list filters by it";
  EXPECT_EQ(marks_of(dogs.field("legacy-id")), "index");
  EXPECT_EQ(filters_of(dogs.field("modified")), "eq lt lte gt gte");
  EXPECT_EQ(marks_of(dogs.field("modified")), "sort index");
  EXPECT_EQ(marks_of(dogs.field("created-date")), "sort index");
}

TEST(Reading, OfASmallLibraryKeepsFewIndexes) {
  const Catalogue catalogue =
      read(pets({library_file("colours",
                              "fields:\n  start-date: {type: date}\n  code: {type: string}\n"
                              "  base-uuid: {references: colours}\n")}));
  const Resource& colours = catalogue.resource("pets/colours");
  EXPECT_EQ(marks_of(colours.field("name")), "sort search key index");
  EXPECT_EQ(marks_of(colours.field("code")), "sort search key");
  EXPECT_EQ(marks_of(colours.field("view-order")), "sort");
  EXPECT_EQ(marks_of(colours.field("start-date")), "sort");
  EXPECT_EQ(marks_of(colours.field("base-uuid")), "index");
  EXPECT_EQ(marks_of(colours.field("created-date")), "sort");
  EXPECT_EQ(filters_of(colours.field("hidden")), "eq");
}

}  // namespace
}  // namespace vip::test
