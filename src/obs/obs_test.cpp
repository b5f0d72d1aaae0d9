#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "core/json.h"
#include "obs/log.h"
#include "obs/metrics.h"
#include "obs/process_gauges.h"

namespace vip {
namespace {

using Reason = event::TokenRefused::Reason;

event::RequestServed served(int status, std::int64_t microseconds) {
  return {"GET",
          "/contact-management/v1/api/contacts",
          status,
          std::chrono::microseconds{microseconds},
          100,
          "corr-1",
          "client_test_x",
          "tenant",
          "",
          "192.0.2.7"};
}

TEST(LogLine, IsOneJsonObjectWithoutBreaks) {
  const Observation all[] = {
      served(200, 42),
      event::RequestRefusedByParser{"bad\nheader", "127.0.0.1", 400},
      event::TokenIssued{"client", "127.0.0.1", "c", true},
      event::TokenRefused{"", "127.0.0.1", "c", Reason::unknown_client},
      event::OperatorActed{"client create", "id"},
      event::ServerStarted{"127.0.0.1:8080", "0.1.0", std::chrono::milliseconds{12}},
      event::ServerStopping{"SIGTERM"},
      event::SettingsReloaded{"log-level", "listen", "vip.yaml:1: \x1b"},
      event::OpenFilesLimited{1024, 21'392},
      event::StoreOpened{Uuid{}, true},
      event::StoreFailed{"full", Uuid{}},
      event::InternalError{"what \x1b[31m", "c"},
  };
  for (const auto& observation : all) {
    const auto line = log_line(observation, Instant{0});
    EXPECT_TRUE(json::parse(line.text)) << line.text;
    EXPECT_EQ(line.text.find('\n'), std::string::npos);
    EXPECT_EQ(line.text.find('\x1b'), std::string::npos);
  }
  EXPECT_EQ(log_line(served(500, 1), Instant{0}).level, LogLevel::error);
  EXPECT_NE(log_line(served(200, 42), Instant{0}).text.find(R"("correlation-id":"corr-1")"),
            std::string::npos);
  EXPECT_EQ(log_line(served(200, 42), Instant{0}).text.find("192.0.2.7"), std::string::npos);
}

// The ways in which log, metrics and audit write a value: none of them accepts personal data.
template <class T>
concept TakenByJson = requires(json::Writer& writer, const T& value) {
  writer.string(value);
};
template <class T>
constexpr bool kPrints =
    TakenByJson<T> || std::is_convertible_v<T, std::string_view> || fmt::is_formattable<T>::value;

TEST(Observers, CannotPrintPersonalData) {
  static_assert(kPrints<std::string>);
  static_assert(!kPrints<Personal<std::string>>);
  static_assert(!kPrints<Failure>, "its text is printed as a member");
  const Observation broken = event::InternalError{std::out_of_range{"no key Hargreaves"}, "c"};
  const auto line = log_line(broken, Instant{0});
  EXPECT_NE(line.text.find(R"("what":"std::out_of_range")"), std::string::npos) << line.text;
  EXPECT_EQ(line.text.find("Hargreaves"), std::string::npos) << line.text;
  Metrics metrics;
  metrics.on_event(broken);
  EXPECT_EQ(metrics.exposition().find("Hargreaves"), std::string::npos);
}

TEST(Metrics, AddsUpOverThreads) {
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) metrics.on_event(served(200, 600));
      });
  }
  metrics.on_event(served(404, 100));
  metrics.on_event(event::TokenRefused{"", "", "", Reason::wrong_secret});
  metrics.add_gauge("vip_write_queue_depth", "Writes in the queue", [] { return 7.0; });
  const auto text = metrics.exposition();
  const std::string labels =
      R"(route="/contact-management/v1/api/contacts",method="GET",status="2xx")";
  for (const auto& expected :
       {"vip_http_request_seconds_bucket{" + labels + R"(,le="0.0005"} 0)",
        "vip_http_request_seconds_bucket{" + labels + R"(,le="0.001"} 800)",
        "vip_http_request_seconds_count{" + labels + "} 800",
        "vip_http_request_seconds_sum{" + labels + "} 0.480000", std::string{R"(status="4xx"} 1)"},
        std::string{R"(vip_tokens_refused_total{reason="wrong-secret"} 1)"},
        std::string{"vip_response_bytes_total 80100"}, std::string{"vip_write_queue_depth 7"}})
    EXPECT_NE(text.find(expected + "\n"), std::string::npos) << expected << "\n" << text;
}

TEST(Metrics, AreBoundedForAnyInput) {
  Metrics metrics;
  for (const char* method : {"GET", "BREW", "PROPFIND"}) {
    auto request = served(405, 1);
    request.method = method;
    metrics.on_event(request);
  }
  const auto text = metrics.exposition();
  EXPECT_NE(text.find(R"(method="GET",status="4xx"} 1)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(method="other",status="4xx"} 2)"), std::string::npos) << text;
  EXPECT_EQ(text.find("BREW"), std::string::npos);
}

TEST(Metrics, DescribeTheProcess) {
  Metrics metrics;
  add_process_gauges(metrics);
  const auto value = [text = metrics.exposition()](const std::string& name) {
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1.0 : std::stod(text.substr(at + name.size() + 2));
  };
  EXPECT_GT(value("process_resident_memory_bytes"), 1e6);
  EXPECT_GE(value("process_open_fds"), 3);
  EXPECT_GE(value("process_max_fds"), value("process_open_fds"));
  EXPECT_GT(value("process_start_time_seconds"), 1.7e9);
}

}  // namespace
}  // namespace vip
