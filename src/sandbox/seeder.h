#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blob/blob_store.h"
#include "sandbox/practice.h"
#include "sandbox/random.h"

namespace vip::sandbox {

// A field and its value, by name, as text is easiest to write: ids and texts as they are, numbers
// as kept.
using NamedValue = std::pair<std::string_view, Value>;
using NamedValues = std::vector<NamedValue>;

inline constexpr std::int64_t kYes = 1;
inline Value text(std::string_view words) { return Value{std::string(words)}; }

// Makes records of a tenant through the engine, many in one transaction.
class Seeder final : private IdSource {
 public:
  Seeder(const Loading& loading, const Tenant& tenant, std::uint64_t seed);

  const Resource& resource(std::string_view path) const {
    return loading_.catalogue.resource(path);
  }
  // A system-defined entry's id, by its code; every tenant has it.
  Uuid entry(std::string_view path, std::string_view code) const;
  const std::vector<SystemEntry>& entries(std::string_view path) const {
    return resource(path).system_entries;
  }
  // The value of a system-defined entry's field; null when it has none.
  Value entry_value(std::string_view path, const SystemEntry& entry, std::string_view field) const;

  // Queues a record. Its id is known at once: made from the seed and its place, it is the same in
  // every run.
  Uuid create(std::string_view path, const NamedValues& values, const Uuid& parent = {});
  void update(std::string_view path, const Uuid& id, const NamedValues& values);
  // An id that a record will have, for others that name it before.
  Uuid next_id();
  // Midnight UTC of the day of loading: what has happened counts back from it.
  std::int64_t today() const { return today_; }  // days since 1970-01-01
  Value day(std::int64_t days_ago) const { return Value{today_ - days_ago}; }
  Value moment(std::int64_t days_ago, std::int64_t minutes) const {
    return Value{(today_ - days_ago) * 86'400'000 + minutes * 60'000};
  }
  // Keeps a document's content for the records that name it; answers its digest.
  std::string store_content(std::string_view bytes);
  // A record as it stands, after what is queued has been written.
  std::optional<Record> find(std::string_view path, const Uuid& id);
  // Writes what is queued. Throws std::runtime_error when the engine refuses a record: the recipe
  // is wrong then.
  void flush();

  Random& random() { return random_; }
  void report(std::string_view what, std::size_t done, std::size_t of);

 private:
  struct Pending {
    const Resource* resource;
    Uuid parent, changed;
    Body body;
  };
  Body body_of(const Resource& resource, const NamedValues& values) const;
  void write(WriteSession& session, const Pending& pending);
  Uuid next() override { return next_id(); }

  static constexpr std::size_t kBatch = 200;  // records queued at most
  // Records of one write. Few: SQLite walks all that the write may have to undo at the end of each
  // statement.
  static constexpr std::size_t kSlice = 8;
  const Loading& loading_;
  const Tenant& tenant_;
  Random random_;
  Random ids_;
  std::vector<Pending> pending_;
  std::vector<PendingBlob> contents_;  // of records that are queued
  std::int64_t made_ = 0;
  std::int64_t today_ = 0;
};

}  // namespace vip::sandbox
