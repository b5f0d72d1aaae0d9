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

// An exception whose text has names only, no value of a record, so it may be printed.
class PrintableError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A failure, as an observation carries it. It is made from the exception without a cast. Texts of
// this code base and of the system may be printed. The text of another exception may quote a value
// that its library read: of such an exception only the type is printed.
struct Failure {
  // NOLINTBEGIN(google-explicit-constructor)
  template <std::size_t Size>
  Failure(const char (&literal)[Size]) : text{literal} {}
  Failure(const std::exception& thrown, std::string_view during = {});
  // NOLINTEND(google-explicit-constructor)
  static Failure printable(std::string text);

  std::string text;
  Personal<std::string> quoted{{}};
};

// Events that observers record. Code calls observe(); log, metrics and audit each decide what to
// record of it.
namespace event {

struct RequestServed {
  std::string method;
  std::string route;  // the template, never the path with its ids
  int status = 0;
  std::chrono::microseconds took{};
  std::size_t bytes = 0;
  std::string correlation_id;
  std::string client;  // the client's key; empty until it is known
  std::string tenant;
  std::string code;     // of the problem, if there was one
  std::string address;  // the client's
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
struct TokenRevoked {
  std::string client, address, correlation_id;
};
struct OperatorActed {
  std::string command, subject;
};  // the change, by name and id only
struct ServerStarted {
  std::string address;
  std::string version;
  std::chrono::milliseconds took{};
};
struct ServerStopping {
  std::string reason;
};
struct SettingsReloaded {
  std::string applied;        // names of changed settings that count from now on
  std::string needs_restart;  // and of those that do not
  std::string refused;        // why none was read
};
struct OpenFilesLimited {
  std::uint64_t allowed = 0;  // fewer than the settings may need
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

using Observation = std::variant<event::RequestServed, event::RequestRefusedByParser,
                                 event::TokenIssued, event::TokenRefused, event::TokenRevoked,
                                 event::OperatorActed, event::ServerStarted, event::ServerStopping,
                                 event::SettingsReloaded, event::OpenFilesLimited,
                                 event::StoreOpened, event::StoreFailed, event::InternalError>;

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_event(const Observation& observation) = 0;  // from any thread; must not block
};

// The composition registers observers before threads start. They live to the end of the process.
void add_observer(Observer& observer);
void observe(const Observation& observation);

}  // namespace vip
