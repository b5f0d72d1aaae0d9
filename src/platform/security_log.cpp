// The hash chain of security events.

#include "platform/security_log.h"

#include "core/bytes.h"

namespace vip {
namespace {

std::string link(const std::string& before, std::int64_t sequence, std::int64_t time,
                 std::string_view kind, std::string_view detail) {
  // No part can contain a NUL, so no two rows give the same text.
  std::string text = before;
  for (const auto& part :
       {std::to_string(sequence), std::to_string(time), std::string{kind}, std::string{detail}}) {
    text += '\0';
    text += part;
  }
  return base64url(as_view(sha256(text)));
}

}  // namespace

void SecurityLog::append(const std::vector<SecurityEvent>& events) {
  if (events.empty()) return;
  database_.transact([&](sqlite::Database& database) {
    std::int64_t sequence = 0;
    std::string digest;
    {
      auto last = database.prepare(
          "SELECT sequence, digest FROM security_events ORDER BY sequence DESC LIMIT 1");
      if (last.step()) {
        sequence = last.integer(0);
        digest = last.bytes(1);
      }
    }
    for (const auto& event : events) {
      ++sequence;
      digest = link(digest, sequence, event.time.milliseconds, event.kind, event.detail);
      database
          .prepare(
              "INSERT INTO security_events (sequence, time, kind, detail, digest) "
              "VALUES (?, ?, ?, ?, ?)")
          .with(sequence, event.time.milliseconds, std::string_view{event.kind},
                std::string_view{event.detail}, std::string_view{digest})
          .run();
    }
  });
}

std::optional<std::int64_t> SecurityLog::first_broken() {
  return database_.read([](sqlite::Database& database) -> std::optional<std::int64_t> {
    auto row = database.prepare(
        "SELECT sequence, time, kind, detail, digest FROM security_events ORDER BY sequence");
    std::string digest;
    std::int64_t expected = 0;
    while (row.step()) {
      const auto sequence = row.integer(0);
      digest = link(digest, sequence, row.integer(1), row.bytes(2), row.bytes(3));
      if (sequence != ++expected || row.bytes(4) != digest) return sequence;
    }
    return std::nullopt;
  });
}

}  // namespace vip
