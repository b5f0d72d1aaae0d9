#include "jobs/job_runner.h"

#include <algorithm>
#include <chrono>

#include "core/observation.h"

namespace vip {
namespace {

// When the store did not take a write (its disk is full), a job waits so long before it goes on.
constexpr auto kPause = std::chrono::seconds{5};

}  // namespace

JobRunner::JobRunner(const std::string& data, const Catalogue& catalogue, Store& store,
                     const RecordWriter& engine,
                     std::function<std::optional<Tenant>(const Uuid&)> tenant, unsigned threads)
    : files_{data, catalogue},
      parts_{store, engine, files_, std::move(tenant)},
      threads_wanted_{threads} {}

void JobRunner::start() {
  for (const JobKey& key : files_.found()) add(key);
  for (unsigned i = 0; i < threads_wanted_; ++i) {
    Seat& seat = seats_.emplace_back();
    threads_.emplace_back([this, &seat] { work(seat); });
  }
}

void JobRunner::add(const JobKey& key) {
  {
    const std::scoped_lock lock{mutex_};
    if (stopping_) return;  // the next start finds it
    waiting_.push_back(key);
  }
  changed_.notify_all();
}

void JobRunner::stop() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
    for (Seat& seat : seats_) seat.stop = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void JobRunner::forget(const Uuid& tenant) {
  std::unique_lock lock{mutex_};
  std::erase_if(waiting_, [&](const JobKey& key) { return key.tenant == tenant; });
  for (Seat& seat : seats_)
    if (seat.taken && seat.key.tenant == tenant) seat.stop = true;
  changed_.wait(lock, [&] {
    return std::ranges::none_of(
        seats_, [&](const Seat& seat) { return seat.taken && seat.key.tenant == tenant; });
  });
  std::erase_if(waiting_, [&](const JobKey& key) { return key.tenant == tenant; });
  files_.remove_all(tenant);
}

void JobRunner::work(Seat& seat) {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    seat.key = waiting_.front();
    seat.taken = true;
    seat.stop = false;
    waiting_.pop_front();
    lock.unlock();
    WorkEnd end = WorkEnd::later;
    try {
      end = JobWork{parts_, seat.key}.run(seat.stop);
    } catch (const std::exception& error) {
      observe(event::InternalError{error, {}});
    }
    if (end == WorkEnd::ended) files_.remove(seat.key);
    lock.lock();
    if (end == WorkEnd::later) changed_.wait_for(lock, kPause, [&] { return seat.stop.load(); });
    if (end != WorkEnd::ended) waiting_.push_back(seat.key);
    seat.taken = false;
    changed_.notify_all();
  }
}

}  // namespace vip
