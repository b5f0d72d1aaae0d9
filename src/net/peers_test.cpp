// What a peer may take of a server: connections, and memory for answers that it does not read.

#include <vector>

#include "net/test_server.h"

namespace vip::net {
namespace {

bool comes_true(const std::function<bool()>& what) {
  for (int i = 0; i < 300; ++i) {
    if (what()) return true;
    std::this_thread::sleep_for(20ms);
  }
  return false;
}

TEST_F(Net, WorkForACallerThatHasGoneIsAbandoned) {
  serve();
  {
    Client gone{port()};
    gone.send(get("/never"));
    ASSERT_TRUE(comes_true([&] { return application.admitted == 1; }));
  }
  EXPECT_TRUE(comes_true([&] { return application.sunk.without_caller == 1; }));
  EXPECT_TRUE(comes_true([&] { return server->connections() == 0; }));
}

TEST_F(Net, WorkThatIsLateIsAbandoned) {
  serve(short_limits());
  Client client{port()};
  client.send(get("/never"));
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 503"));
  EXPECT_EQ(application.sunk.without_caller, 1);
}

TEST_F(Net, AnAddressHasABoundOfConnections) {
  Limits limits;
  limits.connections_per_peer = 2;
  serve(limits);
  {
    Client first{port()};
    Client second{port()};
    for (Client* client : {&first, &second}) {
      client->send(get("/echo"));
      EXPECT_THAT(client->answer(), StartsWith("HTTP/1.1 200"));
    }
    const auto refused = whole_talk(get("/echo"));
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(refused, HasSubstr("2 connections"));
  }
  ASSERT_TRUE(comes_true([&] { return server->connections() == 0; }));
  Client next{port()};
  next.send(get("/echo"));
  EXPECT_THAT(next.answer(), StartsWith("HTTP/1.1 200"));
}

TEST_F(Net, AProxyHasNoBoundOfItsOwn) {
  Limits limits;
  limits.connections_per_peer = 1;
  limits.stands_for_many = [](std::string_view peer) { return peer == "127.0.0.1"; };
  serve(limits);
  Client first{port()};
  Client second{port()};
  for (Client* client : {&first, &second}) {
    client->send(get("/echo"));
    EXPECT_THAT(client->answer(), StartsWith("HTTP/1.1 200"));
  }
}

TEST_F(Net, AnswersThatNobodyReadsHaveABound) {
  Limits limits;
  limits.unsent = 20'000'000;
  serve(limits, 1);  // each loop cuts off of its own
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(std::make_unique<Client>(port()));
    idle.back()->send(get("/large"));  // 8 MB, and not read
  }
  ASSERT_TRUE(comes_true([&] { return server->unsent() > limits.unsent; }));
  Client small{port()};
  small.send(get("/peer"));
  EXPECT_THAT(small.answer(), StartsWith("HTTP/1.1 200")) << "small answers go on";
  EXPECT_TRUE(comes_true([&] { return server->unsent() <= limits.unsent; }));
  EXPECT_LT(idle.front()->rest().size(), 8'000'000U) << "who has waited longest is cut off";
  idle.clear();
  EXPECT_TRUE(comes_true([&] { return server->unsent() == 0; }));
  Client large{port()};
  large.send(get("/large"));
  EXPECT_EQ(body_of(large.answer()).size(), 8'000'000U);
}

}  // namespace
}  // namespace vip::net
