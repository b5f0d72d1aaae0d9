#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/record_writer.h"
#include "store/sqlite/test_tenant.h"

// A practice for tests of rules: the engine on a store in memory, at a time that the test sets, and
// what a write came to in short texts. Fields are named as on the wire, so that a test reads like a
// request. A write that is refused leaves nothing, and the practice is empty again for the next
// test.

namespace vip::test {

using NamedValues = std::vector<std::pair<std::string, Value>>;

class TestPractice {
 public:
  TestPractice(TestTenant& data, const Catalogue& catalogue, const RecordWriter& writer);
  ~TestPractice() { data_.end(); }
  TestPractice(const TestPractice&) = delete;
  TestPractice& operator=(const TestPractice&) = delete;

  // A record that exists already, whatever rules would say of it.
  Record add(std::string_view resource, const NamedValues& values);
  // The same for values that a record has come to have.
  void set(Record& record, const NamedValues& values);

  // Through the resource's rules; `values` are the caller's body. A refused create gives a record
  // that is not stored; a refused patch the record as it was.
  Record create(std::string_view resource_path, const NamedValues& values,
                const ParentKey& parent = {});
  Record patch(Record& record, const NamedValues& values,  // `record` as it is then
               const ExpectedVersion& expected = {});
  Record patch(Record&& record, const NamedValues& values) { return patch(record, values); }
  void remove(const Record& record, const ExpectedVersion& expected = {});
  void write(const std::function<Result<void>(WriteSession&)>& job);

  // What the last of these came to.
  std::vector<std::string> refusals;  // "city: city-unknown"; "not-found" of the whole
  std::vector<std::string> warnings;
  std::string last_detail;
  std::vector<LoggedChange> changes;         // in the order of the change log
  std::vector<std::string> written() const;  // of these: "create billing/invoices"
  // The record that it made of the resource.
  Record made(std::string_view resource);

  // Records as they are now.
  bool exists(std::string_view resource, const Uuid& id);
  Record stored(std::string_view resource, const Uuid& id);
  std::vector<Record> all(std::string_view resource);  // the oldest first
  std::vector<Record> all_with(std::string_view resource, std::string_view field,
                               const Value& value);
  // Inside a write that is not kept.
  void look(const std::function<void(WriteSession&)>& question);
  void ask(const std::function<void(DataContext&)>& question);

  Uuid new_id() const { return make_uuid_v7(); }

  Instant time = parse_instant("2026-06-15T10:00:00Z").value();
  Tenant tenant;
  Actor actor;

 private:
  Record blank(const Resource& resource) const;
  void keep(const Problem& problem);

  TestTenant& data_;
  const Catalogue& catalogue_;
  const RecordWriter& writer_;
};

}  // namespace vip::test
