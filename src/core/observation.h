#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/error_codes.h"
#include "core/uuid.h"

namespace vip {

// A value that no observer can print: what may be personal or secret in an observation.
template <class T>
class Personal {
 public:
  explicit Personal(T value) : value_{std::move(value)} {}
  const T& reveal_for_comparison() const { return value_; }

 private:
  T value_;
};

// An exception whose text names things and no value of a record, so that it may be printed.
class PrintableError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What broke, as an observation carries it; made of what was caught, without a cast. The words of
// this source and of the system may be printed. The text of another exception may quote a value
// that its library met: of that one the type is printed.
struct Failure {
  // NOLINTBEGIN(google-explicit-constructor)
  template <std::size_t Size>
  Failure(const char (&literal)[Size]) : words{literal} {}
  Failure(const std::exception& thrown, std::string_view during = {});
  // NOLINTEND(google-explicit-constructor)
  static Failure in_own_words(std::string words);

  std::string words;
  Personal<std::string> quoted{{}};
};

// Everything worth noticing. Code calls observe(); log, metrics and audit each say what they make
// of it.
namespace event {

struct RequestServed {
  std::string method;
  std::string route;  // the template, never the path with its ids
  int status = 0;
  std::chrono::microseconds took{};
  std::size_t bytes = 0;
  std::string correlation_id;
  std::string client;  // the client's key; empty before it is known
  std::string tenant;
  std::string code;  // of the problem, when there was one
};
struct RequestRefusedByParser {
  std::string reason;
  std::string address;
  int status = 0;
};
struct TokenIssued {
  std::string client, address, correlation_id;
  bool fresh = false;
};
struct TokenRefused {
  enum class Reason : std::uint8_t {
    unknown_client,
    wrong_secret,
    disabled,
    address,
    throttled,
    malformed,
    scope
  };
  std::string client, address, correlation_id;
  Reason reason{};
};
struct OperatorActed {
  std::string command, subject;
};  // what the operator changed, by name and id only
struct ServerStarted {
  std::string address;
  std::string version;
  std::chrono::milliseconds took{};
};
struct ServerStopping {
  std::string reason;
};
struct OpenFilesLimited {
  std::uint64_t allowed = 0;  // fewer than what the settings may come to
  std::uint64_t wanted = 0;
};
struct StoreOpened {
  Uuid tenant;
  bool schema_changed = false;
};
struct StoreFailed {
  Failure what;
  Uuid tenant;
};
struct InternalError {
  Failure what;
  std::string correlation_id;
};

}  // namespace event

using Observation =
    std::variant<event::RequestServed, event::RequestRefusedByParser, event::TokenIssued,
                 event::TokenRefused, event::OperatorActed, event::ServerStarted,
                 event::ServerStopping, event::OpenFilesLimited, event::StoreOpened,
                 event::StoreFailed, event::InternalError>;

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_event(const Observation& observation) = 0;  // from any thread; must not block
};

// Interpreters are registered by the composition before threads start and live to the end of the
// process.
void add_observer(Observer& observer);
void observe(const Observation& observation);

}  // namespace vip
