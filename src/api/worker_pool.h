#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/fair_queue.h"

namespace vip {

// A bounded queue and the threads that work it off: for what would hold up an event loop. Tenants
// and their clients take turns by the processor time that their work has used.
class WorkerPool {
 public:
  WorkerPool(unsigned threads, std::size_t queue);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue, or the requester's share of it, is full: the caller answers 503 before
  // any work is done.
  [[nodiscard]] bool post(const Requester& requester, std::function<void()> work);
  std::size_t waiting() const;
  // Ends after what is queued.
  void stop();

 private:
  void run();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  FairQueue<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace vip
