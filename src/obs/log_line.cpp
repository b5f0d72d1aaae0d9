// The log line of each observation.
//
// Members have the same names everywhere ("correlation-id", "client", "tenant"), so that one search
// finds a call in every line. Paths are templates and records are named by id: no line has personal
// data.

#include "core/json.h"
#include "obs/event_names.h"
#include "obs/log.h"

namespace vip {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      break;
  }
  return "error";
}

class LineWriter {
 public:
  explicit LineWriter(Instant now) : now_{now} {}

  LogLine operator()(const event::RequestServed& served) {
    begin(served.status >= 500 ? LogLevel::error : LogLevel::info, "request");
    text("method", served.method).text("route", served.route).number("status", served.status);
    number("microseconds", served.took.count())
        .number("bytes", static_cast<std::int64_t>(served.bytes));
    text("correlation-id", served.correlation_id).text("client", served.client);
    text("tenant", served.tenant).text("code", served.code);
    if (is_refusal_of_access(served)) text("address", served.address);
    return end();
  }
  LogLine operator()(const event::RequestRefusedByParser& refused) {
    begin(LogLevel::warning, "request-refused");
    return text("reason", refused.reason)
        .text("address", refused.address)
        .number("status", refused.status)
        .end();
  }
  LogLine operator()(const event::TokenIssued& issued) {
    begin(LogLevel::info, "token-issued");
    text("client", issued.client).text("address", issued.address);
    return text("correlation-id", issued.correlation_id).boolean("fresh", issued.fresh).end();
  }
  LogLine operator()(const event::TokenRefused& refused) {
    begin(LogLevel::warning, "token-refused");
    text("client", refused.client).text("address", refused.address);
    return text("correlation-id", refused.correlation_id)
        .text("reason", to_string(refused.reason))
        .end();
  }
  LogLine operator()(const event::TokenRevoked& revoked) {
    begin(LogLevel::info, "token-revoked");
    text("client", revoked.client).text("address", revoked.address);
    return text("correlation-id", revoked.correlation_id).end();
  }
  LogLine operator()(const event::OperatorActed& acted) {
    begin(LogLevel::warning, "operator-acted");
    return text("command", acted.command).text("subject", acted.subject).end();
  }
  LogLine operator()(const event::ServerStarted& started) {
    begin(LogLevel::warning, "started");
    text("address", started.address).text("version", started.version);
    return number("milliseconds", started.took.count()).end();
  }
  LogLine operator()(const event::ServerStopping& stopping) {
    begin(LogLevel::warning, "stopping");
    return text("reason", stopping.reason).end();
  }
  LogLine operator()(const event::SettingsReloaded& reloaded) {
    begin(reloaded.refused.empty() ? LogLevel::warning : LogLevel::error, "reloaded");
    text("applied", reloaded.applied).text("needs-restart", reloaded.needs_restart);
    return text("refused", reloaded.refused).end();
  }
  LogLine operator()(const event::OpenFilesLimited& limited) {
    begin(LogLevel::warning, "open-files-limited");
    number("allowed", static_cast<std::int64_t>(limited.allowed));
    number("wanted", static_cast<std::int64_t>(limited.wanted));
    return text("advice",
                "Raise the limit of open files (ulimit -Hn, LimitNOFILE=), or lower the settings "
                "max-open-tenants and connections; else requests fail when it is reached.")
        .end();
  }
  LogLine operator()(const event::StoreOpened& opened) {
    begin(LogLevel::info, "store-opened");
    return text("tenant", to_string(opened.tenant))
        .boolean("schema-changed", opened.schema_changed)
        .end();
  }
  LogLine operator()(const event::StoreFailed& failed) {
    begin(LogLevel::error, "store-failed");
    return text("what", failed.what.text).text("tenant", to_string(failed.tenant)).end();
  }
  LogLine operator()(const event::InternalError& error) {
    begin(LogLevel::error, "internal-error");
    return text("what", error.what.text).text("correlation-id", error.correlation_id).end();
  }

 private:
  void begin(LogLevel level, std::string_view event) {
    line_.level = level;
    writer_.begin_object().key("time").string(to_string(now_));
    writer_.key("level").string(name_of(level)).key("event").string(event);
  }
  LineWriter& text(std::string_view name, std::string_view value) {
    if (!value.empty()) writer_.key(name).string(value);
    return *this;
  }
  LineWriter& number(std::string_view name, std::int64_t value) {
    writer_.key(name).number(value);
    return *this;
  }
  LineWriter& boolean(std::string_view name, bool value) {
    writer_.key(name).boolean(value);
    return *this;
  }
  LogLine end() {
    writer_.end_object();
    return std::move(line_);
  }

  Instant now_;
  LogLine line_;
  json::Writer writer_{line_.text};
};

}  // namespace

LogLine log_line(const Observation& observation, Instant now) {
  return std::visit(LineWriter{now}, observation);
}

}  // namespace vip
