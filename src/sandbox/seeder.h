#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blob/blob_store.h"
#include "sandbox/practice.h"
#include "sandbox/random.h"

namespace vip::sandbox {

// A field, by name, and its value: numbers as they are stored; objects, arrays and lists of ids as
// JSON text.
using NamedValue = std::pair<std::string_view, Value>;
using NamedValues = std::vector<NamedValue>;

inline constexpr std::int64_t kYes = 1;
inline constexpr std::size_t kReportEvery = 500;  // records between two reports of progress
inline Value text(std::string_view content) { return Value{std::string(content)}; }

// Creates records of a tenant through the engine, many in one transaction.
class Seeder final : private IdSource {
 public:
  Seeder(const Loading& loading, const Tenant& tenant, std::uint64_t seed);

  const Resource& resource(std::string_view path) const {
    return loading_.catalogue.resource(path);
  }
  // The id of a system-defined entry, by its code; every tenant has it.
  Uuid entry(std::string_view path, std::string_view code) const;
  const std::vector<SystemEntry>& entries(std::string_view path) const {
    return resource(path).system_entries;
  }
  // The value of a field of a system-defined entry; null when it has none.
  Value entry_value(std::string_view path, const SystemEntry& entry, std::string_view field) const;

  // The name of a system-defined entry.
  std::string name_of(std::string_view path, std::string_view code) const;

  // Queues a record and returns its id. The id follows from the seed and the position of the
  // record, so it is the same in every run.
  Uuid create(std::string_view path, const NamedValues& values, const Uuid& parent = {});
  void update(std::string_view path, const Uuid& id, const NamedValues& values);
  void remove(std::string_view path, const Uuid& id);
  // The day of loading by the practice's clocks: dates of the past count back from it.
  std::int64_t today() const { return today_; }  // days since 1970-01-01
  Value day(std::int64_t days_ago) const { return Value{today_ - days_ago}; }
  // A time in minutes after midnight by the practice's clocks: nine o'clock is nine o'clock in
  // summer too.
  Value moment(std::int64_t days_ago, std::int64_t minutes);
  // The day, or the last one before it on which the practice was open, in days ago.
  std::int64_t open_days_ago(std::int64_t days_ago) const;
  // Stores the content of a document for the records that refer to it; returns its digest.
  std::string store_content(std::string_view bytes);
  // A record as it is in the store, after the queue has been written.
  std::optional<Record> find(std::string_view path, const Uuid& id);
  // Records with a value in a field, likewise.
  std::vector<Record> find_all(std::string_view path, std::string_view field, const Value& value);
  // Writes the queue. Throws std::runtime_error when the engine refuses a record: the scenario that
  // created it is wrong.
  void flush();

  Random& random() { return random_; }
  void report(std::string_view what, std::size_t done, std::size_t of);

 private:
  struct Pending {
    const Resource* resource;
    Uuid parent, changed;  // `changed`: nil for a new record
    Body body;
    bool removes = false;
  };
  Body body_of(const Resource& resource, const NamedValues& values) const;
  void write(WriteSession& session, const Pending& pending);
  Result<void> carry_out(WriteSession& session, const Pending& pending);
  void queue(Pending pending);
  void read(const std::function<void(ReadSession&)>& reading);
  Uuid next() override;

  static constexpr std::size_t kBatch = 200;  // records queued at most
  // Records of one write. Few: SQLite goes through all that the write may have to undo at the end
  // of each statement.
  static constexpr std::size_t kSlice = 8;
  const Loading& loading_;
  const Tenant& tenant_;
  Random random_;
  Random ids_;
  std::vector<Pending> pending_;
  std::vector<PendingBlob> contents_;  // of records that are queued
  std::int64_t sequence_ = 0;          // of ids
  std::int64_t today_ = 0;
  std::int64_t midnight_of(Date day);
  std::map<std::int64_t, std::int64_t> midnights_;  // milliseconds, by day
};

}  // namespace vip::sandbox
