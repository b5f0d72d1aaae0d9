// The contract of a small domain, and of every domain of this binary.

#include "openapi/generator.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <functional>
#include <set>

#include "core/json.h"
#include "declaration/reader.h"
#include "openapi/name_rules.h"
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
  mood: {enum: [Calm, Cross]}
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

TEST_F(GeneratorTest, ResponsesRequireTheIdAlone) {
  EXPECT_THAT(texts(*schema("PetOwner").find("required")), ElementsAre("owner-uuid"));
  EXPECT_TRUE(field("PetOwner", "last-name").find("x-pii")->boolean);
  EXPECT_THAT(texts(*field("PetOwner", "postcode").find("type")), ElementsAre("string", "null"));
  EXPECT_EQ(field("PetOwner", "country").find("type")->text, "string");
  EXPECT_TRUE(field("PetOwner", "modified").find("readOnly")->boolean);
}

TEST_F(GeneratorTest, ReadsAndWritesAnswerOneFlatSchema) {
  const auto answer = [&](const char* path, const char* method, const char* status) {
    return at({"paths", path, method, "responses", status, "content", "application/json", "schema",
               "$ref"})
        .text;
  };
  EXPECT_EQ(answer("/owners/{owner-uuid}", "get", "200"), "#/components/schemas/PetOwner");
  EXPECT_EQ(answer("/owners/{owner-uuid}", "patch", "200"), "#/components/schemas/PetOwner");
  EXPECT_EQ(answer("/owners", "post", "201"), "#/components/schemas/PetOwner");
  EXPECT_TRUE(field("PetOwner", "warnings").find("x-written")->boolean);
}

TEST_F(GeneratorTest, EnumerationsAreComponents) {
  EXPECT_THAT(texts(*schema("PetOwnerKind").find("enum")), ElementsAre("Person", "Charity"));
  EXPECT_EQ(field("PetOwner", "kind").find("$ref")->text, "#/components/schemas/PetOwnerKind");
  EXPECT_THAT(schema("PetOwnerSort").find("pattern")->text,
              testing::AllOf(testing::StartsWith("^("), HasSubstr("last-name|"),
                             testing::EndsWith(")(,(asc|desc))?$")));
  const Node& mood = field("PetOwnerPatch", "mood");
  EXPECT_EQ(at({"components", "schemas", "PetOwnerMood", "enum"}).items.size(), 2U);
  ASSERT_THAT(mood.find("oneOf"), NotNull());
  EXPECT_EQ(mood.find("oneOf")->items.back().find("type")->text, "null");
}

TEST_F(GeneratorTest, ACreateHasItsOwnNamesAndConditions) {
  const Node& create = schema("PetOwnerCreate");
  EXPECT_THAT(texts(*create.find("required")), ElementsAre("last-name", "owner-kind"));
  EXPECT_THAT(keys(*create.find("properties")), Not(Contains("kind")));
  EXPECT_THAT(keys(*create.find("properties")), Not(Contains("modified")));
  EXPECT_FALSE(create.find("additionalProperties")->boolean);
  // The default is GB, so a body without a country needs the postcode too.
  EXPECT_EQ(create.find("if")->find("required"), nullptr);
  EXPECT_THAT(texts(*create.find("then")->find("required")), ElementsAre("postcode"));
  // The second condition holds whether or not the first one does. A missing record can be found
  // later: no condition of a body.
  for (const char* branch : {"then", "else"}) {
    const Node& second = *create.find(branch);
    EXPECT_THAT(texts(*second.find("if")->find("required")), ElementsAre("discount")) << branch;
    EXPECT_THAT(texts(*second.find("then")->find("required")), ElementsAre("discount-reason"));
    EXPECT_EQ(second.find("else"), nullptr) << branch;
  }
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
  EXPECT_EQ(field("PetOwnerPatch", "last-name").find("$ref")->text, "#/components/schemas/Line100");
  EXPECT_EQ(field("PetOwnerPatch", "country").find("default"), nullptr);
}

TEST_F(GeneratorTest, DecimalsAreOneTypeInBothDirections) {
  EXPECT_EQ(field("PetOwner", "discount").find("x-scale")->text, "2");
  EXPECT_EQ(field("PetOwner", "discount").find("maximum")->text, "100");
  EXPECT_THAT(texts(*field("PetOwnerCreate", "discount").find("type")),
              ElementsAre("number", "null"));
  for (const char* name : {"PetOwner", "PetOwnerCreate", "PetOwnerPatch"})
    EXPECT_EQ(field(name, "discount").find("format")->text, "decimal") << name;
}

TEST_F(GeneratorTest, FiltersAreOneParameter) {
  EXPECT_THAT(
      parameter_names("/owners", "get"),
      ElementsAre("#/components/parameters/Page", "#/components/parameters/Size",
                  "#/components/parameters/PetOwnerSorts", "#/components/parameters/Cursor",
                  "#/components/parameters/Total", "#/components/parameters/PetOwnerFields",
                  "#/components/parameters/PetOwnerIncludes", "#/components/parameters/PetOwnerQs",
                  "#/components/parameters/IncludeDeactivated",
                  "#/components/parameters/ModifiedStart", "#/components/parameters/ModifiedEnd",
                  "#/components/parameters/Filter"));
  EXPECT_EQ(at({"paths", "/owners", "get", "x-filter"}).text, "PetOwnerFilter");
  EXPECT_THAT(parameter_names("/owners/{owner-uuid}", "patch"),
              ElementsAre("#/components/parameters/IfMatch"));
}

TEST_F(GeneratorTest, EveryOperatorOfEveryFieldIsAMemberOfTheFilter) {
  const auto operators = [&](const char* name) {
    const std::string reference = field("PetOwnerFilter", name).find("$ref")->text;
    return keys(*schema(reference.substr(reference.rfind('/') + 1)).find("properties"));
  };
  EXPECT_THAT(operators("last-name"), ElementsAre("eq", "starts-with"));
  EXPECT_THAT(operators("postcode"), ElementsAre("eq", "starts-with", "is-null"));
  EXPECT_THAT(operators("kind"), ElementsAre("eq", "ne", "in"));
  EXPECT_THAT(operators("created-date"),
              ElementsAre("eq", "lt", "lte", "gt", "gte", "start", "end"));
  EXPECT_EQ(field("PetOwnerSearch", "filter").find("$ref")->text,
            "#/components/schemas/PetOwnerFilter");
}

TEST_F(GeneratorTest, EveryPossibleStatusIsDescribed) {
  EXPECT_THAT(keys(at({"paths", "/owners/{owner-uuid}", "get", "responses"})),
              ElementsAre("200", "304", "400", "404", "412", "default"));
  EXPECT_THAT(keys(at({"paths", "/owners/{owner-uuid}", "patch", "responses"})),
              ElementsAre("200", "400", "404", "409", "412", "422", "default"));
  const std::string& common = at({"components", "responses", "Other", "description"}).text;
  for (const char* status :
       {"401", "403", "406", "408", "413", "414", "415", "429", "431", "500", "503"})
    EXPECT_THAT(common, HasSubstr(std::string("\n") + status + ": "));
  EXPECT_THAT(keys(at({"paths", "/owners", "post", "responses", "201", "headers"})),
              ElementsAre("Location", "ETag"));
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
  const YAML::Node yaml =
      YAML::Load(openapi_yaml(*catalogue_.domain("pet-care"), {"https://vip.test"}));
  EXPECT_EQ(yaml["servers"][0]["url"].as<std::string>(), "https://vip.test/pet-care/v1/api");
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

// Rules of every document that the project publishes, each for what a generator made of its
// opposite (ADR 0024).
class PublishedDocument : public testing::Test {
 protected:
  PublishedDocument() {
    auto read = read_catalogue(declarations_in(VIP_SOURCE_DIR "/domains"));
    if (read) catalogue_ = std::move(*read);
    for (const auto& domain : catalogue_.domains)
      documents_.emplace_back(domain->name, json::parse(openapi_committed(*domain)).value());
  }

  void visit(const Node& node, const std::string& place,
             const std::function<void(const Node&, const std::string&)>& see) {
    see(node, place);
    for (std::size_t i = 0; i < node.items.size(); ++i)
      visit(node.items[i], fmt::format("{}/{}", place, i), see);
    for (const auto& [key, value] : node.members)
      visit(value, fmt::format("{}/{}", place, key), see);
  }

  Catalogue catalogue_;
  std::vector<std::pair<std::string, Node>> documents_;
};

TEST_F(PublishedDocument, IsBelow400Kilobytes) {
  ASSERT_EQ(documents_.size(), 11U);
  for (const auto& domain : catalogue_.domains) {
    EXPECT_LT(openapi_json(*domain, {"https://api.practice.example"}).size(), 400'000U)
        << domain->name;
    EXPECT_LT(openapi_committed(*domain).size(), 400'000U) << domain->name;
  }
}

TEST_F(PublishedDocument, HasNoInlineEnumeration) {
  for (const auto& [name, document] : documents_)
    visit(document, name, [&, domain = name](const Node& node, const std::string& place) {
      const Node* values = node.find("enum");
      if (values == nullptr || !values->is(Node::Kind::array)) return;
      if (place.find("/if/") != std::string::npos) return;  // compared with, no type
      const std::string before = domain + "/components/schemas/";
      EXPECT_TRUE(place.starts_with(before) && place.find('/', before.size()) == std::string::npos)
          << place;
    });
}

TEST_F(PublishedDocument, HasNoDefaultBesideNull) {
  for (const auto& [domain, document] : documents_)
    visit(document, domain, [](const Node& node, const std::string& place) {
      if (node.find("default") == nullptr || node.find("type") == nullptr) return;
      EXPECT_FALSE(node.find("type")->is(Node::Kind::array)) << place;
      EXPECT_EQ(node.find("oneOf"), nullptr) << place;
    });
}

TEST_F(PublishedDocument, AnswersWithFlatSchemas) {
  for (const auto& [domain, document] : documents_)
    for (const auto& [name, schema] : document.find("components")->find("schemas")->members) {
      if (name.ends_with("Create") || name.ends_with("Input")) continue;
      EXPECT_EQ(schema.find("allOf"), nullptr) << domain << " " << name;
      EXPECT_EQ(schema.find("anyOf"), nullptr) << domain << " " << name;
      EXPECT_EQ(schema.find("oneOf"), nullptr) << domain << " " << name;
    }
}

TEST_F(PublishedDocument, HasOneTypeInEachPlace) {
  for (const auto& [domain, document] : documents_)
    visit(document, domain, [](const Node& node, const std::string& place) {
      const Node* type = node.find("type");
      if (type == nullptr || !type->is(Node::Kind::array)) return;
      ASSERT_EQ(type->items.size(), 2U) << place;
      EXPECT_EQ(type->items.back().text, "null") << place;
    });
}

TEST_F(PublishedDocument, TakesFilesAsFormsAlone) {
  std::size_t forms = 0;
  for (const auto& [domain, document] : documents_)
    visit(document, domain, [&](const Node& node, const std::string& place) {
      const Node* form = node.find("multipart/form-data");
      if (form == nullptr) return;
      ++forms;
      EXPECT_EQ(node.members.size(), 1U) << place;
    });
  EXPECT_GT(forms, 0U);
}

TEST_F(PublishedDocument, EveryOperationDescribesAnyProblem) {
  for (const auto& [domain, document] : documents_)
    visit(document, domain, [](const Node& node, const std::string& place) {
      if (node.find("operationId") == nullptr) return;
      EXPECT_NE(node.find("responses")->find("default"), nullptr) << place;
    });
}

TEST_F(PublishedDocument, HasAbsoluteAddresses) {
  for (const auto& [domain, document] : documents_) {
    EXPECT_TRUE(document.find("servers")->items[0].find("url")->text.starts_with("https://"));
    EXPECT_TRUE(document.find("info")->find("license")->find("url")->text.starts_with("https://"));
  }
}

TEST_F(PublishedDocument, HasNamesThatClientsCanHave) {
  for (const openapi::NameFault& fault : openapi::name_faults(catalogue_))
    ADD_FAILURE() << fault.file << ": " << fault.message;
  for (const auto& [domain, document] : documents_)
    for (const auto& [name, schema] : document.find("components")->find("schemas")->members)
      EXPECT_FALSE(openapi::is_reserved(name)) << domain << " " << name;
}

TEST(NameRules, RefuseNamesThatCollide) {
  EXPECT_TRUE(openapi::is_reserved("Number"));
  EXPECT_FALSE(openapi::is_reserved("PhoneNumber"));
  EXPECT_TRUE(openapi::begins_with_verb("listAvailableSlots"));
  for (const char* id : {"availabilityAvailable", "documentsUpload", "list", "listings", ""})
    EXPECT_FALSE(openapi::begins_with_verb(id)) << id;
  auto faults_with = [](std::string resource) {
    auto read = read_catalogue({{"pet-care/domain.yaml", std::string(kDomain)},
                                {"pet-care/resources/owners.yaml", std::string(kOwners)},
                                {"pet-care/resources/pets.yaml", std::move(resource)}});
    std::vector<std::string> messages;
    for (const auto& fault : openapi::name_faults(read.value())) messages.push_back(fault.message);
    return messages;
  };
  EXPECT_THAT(faults_with(std::string(kPets)), testing::IsEmpty());
  std::string number(kPets);
  number.replace(number.find("title: Pet"), 10, "title: Number");
  EXPECT_THAT(faults_with(number), ElementsAre(HasSubstr("would be called Number")));
  EXPECT_THAT(faults_with(number + "schema-name: PetNumber\n"), testing::IsEmpty());
  EXPECT_THAT(faults_with(std::string(kPets) + "tag: pet owner\n"),
              ElementsAre(HasSubstr("too much alike")));
}

}  // namespace
}  // namespace vip
