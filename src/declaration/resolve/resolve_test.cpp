// Errors that need more than one field or file, each with its line.
#include "declaration/resolve/resolve.h"

#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct ResourceError {
  const char* name;
  const char* rest;  // of cats, from line 6; dogs and the library colours stand beside it
  Texts expected;    // line and message
  const char* operations = "list, read, create, patch";
};

std::ostream& operator<<(std::ostream& out, const ResourceError& error) {
  return out << error.name;
}

class ResourceErrors : public testing::TestWithParam<ResourceError> {};

TEST_P(ResourceErrors, AreToldWithLineAndExpectation) {
  const ResourceError& error = GetParam();
  Texts errors = errors_of(
      pets({resource_file("dogs",
                          "fields:\n  name: {type: string, pii: true, maxLength: 40}\n"
                          "  weight: {type: integer}\n  notes: {type: string, multiline: true}\n"),
            library_file("colours"), resource_file("cats", error.rest, error.operations)}));
  for (std::string& text : errors) text.erase(0, text.find(':') + 1);
  EXPECT_THAT(errors, testing::UnorderedElementsAreArray(error.expected));
}

INSTANTIATE_TEST_SUITE_P(
    Operations, ResourceErrors,
    testing::Values(
        ResourceError{
            "unknown operation",
            "fields: {}\n",
            {"5: operations: unknown \"update\"; known are list, read, create, patch, delete"},
            "list, update"},
        ResourceError{"operation twice",
                      "fields: {}\n",
                      {"5: operations: \"list\" is given twice"},
                      "list, list"},
        ResourceError{
            "delete without its kind",
            "fields: {}\n",
            {"5: operations: delete is offered, so \"delete\" must say hard, soft or final"},
            "list, delete"},
        ResourceError{"a kind without delete",
                      "delete: hard\nfields: {}\n",
                      {"6: delete: the operations do not offer it"}},
        ResourceError{
            "a final kind without delete, which rules do", "delete: final\nfields: {}\n", {}},
        ResourceError{"unknown kind",
                      "delete: later\nfields: {}\n",
                      {"6: delete expects hard, soft or final"},
                      "list, delete"},
        ResourceError{"soft without a flag",
                      "delete: soft\nfields: {}\n",
                      {"6: delete: soft sets a flag, so \"deactivation\" must name it"},
                      "list, delete"},
        ResourceError{
            "flag not declared",
            "fields: {}\ndeactivation: {field: off, parameter: include-off}\n",
            {"7: deactivation: cats has no field \"off\"; known are cat-uuid, external-id, "
             "created-date, modified"}},
        ResourceError{"flag that is no boolean",
                      "fields:\n  off: {type: date}\n"
                      "deactivation: {field: off, parameter: include-off}\n",
                      {"8: deactivation: off is no boolean that always has a value"}},
        ResourceError{"no parameter",
                      "fields:\n  off: {type: boolean}\ndeactivation: {field: off}\n",
                      {"8: deactivation: the keyword \"parameter\" is missing"}}));

INSTANTIATE_TEST_SUITE_P(
    References, ResourceErrors,
    testing::Values(
        ResourceError{
            "unknown resource",
            "fields:\n  dog-uuid: {references: dgs}\n",
            {"7: field dog-uuid: no resource pets/dgs is declared; did you mean \"dogs\"?"}},
        ResourceError{"domain not imported",
                      "fields:\n  a-uuid:\n    references: people/owners\n",
                      {"8: field a-uuid: people/owners is not among the imports of domain.yaml"}},
        ResourceError{"copy without dot",
                      "fields:\n  name: {denormalized-from: dog-uuid}\n",
                      {"7: field name: denormalized-from expects reference-field.field-of-target, "
                       "or modified"}},
        ResourceError{"copy over no reference",
                      "fields:\n  a: {type: uuid}\n  name: {denormalized-from: a.name}\n",
                      {"8: field name: denormalized-from: a is no reference"}},
        ResourceError{"copy of an unknown field",
                      "fields:\n  dog-uuid: {references: dogs}\n  weight: {denormalized-from: "
                      "dog-uuid.wight}\n",
                      {"8: field weight: denormalized-from: dogs has no field \"wight\"; did you "
                       "mean \"weight\"?"}},
        ResourceError{
            "copy that shows what is personal",
            "fields:\n  dog-uuid: {references: dogs}\n  name: {denormalized-from: dog-uuid.name}\n",
            {"8: field name: denormalized-from: name is personal, so its copy is"}},
        ResourceError{"copy of another type",
                      "fields:\n  dog-uuid: {references: dogs}\n"
                      "  weight: {type: date, denormalized-from: dog-uuid.weight}\n",
                      {"8: field weight: denormalized-from: weight is of another type or scale"}},
        ResourceError{
            "copy that is too short",
            "fields:\n  dog-uuid: {references: dogs}\n"
            "  name: {type: string, maxLength: 9, pii: true, denormalized-from: dog-uuid.name}\n",
            {"8: field name: denormalized-from: name may be longer, up to 40 characters"}},
        ResourceError{"copies in a circle",
                      "fields:\n  cat-of: {references: cats}\n  a: {denormalized-from: cat-of.b}\n"
                      "  b: {denormalized-from: cat-of.a}\n",
                      {"9: field b: denormalized-from goes round in a circle"}}));

INSTANTIATE_TEST_SUITE_P(
    Structure, ResourceErrors,
    testing::Values(
        ResourceError{
            "by without parent", "by: dog-uuid\nfields: {}\n", {"6: by: there is no parent"}},
        ResourceError{"singleton without parent",
                      "singleton: true\nfields: {}\n",
                      {"6: singleton: there is no parent"}},
        ResourceError{"unknown parent",
                      "parent: dog\nfields: {}\n",
                      {"6: parent: no resource \"dog\" in this domain; did you mean \"dogs\"?"}},
        ResourceError{"its own parent",
                      "parent: cats\nfields: {}\n",
                      {"6: parent: a resource is not its own"}},
        ResourceError{"parent's field missing",
                      "parent: colours\nfields: {}\n",
                      {"6: parent: cats has no field \"colour-uuid\"; known are cat-uuid, "
                       "external-id, created-date, modified"}},
        ResourceError{"parent's field refers elsewhere",
                      "parent: dogs\nby: a-uuid\nfields:\n  a-uuid: {references: colours}\n",
                      {"7: parent: a-uuid does not refer to dogs"}},
        ResourceError{
            "relation to nothing",
            "fields: {}\nrelations:\n  kittens: {has-many: kittens, by: cat-uuid}\n",
            {"8: relation kittens: no resource \"kittens\" in this domain; known are cats, "
             "colours, dogs"}},
        ResourceError{
            "relation by a field that refers elsewhere",
            "fields: {}\nrelations:\n  dogs: {has-many: dogs, by: weight, search: [notes]}\n",
            {"8: relation dogs: weight of dogs does not refer to cats",
             "8: relation dogs: search: notes is no single-line text"}},
        ResourceError{"list below nothing",
                      "fields:\n  dog-uuid: {references: dogs}\nlists:\n"
                      "  - {path: /dogs/:dog-uuid/friends, parent: dgs, by: dog-uuid}\n"
                      "  - {path: friends, parent: dogs, by: dog-uuid}\n"
                      "  - {path: /friends, parent: dogs, by: dog-uuid}\n",
                      {"9: lists: no resource \"dgs\" in this domain; did you mean \"dogs\"?",
                       "10: lists: expected a path such as /species/:species-uuid/breeds",
                       "10: lists: expected a path with one parameter, which names the parent",
                       "11: lists: expected a path with one parameter, which names the parent"}},
        ResourceError{"indexed-together",
                      "fields:\n  a: {type: string}\nindexed-together:\n  - {fields: [a]}\n"
                      "  - {fields: [a, b]}\n",
                      {"9: indexed-together expects two fields or more",
                       "10: indexed-together: cats has no field \"b\"; known are cat-uuid, a, "
                       "external-id, created-date, modified"}},
        ResourceError{"unique-together",
                      "fields:\n  a: {type: string}\nunique-together:\n  - {fields: [a]}\n"
                      "  - {fields: [a, b], code: nt-unique}\n",
                      {"9: unique-together expects two fields or more",
                       "10: unique-together: cats has no field \"b\"; known are cat-uuid, a, "
                       "external-id, created-date, modified",
                       "10: unique-together: no error code is named \"nt-unique\""}},
        ResourceError{
            "duplicates",
            "fields:\n  a: {type: string}\nduplicates:\n  - {reason: same-a, fields: [a]}\n"
            "  - {reason: Same, score: 200, fields: [b.c]}\n",
            {"9: duplicates: the keyword \"score\" is missing", "10: duplicates: no relation \"b\"",
             "10: duplicates: reason expects lower-case words joined by dashes",
             "10: duplicates: score expects a whole number from 1 to 100"}}));

INSTANTIATE_TEST_SUITE_P(
    Alike, ResourceErrors,
    testing::Values(
        ResourceError{"a path twice",
                      "fields:\n  dog-uuid: {references: dogs}\nlists:\n"
                      "  - {path: /dogs/:dog-uuid, parent: dogs, by: dog-uuid}\n",
                      {"1: the path /dogs/:dog-uuid is that of cats already"}},
        ResourceError{
            "a parameter's name apart",
            "fields:\n  dog-uuid: {references: dogs}\nlists:\n"
            "  - {path: /dogs/:hound-uuid, parent: dogs, by: dog-uuid}\n",
            {"1: the paths /dogs/:dog-uuid and /dogs/:hound-uuid of cats differ only in a "
             "parameter's name"}},
        ResourceError{"a legacy list that is another path",
                      "legacy-list: /cats/search\nfields: {}\n",
                      {"6: the path /cats/search is that of cats already"}},
        ResourceError{
            "a parameter of two fields",
            "fields:\n  seen: {type: date}\n  seen-end: {type: date}\n",
            {"8: the parameter seen-end would mean field seen's range and field seen-end"}},
        ResourceError{"filter-as another field",
                      "fields:\n  a: {type: integer}\n  b: {type: integer, filter-as: a}\n",
                      {"8: the parameter a would mean field a and field b"}},
        ResourceError{"create-as another field",
                      "fields:\n  a: {type: string}\n  b: {type: string, create-as: a}\n",
                      {"8: field b: create-as: a is another field"}},
        ResourceError{"a column of two fields",
                      "fields:\n  a: {type: string}\n  a-key: {type: integer}\n",
                      {"8: field a-key: its column a_key is that of a already"}},
        ResourceError{"a relation and a field of one name",
                      "fields:\n  dogs: {type: integer}\nrelations:\n"
                      "  dogs: {has-many: dogs, by: dog-uuid}\n",
                      {"9: relation dogs: a field has this name",
                       "9: relation dogs: dog-uuid of dogs does not refer to cats"}}));

TEST(Resolve, CopiesTakeTypeAndBoundsOfTheirSource) {
  const Catalogue catalogue =
      read(pets({library_file("colours"),
                 resource_file("dogs",
                               "fields:\n  colour-uuid: {references: colours, required: true}\n"
                               "  colour-name: {denormalized-from: colour-uuid.name}\n"),
                 resource_file("cats",
                               "fields:\n  dog-uuid: {references: dogs}\n"
                               "  dog-colour: {denormalized-from: dog-uuid.colour-name}\n")}));
  const Field& name = catalogue.resource("pets/dogs").field("colour-name");
  EXPECT_EQ(name.max_length, 100U);
  EXPECT_TRUE(name.read_only);
  EXPECT_FALSE(name.nullable) << "reference and source always have a value";
  EXPECT_EQ(name.denormalized_source, &catalogue.resource("pets/colours").field("name"));
  const Field& far = catalogue.resource("pets/cats").field("dog-colour");
  EXPECT_EQ(far.max_length, 100U);
  EXPECT_TRUE(far.nullable);
  EXPECT_EQ(far.denormalized_source, &name);
}

TEST(Resolve, ACopyFromAnotherDomainNamesItsType) {
  const auto files = [](const char* copy) {
    return std::vector<DeclarationFile>{
        domain_file("pets", "imports: [people/owners]\n"),
        resource_file("dogs", std::string{"fields:\n  owner-uuid: {references: people/owners}\n"
                                          "  town: "} +
                                  copy)};
  };
  EXPECT_THAT(
      errors_of(files("{denormalized-from: owner-uuid.town}\n")),
      ElementsAre("pets/resources/dogs.yaml:8: field town: a copy from another domain names "
                  "its type"));
  EXPECT_THAT(errors_of(files("{type: string, denormalized-from: owner-uuid.town}\n")), IsEmpty());
}

TEST(Resolve, FurtherListsTakeTheirParameterFromThePath) {
  const Catalogue catalogue = read(
      pets({library_file("colours"),
            resource_file("dogs",
                          "fields:\n  colour-uuids: {type: uuid-list, references: colours}\n"
                          "lists:\n  - {path: \"/colours/:colour-uuid/dogs\", parent: colours, "
                          "by: colour-uuids}\n")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  ASSERT_EQ(dogs.listed_at.size(), 1U);
  EXPECT_EQ(dogs.listed_at[0].parameter, "colour-uuid");
  EXPECT_EQ(dogs.listed_at[0].by_field, &dogs.field("colour-uuids"));
  EXPECT_EQ(dogs.listed_at[0].parent_resource, &catalogue.resource("pets/colours"));
}

TEST(Resolve, ConditionsAndSignsAreLinked) {
  const Catalogue catalogue = read(
      pets({resource_file(
                "dogs",
                "fields:\n  name: {type: string}\n  kind: {type: string}\n"
                "relations:\n  puppies: {has-many: puppies, by: dog-uuid, search: [tag]}\n"
                "unique-together:\n  - {fields: [name, kind], detail: There is one}\n"
                "duplicates:\n  - {reason: same-name, score: 70, fields: [name, puppies.chip]}\n"),
            resource_file("puppies",
                          "parent: dogs\nfields:\n  dog-uuid: {references: dogs}\n"
                          "  tag: {type: string, filter: false}\n"
                          "  chip: {type: string, filter: false}\n")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  const Resource& puppies = catalogue.resource("pets/puppies");
  EXPECT_THAT(dogs.unique_together[0].fields,
              ElementsAre(&dogs.field("name"), &dogs.field("kind")));
  EXPECT_EQ(dogs.unique_together[0].code, errors::not_unique);
  EXPECT_THAT(dogs.relations[0].searched, ElementsAre(&puppies.field("tag")));
  EXPECT_TRUE(puppies.field("tag").has_key);
  EXPECT_TRUE(puppies.field("chip").has_key);
}

}  // namespace
}  // namespace vip::test
