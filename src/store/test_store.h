#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "declaration/reader.h"
#include "store/store.h"

// A small catalogue and a store in a temporary folder, for the suite that every engine passes.

namespace vip::test {

inline constexpr auto kNoDeadline = std::chrono::steady_clock::time_point::max();
inline constexpr std::int64_t kEverything = 1'000'000;

inline Value number(std::int64_t value) { return value; }

struct Engine {
  std::string name;
  std::function<std::unique_ptr<Store>(const Catalogue&, StoreOptions)> open;
};
std::vector<Engine> engines();
inline void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }

// Owners with their phones, in regions; kinds are a library with two entries. `more_fields` are
// lines added to the owners' fields.
Catalogue owners_catalogue(const std::string& more_fields = "",
                           const std::string& kind_entries = "");

class Folder {
 public:
  Folder();
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline TenantKey key_of(const Uuid& tenant) { return TenantKey::for_internal_work(tenant); }

using Fields = std::vector<std::pair<std::string, Value>>;

// Tests refer to records by field names; ids are made if none is given.
Record make_record(const Resource& resource, const Fields& fields);

// The tenant's writer, held up from the moment of the constructor's return until it is let go:
// what is written meanwhile shares the next commit.
class HeldWriter {
 public:
  HeldWriter(Store& store, const TenantKey& tenant);
  ~HeldWriter() { let_go(); }
  HeldWriter(const HeldWriter&) = delete;
  HeldWriter& operator=(const HeldWriter&) = delete;
  WriteOutcome let_go();  // how the write that held it ended

 private:
  std::promise<void> let_go_;
  std::promise<WriteOutcome> ended_;
  std::optional<WriteOutcome> outcome_;
};

class StoreTest : public testing::TestWithParam<Engine> {
 protected:
  void open() { open(options_); }
  void open(StoreOptions options);  // in the test's own folder
  void reopen();

  TenantKey key() const { return key_of(tenant_); }

  const Resource& owners() const { return catalogue_.resource("pets/owners"); }
  const Resource& phones() const { return catalogue_.resource("pets/phones"); }
  const Resource& regions() const { return catalogue_.resource("pets/regions"); }
  const Resource& kinds() const { return catalogue_.resource("pets/kinds"); }
  const Field& field(const std::string& name) const { return owners().field(name); }

  void write(const std::function<void(WriteSession&)>& change,
             WriteOutcome end = WriteOutcome::kept);
  Record add(const Resource& resource, const Fields& fields);
  Record add_owner(const Fields& fields);
  Record change(const Record& before, const Fields& fields);
  void erase(const Record& record);
  Record found(const Record& record);

  template <class Answer>
  Answer ask(const std::function<Answer(ReadSession&)>& question) {
    Answer answer{};
    store_->read(key(), kNoDeadline, [&](ReadSession& session) { answer = question(session); });
    return answer;
  }
  std::vector<Record> records(const Query& query);
  // The names of the owners that a query returns, in order.
  std::vector<std::string> names(Query query);
  std::vector<std::string> names_where(const std::string& field_name, FilterOp op,
                                       std::vector<Value> values);

  Folder folder_;
  Catalogue catalogue_ = owners_catalogue();
  StoreOptions options_;
  std::unique_ptr<Store> store_;
  Uuid tenant_ = make_uuid_v4();
  WriteOrigin origin_{make_uuid_v4(), make_uuid_v4(), "a-correlation"};
};

}  // namespace vip::test
