#include "api/worker_pool.h"

#include <utility>

#include "core/thread_time.h"

namespace vip {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue) : queue_{queue} {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::post(const Requester& requester, std::function<void()> work) {
  {
    const std::scoped_lock lock{mutex_};
    if (stopping_ || !queue_.push(requester, std::move(work))) return false;
  }
  wake_.notify_one();
  return true;
}

std::size_t WorkerPool::waiting() const {
  const std::scoped_lock lock{mutex_};
  return queue_.size();
}

void WorkerPool::stop() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();
}

void WorkerPool::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || queue_.has_ready(); });
    auto taken = queue_.take();
    if (!taken) return;
    lock.unlock();
    const auto begun = ThreadTime::last();
    taken->item();
    taken->item = nullptr;  // what it holds may take time to be released
    const auto cost = ThreadTime::now() - begun;
    lock.lock();
    queue_.charge(*taken, cost);
  }
}

}  // namespace vip
