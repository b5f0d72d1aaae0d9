#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "core/observation.h"

namespace vip {

// Counts observations and writes the counts in the Prometheus text format. Labels are route
// templates, status classes and closed lists of reasons: their number is bounded, and none
// identifies a person.
class Metrics final : public Observer {
 public:
  void on_event(const Observation& observation) override;

  // A value that is computed when the metrics are read: "vip_write_queue_depth". Registered before
  // threads start.
  void add_gauge(std::string name, std::string help, std::function<double()> value);

  // The same for a number that only grows: "vip_log_lines_dropped_total".
  void add_counter(std::string name, std::string help, std::function<std::uint64_t()> value);

  std::string exposition() const;

 private:
  // Upper bounds in microseconds; one more slot counts larger values.
  static constexpr std::array<std::int64_t, 13> kBounds{
      250,    500,     1'000,   2'500,     5'000,     10'000,    25'000,
      50'000, 100'000, 250'000, 1'000'000, 5'000'000, 30'000'000};
  struct Timing {
    std::array<std::uint64_t, kBounds.size() + 1> counts{};
    std::uint64_t microseconds = 0;
  };
  using RequestKey = std::tuple<std::string, std::string, int>;  // route, method, status class
  using CounterKey = std::pair<std::string, std::string>;        // name, labels
  struct Tables {
    std::map<RequestKey, Timing> requests;
    std::map<CounterKey, std::uint64_t> counters;
  };
  // Threads count in shards, so that they rarely wait for each other.
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    Tables tables;
  };
  struct Gauge {
    std::string name, help;
    const char* type;
    std::function<double()> value;
  };
  static constexpr std::size_t kShards = 8;

  Shard& own_shard();
  void count(std::string name, std::string labels = {});
  Tables sums() const;

  std::array<Shard, kShards> shards_;
  std::vector<Gauge> gauges_;
};

}  // namespace vip
