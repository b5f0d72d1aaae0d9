#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "core/fair_queue.h"
#include "store/sqlite/open_tenant_cache.h"
#include "store/store.h"

// Group commit: the queues of all tenants' writes, and the threads that run them.

namespace vip::sqlite {

class Writer {
 public:
  Writer(OpenTenantCache& files, const StorePlan& plan, const StoreOptions& options);
  ~Writer() { stop(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  [[nodiscard]] bool add(const Requester& requester, WriteTransaction job,
                         std::function<void(WriteOutcome)> done);
  // Accepts no write of the tenant until it is admitted again; returns when the queued writes are
  // done.
  void shut_out(const Uuid& tenant);
  void let_in(const Uuid& tenant);
  void stop();  // after all queued writes
  std::size_t waiting() const;

 private:
  struct Item {
    WriteTransaction job;
    std::function<void(WriteOutcome)> done;
    WriteOutcome end = WriteOutcome::failed;
    std::chrono::nanoseconds cost{};
  };
  using Batch = std::vector<FairQueue<Item>::Taken>;

  void work();
  void run(const Uuid& tenant, Batch& batch, bool idle);
  // False: the commit failed, and what is on disk is not known.
  bool commit(TenantFile& file, const Uuid& tenant, Batch& batch);
  void run_job(Database& database, Instant stamp, Item& item);

  OpenTenantCache& files_;
  const StorePlan& plan_;
  const std::size_t batch_;
  const std::chrono::milliseconds write_limit_;
  const std::function<void()> fatal_;
  mutable std::mutex mutex_;
  std::condition_variable ready_changed_;
  std::condition_variable drained_;
  FairQueue<Item> queue_;  // a tenant is held while a thread writes to its file
  std::set<Uuid> shut_out_;
  std::size_t unfinished_ = 0;  // queued or being done
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace vip::sqlite
