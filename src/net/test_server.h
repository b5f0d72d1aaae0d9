#pragma once

// For tests: a small application behind the real server, and a client that speaks bytes over a real
// socket.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "core/error_code.h"
#include "http/problem_json.h"
#include "net/server.h"

namespace vip::net {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

inline http::Response text(int status, std::string body) {
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

// What became of the bodies that went into sinks.
struct Sunk {
  std::atomic<int> without_caller{0};  // exchanges whose caller has gone
  std::atomic<int> ended{0};
  std::atomic<int> abandoned{0};
  std::atomic<std::size_t> largest_piece{0};
};

class TestSink final : public http::BodySink {
 public:
  TestSink(std::string path, Sunk& sunk) : path_{std::move(path)}, sunk_{sunk} {}
  ~TestSink() override {
    if (!ended_) ++sunk_.abandoned;
  }
  Check take(std::string_view piece) override {
    sunk_.largest_piece = std::max(sunk_.largest_piece.load(), piece.size());
    total += piece.size();
    if (path_ == "/sink/refuses") return fail(errors::unsupported_media_type, "Not this.");
    if (path_ == "/sink/throws") throw std::runtime_error{"a secret of the inside"};
    return {};
  }
  Check end() override {
    if (path_ == "/sink/refuses-end") return fail(errors::invalid_request, "Not whole.");
    ended_ = true;
    ++sunk_.ended;
    return {};
  }

  std::size_t total = 0;

 private:
  std::string path_;
  Sunk& sunk_;
  bool ended_ = false;
};

// The letters of the alphabet, over and over.
class TestSource final : public http::BodySource {
 public:
  TestSource(std::uint64_t size, std::uint64_t fails_at) : size_{size}, fails_at_{fails_at} {}
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::span<char> piece) override {
    std::size_t count = 0;
    for (; count < piece.size() && at_ < fails_at_; ++count) piece[count] = letter(at_++);
    return count;
  }
  static char letter(std::uint64_t at) { return static_cast<char>('a' + at % 26); }

 private:
  std::uint64_t size_, fails_at_;
  std::uint64_t at_ = 0;
};

class TestExchange final : public http::Exchange {
 public:
  TestExchange(std::string path, Helpers& helpers, Sunk& sunk) : helpers_{helpers}, sunk_{sunk} {
    // "/of/ann/large": what Ann asks for; "/of/ann+shop/large": for a tenant; "/change/large": a
    // change.
    if (path.starts_with("/of/")) {
      const auto end = path.find('/', 4);
      const std::string who = path.substr(4, end - 4);
      const auto plus = std::min(who.find('+'), who.size());
      payers_ = {who.substr(0, plus), who.substr(plus)};
      path.erase(0, end);
    }
    only_reads_ = !path.starts_with("/change/");
    path_ = only_reads_ ? std::move(path) : path.substr(7);
  }
  std::size_t body_limit() const override {
    return path_ == "/upload" || path_.starts_with("/sink") ? 100'000'000 : 1000;
  }
  Result<http::BodySink*> sink() override {
    if (path_ == "/sink/unwanted") return fail(errors::invalid_request, "None at all.");
    if (!path_.starts_with("/sink")) return nullptr;
    return &sink_.emplace(path_, sunk_);
  }

  void run(std::string body, http::Responder respond) override {
    if (sink_) return respond(text(200, std::to_string(sink_->total)));
    if (path_.starts_with("/source")) {
      http::Response response = text(200, "");
      const std::uint64_t size = path_ == "/source/empty" ? 0 : 20'000'000;
      response.source =
          std::make_shared<TestSource>(size, path_ == "/source/fails" ? 99'999 : size);
      return respond(std::move(response));
    }
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
  http::Payers payers() const override { return payers_; }
  bool only_reads() const override { return only_reads_; }
  void abandon() noexcept override { ++sunk_.without_caller; }

 private:
  std::string path_;
  http::Payers payers_;
  bool only_reads_ = true;
  Helpers& helpers_;
  Sunk& sunk_;
  std::optional<TestSink> sink_;
};

class TestApplication final : public http::Application {
 public:
  http::Admitted admit(http::RequestHead head) override {
    ++admitted;
    if (head.path == "/denied") return {nullptr, text(401, "denied")};
    if (head.path == "/admit-throws") throw std::runtime_error{"a secret of the inside"};
    if (head.path == "/peer") return {nullptr, text(200, head.peer)};
    return {std::make_unique<TestExchange>(head.path, helpers_, sunk), {}};
  }
  http::Response malformed(const Problem& problem, std::string_view correlation_id) override {
    return http::problem_response(problem,
                                  {"", "", std::string{"malformed "}.append(correlation_id)});
  }

  std::atomic<int> admitted{0};
  Sunk sunk;

 private:
  Helpers helpers_;
};

// The path must be short.
inline sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

// Leaves what a crash leaves: the file of a Unix socket that nobody listens on.
inline bool leave_a_stale_socket(const std::string& path) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const auto address = unix_address(path);
  const int bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::close(socket);
  return bound == 0;
}

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect(address);
  }
  explicit Client(const std::string& path) : socket_{::socket(AF_UNIX, SOCK_STREAM, 0)} {
    connect(unix_address(path));
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
  // Reads and forgets at most so many bytes; returns how many.
  std::size_t some(std::size_t most) {
    received_.clear();
    while (received_.size() < most && receive(most - received_.size())) {
    }
    return std::exchange(received_, {}).size();
  }
  // Everything until the server closes.
  std::string rest() {
    while (receive()) {
    }
    return std::exchange(received_, {});
  }
  bool ended() { return received_.empty() && !receive(); }

 private:
  void connect(const auto& address) {
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  bool receive(std::size_t most = 65536) {
    std::array<char, 65536> buffer{};
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, 30'000) <= 0) {
      ADD_FAILURE() << "nothing came for 30 s";
      return false;
    }
    const auto size = ::recv(socket_, buffer.data(), std::min(most, buffer.size()), 0);
    if (size <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string received_;
};

inline std::string get(std::string_view path, std::string_view fields = "") {
  return std::string{"GET "}
      .append(path)
      .append(" HTTP/1.1\r\nHost: a\r\n")
      .append(fields)
      .append("\r\n");
}
inline std::string post(std::string_view path, std::string_view body,
                        std::string_view fields = "") {
  return std::string{"POST "}
      .append(path)
      .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n")
      .append(fields)
      .append("\r\n")
      .append(body);
}
inline std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "no answer" : answer.substr(end + 4);
}

inline Limits short_limits() {
  Limits limits;
  limits.header_timeout = limits.body_timeout = limits.idle_timeout = limits.request_timeout =
      limits.bulk_timeout = 150ms;
  return limits;
}

class Net : public testing::Test {
 protected:
  void serve(const Limits& limits = {}, unsigned io_threads = 2) {
    server.emplace(application, Listen{"127.0.0.1", 0}, limits, io_threads);
    server->start();
  }
  std::uint16_t port() const { return server->port(); }
  // Sends on a fresh connection and returns all that comes until it closes.
  std::string whole_talk(const std::string& bytes) const {
    Client client{port()};
    client.send(bytes);
    return client.rest();
  }

  TestApplication application;
  std::optional<Server> server;
};

}  // namespace vip::net
