// The contract of a small domain, and of every domain of this binary.

#include "openapi/generator.h"

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "core/json.h"
#include "declaration/reader.h"
#include "openapi/names.h"
#include "schema/routes.h"

namespace vip {
namespace {

using json::Node;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::NotNull;

constexpr std::string_view kDomain = R"(domain: pet-care
title: Pet Care
description: Pets and who keeps them.
version: 1.2.3
scope: pet
owner: Pets
support: Ask the pet people.
)";

constexpr std::string_view kOwners = R"(resource: owners
title: Pet Owner
description: Who keeps pets.
id: owner-uuid
operations: [list, read, create, patch, delete]
delete: soft
deactivation: {field: deactivated, parameter: include-deactivated}
fields:
  last-name: {type: string, maxLength: 100, required: true, pii: true, search: true, sort: true, examples: [Hargreaves]}
  kind: {type: string, enum: [Person, Charity], required: true, immutable: true, create-as: owner-kind}
  country: {type: string, format: country, default: GB}
  postcode: {type: string, maxLength: 10, required-when: {field: country, equals: GB}}
  discount: {type: decimal, scale: 2, minimum: 0, maximum: 100}
  charity-number: {type: string, allowed-when: {field: kind, equals: Charity, code: required-here}}
  discount-reason: {type: string, required-when: {field: discount, present: true}}
  no-discount-reason: {type: string, required-when: {field: discount, equals: null}}
  deactivated: {type: boolean, default: false}
relations:
  pets: {has-many: pets, by: owner-uuid}
)";

constexpr std::string_view kPets = R"(resource: pets
title: Pet
description: An animal.
id: pet-uuid
operations: [list, read, create]
parent: owners
fields:
  owner-uuid: {type: uuid, references: owners, required: true}
  name: {type: string, required: true}
)";

class GeneratorTest : public testing::Test {
 protected:
  GeneratorTest() {
    auto read = read_catalogue({{"pet-care/domain.yaml", std::string(kDomain)},
                                {"pet-care/resources/owners.yaml", std::string(kOwners)},
                                {"pet-care/resources/pets.yaml", std::string(kPets)}});
    if (!read) {
      for (const DeclarationError& error : read.error())
        ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
      return;
    }
    catalogue_ = std::move(*read);
    document_ =
        json::parse(openapi_json(*catalogue_.domain("pet-care"), {"https://vip.test"})).value();
  }

  // The node at a path of member names and list positions.
  const Node& at(std::initializer_list<std::string_view> path) {
    static const Node kNothing;
    const Node* node = &document_;
    for (const std::string_view step : path) {
      const Node* next = node->is(Node::Kind::array)
                             ? &node->items.at(static_cast<std::size_t>(step.front() - '0'))
                             : node->find(step);
      if (next == nullptr) {
        ADD_FAILURE() << "no member " << step;
        return kNothing;
      }
      node = next;
    }
    return *node;
  }
  const Node& schema(std::string_view name) { return at({"components", "schemas", name}); }
  const Node& field(std::string_view name, std::string_view field) {
    return at({"components", "schemas", name, "properties", field});
  }

  static std::vector<std::string> texts(const Node& list) {
    std::vector<std::string> out;
    for (const Node& item : list.items) out.push_back(item.text);
    return out;
  }
  static std::vector<std::string> keys(const Node& object) {
    std::vector<std::string> out;
    for (const auto& [key, value] : object.members) out.push_back(key);
    return out;
  }
  std::vector<std::string> parameter_names(std::string_view path, std::string_view method) {
    std::vector<std::string> out;
    for (const Node& parameter : at({"paths", path, method, "parameters"}).items)
      out.push_back(parameter.find("$ref") != nullptr ? parameter.find("$ref")->text
                                                      : parameter.find("name")->text);
    return out;
  }

  Catalogue catalogue_;
  Node document_;
};

TEST_F(GeneratorTest, DescribesTheDomainAndItsAddress) {
  EXPECT_EQ(at({"openapi"}).text, "3.1.0");
  EXPECT_EQ(at({"info", "version"}).text, "1.2.3");
  EXPECT_EQ(at({"servers", "0", "url"}).text, "https://vip.test/pet-care/v1/api");
  EXPECT_EQ(
      at({"components", "securitySchemes", "oauth2", "flows", "clientCredentials", "tokenUrl"})
          .text,
      "https://vip.test/oauth/token");
  EXPECT_EQ(at({"tags", "0", "name"}).text, "Pet Owners");
}

TEST_F(GeneratorTest, HasEveryRouteOnce) {
  EXPECT_THAT(
      keys(at({"paths"})),
      ElementsAre("/owners", "/owners/search", "/owners/{owner-uuid}", "/owners/{owner-uuid}/pets",
                  "/owners/{owner-uuid}/pets/search", "/pets/{pet-uuid}"));
  EXPECT_EQ(at({"paths", "/owners", "get", "operationId"}).text, "listOwners");
  EXPECT_EQ(at({"paths", "/owners/{owner-uuid}", "delete", "operationId"}).text, "deletePetOwner");
}

TEST_F(GeneratorTest, ResponsesRequireAllFieldsExceptPersonalData) {
  EXPECT_THAT(texts(*schema("PetOwner").find("required")), Not(Contains("last-name")));
  EXPECT_THAT(texts(*schema("PetOwner").find("required")), Contains("postcode"));
  EXPECT_TRUE(field("PetOwner", "last-name").find("x-pii")->boolean);
  EXPECT_THAT(texts(*field("PetOwner", "postcode").find("type")), ElementsAre("string", "null"));
  EXPECT_EQ(field("PetOwner", "country").find("type")->text, "string");
  EXPECT_TRUE(field("PetOwner", "modified").find("readOnly")->boolean);
}

TEST_F(GeneratorTest, ACreateHasItsOwnNamesAndConditions) {
  const Node& create = schema("PetOwnerCreate");
  EXPECT_THAT(texts(*create.find("required")), ElementsAre("last-name", "owner-kind"));
  EXPECT_THAT(keys(*create.find("properties")), Not(Contains("kind")));
  EXPECT_THAT(keys(*create.find("properties")), Not(Contains("modified")));
  EXPECT_FALSE(create.find("additionalProperties")->boolean);
  const std::vector<Node>& conditions = create.find("allOf")->items;
  ASSERT_EQ(conditions.size(), 2U) << "a missing record can be found later: no condition of a body";
  // The default is GB, so a body without a country needs the postcode too.
  EXPECT_EQ(conditions[0].find("if")->find("required"), nullptr);
  EXPECT_THAT(texts(*conditions[0].find("then")->find("required")), ElementsAre("postcode"));
  EXPECT_THAT(texts(*conditions[1].find("if")->find("required")), ElementsAre("discount"));
  EXPECT_THAT(texts(*conditions[1].find("then")->find("required")), ElementsAre("discount-reason"));
  EXPECT_THAT(field("PetOwner", "no-discount-reason").find("description")->text,
              HasSubstr("Required when `discount` has none."));
  EXPECT_THAT(field("PetOwner", "charity-number").find("description")->text,
              HasSubstr("Only when `kind` is Charity; refused with `required-here`"));
}

TEST_F(GeneratorTest, AChildTakesItsParentFromThePath) {
  EXPECT_THAT(keys(*schema("PetCreate").find("properties")), ElementsAre("name", "external-id"));
}

TEST_F(GeneratorTest, APatchRequiresNothingAndOmitsImmutableFields) {
  const Node& patch = schema("PetOwnerPatch");
  EXPECT_EQ(patch.find("required"), nullptr);
  EXPECT_THAT(keys(*patch.find("properties")), Not(Contains("kind")));
  EXPECT_EQ(field("PetOwnerPatch", "last-name").find("type")->text, "string");
  EXPECT_EQ(field("PetOwnerPatch", "country").find("default"), nullptr);
}

TEST_F(GeneratorTest, DecimalsHaveAScaleAndMayBeSentAsText) {
  EXPECT_EQ(field("PetOwner", "discount").find("x-scale")->text, "2");
  EXPECT_EQ(field("PetOwner", "discount").find("maximum")->text, "100");
  EXPECT_THAT(texts(*field("PetOwnerCreate", "discount").find("type")),
              ElementsAre("number", "string", "null"));
}

TEST_F(GeneratorTest, EveryOperatorIsAParameter) {
  const auto names = parameter_names("/owners", "get");
  for (const char* name :
       {"#/components/parameters/TenantId", "#/components/parameters/Page", "sort", "fields",
        "include", "q", "include-deactivated", "last-name[starts-with]", "kind[in]",
        "modified-start", "modified-end", "postcode[is-null]"})
    EXPECT_THAT(names, Contains(name));
  EXPECT_THAT(
      parameter_names("/owners/{owner-uuid}", "patch"),
      ElementsAre("owner-uuid", "#/components/parameters/TenantId",
                  "#/components/parameters/CorrelationId", "#/components/parameters/TraceParent",
                  "#/components/parameters/IfMatch"));
}

TEST_F(GeneratorTest, EveryPossibleStatusIsDescribed) {
  EXPECT_THAT(keys(at({"paths", "/owners/{owner-uuid}", "get", "responses"})),
              ElementsAre("200", "304", "400", "401", "403", "404", "406", "412", "414", "429",
                          "431", "500", "503"));
  EXPECT_THAT(keys(at({"paths", "/owners/{owner-uuid}", "patch", "responses"})),
              ElementsAre("200", "400", "401", "403", "404", "406", "408", "409", "412", "413",
                          "415", "422", "429", "431", "500", "503"));
  EXPECT_THAT(keys(at({"paths", "/owners", "post", "responses", "201", "headers"})),
              ElementsAre("X-Correlation-Id", "Location", "ETag"));
}

TEST_F(GeneratorTest, ScopesAreTheGroupsOrTheResources) {
  const Node& security = at({"paths", "/owners", "post", "security"});
  ASSERT_EQ(security.items.size(), 2U);
  // Creating an owner needs a personal field.
  EXPECT_THAT(texts(*security.items[0].find("oauth2")), ElementsAre("pet:create", "pet:pii"));
  EXPECT_THAT(texts(*security.items[1].find("oauth2")),
              ElementsAre("pet.owners:create", "pet:pii"));
  EXPECT_THAT(texts(at({"paths", "/owners", "get", "security", "0", "oauth2"})),
              ElementsAre("pet:read"));
}

TEST_F(GeneratorTest, EmbedsCollectionsAndReferences) {
  EXPECT_EQ(field("PetOwner", "pets").find("items")->find("$ref")->text,
            "#/components/schemas/Pet");
  EXPECT_THAT(keys(*schema("Pet").find("properties")), Contains("owner"));
}

TEST_F(GeneratorTest, TheYamlIsEquivalent) {
  const YAML::Node yaml = YAML::Load(openapi_yaml(*catalogue_.domain("pet-care"), {""}));
  EXPECT_EQ(yaml["servers"][0]["url"].as<std::string>(), "/pet-care/v1/api");
  EXPECT_EQ(yaml["paths"].size(), at({"paths"}).members.size());
  EXPECT_EQ(yaml["components"]["schemas"].size(), at({"components", "schemas"}).members.size());
}

void collect_references(const Node& node, std::set<std::string>& out) {
  for (const Node& item : node.items) collect_references(item, out);
  for (const auto& [key, value] : node.members) {
    if (key == "$ref") out.insert(value.text);
    collect_references(value, out);
  }
}

TEST(Contracts, OfEveryDomainAreComplete) {
  const auto catalogue = read_catalogue(declarations_in(VIP_SOURCE_DIR "/domains"));
  ASSERT_TRUE(catalogue) << "the declarations do not load";
  for (const auto& domain : catalogue->domains) {
    const std::string text = openapi_json(*domain, {""});
    const auto document = json::parse(text);
    ASSERT_TRUE(document) << domain->name;
    EXPECT_EQ(openapi_json(*domain, {""}), text) << "two runs differ";
    std::set<std::string> references;
    collect_references(*document, references);
    for (const std::string& reference : references) {
      const std::size_t cut = reference.rfind('/');
      const std::string section = reference.substr(13, cut - 13);  // after "#/components/"
      const Node* entries = document->find("components")->find(section);
      ASSERT_THAT(entries, NotNull()) << reference;
      EXPECT_THAT(entries->find(reference.substr(cut + 1)), NotNull()) << reference;
    }
  }
}

TEST(Contracts, OperationsHaveUniqueNames) {
  const auto catalogue = read_catalogue(declarations_in(VIP_SOURCE_DIR "/domains"));
  ASSERT_TRUE(catalogue);
  for (const auto& domain : catalogue->domains) {
    std::set<std::string> seen;
    for (const Route& route : routes_of(*domain))
      EXPECT_TRUE(seen.insert(openapi::operation_id(route)).second)
          << domain->name << ": " << openapi::operation_id(route);
  }
}

}  // namespace
}  // namespace vip
