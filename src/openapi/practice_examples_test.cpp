// What a document shows of a practice, and where.

#include "openapi/practice_examples.h"

#include <gmock/gmock.h>

#include "declaration/reader.h"
#include "openapi/generator.h"

namespace vip::openapi {
namespace {

constexpr std::string_view kOwner = "019b76da-aadf-7cc6-ba27-d1c62ca604d1";
constexpr std::string_view kOtherOwner = "019b76da-aadf-7cc6-ba27-d1c62ca604d2";

class Practice final : public ExampleSource {
 public:
  explicit Practice(const Domain& domain) : owners_{*domain.find("owners")} {}

  std::optional<ExampleCall> call(const Route& route) const override {
    if (route.kind != RouteKind::create || route.resource->name != "pets") return std::nullopt;
    return ExampleCall{{{"owner-uuid", *parse_uuid(kOtherOwner)}},
                       object({{"name", text("Biscuit")}})};
  }
  std::vector<const Resource*> resources() const override { return {&owners_}; }
  const Node* record(const Resource& resource) const override {
    return &resource == &owners_ ? &record_ : nullptr;
  }

 private:
  const Resource& owners_;
  Node record_ = object({{"owner-uuid", text(kOwner)}, {"last-name", text("Hargreaves")}});
};

class PracticeExamplesTest : public testing::Test {
 protected:
  PracticeExamplesTest() {
    auto read = read_catalogue(
        {{"pet-care/domain.yaml",
          "domain: pet-care\ntitle: Pet Care\ndescription: Pets.\nversion: 1.0.0\nscope: "
          "pet\nowner: Pets\nsupport: Ask.\n"},
         {"pet-care/resources/owners.yaml",
          "resource: owners\ntitle: Owner\ndescription: Who keeps pets.\nid: owner-uuid\n"
          "operations: [list, read, create]\nfields:\n"
          "  last-name: {type: string, required: true}\n"
          "  friend-uuid: {references: owners}\n  friend-uuids: {type: uuid-list, references: "
          "owners}\n"},
         {"pet-care/resources/pets.yaml",
          "resource: pets\ntitle: Pet\ndescription: An animal.\nid: pet-uuid\n"
          "operations: [list, read, create]\nparent: owners\nfields:\n"
          "  owner-uuid: {type: uuid, references: owners, required: true}\n"
          "  name: {type: string, required: true}\n"}});
    if (!read) {
      for (const DeclarationError& error : read.error())
        ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
      return;
    }
    catalogue_ = std::move(*read);
    const Domain& domain = *catalogue_.domain("pet-care");
    const Practice practice{domain};
    generic_ = json::parse(openapi_json(domain, {}), {64, 1'000'000}).value();
    shown_ = json::parse(openapi_json(domain, {{}, {}, &practice}), {64, 1'000'000}).value();
  }

  static std::string at(const Node& document, std::initializer_list<std::string_view> path) {
    const Node* found = &document;
    for (const std::string_view name : path) {
      found = found->find(name);
      if (found == nullptr) return "nothing";
    }
    return json::to_string(*found);
  }
  // The id that an operation shows for its path: its own, else that of the shared parameter.
  static std::string of_path(const Node& document, std::string_view path, std::string_view method,
                             std::string_view name, std::string_view parameter) {
    const std::string own = at(document, {"paths", path, method, "x-path-example", name});
    return own != "nothing" ? own
                            : at(document, {"components", "parameters", parameter, "example"});
  }

  Catalogue catalogue_;
  Node generic_, shown_;
};

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

TEST_F(PracticeExamplesTest, AnOperationShowsACallThatWorks) {
  EXPECT_EQ(at(shown_, {"paths", "/owners/{owner-uuid}/pets", "post", "requestBody", "content",
                        "application/json", "example"}),
            R"({"name":"Biscuit"})");
  EXPECT_EQ(of_path(shown_, "/owners/{owner-uuid}/pets", "post", "owner-uuid", "OwnerUuid"),
            quoted(kOtherOwner));
}

TEST_F(PracticeExamplesTest, PathsNameARecordThatIsThere) {
  EXPECT_EQ(of_path(shown_, "/owners/{owner-uuid}", "get", "owner-uuid", "OwnerUuid"),
            quoted(kOwner));
  EXPECT_EQ(of_path(shown_, "/owners/{owner-uuid}/pets", "get", "owner-uuid", "OwnerUuid"),
            quoted(kOwner));
  EXPECT_EQ(of_path(shown_, "/pets/{pet-uuid}", "get", "pet-uuid", "PetUuid"),
            "nothing");  // there is no pet
}

// One reference to each resource is enough: documents stay small.
TEST_F(PracticeExamplesTest, AReferenceToEachResourceNamesARecordThatIsThere) {
  const auto example = [](const Node& document, std::string_view field) {
    return at(document, {"components", "schemas", "Owner", "properties", field, "examples"});
  };
  EXPECT_EQ(example(generic_, "friend-uuid"), "nothing");
  EXPECT_EQ(example(shown_, "friend-uuid"), "[" + quoted(kOwner) + "]");
  EXPECT_EQ(example(shown_, "friend-uuids"), "nothing");
}

}  // namespace
}  // namespace vip::openapi
