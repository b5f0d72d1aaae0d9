#include "obs/audit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "obs/address_prefix.h"

namespace vip {
namespace {

using TokenReason = event::TokenRefused::Reason;

class HourClock final : public Clock {
 public:
  Instant now() const override { return Instant{milliseconds}; }
  std::atomic<std::int64_t> milliseconds{1'790'000'000'000};
};

event::RequestServed refused_request(int status, const std::string& code,
                                     const std::string& address, const std::string& client = "") {
  event::RequestServed served;
  served.status = status;
  served.code = code;
  served.address = address;
  served.client = client;
  return served;
}

class AuditTest : public ::testing::Test {
 protected:
  // The counts that are stored when the audit has ended.
  std::vector<RefusalCount> after(const std::function<void(Audit&)>& work) {
    {
      Audit audit{[this](const std::vector<RefusalCount>& counts) {
                    if (fails > 0 && fails-- > 0) throw std::runtime_error{"disk full"};
                    stored.insert(stored.end(), counts.begin(), counts.end());
                  },
                  interval, clock};
      work(audit);
      failures = audit.failures();
    }
    return stored;
  }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto& count : stored) sum += count.count;
    return sum;
  }

  HourClock clock;
  std::chrono::milliseconds interval{60'000};
  std::atomic<int> fails{0};
  std::uint64_t failures = 0;
  std::vector<RefusalCount> stored;
};

TEST_F(AuditTest, CountsRefusalsByClientElseByNetwork) {
  const auto counts = after([&](Audit& audit) {
    for (int i = 0; i < 20'000; ++i)
      audit.on_event(event::TokenRefused{"", "192.0.2." + std::to_string(i % 250), "c",
                                         TokenReason::malformed});
    for (int i = 0; i < 500; ++i)
      audit.on_event(event::TokenRefused{"client_a", "198.51." + std::to_string(i % 100) + ".1",
                                         "c", TokenReason::wrong_secret});
    audit.on_event(event::TokenRefused{"", "", "c", TokenReason::throttled});
    audit.on_event(refused_request(401, "token-invalid", "2001:db8:1:2::3"));
    audit.on_event(refused_request(403, "scope-missing", "192.0.2.1", "client_a"));
    audit.on_event(refused_request(401, "", "192.0.2.1"));  // the token endpoint's own answer
    audit.on_event(refused_request(404, "not-found", "192.0.2.1"));
    audit.on_event(event::TokenIssued{"client_a", "", "", true});
  });
  ASSERT_EQ(counts.size(), 5U);
  EXPECT_EQ(total(), 20'503);
  for (const auto& count : counts) {
    if (count.reason == "malformed") {
      EXPECT_EQ(count.network, "192.0.2.0/24");
      EXPECT_EQ(count.count, 20'000);
      EXPECT_EQ(count.hour.milliseconds % 3'600'000, 0);
    }
    if (count.reason == "wrong-secret") {
      EXPECT_EQ(count.client, "client_a");
      EXPECT_EQ(count.network, "198.51.99.0/24") << "the last one";
      EXPECT_EQ(count.count, 500);
    }
    if (count.reason == "token-invalid") {
      EXPECT_EQ(count.network, "2001:db8:1::/48");
    }
  }
}

TEST_F(AuditTest, AFloodFromEverNewNetworksHasAFewRowsAnHour) {
  const auto flood = [](Audit& audit) {
    for (int i = 0; i < 100'000; ++i)
      audit.on_event(event::TokenRefused{
          "", std::to_string(1 + i % 200) + "." + std::to_string(i / 200 % 250) + ".1.1", "c",
          TokenReason::unknown_client});
    audit.on_event(event::TokenRefused{"client_a", "203.0.113.1", "c", TokenReason::wrong_secret});
  };
  const auto counts = after([&](Audit& audit) {
    flood(audit);
    clock.milliseconds += 3'600'000;
    flood(audit);
  });
  EXPECT_EQ(total(), 200'002) << "none is lost";
  EXPECT_LE(counts.size(), 2 * (Audit::kNetworks + 2));
  std::int64_t others = 0;
  int clients = 0;
  for (const auto& count : counts) {
    if (count.network == Audit::kOtherNetworks) others += count.count;
    if (count.client == "client_a") ++clients;
  }
  EXPECT_GT(others, 100'000);
  EXPECT_EQ(clients, 2) << "a known client keeps its own count";
}

TEST_F(AuditTest, WhatCannotBeStoredIsKept) {
  fails = 3;
  interval = std::chrono::milliseconds{1};
  after([&](Audit& audit) {
    for (int i = 0; i < 200; ++i) {
      audit.on_event(event::TokenRefused{"", "192.0.2.1", "c", TokenReason::malformed});
      if (i % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
      if (i == 100) clock.milliseconds += 3'600'000;
    }
    while (fails > 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  });
  EXPECT_EQ(failures, 3U);
  EXPECT_EQ(total(), 200);
}

TEST(AddressPrefix, IsTheNetwork) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"192.0.2.255", "192.0.2.0/24"},
      {"::ffff:192.0.2.7", "192.0.2.0/24"},
      {"2001:db8:1:2::3", "2001:db8:1::/48"},
      {"::1", "::/48"},
      {"fe80::1%eth0", "fe80::/48"},
      {"", ""},
      {"unknown", ""},
      {"1.2.3", ""},
  };
  for (const auto& [address, prefix] : rows) EXPECT_EQ(address_prefix(address), prefix) << address;
}

}  // namespace
}  // namespace vip
