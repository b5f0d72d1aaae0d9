// What a client sees when bytes come too late, too many, or not as HTTP.

#include <sys/resource.h>

#include <ctime>

#include "net/test_server.h"

namespace vip::net {
namespace {

TEST_F(Net, RefusesWhatIsNotHttpAndCloses) {
  serve();
  struct Case {
    std::string bytes, status, code;
  };
  for (const auto& [bytes, status, code] : std::vector<Case>{
           {"nonsense\r\n\r\n", "400", "malformed-http"},
           {"GET / HTTP/1.1\n\n", "400", "malformed-http"},
           {std::string("\x16\x03\x01\x00\x05hello\n", 11), "400", "malformed-http"},
           {"GET / HTTP/2.0\r\n\r\n", "505", "http-version"},
           {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", "414",
            "uri-too-long"},
           {get("/", "X: " + std::string(17'000, 'a') + "\r\n"), "431", "headers-too-large"},
           {get("/", std::string("X: a\r\n") + std::string(40'000, 'a')), "431",
            "headers-too-large"},
           {post("/echo", "a", "Transfer-Encoding: chunked\r\n"), "400", "malformed-http"},
           {post("/echo", "a", "Transfer-Encoding: gzip, chunked\r\n"), "400", "malformed-http"},
           {get("/", "Transfer-Encoding: gzip, chunked\r\n"), "501", "method-not-implemented"},
           {post("/echo", "a", "Expect: magic\r\n"), "417", "expectation-failed"},
       }) {
    const auto answer = whole_talk(bytes + get("/echo"));  // what follows is never looked at
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << bytes.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("\"code\":\"" + code + "\"")) << bytes.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n")) << bytes.substr(0, 60);
    EXPECT_EQ(answer.find("\r\nDate:"), answer.rfind("\r\nDate:")) << bytes.substr(0, 60);
  }
  EXPECT_EQ(application.admitted, 0);
}

TEST_F(Net, ARefusalKeepsTheCallersCorrelationId) {
  serve(short_limits());
  struct Case {
    std::string bytes, id;
  };
  const std::string ours = "X-Correlation-Id: a1\r\n";
  for (const auto& [bytes, id] : std::vector<Case>{
           {get("/", ours + "no colon\r\n"), "malformed a1"},
           {"GET / HTTP/1.1\n" + ours + "\r\n", "malformed a1"},
           {"GET / HTTP/1.1\r\n" + ours + "Host: a", "malformed a1"},  // and then too slow
           {get("/admit-throws", ours), "malformed a1"},
           {get("/", "no colon\r\n"), "malformed "},
           {get("/empty", ours) + "nonsense\r\n\r\n", "malformed "},  // that of the one before
       })
    EXPECT_THAT(whole_talk(bytes), HasSubstr("\"correlation-id\":\"" + id + "\"")) << bytes;
}

TEST_F(Net, RefusesBadChunks) {
  serve();
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_THAT(whole_talk(head + "zz\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(whole_talk(head + "3\nabc\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST_F(Net, HoldsTheBodyLimit) {
  serve();
  Client client{port()};
  client.send(post("/echo", std::string(1000, 'x')));
  EXPECT_EQ(body_of(client.answer()).size(), 1000U);
  // Told from the length alone, before the body comes; and still readable when the body comes all
  // the same.
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
  const auto refused = client.answer();
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 413 Content Too Large"));
  EXPECT_THAT(refused, HasSubstr("larger than 1000 bytes"));
  EXPECT_THAT(refused, HasSubstr("\"correlation-id\":\"refused\""));
  client.send(std::string(1001, 'x'));
  client.finish_sending();
  EXPECT_TRUE(client.ended());
  EXPECT_THAT(whole_talk(post("/echo", std::string(2'000'000, 'x'))), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(
      whole_talk("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"),
      StartsWith("HTTP/1.1 413"));
}

TEST_F(Net, AnswersBeforeTheBodyAndGoesOnWhereItCan) {
  serve();
  Client whole{port()};
  whole.send(post("/denied", "arrived with its head") + post("/echo", "next"));
  EXPECT_THAT(whole.answer(), StartsWith("HTTP/1.1 401"));
  EXPECT_EQ(body_of(whole.answer()), "next");
  Client partly{port()};
  partly.send("POST /denied HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc");
  EXPECT_THAT(partly.answer(), HasSubstr("\r\nConnection: close\r\n"));
  partly.send(std::string(99'997, 'x'));
  partly.finish_sending();
  EXPECT_TRUE(partly.ended());
}

TEST_F(Net, EndsWhatTakesTooLong) {
  serve(short_limits());
  EXPECT_THAT(whole_talk("GET / HTTP/1.1\r\nHost:"), StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(whole_talk("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc"),
              StartsWith("HTTP/1.1 408"));
  const auto late = whole_talk(get("/slow"));
  EXPECT_THAT(late, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(late, HasSubstr("deadline-exceeded"));
  EXPECT_EQ(late.find("later"), std::string::npos);
  EXPECT_THAT(whole_talk(get("/never")), StartsWith("HTTP/1.1 503"));
  EXPECT_EQ(whole_talk(""), "");
  Client kept{port()};
  kept.send(get("/echo"));
  EXPECT_THAT(kept.answer(), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(kept.ended());
}

TEST_F(Net, MeasuresTheHeaderTimeFromItsFirstByte) {
  serve(short_limits());
  Client client{port()};
  const auto begin = std::chrono::steady_clock::now();
  while (client.is_quiet(20ms) && std::chrono::steady_clock::now() - begin < 3s) client.send("G");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 408"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(Net, DropsAReaderThatTakesNothing) {
  auto limits = short_limits();
  limits.idle_timeout = 10s;
  serve(limits);
  Client client{port()};
  client.send(get("/large"));
  std::this_thread::sleep_for(600ms);
  EXPECT_LT(client.rest().size(), 8'000'000U);
}

TEST_F(Net, TimesLargeBodiesByTheirProgress) {
  auto limits = short_limits();
  limits.bulk_step = 1000;
  serve(limits);
  const std::string head = "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n";
  Client steady{port()};
  steady.send(head);
  for (int i = 0; i < 10; ++i) {
    std::this_thread::sleep_for(50ms);
    steady.send(std::string(1000, 'x'));
  }
  EXPECT_EQ(body_of(steady.answer()), "10000");
  Client slow{port()};
  slow.send(head);
  const auto begin = std::chrono::steady_clock::now();
  while (slow.is_quiet(50ms) && std::chrono::steady_clock::now() - begin < 3s) slow.send("x");
  const auto answer = slow.answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(answer, HasSubstr("1000 bytes"));
}

TEST_F(Net, HoldsTheConnectionLimit) {
  Limits limits;
  limits.connections = 5;
  serve(limits);
  {
    std::vector<std::unique_ptr<Client>> held;
    for (int i = 0; i < 5; ++i) {
      held.push_back(std::make_unique<Client>(port()));
      held.back()->send(get("/echo"));
      EXPECT_THAT(held.back()->answer(), StartsWith("HTTP/1.1 200"));
    }
    Client sixth{port()};
    const auto refused = sixth.answer();
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(refused, HasSubstr("Retry-After: 1"));
    EXPECT_THAT(refused, HasSubstr("5 connections"));
  }
  for (int attempt = 0; attempt < 50; ++attempt) {
    Client client{port()};
    client.send(get("/echo"));
    if (client.answer().starts_with("HTTP/1.1 200")) return;
    std::this_thread::sleep_for(10ms);
  }
  FAIL() << "connections that closed still count";
}

TEST_F(Net, WaitsForDescriptorsWithoutSpinning) {
  serve();
  std::vector<std::unique_ptr<Client>> clients;
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  auto none = before;
  none.rlim_cur = 3;
  clients.push_back(std::make_unique<Client>(port()));
  clients.back()->send(get("/echo"));
  EXPECT_THAT(clients.back()->answer(), StartsWith("HTTP/1.1 200"));
  clients.push_back(
      std::make_unique<Client>(port()));  // may be taken: an accept is always under way
  setrlimit(RLIMIT_NOFILE, &none);
  const auto fd = ::socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_LT(fd, 0);
  const auto begin = std::clock();
  clients[0]->send(post("/slow", "x"));
  EXPECT_EQ(body_of(clients[0]->answer()), "later x");
  EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC / 5);
  setrlimit(RLIMIT_NOFILE, &before);
  clients.back()->send(get("/echo"));
  EXPECT_THAT(clients.back()->answer(), StartsWith("HTTP/1.1 200"));
}

}  // namespace
}  // namespace vip::net
