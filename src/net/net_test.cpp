// The server over real sockets on loopback, before an application that is a toy: what a client sees
// when bytes come in pieces, too late, too many, or not as HTTP.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <thread>

#include "core/error_code.h"
#include "http/problem_json.h"
#include "net/server.h"

namespace vip::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

http::Response text(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.header("Content-Type", "text/plain");
  response.body = std::move(body);
  return response;
}

// Answers that wait in other threads; joined before the server's application goes.
class Helpers {
 public:
  ~Helpers() {
    for (auto& thread : threads_) thread.join();
  }
  template <class Work>
  void run(Work work) {
    const std::lock_guard lock{mutex_};
    threads_.emplace_back(std::move(work));
  }

 private:
  std::mutex mutex_;
  std::vector<std::thread> threads_;
};

class ToyExchange final : public http::Exchange {
 public:
  ToyExchange(std::string path, Helpers& helpers) : path_{std::move(path)}, helpers_{helpers} {}
  std::size_t body_limit() const override { return path_ == "/upload" ? 100'000'000 : 1000; }

  void run(std::string body, http::Responder respond) override {
    if (path_ == "/echo") return respond(text(200, std::move(body)));
    if (path_ == "/large") return respond(text(200, std::string(8'000'000, 'x')));
    if (path_ == "/upload") return respond(text(200, std::to_string(body.size())));
    if (path_ == "/empty") return respond(text(204, ""));
    if (path_ == "/same") return respond(text(304, ""));
    if (path_ == "/throws") throw std::runtime_error{"a secret of the inside"};
    if (path_ == "/no-memory") throw std::bad_alloc{};
    if (path_ == "/breaks-headers") return respond(text(200, "").header("X", "a\r\nSet-Cookie: b"));
    if (path_ == "/twice") {
      respond(text(200, "first"));
      return respond(text(200, "second"));
    }
    if (path_ == "/never") return;
    const auto pause = path_ == "/slow" ? 300ms : 0ms;
    helpers_.run([pause, body = std::move(body), respond = std::move(respond)] {
      std::this_thread::sleep_for(pause);
      respond(text(200, "later " + body));
    });
  }

  http::Response refuse(const Problem& problem) override {
    return http::problem_response(problem, {"", "", "refused"});
  }

 private:
  std::string path_;
  Helpers& helpers_;
};

class Toy final : public http::Application {
 public:
  http::Admitted admit(http::RequestHead head) override {
    ++admitted;
    if (head.path == "/denied") return {nullptr, text(401, "denied")};
    if (head.path == "/admit-throws") throw std::runtime_error{"a secret of the inside"};
    if (head.path == "/peer") return {nullptr, text(200, head.peer)};
    return {std::make_unique<ToyExchange>(head.path, helpers_), {}};
  }
  http::Response malformed(const Problem& problem) override {
    return http::problem_response(problem, {"", "", "malformed"});
  }

  std::atomic<int> admitted{0};

 private:
  Helpers helpers_;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void finish_sending() const { ::shutdown(socket_, SHUT_WR); }

  // Whether something (or the end) comes within the time.
  bool is_quiet(std::chrono::milliseconds time) {
    pollfd wait{socket_, POLLIN, 0};
    return received_.empty() && ::poll(&wait, 1, static_cast<int>(time.count())) == 0;
  }

  // One answer with its body, by its Content-Length; what came before the end when there is none.
  std::string answer(bool has_body = true) {
    while (received_.find("\r\n\r\n") == std::string::npos && receive()) {
    }
    const auto end = received_.find("\r\n\r\n");
    if (end == std::string::npos) return std::exchange(received_, {});
    std::size_t size = end + 4;
    const auto length = received_.find("Content-Length: ");
    if (has_body && length < end) size += std::stoul(received_.substr(length + 16));
    while (received_.size() < size && receive()) {
    }
    auto result = received_.substr(0, size);
    received_.erase(0, size);
    return result;
  }
  // Everything until the server closes.
  std::string rest() {
    while (receive()) {
    }
    return std::exchange(received_, {});
  }
  bool ended() { return received_.empty() && !receive(); }

 private:
  bool receive() {
    std::array<char, 65536> buffer{};
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, 5000) <= 0) {
      ADD_FAILURE() << "nothing came for 5 s";
      return false;
    }
    const auto size = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (size <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string received_;
};

std::string get(std::string_view path, std::string_view fields = "") {
  return std::string{"GET "}
      .append(path)
      .append(" HTTP/1.1\r\nHost: a\r\n")
      .append(fields)
      .append("\r\n");
}
std::string post(std::string_view path, std::string_view body, std::string_view fields = "") {
  return std::string{"POST "}
      .append(path)
      .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n")
      .append(fields)
      .append("\r\n")
      .append(body);
}
std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

Limits short_limits() {
  Limits limits;
  limits.header_time = limits.body_time = limits.idle_time = limits.request_time =
      limits.bulk_time = 150ms;
  return limits;
}

class Net : public testing::Test {
 protected:
  void serve(Limits limits = {}, unsigned loops = 2) {
    server.emplace(toy, Listen{"127.0.0.1", 0}, limits, loops);
    server->start();
  }
  std::uint16_t port() const { return server->port(); }
  // Sends on a fresh connection and returns all that comes until it closes.
  std::string whole_talk(const std::string& bytes) const {
    Client client{port()};
    client.send(bytes);
    return client.rest();
  }

  Toy toy;
  std::optional<Server> server;
};

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
           {post("/echo", "a", "Content-Encoding: gzip\r\n"), "415", "unsupported-media-type"},
       }) {
    const auto answer = whole_talk(bytes + get("/echo"));  // what follows is never looked at
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << bytes.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("\"code\":\"" + code + "\"")) << bytes.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n")) << bytes.substr(0, 60);
    EXPECT_EQ(answer.find("\r\nDate:"), answer.rfind("\r\nDate:")) << bytes.substr(0, 60);
  }
  EXPECT_EQ(toy.admitted, 0);
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

// Bytes that trickle in do not push the deadline back.
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
  limits.idle_time = 10s;
  serve(limits);
  Client client{port()};
  client.send(get("/large"));
  std::this_thread::sleep_for(600ms);
  EXPECT_LT(client.rest().size(), 8'000'000U);
}

// Large bodies have no total time, only a least speed.
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

TEST_F(Net, TakesUploadsOfManyMegabytes) {
  serve();
  Client client{port()};
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

TEST_F(Net, FinishesWhatIsInFlightWhenItStops) {
  serve();
  Client busy{port()};
  Client idle{port()};
  idle.send(get("/echo"));
  EXPECT_THAT(idle.answer(), StartsWith("HTTP/1.1 200"));
  busy.send(post("/slow", "x"));
  while (toy.admitted < 2) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  std::thread stopper{[&] { server->stop(10s); }};
  const auto answer = busy.answer();
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_EQ(body_of(answer), "later x");
  EXPECT_TRUE(busy.ended());
  EXPECT_TRUE(idle.ended());
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
  EXPECT_FALSE(Client{port()}.connected());
}

TEST_F(Net, WaitsNoLongerThanItsPatience) {
  serve();
  Client client{port()};
  client.send(get("/never"));
  while (toy.admitted < 1) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  server->stop(100ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_TRUE(client.ended());
}

// An answer may come when the server is gone; it must find nothing to break.
TEST_F(Net, SurvivesAnswersAfterItsEnd) {
  serve();
  Client client{port()};
  client.send(get("/slow"));
  while (toy.admitted < 1) std::this_thread::sleep_for(1ms);
  server->stop(0ms);
  server.reset();
  std::this_thread::sleep_for(400ms);
}

TEST_F(Net, LosesNoRequestWhenItStopsUnderLoad) {
  for (int round = 0; round < 2; ++round) {
    serve();
    std::atomic<int> lost{0};
    std::atomic<int> done{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        while (true) {
          Client client{port()};
          if (!client.connected()) return;
          client.send(post("/later", "x"));
          client.answer().ends_with("later x") ? ++done : ++lost;
        }
      });
    }
    while (done < 50) std::this_thread::sleep_for(1ms);
    server->stop(5s);
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(lost, 0);
  }
}

// With no descriptor left a connection waits; the loop must not spin over it meanwhile.
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

TEST(SignalsDeathTest, AreWaitedForAndTheSecondEnds) {
  const auto raise_and_wait = [] {
    block_signals();
    kill(getpid(), SIGTERM);
    return wait_for_signal();
  };
  EXPECT_EXIT(_exit(raise_and_wait() == SIGTERM ? 0 : 1), testing::ExitedWithCode(0), "");
  EXPECT_EXIT(
      {
        raise_and_wait();
        kill(getpid(), SIGINT);
        _exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(Server, SaysWhatItCannotListenOn) {
  Toy toy;
  const Server first{toy, {"127.0.0.1", 0}, {}, 1};
  for (const auto& listen : {Listen{"127.0.0.1", first.port()}, Listen{"192.0.2.1", 1}}) {
    try {
      const Server second{toy, listen, {}, 1};
      FAIL() << "bound";
    } catch (const std::system_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(listen.host + ":" + std::to_string(listen.port)));
    }
  }
}

}  // namespace
}  // namespace vip::net
