// The catalogue and the fixture of the store's suite.

#include "store/test_store.h"

#include <unistd.h>

#include <cstdlib>

namespace vip::test {

namespace {

constexpr const char* kDomain = R"(domain: pets
title: Pets
description: D
version: 1.0.0
scope: pet
owner: O
support: S
)";

constexpr const char* kOwners = R"(resource: owners
title: Owner
description: D
id: owner-uuid
operations: [list, read, create, patch, delete]
delete: hard
deactivation: {field: gone, parameter: include-deactivated}
fields:
  name: {type: string, required: true, pii: true, search: true, sort: true, maxLength: 200}
  town: {type: string, search: true, sort: true, filter: [eq, starts-with, contains, in, is-null, ne]}
  code: {type: string, unique: true}
  number: {type: string, sort-numeric: true, filter: [eq]}
  rank: {type: integer, sort: true}
  debt: {type: decimal, scale: 2, sort: true}
  joined: {type: date, sort: true}
  build: {enum: [Small, Large]}
  kind-uuids: {type: uuid-list, references: kinds}
  region-uuid: {references: regions}
  region-name: {denormalized-from: region-uuid.name}
  district: {type: string, maxLength: 50}
  gone: {type: boolean}
relations:
  phones: {has-many: phones, by: owner-uuid, search: [digits]}
unique-together:
  - {fields: [district, rank]}
indexed-together:
  - {fields: [region-uuid, joined]}
duplicates:
  - {reason: name-and-town, score: 60, fields: [name, town]}
  - {reason: phone, score: 50, fields: [phones.digits]}
)";

constexpr const char* kPhones = R"(resource: phones
title: Phone
description: D
id: phone-uuid
operations: [list, read, create, patch, delete]
delete: hard
parent: owners
by: owner-uuid
fields:
  owner-uuid: {references: owners}
  digits: {type: string, pii: true}
)";

constexpr const char* kRegions = R"(resource: regions
title: Region
description: D
id: region-uuid
operations: [list, read, create, patch]
fields:
  name: {type: string, required: true}
)";

constexpr const char* kKinds = R"(resource: kinds
title: Kind
description: D
id: kind-uuid
library: true
content: kinds.yaml
)";

}  // namespace

Catalogue owners_catalogue(const std::string& more_fields, const std::string& kind_entries) {
  std::string owners = kOwners;
  const std::string last_field = "  gone: {type: boolean}\n";
  owners.insert(owners.find(last_field) + last_field.size(), more_fields);
  const std::string entries = kind_entries.empty()
                                  ? "  - {code: cat, name: Cat}\n  - {code: dog, name: Dog}\n"
                                  : kind_entries;
  auto catalogue = read_catalogue({{"pets/domain.yaml", kDomain},
                                   {"pets/resources/owners.yaml", owners},
                                   {"pets/resources/phones.yaml", kPhones},
                                   {"pets/resources/regions.yaml", kRegions},
                                   {"pets/resources/kinds.yaml", kKinds},
                                   {"pets/content/kinds.yaml", "entries:\n" + entries}});
  if (catalogue) return std::move(*catalogue);
  for (const DeclarationError& error : catalogue.error())
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  return {};
}

std::vector<Engine> engines() { return {{"sqlite", &open_sqlite_store}}; }

HeldWriter::HeldWriter(Store& store, const TenantKey& tenant) {
  std::promise<void> started;
  const bool queued = store.write(
      tenant,
      [&](WriteSession&) {
        started.set_value();
        let_go_.get_future().wait();
        return true;
      },
      [&](WriteOutcome outcome) { ended_.set_value(outcome); });
  EXPECT_TRUE(queued);
  started.get_future().wait();
}

WriteOutcome HeldWriter::let_go() {
  if (!outcome_) {
    let_go_.set_value();
    outcome_ = ended_.get_future().get();
  }
  return *outcome_;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "vip-store-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no folder for the test";
  path_ = name;
}

Record make_record(const Resource& resource, const Fields& fields) {
  Record record{&resource, 0, 0, std::vector<Value>(resource.fields.size())};
  record.at(resource.id()) = make_uuid_v7();
  if (resource.deactivates())
    record.values[static_cast<std::size_t>(resource.deactivation_field)] = std::int64_t{0};
  for (const auto& [name, value] : fields) record.at(resource.field(name)) = value;
  return record;
}

void StoreTest::open(StoreOptions options) {
  options.directory = folder_.path();
  options_ = options;
  store_ = GetParam().open(catalogue_, options);
}

void StoreTest::reopen() {
  store_.reset();
  store_ = GetParam().open(catalogue_, options_);
}

void StoreTest::write(const std::function<void(WriteSession&)>& change, WriteOutcome end) {
  const WriteOutcome got = store_->write_and_wait(key(), [&](WriteSession& session) {
    change(session);
    return true;
  });
  EXPECT_EQ(got, end);
}

Record StoreTest::add(const Resource& resource, const Fields& fields) {
  Record record = make_record(resource, fields);
  write([&](WriteSession& session) { session.insert(record, origin_); });
  return record;
}

Record StoreTest::add_owner(const Fields& fields) { return add(owners(), fields); }

Record StoreTest::change(const Record& before, const Fields& fields) {
  Record after = before;
  for (const auto& [name, value] : fields) after.at(before.resource->field(name)) = value;
  write([&](WriteSession& session) { session.update(before, after, origin_); });
  return after;
}

void StoreTest::erase(const Record& record) {
  write([&](WriteSession& session) { session.erase(record, origin_); });
}

Record StoreTest::found(const Record& record) {
  const auto answer = ask<std::optional<Record>>([&](ReadSession& session) {
    return session.find(*record.resource, record.id(), origin_.business);
  });
  EXPECT_TRUE(answer.has_value());
  return answer.value_or(Record{record.resource, 0, 0, record.values});
}

std::vector<Record> StoreTest::records(const Query& query) {
  return ask<std::vector<Record>>([&](ReadSession& session) { return session.records(query); });
}

std::vector<std::string> StoreTest::names(Query query) {
  query.resource = &owners();
  query.business = origin_.business;
  if (query.limit == Query{}.limit) query.limit = kEverything;
  std::vector<std::string> all;
  for (const Record& record : records(query))
    all.push_back(std::get<std::string>(record.at(field("name"))));
  return all;
}

std::vector<std::string> StoreTest::names_where(const std::string& field_name, FilterOp op,
                                                std::vector<Value> values) {
  Query query;
  query.where = {{&field(field_name), op, std::move(values)}};
  return names(query);
}

}  // namespace vip::test
