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
  limits.memory = 20'000'000;
  serve(limits, 1);  // each loop cuts off of its own
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(std::make_unique<Client>(port()));
    idle.back()->send(get("/of/" + std::to_string(i) + "/large"));  // 8 MB, and not read
  }
  ASSERT_TRUE(comes_true([&] { return server->memory() > limits.memory; }));
  Client small{port()};
  small.send(get("/peer"));
  EXPECT_THAT(small.answer(), StartsWith("HTTP/1.1 200")) << "small answers go on";
  EXPECT_TRUE(comes_true([&] { return server->memory() <= limits.memory; }));
  EXPECT_LT(idle.front()->rest().size(), 8'000'000U) << "who has waited longest is cut off";
  idle.clear();
  EXPECT_TRUE(comes_true([&] { return server->memory() == 0; }));
  Client large{port()};
  large.send(get("/large"));
  EXPECT_EQ(body_of(large.answer()).size(), 8'000'000U);
}

TEST_F(Net, OneTenantMayHaveHalfOfTheMemory) {
  Limits limits;
  limits.memory = 40'000'000;
  serve(limits, 1);
  std::vector<std::unique_ptr<Client>> idle;
  for (const char* of : {"ann", "bob", "eve"}) {
    idle.push_back(std::make_unique<Client>(port()));
    idle.back()->send(get("/of/" + std::string{of} + "+shop/large"));
  }
  ASSERT_TRUE(comes_true([&] { return server->memory() > limits.memory / 2; }));
  Client client{port()};
  client.send(get("/of/kim+shop/large"));
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 503"));
}

TEST_F(Net, OneClientMayHaveHalfOfTheMemory) {
  Limits limits;
  limits.memory = 40'000'000;
  serve(limits, 1);
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(std::make_unique<Client>(port()));
    idle.back()->send(get("/of/ann/large"));  // 8 MB, and not read
  }
  ASSERT_TRUE(comes_true([&] { return server->memory() > limits.memory / 2; }));
  struct Case {
    const char* path;
    const char* status;
  };
  for (const auto& [path, status] : {Case{"/of/ann/large", "503"},
                                     {"/of/ann/change/large", "200"},
                                     {"/of/ann/peer", "200"},
                                     {"/of/bob/large", "200"}}) {
    Client client{port()};
    client.send(get(path));
    EXPECT_THAT(client.answer(), StartsWith(std::string{"HTTP/1.1 "} + status)) << path;
  }
  idle.clear();
  EXPECT_TRUE(comes_true([&] { return server->memory() == 0; }));
}

TEST_F(Net, BodiesThatArriveSlowlyHaveABound) {
  Limits limits;
  limits.memory = 400'000;
  serve(limits, 1);
  const auto half_of_a_body = [&](Client& client, const std::string& of) {
    client.send("POST /of/" + of + "/upload HTTP/1.1\r\nHost: a\r\nContent-Length: 180000\r\n\r\n" +
                std::string(90'000, 'x'));
  };
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 3; ++i) {
    slow.push_back(std::make_unique<Client>(port()));
    half_of_a_body(*slow.back(), "ann");
  }
  EXPECT_THAT(slow.back()->answer(), StartsWith("HTTP/1.1 503"))
      << "ann's third is beyond her half";
  Client other{port()};
  half_of_a_body(other, "bob");
  other.send(std::string(90'000, 'x'));
  EXPECT_THAT(other.answer(), StartsWith("HTTP/1.1 200"));
  slow.clear();
  ASSERT_TRUE(comes_true([&] { return server->memory() == 0; }));
  Client again{port()};
  half_of_a_body(again, "ann");
  again.send(std::string(90'000, 'x'));
  EXPECT_THAT(again.answer(), StartsWith("HTTP/1.1 200"));
}

// Whose a request is, its head tells: what has arrived of one is charged to the address, also where
// the connection has had a request of a client before.
TEST_F(Net, HeadsThatArriveSlowlyHaveABound) {
  Limits limits;
  limits.memory = 200'000;
  serve(limits, 1);
  std::vector<std::unique_ptr<Client>> slow;
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(15'000, 'x') +
                           "\r\nY: " + std::string(10'000, 'y');
  for (int i = 0; i < 8; ++i) {
    slow.push_back(std::make_unique<Client>(port()));
    if (i % 2 == 1) {
      slow.back()->send(get("/of/client" + std::to_string(i) + "/peer"));
      ASSERT_THAT(slow.back()->answer(), StartsWith("HTTP/1.1 200"));
    }
    slow.back()->send(head);
  }
  EXPECT_TRUE(comes_true([&] { return server->memory() > limits.memory / 2 - 26'000; }));
  EXPECT_LE(server->memory(), limits.memory / 2 + 26'000) << "an address may have half";
  Client small{port()};
  small.send(get("/peer"));
  EXPECT_THAT(small.answer(), StartsWith("HTTP/1.1 200"));
}

}  // namespace
}  // namespace vip::net
