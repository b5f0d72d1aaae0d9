// What a client sees of a connection that goes well: pieces, pipelines, bodies, keep-alive.

#include "net/test_server.h"

namespace vip::net {
namespace {

TEST_F(Net, AnswersAndKeepsTheConnection) {
  serve();
  Client client{port()};
  for (int i = 0; i < 3; ++i) {
    client.send(post("/echo", "hello"));
    const auto answer = client.answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_THAT(answer, HasSubstr(" GMT\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 5\r\n"));
    EXPECT_THAT(answer, Not(HasSubstr("Connection")));
    EXPECT_EQ(body_of(answer), "hello");
  }
}

TEST_F(Net, TakesRequestsInPieces) {
  serve();
  const std::vector<std::string> requests{
      post("/echo", "hello"),
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: v\r\n\r\n",
      "\r\n" + post("/echo", "hello")};
  Client client{port()};
  for (const auto& request : requests) {
    for (const char c : request) {
      client.send({&c, 1});
      std::this_thread::sleep_for(200us);
    }
    EXPECT_EQ(body_of(client.answer()), "hello");
  }
}

TEST_F(Net, AnswersPipelinedRequestsInOrder) {
  serve();
  Client client{port()};
  client.send(post("/slow", "1") + post("/echo", "2") + get("/denied") + post("/later", "3") +
              post("/echo", "4"));
  EXPECT_EQ(body_of(client.answer()), "later 1");
  EXPECT_EQ(body_of(client.answer()), "2");
  EXPECT_EQ(body_of(client.answer()), "denied");
  EXPECT_EQ(body_of(client.answer()), "later 3");
  EXPECT_EQ(body_of(client.answer()), "4");
}

TEST_F(Net, AnswersThousandsOfPipelinedRequests) {
  serve();
  Client client{port()};
  std::string all;
  for (int i = 0; i < 5000; ++i) all += get("/echo");
  std::thread sender{[&] { client.send(all); }};
  for (int i = 0; i < 5000; ++i) ASSERT_THAT(client.answer(), StartsWith("HTTP/1.1 200"));
  sender.join();
}

TEST_F(Net, SendsNoBodyWhereNoneBelongs) {
  serve();
  Client client{port()};
  client.send("HEAD /later HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.answer(false), HasSubstr("\r\nContent-Length: 6\r\n"));
  client.send(get("/empty"));
  EXPECT_THAT(client.answer(), Not(HasSubstr("Content-Length")));
  client.send(get("/same"));
  const auto same = client.answer();
  EXPECT_THAT(same, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(same, Not(HasSubstr("Content-Length")));
  client.send(post("/echo", "in step"));
  EXPECT_EQ(body_of(client.answer()), "in step");
}

TEST_F(Net, ClosesWhenAsked) {
  serve();
  const auto closing = whole_talk(get("/echo", "Connection: close\r\n"));
  EXPECT_THAT(closing, HasSubstr("\r\nConnection: close\r\n"));
  const auto old = whole_talk("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old, StartsWith("HTTP/1.1 200"));
  Client client{port()};
  for (int i = 0; i < 2; ++i) {
    client.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_THAT(client.answer(), HasSubstr("\r\nConnection: keep-alive\r\n"));
  }
}

TEST_F(Net, ServesAClientThatHasFinishedSending) {
  serve();
  Client client{port()};
  client.send(post("/slow", "x"));
  client.finish_sending();
  EXPECT_EQ(body_of(client.answer()), "later x");
  EXPECT_TRUE(client.ended());
}

TEST_F(Net, SendsLargeAnswersToSlowReaders) {
  serve();
  Client client{port()};
  client.send(get("/large") + post("/echo", "after"));
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(body_of(client.answer()).size(), 8'000'000U);
  EXPECT_EQ(body_of(client.answer()), "after");
}

TEST_F(Net, TellsThePeersAddress) {
  serve();
  Client client{port()};
  client.send(get("/peer"));
  EXPECT_EQ(body_of(client.answer()), "127.0.0.1");
}

TEST_F(Net, SaysContinueOnlyWhenTheBodyIsWanted) {
  serve();
  Client client{port()};
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_EQ(body_of(client.answer()), "ok");
  client.send(
      "POST /denied HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 401"));
  client.finish_sending();
  EXPECT_TRUE(client.ended());
}

TEST_F(Net, AnswersOnceAndTellsNothingOfTheInside) {
  serve();
  Client client{port()};
  client.send(get("/twice") + post("/echo", "next"));
  EXPECT_EQ(body_of(client.answer()), "first");
  EXPECT_EQ(body_of(client.answer()), "next");
  for (const std::string_view path : {"/throws", "/admit-throws", "/breaks-headers"}) {
    const auto answer = whole_talk(get(path));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 500")) << path;
    EXPECT_THAT(answer, Not(HasSubstr("secret"))) << path;
    EXPECT_THAT(answer, Not(HasSubstr("Set-Cookie"))) << path;
  }
  EXPECT_THAT(whole_talk(get("/no-memory")), StartsWith("HTTP/1.1 503"));
}

// Bytes that trickle in do not push the deadline back.

// Large bodies have no total time, only a least speed.

TEST_F(Net, TakesUploadsOfManyMegabytes) {
  serve();
  Client client{port()};
  // NOLINTNEXTLINE(bugprone-string-constructor): a body of megabytes is meant
  client.send(post("/upload", std::string(20'000'000, 'x')));
  EXPECT_EQ(body_of(client.answer()), "20000000");
  client.send("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) client.send("186A0\r\n" + std::string(100'000, 'x') + "\r\n");
  client.send("0\r\n\r\n");
  EXPECT_EQ(body_of(client.answer()), "10000000");
}

TEST_F(Net, ServesManyConnectionsAtOnce) {
  serve();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 100; ++i) {
    threads.emplace_back([&, i] {
      Client client{port()};
      for (int round = 0; round < 20; ++round) {
        const auto body = std::to_string(i * 1000 + round);
        client.send(post(round % 2 == 0 ? "/echo" : "/later", body));
        const auto answer = client.answer();
        if (body_of(answer) == (round % 2 == 0 ? body : "later " + body)) ++good;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 2000);
}

// An answer may come when the server is gone; it must find nothing to break.

// With no descriptor left a connection waits; the loop must not spin over it meanwhile.

}  // namespace
}  // namespace vip::net
