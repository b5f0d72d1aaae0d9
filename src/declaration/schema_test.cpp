// The JSON Schemas that editors complete by have the keywords that the reader knows, no more and no
// fewer, each documented.
#include <fstream>
#include <sstream>

#include "core/json.h"
#include "declaration/parse/field_keywords.h"
#include "declaration/parse/migration_steps.h"
#include "declaration/parse/read_action.h"
#include "declaration/parse/read_resource.h"
#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::UnorderedElementsAreArray;

json::Node schema(const std::string& name) {
  std::ifstream stream{std::string{VIP_SOURCE_DIR} + "/domains/" + name};
  std::ostringstream text;
  text << stream.rdbuf();
  const auto node = json::parse(text.str());
  EXPECT_TRUE(node.has_value()) << name;
  return node.value_or(json::Node{});
}

// The node at a path of member names; a failure when there is none.
const json::Node& at(const json::Node& node, const Texts& path) {
  const json::Node* place = &node;
  for (const std::string& name : path) {
    place = place->find(name);
    if (place == nullptr) throw std::runtime_error{"the schema has no " + name};
  }
  return *place;
}

Texts names_of(const json::Node& properties) {
  Texts names;
  for (const auto& [name, property] : properties.members) {
    names.push_back(name);
    EXPECT_NE(property.find("description"), nullptr) << name << " is not documented";
  }
  return names;
}

Texts texts_of(const json::Node& list) {
  Texts texts;
  for (const json::Node& item : list.items) texts.push_back(item.text);
  return texts;
}

TEST(Schema, OfADomainHasTheReadersKeywords) {
  EXPECT_THAT(names_of(at(schema("domain.schema.json"), {"properties"})),
              UnorderedElementsAreArray(domain_keywords()));
}

TEST(Schema, OfAResourceHasTheReadersKeywords) {
  EXPECT_THAT(names_of(at(schema("resource.schema.json"), {"properties"})),
              UnorderedElementsAreArray(resource_keywords(registered_keywords())));
}

TEST(Schema, OfAnActionHasTheReadersKeywords) {
  EXPECT_THAT(names_of(at(schema("action.schema.json"), {"properties"})),
              UnorderedElementsAreArray(action_keywords()));
}

TEST(Schema, OfAMigrationHasTheReadersKeywords) {
  const json::Node migration = schema("migration.schema.json");
  EXPECT_THAT(names_of(at(migration, {"properties"})),
              UnorderedElementsAreArray(migration_keywords()));
  const json::Node& steps = at(migration, {"$defs", "step", "properties"});
  EXPECT_THAT(names_of(steps), UnorderedElementsAreArray(migration_step_names()));
  for (const MigrationStepForm& form : migration_step_forms())
    EXPECT_THAT(names_of(at(steps, {std::string{form.name}, "properties"})),
                UnorderedElementsAreArray(form.keywords))
        << form.name;
}

TEST(Schema, OfAFieldHasTheReadersKeywords) {
  const json::Node resource = schema("resource.schema.json");
  Texts keywords = names_of(at(resource, {"$defs", "shape", "properties"}));
  EXPECT_THAT(keywords, UnorderedElementsAreArray(member_keywords(registered_keywords())));
  for (const std::string& keyword : names_of(at(resource, {"$defs", "field", "properties"}))) {
    keywords.push_back(keyword);
  }
  EXPECT_THAT(keywords, UnorderedElementsAreArray(field_keywords(registered_keywords())));
}

TEST(Schema, HasTheReadersTypesFormatsAndOperators) {
  const json::Node resource = schema("resource.schema.json");
  const Texts shape = {"$defs", "shape", "properties"};
  const json::Node& properties = at(resource, shape);
  EXPECT_THAT(texts_of(at(properties, {"type", "enum"})), UnorderedElementsAreArray(type_names()));
  EXPECT_THAT(texts_of(at(properties, {"format", "enum"})),
              UnorderedElementsAreArray(format_names()));
  const json::Node& filter = at(resource, {"$defs", "field", "properties", "filter", "oneOf"});
  EXPECT_THAT(texts_of(at(filter.items.at(1), {"items", "enum"})),
              UnorderedElementsAreArray(filter_names()));
}

}  // namespace
}  // namespace vip::test
