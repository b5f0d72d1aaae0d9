#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace vip {

// A bounded queue and the threads that work it off: for reads that would hold up an event loop.
class WorkerPool {
 public:
  WorkerPool(unsigned threads, std::size_t queue);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full: the caller answers 503 before any work is done.
  [[nodiscard]] bool post(std::function<void()> work);
  std::size_t waiting() const;
  // Ends after what is queued.
  void stop();

 private:
  void run();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  std::size_t bound_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace vip
