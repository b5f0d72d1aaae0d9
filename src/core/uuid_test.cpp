#include "core/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <unordered_set>
#include <vector>

namespace vip {
namespace {

std::int64_t milliseconds_of(const Uuid& id) {
  std::int64_t milliseconds = 0;
  for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds * 256 + id.bytes[i];
  return milliseconds;
}

int version_of(const Uuid& id) { return id.bytes[6] >> 4U; }
bool has_rfc_variant(const Uuid& id) { return (id.bytes[8] & 0xc0U) == 0x80U; }

TEST(ParseUuid, TakesAnyCaseAndGivesLowerCase) {
  for (const char* text :
       {"0198c0de-1234-7abc-8def-0123456789ab", "0198C0DE-1234-7ABC-8DEF-0123456789AB"}) {
    const auto id = parse_uuid(text);
    ASSERT_TRUE(id) << text;
    EXPECT_EQ(to_string(*id), "0198c0de-1234-7abc-8def-0123456789ab");
  }
  EXPECT_TRUE(parse_uuid("00000000-0000-0000-0000-000000000000")->is_nil());
}

TEST(ParseUuid, RejectsOtherForms) {
  for (const char* text :
       {"", "0198c0de12347abc8def0123456789ab", "{0198c0de-1234-7abc-8def-0123456789ab}",
        "urn:uuid:0198c0de-1234-7abc-8def-0123456789ab", "0198c0de-1234-7abc-8def-0123456789a",
        "0198c0de-1234-7abc-8def-0123456789abc", "0198c0dg-1234-7abc-8def-0123456789ab",
        "0198c0de01234-7abc-8def-0123456789ab", "0198c0d-e1234-7abc-8def-0123456789ab",
        "0198c0de-1234-7abc-8def-0123456789 b", "0198c0de-1234-7abc-8def-01234567éab"}) {
    EXPECT_EQ(parse_uuid(text), std::nullopt) << text;
  }
}

TEST(UuidV7, HasTimeVersionAndVariant) {
  constexpr std::int64_t kMoment = 1'900'000'000'123;
  const Uuid id = make_uuid_v7(kMoment);
  EXPECT_EQ(milliseconds_of(id), kMoment);
  EXPECT_EQ(version_of(id), 7);
  EXPECT_TRUE(has_rfc_variant(id));
}

TEST(UuidV7, GrowsWithEveryIdOfOneMillisecond) {
  constexpr std::int64_t kMoment = 1'910'000'000'000;
  Uuid last = make_uuid_v7(kMoment);
  for (int i = 0; i < 10'000; ++i) {
    const Uuid next = make_uuid_v7(kMoment);
    ASSERT_LT(last, next);
    last = next;
  }
  // When a millisecond has no counts left, ids use the next millisecond.
  EXPECT_LE(milliseconds_of(last), kMoment + 3);
}

TEST(UuidV7, GrowsThoughTheClockStepsBackALittle) {
  constexpr std::int64_t kMoment = 1'920'000'000'000;
  const Uuid before = make_uuid_v7(kMoment);
  EXPECT_LT(before, make_uuid_v7(kMoment - 1));
  EXPECT_LT(before, make_uuid_v7(kMoment - 9'000));
}

TEST(UuidV7, FollowsAClockThatIsSetBack) {
  constexpr std::int64_t kMoment = 1'930'000'000'000;
  make_uuid_v7(kMoment);
  EXPECT_EQ(milliseconds_of(make_uuid_v7(kMoment - 3'600'000)), kMoment - 3'600'000);
  EXPECT_EQ(milliseconds_of(make_uuid_v7(-5)), 0);
}

TEST(UuidV7, IsInOrderAndUniqueAcrossThreads) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 5'000;
  std::vector<std::vector<Uuid>> made(kThreads);
  {
    std::vector<std::jthread> threads;
    for (auto& ids : made) {
      threads.emplace_back([&ids] {
        for (std::size_t i = 0; i < kEach; ++i) ids.push_back(make_uuid_v7());
      });
    }
  }
  std::unordered_set<Uuid> all;
  for (const auto& ids : made) {
    EXPECT_TRUE(std::ranges::is_sorted(ids));
    all.insert(ids.begin(), ids.end());
  }
  EXPECT_EQ(all.size(), kThreads * kEach);
}

TEST(UuidV4, IsRandomWithVersionAndVariant) {
  std::set<Uuid> ids;
  for (int i = 0; i < 1000; ++i) {
    const Uuid id = make_uuid_v4();
    EXPECT_EQ(version_of(id), 4);
    EXPECT_TRUE(has_rfc_variant(id));
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(UuidV5, IsTheSameForTheSameNameForEver) {
  EXPECT_EQ(to_string(make_uuid_v5("x")), "9a274225-e2d6-5532-a5eb-577ad5773e36");
  EXPECT_NE(make_uuid_v5("x"), make_uuid_v5("y"));
  EXPECT_EQ(version_of(make_uuid_v5("")), 5);
  EXPECT_TRUE(has_rfc_variant(make_uuid_v5("")));
}

}  // namespace
}  // namespace vip
