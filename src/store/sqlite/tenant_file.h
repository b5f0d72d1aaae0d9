#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/uuid.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// The open file of one tenant: its one writing connection and a few for reading.

namespace vip::sqlite {

class TenantFile {
 public:
  // Creates the file (0600) if there is none, and updates its schema. Throws StoreError,
  // SchemaError.
  TenantFile(std::string path, const Uuid& tenant, const StorePlan& plan, bool sync);
  ~TenantFile();  // empties the log into the file
  TenantFile(const TenantFile&) = delete;
  TenantFile& operator=(const TenantFile&) = delete;

  // A reading connection on loan; waits while all are on loan.
  class Reader {
   public:
    explicit Reader(TenantFile& file) : file_{file}, database_{file.take_reader()} {}
    ~Reader() { file_.give_back(std::move(database_)); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    Database& database() { return *database_; }

   private:
    TenantFile& file_;
    std::unique_ptr<Database> database_;
  };

  // The writing connection: for the thread that runs the tenant's queue.
  Database& writer() { return *writer_; }
  // The timestamp of a new batch: now, but always later than every timestamp before.
  Instant next_stamp();
  // After a batch: copies the log into the file if it is large and readers allow it.
  void checkpoint_if_due(bool idle);

 private:
  std::unique_ptr<Database> take_reader();
  void give_back(std::unique_ptr<Database> reader);

  std::string path_;
  std::unique_ptr<Database> writer_;
  std::int64_t last_stamp_ = 0;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Database>> idle_;
  unsigned out_ = 0;
};

// Creates a folder and those above it, readable by nobody else. Throws StoreError.
void make_private_folder(const std::string& path);
// Removes a file and SQLite's files beside it.
void remove_database(const std::string& path);

}  // namespace vip::sqlite
