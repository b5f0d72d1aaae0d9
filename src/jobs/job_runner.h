#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "jobs/job_work.h"

namespace vip {

// Carries out jobs in the background, a bounded number at a time. Those that a process before this
// one left open are found at start.
class JobRunner final : public JobQueue {
 public:
  // `data` is the data directory. Throws std::system_error when it cannot be written.
  JobRunner(const std::string& data, const Catalogue& catalogue, Store& store,
            const RecordWriter& engine, std::function<std::optional<Tenant>(const Uuid&)> tenant,
            unsigned threads);
  ~JobRunner() override { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  void keep_input(const JobKey& key, SpoolFile& upload) override { files_.keep(key, upload); }
  void drop_input(const JobKey& key) override { files_.remove(key); }
  void add(const JobKey& key) override;

  void start();  // with what is found
  // Ends after the pieces that are being written; what is left goes on after the next start.
  void stop();
  // Before a tenant is erased: its jobs end where they are, and their inputs are gone.
  void forget(const Uuid& tenant);

 private:
  // What a thread is at, and whether it shall stop.
  struct Seat {
    JobKey key;
    bool taken = false;
    std::atomic<bool> stop = false;
  };

  void work(Seat& seat);

  JobFiles files_;
  JobParts parts_;
  const unsigned threads_wanted_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<JobKey> waiting_;
  std::deque<Seat> seats_;  // one for each thread
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace vip
