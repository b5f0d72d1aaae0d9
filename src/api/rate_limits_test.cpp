#include "api/rate_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace vip {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Pair;

constexpr std::int64_t kQuota = 600;  // ms a minute: 10 ms come back each second

class RateLimitsTest : public testing::Test {
 protected:
  // The headers of a response that has cost so much.
  std::vector<std::pair<std::string, std::string>> spend(RateLimits::Cost cost,
                                                         std::uint64_t bytes = 0) {
    http::Response response;
    limits_.charge(requester_, kQuota, cost, bytes, now_, response);
    return response.headers;
  }
  bool is_admitted() { return limits_.admit(requester_, kQuota, now_).has_value(); }
  std::string header_of_refusal(std::string_view name) {
    const auto refused = limits_.admit(requester_, kQuota, now_);
    for (const auto& [known, value] : refused.error().headers)
      if (known == name) return value;
    return {};
  }

  RateLimits limits_{1000};
  RateLimits::Moment now_ = RateLimits::Moment{} + 1h;
  const Requester requester_{make_uuid_v5("tenant"), make_uuid_v5("client")};
};

TEST_F(RateLimitsTest, TellWhatIsLeft) {
  EXPECT_THAT(spend(100ms), Contains(Pair("RateLimit-Policy", R"("cost";q=600;w=60)")));
  EXPECT_THAT(spend(200ms), Contains(Pair("RateLimit", R"("cost";r=300;t=30)")));
}

TEST_F(RateLimitsTest, AMebibyteCostsAMillisecond) {
  EXPECT_THAT(spend(0ms, 50 << 20), Contains(Pair("RateLimit", R"("cost";r=550;t=5)")));
}

TEST_F(RateLimitsTest, RefuseWhatIsAboveTheQuotaUntilItIsBack) {
  spend(599ms);
  EXPECT_TRUE(is_admitted());
  spend(51ms);  // one request may go beyond
  EXPECT_FALSE(is_admitted());
  EXPECT_EQ(header_of_refusal("Retry-After"), "6");
  EXPECT_EQ(header_of_refusal("RateLimit"), R"("cost";r=0;t=6)");
  now_ += 4s;
  EXPECT_FALSE(is_admitted());
  now_ += 2s;
  EXPECT_TRUE(is_admitted());
  now_ += 24h * 365 * 100;
  EXPECT_THAT(spend(1ms), Contains(Pair("RateLimit", R"("cost";r=599;t=1)")));
}

TEST_F(RateLimitsTest, EachTenantAndClientHasItsOwn) {
  spend(700ms);
  for (const Requester& other : {Requester{requester_.tenant, make_uuid_v5("another client")},
                                 Requester{make_uuid_v5("another tenant"), requester_.client}})
    EXPECT_TRUE(limits_.admit(other, kQuota, now_).has_value());
}

TEST_F(RateLimitsTest, ZeroIsNoLimit) {
  http::Response response;
  limits_.charge(requester_, 0, 1h, 0, now_, response);
  EXPECT_TRUE(limits_.admit(requester_, 0, now_).has_value());
  EXPECT_TRUE(response.headers.empty());
  EXPECT_EQ(limits_.quota_of(std::nullopt), 1000);
  EXPECT_EQ(limits_.quota_of(0), 0);
}

TEST_F(RateLimitsTest, ShowAClientItsUse) {
  spend(700ms, 1 << 20);
  spend(1ms);
  EXPECT_FALSE(is_admitted());
  now_ += 10s;
  const auto usage = limits_.usage_of(requester_.client, kQuota, now_);
  ASSERT_EQ(usage.size(), 1U);
  EXPECT_EQ(usage[0].tenant, requester_.tenant);
  EXPECT_EQ(usage[0].used, 602);
  EXPECT_EQ(usage[0].cost, 702);
  EXPECT_EQ(usage[0].requests, 2U);
  EXPECT_EQ(usage[0].refused, 1U);
  EXPECT_EQ(usage[0].bytes, 1U << 20);
  EXPECT_TRUE(limits_.usage_of(make_uuid_v5("another"), kQuota, now_).empty());
}

}  // namespace
}  // namespace vip
