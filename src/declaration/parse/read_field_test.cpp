#include "declaration/parse/read_field.h"

#include "declaration/test_declarations.h"
#include "schema/value_json.h"

namespace vip::test {
namespace {

struct FieldDeclarationError {
  const char* field;     // the field's line, line 7
  const char* expected;  // message, at line 7; empty: no error
};

class FieldDeclarationErrors : public testing::TestWithParam<FieldDeclarationError> {};

TEST_P(FieldDeclarationErrors, AreToldWithLineAndExpectation) {
  const auto& [field, expected] = GetParam();
  const std::string text = "fields:\n  " + std::string{field} + "\n";
  const Texts errors = errors_in(resource_file("dogs", text));
  const Texts wanted = *expected == 0 ? Texts{} : Texts{std::string{"7: "} + expected};
  EXPECT_EQ(errors, wanted) << field;
}

INSTANTIATE_TEST_SUITE_P(
    Words, FieldDeclarationErrors,
    testing::Values(
        FieldDeclarationError{
            "name: {type: string, maxLenght: 5}",
            "field name: unknown keyword \"maxLenght\"; did you mean \"maxLength\"?"},
        FieldDeclarationError{"name: {type: string, maxLength: 5, maxLength: 6}",
                              "field name: \"maxLength\" is given twice, first in line 7"},
        FieldDeclarationError{"name:", "field name: expected a mapping of names to values"},
        FieldDeclarationError{"name: string", "field name: expected a mapping of names to values"},
        FieldDeclarationError{"lastName: {type: string}",
                              "field lastName: expected lower-case words joined by dashes"},
        FieldDeclarationError{"name: {required: true}",
                              "field name: the keyword \"type\" is missing"},
        FieldDeclarationError{"name: {type: strng}",
                              "field name: unknown type \"strng\"; did you mean \"string\"?"},
        FieldDeclarationError{"name: {type: string, required: yes}",
                              "field name: required expects true or false"},
        FieldDeclarationError{"name: {type: string, required: \"true\"}",
                              "field name: required expects true or false"},
        FieldDeclarationError{"name: {type: string, minLength: 0}",
                              "field name: minLength expects a whole number from 1 to 1000000"},
        FieldDeclarationError{"name: {type: string, minLength: 9, maxLength: 5}",
                              "field name: minLength is above maxLength (5)"},
        FieldDeclarationError{"name: {type: integer, maxLength: 5}",
                              "field name: maxLength does not apply to type integer"},
        FieldDeclarationError{"name: {type: string, minimum: 5}",
                              "field name: minimum does not apply to type string"},
        FieldDeclarationError{"name: {type: string, format: e-mail}",
                              "field name: unknown format \"e-mail\"; did you mean \"email\"?"},
        FieldDeclarationError{"weight: {type: decimal, scale: 9}",
                              "field weight: scale expects a whole number from 0 to 8"},
        FieldDeclarationError{"weight: {type: decimal, scale: 1, maximum: 9.55}",
                              "field weight: maximum expects a number with at most 1 decimals"},
        FieldDeclarationError{"weight: {type: integer, minimum: 3, maximum: 2}",
                              "field weight: minimum is above maximum"},
        FieldDeclarationError{"kind: {enum: [Cat, Cat]}", "field kind: enum has \"Cat\" twice"},
        FieldDeclarationError{"kind: {enum: []}",
                              "field kind: enum expects a list of texts in brackets"},
        FieldDeclarationError{
            "kind: {enum: [Cat, Dog], default: Cta}",
            "field kind: default: expected one of its enum values, not \"Cta\"; did you mean "
            "\"Cat\"?"}));

INSTANTIATE_TEST_SUITE_P(
    Values, FieldDeclarationErrors,
    testing::Values(
        FieldDeclarationError{"born: {type: date, default: now}",
                              "field born: default: expected a date, YYYY-MM-DD"},
        FieldDeclarationError{"born: {type: date, default: today}", ""},
        FieldDeclarationError{"seen: {type: date-time, default: now}", ""},
        FieldDeclarationError{"seen: {type: date-time, examples: [\"2026-01-01T10:00:00\"]}",
                              "field seen: example: expected an RFC 3339 date-time with an offset"},
        FieldDeclarationError{"weight: {type: integer, examples: [1, x]}",
                              "field weight: example: expected a whole number"},
        FieldDeclarationError{"weight: {type: integer, maximum: 4, examples: [5]}",
                              "field weight: example: expected a number up to 4"},
        FieldDeclarationError{"weight: {type: decimal, scale: 1, minimum: 0.5, examples: [0.4]}",
                              "field weight: example: expected a number from 0.5"},
        FieldDeclarationError{"kind: {type: string, maxLength: 2, examples: [abc]}",
                              "field kind: example: expected a text of 1 to 2 characters"},
        FieldDeclarationError{"kind: {type: string, examples: abc}",
                              "field kind: examples expects a list in brackets"},
        FieldDeclarationError{"kind: {type: string, examples: [null]}",
                              "field kind: example: expected one value, neither null nor a list"},
        FieldDeclarationError{"kind: {type: string, examples: [[a]]}",
                              "field kind: example: expected one value, neither null nor a list"},
        FieldDeclarationError{"kind: {type: boolean, default: \"no\"}",
                              "field kind: default: expected true or false"},
        FieldDeclarationError{"dog: {type: uuid, examples: [x]}",
                              "field dog: example: expected a UUID"}));

INSTANTIATE_TEST_SUITE_P(
    Objects, FieldDeclarationErrors,
    testing::Values(
        FieldDeclarationError{"home: {type: object}",
                              "field home: the keyword \"properties\" is missing"},
        FieldDeclarationError{"homes: {type: array}",
                              "field homes: the keyword \"items\" is missing"},
        FieldDeclarationError{
            "home: {type: object, properties: {street: {type: strng}}}",
            "field home/street: unknown type \"strng\"; did you mean \"string\"?"},
        FieldDeclarationError{
            "home: {type: object, properties: {street: {type: string, pii: true}}}",
            "field home/street: unknown keyword \"pii\"; known are type, minLength, "
            "maxLength, minimum, maximum, maxItems, enum, format, examples, scale, "
            "description, multiline, required, nullable, properties, items, references, "
            "reference-constraints"},
        FieldDeclarationError{
            "homes: {type: array, properties: {a: {type: string}}, items: {type: string}}",
            "field homes: an array is described by \"items\""},
        FieldDeclarationError{"home: {type: object, properties: {a: {type: time}}, sort: true}",
                              "field home: sort does not apply to type object"},
        FieldDeclarationError{"home: {type: object, properties: {a: {type: time, required: true}}, "
                              "examples: [{}]}",
                              "field home: example/a: the member is required"}));

INSTANTIATE_TEST_SUITE_P(
    Contradictions, FieldDeclarationErrors,
    testing::Values(
        FieldDeclarationError{"name: {type: string, required: true, default: x}",
                              "field name: required: a field with a default is never missing"},
        FieldDeclarationError{"name: {type: string, required: true, hidden: true}",
                              "field name: required: nobody can send a hidden field"},
        FieldDeclarationError{"name: {type: string, required: true, read-only: true}",
                              "field name: required: nobody can send a read-only field"},
        FieldDeclarationError{"name: {type: string, required: true, nullable: true}",
                              "field name: nullable: it always has a value"},
        FieldDeclarationError{"name: {type: string, read-only: true, create-as: title}",
                              "field name: create-as: nobody can send the field"},
        FieldDeclarationError{"name: {type: string, exclusive: true}",
                              "field name: exclusive does not apply to type string"},
        FieldDeclarationError{"name: {type: boolean, unique: true}",
                              "field name: unique does not apply to type boolean"},
        FieldDeclarationError{"name: {type: integer, references: dogs}",
                              "field name: references does not apply to type integer"},
        FieldDeclarationError{"modified: {type: date-time}",
                              "field modified: every resource has it, it is not declared"},
        FieldDeclarationError{"dog-uuid: {type: uuid}",
                              "field dog-uuid: it is the id, which is not declared"}));

INSTANTIATE_TEST_SUITE_P(
    Reading, FieldDeclarationErrors,
    testing::Values(
        FieldDeclarationError{
            "name: {type: string, filter: [eq, matches]}",
            "field name: unknown operator \"matches\"; known are eq, ne, lt, lte, gt, gte, in, "
            "starts-with, contains, is-null"},
        FieldDeclarationError{
            "name: {type: string, filter: true}",
            "field name: filter expects a list of operators in brackets, or false"},
        FieldDeclarationError{"name: {type: string, filter: [lt]}",
                              "field name: filter lt: it does not apply to the field's type"},
        FieldDeclarationError{"name: {type: string, required: true, filter: [eq, is-null]}",
                              "field name: filter is-null: the field is never null"},
        FieldDeclarationError{"name: {type: string, filter: false, filter-as: title}",
                              "field name: filter-as: the field has no filter"},
        FieldDeclarationError{"name: {type: string, filter: false, filter-not: title}",
                              "field name: filter-not: the field has no filter"},
        FieldDeclarationError{
            "name: {type: string, multiline: true, sort: true}",
            "field name: sort: text of several lines and hidden fields are not sorted"},
        FieldDeclarationError{"page: {type: integer}",
                              "the parameter page would mean the contract and field page"},
        FieldDeclarationError{"page: {type: integer, filter: false}", ""}));

// Reads one field and gives it as the catalogue has it.
Field field_of(const std::string& declared) {
  const Catalogue catalogue = read(pets({resource_file("dogs", "fields:\n  " + declared + "\n")}));
  const Resource* dogs = catalogue.find("pets/dogs");
  return dogs == nullptr ? Field{} : dogs->field(declared.substr(0, declared.find(':')));
}

TEST(ReadField, TakesTypeAndBounds) {
  const Field weight =
      field_of("weight: {type: decimal, scale: 2, minimum: 0.5, maximum: 99, examples: [1.50]}");
  EXPECT_EQ(weight.type, FieldType::decimal);
  EXPECT_EQ(weight.minimum, 50);
  EXPECT_EQ(weight.maximum, 9900);
  EXPECT_THAT(weight.examples, testing::ElementsAre("1.5"));
  EXPECT_EQ(weight.column, "weight");
}

TEST(ReadField, AnEnumIsAType) {
  const Field kind = field_of("pet-kind: {enum: [Cat, Dog], default: Dog}");
  EXPECT_EQ(kind.type, FieldType::enumeration);
  EXPECT_THAT(kind.enum_values, testing::ElementsAre("Cat", "Dog"));
  EXPECT_EQ(kind.default_value, Value{"Dog"});
  EXPECT_EQ(kind.column, "pet_kind");
  EXPECT_FALSE(kind.nullable);
}

struct PresenceCase {
  const char* field;
  bool nullable;
  bool has_default;
};

class Presence : public testing::TestWithParam<PresenceCase> {};

TEST_P(Presence, FollowsFromTheWords) {
  const Field field = field_of(GetParam().field);
  EXPECT_EQ(field.nullable, GetParam().nullable) << GetParam().field;
  EXPECT_EQ(field.default_kind != DefaultKind::none, GetParam().has_default) << GetParam().field;
}

INSTANTIATE_TEST_SUITE_P(
    Words, Presence,
    testing::Values(PresenceCase{"a: {type: string}", true, false},
                    PresenceCase{"a: {type: string, required: true}", false, false},
                    PresenceCase{"a: {type: string, default: x}", false, true},
                    PresenceCase{"a: {type: string, nullable: false, read-only: true}", false,
                                 false},
                    PresenceCase{"a: {type: date-time, default: now, nullable: true}", true, true},
                    PresenceCase{"a: {type: boolean}", false, true},
                    PresenceCase{"a: {type: boolean, nullable: true}", true, false},
                    PresenceCase{"a: {type: boolean, required: true}", false, false},
                    PresenceCase{"a: {type: boolean, exclusive: true}", false, true},
                    PresenceCase{"a: {type: string, sequence: true}", false, false}));

TEST(ReadField, ASequenceIsUniqueReadOnlyDigitsThatSortAsNumbers) {
  const Field number = field_of("account-number: {type: string, sequence: true}");
  EXPECT_TRUE(number.unique && number.read_only && number.sort_numeric && number.sortable);
  EXPECT_EQ(number.format, TextFormat::digits);
}

TEST(ReadField, ObjectsHaveMembersAndListsHaveItems) {
  const Field hours = field_of(
      "hours: {type: object, properties: {days: {type: array, maxItems: 2, items: {type: object, "
      "properties: {open: {type: time, required: true}}}}}, "
      "examples: [{days: [{open: \"08:30\"}]}]}");
  ASSERT_EQ(hours.members.size(), 1U);
  ASSERT_EQ(hours.members[0].items.size(), 1U);
  EXPECT_EQ(hours.members[0].items[0].members[0].type, FieldType::time_of_day);
  EXPECT_TRUE(hours.members[0].items[0].members[0].required);
  EXPECT_THAT(hours.examples, testing::ElementsAre(R"({"days":[{"open":"08:30"}]})"));
}

TEST(ReadField, ListsAreBoundedByMaxItems) {
  EXPECT_THAT(
      errors_in(resource_file("dogs",
                              "fields:\n  days: {type: array, maxItems: 1, items: {type: "
                              "date},\n    examples: [[\"2026-01-01\", \"2026-01-02\"]]}\n")),
      testing::ElementsAre("8: field days: example: expected a list of at most 1 items"));
}

TEST(ReadField, RequiredWhenNamesAFieldAndOneOfItsValues) {
  const Texts errors =
      errors_in(resource_file("dogs",
                              "fields:\n  kind: {enum: [Cat, Dog]}\n"
                              "  chip: {type: string, required-when: {field: kind, equals: Dogg}}\n"
                              "  coat: {type: string, required-when: {field: kinds, equals: Dog}}\n"
                              "  tail: {type: string,\n"
                              "         required-when: {field: kind}}\n"));
  EXPECT_THAT(
      errors,
      testing::ElementsAre(
          "8: field chip: required-when: kind: expected one of its enum values, not \"Dogg\"; did "
          "you mean \"Dog\"?",
          "9: field coat: required-when: dogs has no field \"kinds\"; did you mean \"kind\"?",
          "11: field tail: required-when: what is asked of the field? \"equals: \" a value, "
          "several in brackets or null, or \"present: true\""));
}

}  // namespace
}  // namespace vip::test
