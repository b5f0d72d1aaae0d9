// Actions, and the words that place a resource otherwise than its name says.
#include "declaration/parse/read_action.h"

#include <gmock/gmock.h>

#include "declaration/test_declarations.h"
#include "schema/routes.h"

namespace vip::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kDogs = R"(delete: final
fields:
  name: {type: string, required: true}
  state: {enum: [Open, Shut], default: Open}
  changed-date: {denormalized-from: modified}
)";

DeclarationFile action_file(const std::string& rest) {
  return {
      "pets/actions/walk.yaml",
      "action: walk\noperation-id: walkPet\ntitle: Walk\nsummary: Walk\ndescription: D\n" + rest};
}

Catalogue read_pets(const std::vector<DeclarationFile>& files) {
  auto catalogue = read_catalogue(pets(files));
  EXPECT_TRUE(catalogue.has_value()) << (catalogue ? "" : catalogue.error().front().message);
  return std::move(*catalogue);
}

Texts routes_in(const Catalogue& catalogue) {
  Texts texts;
  for (const Route& route : routes_of(*catalogue.domains.front()))
    if (route.kind != RouteKind::search)
      texts.push_back(std::string(to_string(route.method)) + " " + route.path + " " +
                      scope_of(route));
  return texts;
}

DeclarationFile dogs(const std::string& rest) {
  return resource_file("dogs", std::string(kDogs) + rest, "list, read, create, delete");
}

TEST(Action, IsARouteWithTheScopeThatItNeeds) {
  const Catalogue catalogue =
      read_pets({dogs("path: /kennel/dogs\n"),
                 action_file("method: post\npath: /dogs/walk\nneeds: update\nwrites: true\n"
                             "input:\n  dog-uuid: {references: dogs, required: true}\n"
                             "output:\n  miles: {type: decimal, scale: 1}\n")});
  EXPECT_THAT(
      routes_in(catalogue),
      ElementsAre("GET /kennel/dogs pet:read", "POST /kennel/dogs pet:create",
                  "GET /kennel/dogs/:dog-uuid pet:read", "DELETE /kennel/dogs/:dog-uuid pet:remove",
                  "POST /dogs/walk pet:update"));
  const Action* walk = catalogue.find_action("pets/walk");
  ASSERT_NE(walk, nullptr);
  EXPECT_EQ(walk->input->field("dog-uuid").target, catalogue.find("pets/dogs"));
  EXPECT_TRUE(walk->takes_body());
}

TEST(Action, SaysWhatItMayNot) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"method: put\npath: /walk\n", "method expects get or post"},
      {"method: get\npath: /walk\nwrites: true\n", "writes: a GET changes nothing"},
      {"method: post\npath: walk\n", "path: expected a path such as /prices/quote"},
      {"method: get\npath: /walk\nneeds: walk\n", "needs expects create, read, update or remove"},
      {"method: post\npath: /walk\nupload: {limit: 5, media: []}\n",
       "upload expects a limit in bytes and a list of media types"},
      {"method: get\npath: /walk\nmedia: text/plain\noutput:\n  a: {type: date}\n",
       "media: the rule writes the answer, so no output is declared"},
      {"method: post\npath: /walk\ninput:\n  cat-uuid: {references: cats}\n",
       "no resource pets/cats is declared"},
  };
  for (const auto& [words, message] : rows) {
    const Texts errors = errors_of(pets({action_file(words)}));
    EXPECT_THAT(errors, Contains(testing::HasSubstr(message))) << words;
  }
}

TEST(Paths, FurtherOnesListAndCreate) {
  const Catalogue catalogue =
      read_pets({dogs("path-aliases: [/dog]\nlists:\n"
                      "  - {path: /dogs/gone, deleted: DeletedOnly, "
                      "deprecated: {since: 2026-01-01, sunset: 2027-01-01}}\n"
                      "  - {path: /dogs/open, where: {state: Open}}\n")});
  EXPECT_THAT(
      routes_in(catalogue),
      ElementsAre("GET /dogs pet:read", "POST /dogs pet:create", "GET /dogs/:dog-uuid pet:read",
                  "DELETE /dogs/:dog-uuid pet:remove", "GET /dog pet:read", "POST /dog pet:create",
                  "GET /dogs/gone pet:read", "GET /dogs/open pet:read"));
  const auto& lists = catalogue.find("pets/dogs")->listed_at;
  EXPECT_TRUE(lists[0].deleted_only);
  EXPECT_TRUE(lists[0].deprecated());
  EXPECT_EQ(lists[1].where.front().second, Value{std::string("Open")});
}

TEST(Paths, AListNamesWhatTheResourceHas) {
  EXPECT_THAT(errors_of(pets({dogs("lists:\n  - {path: /dogs/mad, where: {mood: Mad}}\n")})),
              ElementsAre(testing::HasSubstr("has no field \"mood\"")));
  EXPECT_THAT(errors_of(pets({dogs("lists:\n  - {path: /dogs/mad, where: {state: Mad}}\n")})),
              ElementsAre(testing::HasSubstr("lists: where: state")));
}

TEST(References, MayMeanOneOfSeveralResources) {
  const Catalogue catalogue =
      read_pets({dogs(""), resource_file("cats", "fields:\n  name: {type: string}\n"),
                 resource_file("tags", "fields:\n  pet-uuid: {references: [dogs, cats]}\n")});
  const Field& pet = catalogue.find("pets/tags")->field("pet-uuid");
  EXPECT_EQ(pet.target, nullptr);
  EXPECT_THAT(pet.any_targets,
              ElementsAre(catalogue.find("pets/dogs"), catalogue.find("pets/cats")));
  EXPECT_EQ(catalogue.referrers(*catalogue.find("pets/cats")).size(), 1U);
}

TEST(Library, MayNameItsFieldsOtherwise) {
  const Catalogue catalogue = read_pets({library_file(
      "terms",
      "name-field: term-name\ndeactivation: {field: is-active, active-when: true}\nfields:\n"
      "  term-name: {type: string, required: true}\n  is-active: {type: boolean, default: "
      "true}\n")});
  const Resource& terms = *catalogue.find("pets/terms");
  EXPECT_EQ(terms.find("name"), nullptr);
  EXPECT_EQ(terms.find("hidden"), nullptr);
  EXPECT_EQ(terms.hidden_value(), 0);
  EXPECT_TRUE(terms.field("term-name").indexed);
}

TEST(Modified, MayHaveAnotherNameToo) {
  const Catalogue catalogue = read_pets({dogs("")});
  const Field& copy = catalogue.find("pets/dogs")->field("changed-date");
  EXPECT_EQ(copy.type, FieldType::date_time);
  EXPECT_TRUE(copy.read_only);
  EXPECT_FALSE(copy.nullable);
  EXPECT_THAT(errors_of(pets({dogs("")})), IsEmpty());
}

}  // namespace
}  // namespace vip::test
