#include "declaration/reader.h"

#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Reader, GivesEveryResourceItsStandardFields) {
  const Catalogue catalogue = read(pets({resource_file("dogs",
                                                       "legacy-list: /migration-dog-legacy-id\n"
                                                       "fields:\n  name: {type: string}\n")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  Texts names;
  for (const Field& field : dogs.fields) names.push_back(field.name);
  EXPECT_THAT(names, ElementsAre("dog-uuid", "name", "external-id", "legacy-id", "created-date",
                                 "modified"));
  EXPECT_EQ(dogs.id().name, "dog-uuid");
  EXPECT_EQ(dogs.fields[static_cast<std::size_t>(dogs.modified_field)].name, "modified");
  EXPECT_EQ(dogs.fields[static_cast<std::size_t>(dogs.created_field)].name, "created-date");
  EXPECT_TRUE(dogs.field("legacy-id").create_only && dogs.field("legacy-id").unique);
  EXPECT_EQ(dogs.external_id_field, 2);
  EXPECT_EQ(dogs.legacy_id_field, 3);
  EXPECT_EQ(dogs.scope, "pet");
  EXPECT_EQ(dogs.plural, "Ts");
}

TEST(Reader, ALibraryHasItsOwnFieldsUnlessItDeclaresThem) {
  const Catalogue catalogue =
      read(pets({library_file("colours", "fields:\n  name: {type: string, maxLength: 9}\n")}));
  const Resource& colours = catalogue.resource("pets/colours");
  Texts names;
  for (const Field& field : colours.fields) names.push_back(field.name);
  EXPECT_THAT(names,
              ElementsAre("colour-uuid", "description", "view-order", "hidden", "system-defined",
                          "name", "external-id", "created-date", "modified"));
  EXPECT_EQ(colours.field("name").max_length, 9U);
  EXPECT_EQ(&colours.fields[static_cast<std::size_t>(colours.deactivation_field)],
            &colours.field("hidden"));
  EXPECT_TRUE(colours.operations.patch && !colours.operations.remove);
  EXPECT_TRUE(colours.include_parameter.empty());
}

TEST(Reader, PathsAndTablesFollowFromNames) {
  const Catalogue catalogue = read(pets(
      {resource_file("dogs", "fields: {}\n"),
       resource_file("puppies", "parent: dogs\nfields:\n  dog-uuid: {references: dogs}\n"),
       resource_file("pet-passport",
                     "parent: dogs\nsingleton: true\nfields:\n  dog-uuid: {references: dogs}\n",
                     "read, create")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  EXPECT_EQ(dogs.collection_path, "/dogs");
  EXPECT_EQ(dogs.item_path, "/dogs/:dog-uuid");
  const Resource& puppies = catalogue.resource("pets/puppies");
  EXPECT_EQ(puppies.collection_path, "/dogs/:dog-uuid/puppies");
  EXPECT_EQ(puppies.item_path, "/puppies/:puppie-uuid");
  const Resource& passport = catalogue.resource("pets/pet-passport");
  EXPECT_EQ(passport.collection_path, "/dogs/:dog-uuid/pet-passport");
  EXPECT_EQ(passport.item_path, "");
  EXPECT_EQ(passport.table, "pets_pet_passport");
  EXPECT_FALSE(passport.searchable);
}

TEST(Reader, AChildKnowsItsParentByAFieldThatBodiesDoNotName) {
  const Catalogue catalogue =
      read(pets({resource_file("dogs", "fields: {}\n"),
                 resource_file("puppies",
                               "parent: dogs\nby: mother-uuid\nfields:\n"
                               "  mother-uuid: {references: dogs, required: true}\n")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  const Resource& puppies = catalogue.resource("pets/puppies");
  EXPECT_EQ(puppies.parent_resource, &dogs);
  const Field& mother = puppies.fields[static_cast<std::size_t>(puppies.parent_field)];
  EXPECT_EQ(mother.name, "mother-uuid");
  EXPECT_TRUE(mother.read_only && !mother.required && !mother.nullable && mother.indexed);
  ASSERT_EQ(dogs.relations.size(), 1U) << "a nested collection can be embedded";
  EXPECT_EQ(dogs.relations[0].name, "puppies");
  EXPECT_EQ(dogs.relations[0].by_field, &mother);
  EXPECT_THAT(catalogue.referrers(dogs), ElementsAre(std::pair{&puppies, &mother}));
}

TEST(Reader, AReferenceToADomainThatIsNotLoadedHasNoTarget) {
  const Catalogue catalogue =
      read({domain_file("pets", "imports: [people/owners]\n"),
            resource_file("dogs", "fields:\n  owner-uuid: {references: people/owners}\n")});
  const Field& owner = catalogue.resource("pets/dogs").field("owner-uuid");
  EXPECT_EQ(owner.target, nullptr);
  EXPECT_EQ(owner.references, "people/owners");
  EXPECT_THROW(catalogue.resource("pets/dogs").referenced("owner-uuid"), std::logic_error);
}

TEST(Reader, NamesWhatIsNotThere) {
  const Catalogue catalogue = read(pets({resource_file("dogs", "fields: {}\n")}));
  const Resource& dogs = catalogue.resource("pets/dogs");
  EXPECT_THAT([&] { static_cast<void>(dogs.field("nmae")); },
              testing::ThrowsMessage<std::logic_error>(
                  HasSubstr("pets/resources/dogs.yaml: no field is named nmae")));
  EXPECT_THAT([&] { static_cast<void>(catalogue.resource("pets/cats")); },
              testing::ThrowsMessage<std::logic_error>(HasSubstr("pets/cats")));
}

TEST(Reader, TellsEveryErrorOfEveryFileInOrder) {
  EXPECT_THAT(
      errors_of({domain_file("pets", "import: []\n"),
                 resource_file("dogs", "fields:\n  a: {type: x}\n  b: {typ: date}\n"),
                 resource_file("cats", "filds: {}\n")}),
      ElementsAre(
          "pets/domain.yaml:8: domain: unknown keyword \"import\"; did you mean \"imports\"?",
          "pets/resources/cats.yaml:6: resource: unknown keyword \"filds\"; did you mean "
          "\"fields\"?",
          "pets/resources/dogs.yaml:7: field a: unknown type \"x\"; known are string, "
          "integer, decimal, boolean, date, date-time, time, uuid, uuid-list, object, array",
          "pets/resources/dogs.yaml:8: field b: unknown keyword \"typ\"; did you mean \"type\"?",
          "pets/resources/dogs.yaml:8: field b: the keyword \"type\" is missing"));
}

TEST(Reader, WhatIsNotYamlIsAErrorAtItsLine) {
  EXPECT_THAT(errors_of(pets({{"pets/resources/dogs.yaml", "resource: dogs\ntitle: [a\nid: b\n"}})),
              ElementsAre(HasSubstr("pets/resources/dogs.yaml:3: not YAML: ")));
  EXPECT_THAT(errors_of(pets({{"pets/resources/dogs.yaml", ""}})),
              ElementsAre("pets/resources/dogs.yaml:1: expected one YAML document, a mapping of "
                          "keywords to values"));
  EXPECT_THAT(errors_of(pets({{"pets/resources/dogs.yaml", "a: 1\n---\nb: 2\n"}})),
              ElementsAre(HasSubstr("dogs.yaml:1: expected one YAML document")));
}

TEST(Reader, AFileThatCannotBeReadIsNoSecondErrorOfThoseThatReferToIt) {
  EXPECT_THAT(errors_of(pets({{"pets/resources/dogs.yaml", "- a\n"},
                              resource_file("cats", "fields:\n  dog-uuid: {references: dogs}\n")})),
              ElementsAre(HasSubstr("dogs.yaml:1:")));
}

TEST(Reader, FilesStandInKnownPlaces) {
  EXPECT_THAT(errors_of({domain_file("pets"),
                         {"pets/dogs.yaml", ""},
                         {"cats/resources/cats.yaml", "a: 1"},
                         {"pets/content/lost.yaml", "entries: []"}}),
              ElementsAre("cats/resources/cats.yaml:1: the domain cats has no cats/domain.yaml",
                          "pets/content/lost.yaml:1: no resource names this file as its content",
                          "pets/dogs.yaml:1: expected <domain>/domain.yaml, "
                          "<domain>/resources/<resource>.yaml, <domain>/actions/<action>.yaml, "
                          "<domain>/content/<name>.yaml or "
                          "<domain>/migrations/<number>-<name>.yaml"));
}

TEST(Reader, ADomainSaysWhoKeepsItAndWhatItImports) {
  EXPECT_THAT(
      errors_of({{"pets/domain.yaml",
                  "domain: pet\ntitle: T\ndescription: D\nversion: 1.0\nscope: Pet\n"
                  "imports: [people, pets/dogs, people/owners, people/owners]\n"}}),
      ElementsAre("pets/domain.yaml:1: domain: expected \"pets\", as its folder is named",
                  "pets/domain.yaml:1: domain: the keyword \"owner\" is missing",
                  "pets/domain.yaml:1: domain: the keyword \"support\" is missing",
                  "pets/domain.yaml:4: version expects three numbers, as 1.0.0",
                  "pets/domain.yaml:5: domain: scope expects lower-case words joined by dashes",
                  "pets/domain.yaml:6: imports expects domain/resource, as "
                  "location-management/locations",
                  "pets/domain.yaml:6: imports: pets/dogs is this domain's own",
                  "pets/domain.yaml:6: imports: people/owners is given twice"));
}

TEST(Reader, AnImportOfALoadedDomainMustBeThere) {
  EXPECT_THAT(errors_of({domain_file("people", "imports:\n  - pets/dog\n"), domain_file("pets"),
                         resource_file("dogs", "fields: {}\n")}),
              ElementsAre("people/domain.yaml:9: imports: no resource pets/dog is declared; did "
                          "you mean \"dogs\"?"));
}

}  // namespace
}  // namespace vip::test
