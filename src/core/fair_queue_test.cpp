#include "core/fair_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace vip {
namespace {

using namespace std::chrono_literals;
using Queue = FairQueue<std::string>;
using testing::ElementsAre;

Uuid id_of(std::string_view name) { return make_uuid_v5(name); }
Requester of(std::string_view tenant, std::string_view client = "client") {
  return {id_of(tenant), id_of(client)};
}

// Takes what waits, item by item, each of which costs as much.
std::vector<std::string> drained(Queue& queue, Queue::Cost cost = 1ms) {
  std::vector<std::string> order;
  while (auto taken = queue.take()) {
    order.push_back(taken->item);
    queue.charge(*taken, cost);
  }
  return order;
}

TEST(FairQueue, KeepsTheOrderOfOneRequester) {
  Queue queue{10};
  for (const char* item : {"1", "2", "3"}) ASSERT_TRUE(queue.push(of("a"), item));
  EXPECT_THAT(drained(queue), ElementsAre("1", "2", "3"));
}

TEST(FairQueue, TenantsTakeTurnsHoweverMuchOneAsks) {
  Queue queue{100};
  for (const char* item : {"a1", "a2", "a3", "a4"}) ASSERT_TRUE(queue.push(of("a"), item));
  ASSERT_TRUE(queue.push(of("b"), "b1"));
  const auto order = drained(queue);
  EXPECT_LE(std::ranges::find(order, "b1") - order.begin(), 1);
}

TEST(FairQueue, ClientsOfATenantTakeTurns) {
  Queue queue{100};
  for (const char* item : {"x1", "x2", "x3", "x4"}) ASSERT_TRUE(queue.push(of("a", "x"), item));
  ASSERT_TRUE(queue.push(of("a", "y"), "y1"));
  const auto order = drained(queue);
  EXPECT_LE(std::ranges::find(order, "y1") - order.begin(), 1);
}

// One tenant's work costs a hundred times as much: it gets one turn in a hundred.
TEST(FairQueue, TurnsFollowWhatWorkHasCost) {
  Queue queue{1000};
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(queue.push(of("dear"), "dear"));
    ASSERT_TRUE(queue.push(of("cheap"), "cheap"));
  }
  int dear = 0;
  for (int cheap = 0; cheap < 200;) {
    auto taken = queue.take();
    const bool is_dear = taken->item == "dear";
    (is_dear ? dear : cheap) += 1;
    queue.charge(*taken, is_dear ? 100ms : 1ms);
  }
  EXPECT_LE(dear, 4);
  EXPECT_GE(dear, 2);
}

TEST(FairQueue, ARestSavesNothingUp) {
  Queue queue{1000};
  ASSERT_TRUE(queue.push(of("rested"), "r"));
  ASSERT_TRUE(queue.push(of("busy"), "b"));
  drained(queue);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(queue.push(of("busy"), "b"));
    ASSERT_TRUE(queue.push(of("other"), "o"));
    ASSERT_TRUE(queue.push(of("other"), "o"));
    auto taken = queue.take();
    queue.charge(*taken, 10ms);
  }
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(queue.push(of("rested"), "r"));
  std::string order;
  for (int i = 0; i < 12; ++i) {
    auto taken = queue.take();
    order += taken->item;
    queue.charge(*taken, 10ms);
  }
  EXPECT_LE(std::ranges::count(order, 'r'), 5) << order;
}

TEST(FairQueue, OneTenantFillsHalfAndOneOfSeveralClientsAQuarter) {
  Queue queue{100};
  int client = 0;
  while (queue.push(of("a", "x"), "x")) ++client;
  EXPECT_EQ(client, 50);  // nobody else of the tenant waits
  EXPECT_FALSE(queue.push(of("a", "y"), "y"));
  EXPECT_TRUE(queue.push(of("b"), "b"));

  Queue shared{100};
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(shared.push(of("a", "y"), "y"));
  int of_x = 0;
  while (shared.push(of("a", "x"), "x")) ++of_x;
  EXPECT_EQ(of_x, 25);
}

TEST(FairQueue, AFullQueueTakesATenantThatHasNothingInIt) {
  Queue queue{64};
  for (const char* tenant : {"a", "b", "c"})
    while (queue.push(of(tenant), tenant)) {
    }
  EXPECT_GE(queue.size(), 64U);
  EXPECT_FALSE(queue.push(of("a"), "a"));
  EXPECT_TRUE(queue.push(of("new"), "new"));
  for (int i = 0; i < 1000; ++i) (void)queue.push(of("t" + std::to_string(i)), "t");
  EXPECT_EQ(queue.size(), 128U);
}

TEST(FairQueue, AHeldTenantIsTakenByNobodyElse) {
  Queue queue{100};
  for (const char* item : {"a1", "a2", "a3"}) ASSERT_TRUE(queue.push(of("a"), item));
  auto batch = queue.take_and_hold(2);
  ASSERT_EQ(batch.size(), 2U);
  EXPECT_FALSE(queue.has_ready());
  ASSERT_TRUE(queue.push(of("a"), "a4"));
  EXPECT_TRUE(queue.take_and_hold(2).empty());
  for (const auto& taken : batch) queue.charge(taken, 1ms);
  queue.release(id_of("a"));
  EXPECT_THAT(drained(queue), ElementsAre("a3", "a4"));
  EXPECT_FALSE(queue.knows(id_of("a")));
}

}  // namespace
}  // namespace vip
