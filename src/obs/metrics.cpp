// Counters, histograms and gauges.

#include "obs/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>

#include "obs/event_names.h"

namespace vip {
namespace {

constexpr auto kRequests = "vip_http_request_seconds";

// A caller may send any word as method; each would be another series.
constexpr std::array kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

std::string method_label(const std::string& method) {
  const bool known = std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
  return known ? method : "other";
}

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

struct Described {
  const char* name;
  const char* help;
};
constexpr Described kCounters[] = {
    {"vip_internal_errors_total", "Responses with status 500"},
    {"vip_malformed_requests_total", "Requests that were not valid HTTP"},
    {"vip_operator_commands_total", "Commands of operators that changed something"},
    {"vip_requests_refused_total", "Requests refused with 401 or 403, by code"},
    {"vip_response_bytes_total", "Bytes of response bodies"},
    {"vip_store_failures_total", "Failures of the store"},
    {"vip_store_opened_total", "Tenants' data opened"},
    {"vip_tokens_issued_total", "Responses of the token endpoint with a token"},
    {"vip_tokens_refused_total", "Responses of the token endpoint without a token, by reason"},
    {"vip_tokens_revoked_total", "Tokens revoked by their clients"},
};

}  // namespace

Metrics::Shard& Metrics::own_shard() {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t mine = threads++;
  return shards_[mine % kShards];
}

void Metrics::count(std::string name, std::string labels) {
  auto& shard = own_shard();
  const std::lock_guard lock{shard.mutex};
  ++shard.tables.counters[{std::move(name), std::move(labels)}];
}

void Metrics::on_event(const Observation& observation) {
  std::visit(
      Overloaded{
          [&](const event::RequestServed& served) {
            const auto microseconds = std::max<std::int64_t>(served.took.count(), 0);
            const auto slot =
                std::lower_bound(kBounds.begin(), kBounds.end(), microseconds) - kBounds.begin();
            auto& shard = own_shard();
            const std::lock_guard lock{shard.mutex};
            auto& timing =
                shard.tables
                    .requests[{served.route, method_label(served.method), served.status / 100}];
            ++timing.counts[static_cast<std::size_t>(slot)];
            timing.microseconds += static_cast<std::uint64_t>(microseconds);
            shard.tables.counters[{"vip_response_bytes_total", ""}] += served.bytes;
            if (is_refusal_of_access(served))
              ++shard.tables.counters[{"vip_requests_refused_total",
                                       fmt::format("code=\"{}\"", served.code)}];
          },
          [&](const event::RequestRefusedByParser& refused) {
            count("vip_malformed_requests_total", fmt::format("status=\"{}\"", refused.status));
          },
          [&](const event::TokenIssued& issued) {
            count("vip_tokens_issued_total", issued.fresh ? "fresh=\"yes\"" : "fresh=\"no\"");
          },
          [&](const event::TokenRefused& refused) {
            count("vip_tokens_refused_total",
                  fmt::format("reason=\"{}\"", to_string(refused.reason)));
          },
          [&](const event::TokenRevoked&) { count("vip_tokens_revoked_total"); },
          [&](const event::OperatorActed&) { count("vip_operator_commands_total"); },
          [&](const event::StoreOpened&) { count("vip_store_opened_total"); },
          [&](const event::StoreFailed&) { count("vip_store_failures_total"); },
          [&](const event::InternalError&) { count("vip_internal_errors_total"); },
          [](const auto&) {},
      },
      observation);
}

void Metrics::add_gauge(std::string name, std::string help, std::function<double()> value) {
  gauges_.push_back({std::move(name), std::move(help), "gauge", std::move(value)});
}

void Metrics::add_counter(std::string name, std::string help,
                          std::function<std::uint64_t()> value) {
  gauges_.push_back({std::move(name), std::move(help), "counter",
                     [value = std::move(value)] { return static_cast<double>(value()); }});
}

Metrics::Tables Metrics::sums() const {
  Tables all;
  for (const auto& shard : shards_) {
    const std::lock_guard lock{shard.mutex};
    for (const auto& [key, timing] : shard.tables.requests) {
      auto& sum = all.requests[key];
      for (std::size_t i = 0; i < timing.counts.size(); ++i) sum.counts[i] += timing.counts[i];
      sum.microseconds += timing.microseconds;
    }
    for (const auto& [key, value] : shard.tables.counters) all.counters[key] += value;
  }
  return all;
}

std::string Metrics::exposition() const {
  const auto all = sums();
  std::string text;
  auto out = std::back_inserter(text);
  fmt::format_to(out, "# HELP {0} Duration of requests in seconds\n# TYPE {0} histogram\n",
                 kRequests);
  for (const auto& [key, timing] : all.requests) {
    const auto labels = fmt::format("route=\"{}\",method=\"{}\",status=\"{}xx\"", std::get<0>(key),
                                    std::get<1>(key), std::get<2>(key));
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      below += timing.counts[i];
      fmt::format_to(out, "{}_bucket{{{},le=\"{:g}\"}} {}\n", kRequests, labels,
                     static_cast<double>(kBounds[i]) / 1e6, below);
    }
    below += timing.counts.back();
    fmt::format_to(
        out, "{0}_bucket{{{1},le=\"+Inf\"}} {2}\n{0}_sum{{{1}}} {3:.6f}\n{0}_count{{{1}}} {2}\n",
        kRequests, labels, below, static_cast<double>(timing.microseconds) / 1e6);
  }
  for (const auto& counter : kCounters) {
    fmt::format_to(out, "# HELP {0} {1}\n# TYPE {0} counter\n", counter.name, counter.help);
    for (auto it = all.counters.lower_bound({counter.name, ""});
         it != all.counters.end() && it->first.first == counter.name; ++it) {
      const auto& labels = it->first.second;
      fmt::format_to(out, "{}{} {}\n", counter.name, labels.empty() ? "" : "{" + labels + "}",
                     it->second);
    }
  }
  for (const auto& gauge : gauges_) {
    fmt::format_to(out, "# HELP {0} {1}\n# TYPE {0} {3}\n{0} {2}\n", gauge.name, gauge.help,
                   gauge.value(), gauge.type);
  }
  return text;
}

}  // namespace vip
