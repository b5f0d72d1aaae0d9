#include "engine/test_engine.h"

#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

constexpr const char* kOwnersFile = R"(delete: soft
deactivation: {field: deactivated, parameter: include-deactivated}
fields:
  name: {type: string, required: true, maxLength: 50}
  code: {type: string, unique: true, maxLength: 10}
  kind: {enum: [Person, Farm], default: Person}
  herd-size: {type: integer, required-when: {field: kind, equals: Farm}}
  home-region-uuid: {references: regions, create-as: region-uuid}
  town: {type: string, maxLength: 50}
  street: {type: string, maxLength: 50}
  hours:
    type: object
    properties:
      open: {type: time, required: true}
      close: {type: time}
  visits: {type: integer, read-only: true, default: 0}
  owed: {type: decimal, scale: 2, read-only: true,
         aggregate: [{source: visits, foreign-key: owner-uuid, add: price, where: {free: false}}]}
  deactivated: {type: boolean, default: false}
relations:
  phones: {has-many: phones, by: owner-uuid}
unique-together:
  - {fields: [town, street]}
)";

constexpr const char* kPhonesFile = R"(delete: hard
parent: owners
by: owner-uuid
fields:
  owner-uuid: {references: owners}
  digits: {type: string, required: true, maxLength: 20}
  preferred: {type: boolean, exclusive: true, default: false}
)";

constexpr const char* kVisitsFile = R"(delete: hard
fields:
  owner-uuid: {references: owners}
  kind-uuid: {references: kinds}
  price: {type: decimal, scale: 2, default: 0}
  free: {type: boolean, default: false}
  note: {type: string, maxLength: 50}
  number: {type: string, sequence: true, read-only: true}
)";

constexpr const char* kLettersFile = R"(delete: final
fields:
  visit-uuid: {references: visits}
  owner-uuid: {references: owners}
  text: {type: string, maxLength: 50}
  number: {type: string, sequence: true, read-only: true}
  sent: {type: date-time, default: now}
)";

constexpr const char* kRegionsFile = R"(deactivation: {field: closed, parameter: include-closed}
fields:
  name: {type: string, required: true}
  closed: {type: boolean, default: false}
)";

std::map<std::string, Hooks, std::less<>>& hooks() {
  static std::map<std::string, Hooks, std::less<>> of_resources;
  return of_resources;
}

class HookedRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;
  void prepare(const Change& change, RuleContext& context) const override {
    run(hooks_.prepare, change, context);
  }
  void validate(const Change& change, RuleContext& context) const override {
    run(hooks_.validate, change, context);
  }
  void effects(const Change& change, RuleContext& context) const override {
    run(hooks_.effects, change, context);
  }

 private:
  static void run(const Hooks::Step& step, const Change& change, RuleContext& context) {
    if (step) step(change, context);
  }
  const Hooks& hooks_ = hooks()["pets/" + setup().resource.name];
};

struct SharedPets {
  Catalogue catalogue =
      read(pets({resource_file("owners", kOwnersFile, "list, read, create, patch, delete"),
                 resource_file("phones", kPhonesFile, "list, read, create, patch, delete"),
                 resource_file("visits", kVisitsFile, "list, read, create, patch, delete"),
                 resource_file("letters", kLettersFile, "list, read, create, patch, delete"),
                 resource_file("regions", kRegionsFile),
                 library_file("kinds",
                              "content: kinds.yaml\nfields:\n"
                              "  lives: {type: integer, practice-may-change: true}\n"),
                 {"pets/content/kinds.yaml", "entries:\n  - {code: cat, name: Cat, lives: 7}\n"}}));
  std::vector<RuleEntry> entries = [] {
    std::vector<RuleEntry> all;
    for (const char* path : {"pets/owners", "pets/phones", "pets/visits", "pets/letters"})
      all.push_back({path, [](const RuleSetup& setup) -> std::unique_ptr<ResourceRules> {
                       return std::make_unique<HookedRules>(setup);
                     }});
    return all;
  }();
  RuleSet rules{catalogue, entries};
  RecordWriter writer{catalogue, rules, system_clock()};
  TestTenant data{catalogue};
};

SharedPets& shared_pets() {
  static SharedPets shared;
  return shared;
}

}  // namespace

EngineTest::EngineTest()
    : practice{shared_pets().data, shared_pets().catalogue, shared_pets().writer} {}

EngineTest::~EngineTest() {
  for (auto& [resource, hooks] : hooks()) hooks = {};
}

Hooks& EngineTest::rules_of(const std::string& resource) { return hooks().at(resource); }

const Catalogue& EngineTest::catalogue() { return shared_pets().catalogue; }

const Resource& EngineTest::resource(std::string_view path) { return catalogue().resource(path); }

FieldHandle EngineTest::field(std::string_view path, std::string_view name) {
  return {&resource(path).field(name)};
}

Value EngineTest::at(const Record& record, std::string_view name) {
  return record.at(record.resource->field(name));
}

std::vector<FieldValue> EngineTest::values(std::string_view path, const NamedValues& named) {
  std::vector<FieldValue> values;
  for (const auto& [name, value] : named) values.push_back({field(path, name), value});
  return values;
}

const RecordWriter& EngineTest::writer() { return shared_pets().writer; }

std::vector<std::string> EngineTest::log() const {
  std::vector<std::string> entries;
  for (const LoggedChange& change : practice.changes)
    entries.push_back(change.name() + " " + std::to_string(change.version) +
                      (change.fields.empty() ? "" : " " + change.fields));
  return entries;
}

}  // namespace vip::test
