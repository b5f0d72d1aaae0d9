#pragma once

#include <memory>
#include <string>
#include <vector>

#include "declaration/test_declarations.h"
#include "engine/record_writer.h"
#include "engine/test_zone.h"
#include "schema/value_json.h"
#include "store/test_store.h"

// For the tests of keywords: a few resources of which one has the fields of the test, errors of its
// declaration, and changes by the engine on a store of its own.

namespace vip::test {

// Dogs of owners of towns. The first line of `fields` is line 9 of the dogs.
inline std::vector<DeclarationFile> kennel(const std::string& fields) {
  return pets({resource_file("dogs",
                             "fields:\n"
                             "  owner-uuid: {references: owners}\n"
                             "  town-uuid: {references: towns}\n" +
                                 fields),
               resource_file("owners",
                             "fields:\n  kind: {enum: [Person, Charity]}\n"
                             "  town-uuid: {references: towns}\n"),
               resource_file("towns", "fields:\n  since: {type: date}\n"),
               resource_file("keepers", "fields:\n  phone: {type: string, pii: true}\n")});
}

// "11: field status: …", of the dogs.
inline Texts errors_of_dogs(const std::vector<DeclarationFile>& files) {
  Texts texts = errors_of(files);
  for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
  return texts;
}
inline Texts errors_of_dogs(const std::string& fields) { return errors_of_dogs(kennel(fields)); }

// What the constraints of a field, or of a resource, publish: "x-exclusive true", then sentences,
// then conditions.
template <class Constrained>
Texts published(const Constrained& constrained) {
  Publication publication;
  for (const auto& constraint : constrained.constraints) constraint->publish(publication);
  Texts texts;
  for (const auto& [name, value] : publication.members)
    texts.push_back(name + " " + json::to_string(value));
  if (!publication.sentences.empty()) texts.push_back(publication.sentences);
  for (const json::Node& condition : publication.conditions)
    texts.push_back(json::to_string(condition));
  return texts;
}

class ConstraintTest : public testing::Test {
 protected:
  void declare(const std::vector<DeclarationFile>& files) {
    catalogue_ = read(files);
    rules_ = std::make_unique<RuleSet>(catalogue_, std::span<const RuleEntry>{});
    writer_ = std::make_unique<RecordWriter>(catalogue_, *rules_, system_clock());
    store_.reset();
    tenant_.id = make_uuid_v4();
    StoreOptions options;
    options.directory = folder_.path();
    store_ = open_sqlite_store(catalogue_, options);
  }

  const Resource& resource(const std::string& name) const {
    return catalogue_.resource("pets/" + name);
  }
  const Field& field(const std::string& name) const { return resource("dogs").field(name); }

  // The new record's id, as text; empty when it was refused.
  std::string create(const std::string& name, const std::string& body) {
    std::string id;
    run([&](WriteSession& session) -> Result<void> {
      const Resource& of = resource(name);
      auto decoded = decode_body(create_schema(of), body, true, london());
      if (!decoded) return tl::unexpected(std::move(decoded.error()));
      auto written = writer_->create(session, of, {}, *decoded, actor_);
      if (!written) return tl::unexpected(std::move(written.error()));
      id = to_string(written->record.id());
      return {};
    });
    return id;
  }
  void patch(const std::string& name, const std::string& id, const std::string& body) {
    run([&](WriteSession& session) -> Result<void> {
      const Resource& of = resource(name);
      auto decoded = decode_body(patch_schema(of), body, true, london());
      if (!decoded) return tl::unexpected(std::move(decoded.error()));
      auto written = writer_->patch(session, of, *parse_uuid(id), *decoded, {}, actor_);
      if (!written) return tl::unexpected(std::move(written.error()));
      return {};
    });
  }
  void remove(const std::string& name, const std::string& id) {
    run([&](WriteSession& session) {
      return writer_->remove(session, resource(name), *parse_uuid(id), {}, actor_);
    });
  }

  // The value that a record has now, as JSON.
  std::string value(const std::string& name, const std::string& id, const std::string& field_name) {
    const Resource& of = resource(name);
    std::string json = "no record";
    store_->read(key_of(tenant_.id), kNoDeadline, [&](ReadSession& session) {
      const auto record = session.find(of, *parse_uuid(id), {});
      const Field& wanted = of.field(field_name);
      if (record) json = json_of(wanted, record->at(wanted));
    });
    return json;
  }
  std::size_t count(const std::string& name) {
    std::size_t found = 0;
    store_->read(key_of(tenant_.id), kNoDeadline, [&](ReadSession& session) {
      Query query;
      query.resource = &resource(name);
      query.limit = kEverything;
      found = session.records(query).size();
    });
    return found;
  }

  void store_read(const std::function<void(ReadSession&)>& look) {
    store_->read(key_of(tenant_.id), kNoDeadline, look);
  }

  Catalogue catalogue_;
  // Of the last change: "/status transition-not-allowed: Found is a final state…".
  Texts refusals_;

 private:
  void run(const std::function<Result<void>(WriteSession&)>& change) {
    refusals_.clear();
    store_->write_and_wait(key_of(tenant_.id), [&](WriteSession& session) {
      const Result<void> done = change(session);
      if (done) return true;
      for (const FieldError& error : done.error().errors)
        refusals_.push_back(error.name + " " + std::string(info(error.code).name) + ": " +
                            error.message);
      if (refusals_.empty()) refusals_.emplace_back(info(done.error().code).name);
      return false;
    });
  }

  Folder folder_;
  std::unique_ptr<RuleSet> rules_;
  std::unique_ptr<RecordWriter> writer_;
  std::unique_ptr<Store> store_;
  Tenant tenant_{.id = make_uuid_v4(), .customer = make_uuid_v4(), .name = "Kennel"};
  Actor actor_{&tenant_, {make_uuid_v4(), make_uuid_v4(), "a-correlation"}};
};

}  // namespace vip::test
