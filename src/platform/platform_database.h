#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "store/sqlite/database.h"

namespace vip {

// The file platform.db: one connection, one user at a time. It is small and rarely written, so a
// lock suffices.
class PlatformDatabase {
 public:
  // Creates the file (mode 0600) if it is missing and updates its schema. Throws
  // std::runtime_error.
  explicit PlatformDatabase(const std::string& directory);
  ~PlatformDatabase();
  PlatformDatabase(const PlatformDatabase&) = delete;
  PlatformDatabase& operator=(const PlatformDatabase&) = delete;

  static bool exists(const std::string& directory);

  // What a newer release left in the file, as a message for the operator; empty if none wrote it.
  static std::string newer_release_in(sqlite::Database& database);

  // Moves what the log has into the file: nothing that was erased is left in it.
  void empty_log();

  // Calls `work(sqlite::Database&)` alone. An exception rolls a transaction back and goes on to the
  // caller.
  template <class Work>
  auto read(Work&& work) {
    const std::lock_guard lock{mutex_};
    return work(*database_);
  }
  template <class Work>
  auto transact(Work&& work) {
    const std::lock_guard lock{mutex_};
    Transaction transaction{*this};
    if constexpr (std::is_void_v<decltype(work(*database_))>) {
      work(*database_);
      transaction.commit();
    } else {
      auto result = work(*database_);
      transaction.commit();
      return result;
    }
  }

 private:
  class Transaction {
   public:
    explicit Transaction(PlatformDatabase& owner);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    PlatformDatabase& owner_;
    bool done_ = false;
  };

  std::mutex mutex_;
  std::unique_ptr<sqlite::Database> database_;
};

}  // namespace vip
