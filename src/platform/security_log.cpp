// The hash chain of security events, and the counts of refusals.

#include "platform/security_log.h"

#include <charconv>

#include "core/bytes.h"

namespace vip {
namespace {

// Rows that one transaction removes, so that nobody waits long for the file.
constexpr std::int64_t kRemovedAtOnce = 2000;

// Where the chain begins: the last row that was removed.
constexpr std::string_view kChainStart = "audit-chain-start";

struct ChainLink {
  std::int64_t sequence = 0;
  std::string digest;
};

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

ChainLink chain_start(sqlite::Database& database) {
  ChainLink start;
  auto row = database.prepare("SELECT value FROM facts WHERE name = ?");
  row.bind(1, kChainStart);
  if (!row.step()) return start;
  const std::string_view value = row.bytes(0);
  const auto blank = value.find(' ');
  std::from_chars(value.data(), value.data() + blank, start.sequence);
  start.digest = value.substr(blank + 1);
  return start;
}

void set_chain_start(sqlite::Database& database, const ChainLink& start) {
  const auto value = std::to_string(start.sequence) + " " + start.digest;
  database
      .prepare(
          "INSERT INTO facts (name, value) VALUES (?, ?) "
          "ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .with(kChainStart, std::string_view{value})
      .run();
}

ChainLink chain_end(sqlite::Database& database) {
  auto last = database.prepare(
      "SELECT sequence, digest FROM security_events ORDER BY sequence DESC LIMIT 1");
  if (last.step()) return {last.integer(0), std::string{last.bytes(1)}};
  return chain_start(database);
}

std::int64_t number(sqlite::Database& database, std::string_view sql) {
  auto row = database.prepare(sql);
  return row.step() ? row.integer(0) : 0;
}

}  // namespace

void SecurityLog::append(sqlite::Database& database, const SecurityEvent& event) {
  const auto end = chain_end(database);
  const auto sequence = end.sequence + 1;
  const auto digest = link(end.digest, sequence, event.time.milliseconds, event.kind, event.detail);
  database
      .prepare(
          "INSERT INTO security_events (sequence, time, kind, detail, digest) "
          "VALUES (?, ?, ?, ?, ?)")
      .with(sequence, event.time.milliseconds, std::string_view{event.kind},
            std::string_view{event.detail}, std::string_view{digest})
      .run();
}

void SecurityLog::add(const std::vector<RefusalCount>& refusals) {
  if (refusals.empty()) return;
  database_.transact([&](sqlite::Database& database) {
    for (const auto& refusal : refusals) {
      const std::string_view network = refusal.network;
      const auto source = refusal.client.empty() ? network : std::string_view{""};
      database
          .prepare(
              "INSERT INTO refusals (hour, kind, reason, client, source, network, count, first, "
              "last) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (hour, kind, reason, client, source) DO UPDATE SET "
              "count = count + excluded.count, network = excluded.network, "
              "first = min(first, excluded.first), last = max(last, excluded.last)")
          .with(refusal.hour.milliseconds, std::string_view{refusal.kind},
                std::string_view{refusal.reason}, std::string_view{refusal.client}, source, network,
                refusal.count, refusal.first.milliseconds, refusal.last.milliseconds)
          .run();
    }
  });
}

std::optional<Instant> SecurityLog::oldest() {
  return database_.read([](sqlite::Database& database) -> std::optional<Instant> {
    auto row = database.prepare(
        "SELECT min(time) FROM (SELECT * FROM (SELECT time FROM security_events ORDER BY sequence "
        "LIMIT 1) UNION ALL SELECT min(hour) FROM refusals)");
    if (!row.step() || row.is_null(0)) return std::nullopt;
    return Instant{row.integer(0)};
  });
}

void SecurityLog::prune(const AuditBounds& bounds, Instant cut_off) {
  const auto remove_all = [&](auto remove) {
    while (database_.transact([&](sqlite::Database& database) {
      return (this->*remove)(database, bounds, cut_off);
    }) >= kRemovedAtOnce) {
    }
  };
  remove_all(&SecurityLog::remove_events);
  remove_all(&SecurityLog::remove_refusals);
}

// The longest beginning of the chain that is too old or too many. The order is that of the chain:
// a row with an earlier time behind a later one, as after a clock was set back, waits for it.
std::int64_t SecurityLog::remove_events(sqlite::Database& database, const AuditBounds& bounds,
                                        Instant cut_off) {
  const auto end = chain_end(database).sequence;
  std::int64_t removed = 0;
  ChainLink last;
  {
    auto row = database.prepare(
        "SELECT sequence, time, digest FROM security_events ORDER BY sequence LIMIT ?");
    row.bind(1, kRemovedAtOnce);
    while (row.step()) {
      const bool is_beyond = row.integer(0) <= end - bounds.events;
      if (!is_beyond && row.integer(1) >= cut_off.milliseconds) break;
      last = {row.integer(0), std::string{row.bytes(2)}};
      ++removed;
    }
  }
  if (removed == 0) return 0;
  set_chain_start(database, last);
  database.prepare("DELETE FROM security_events WHERE sequence <= ?").with(last.sequence).run();
  return removed;
}

std::int64_t SecurityLog::remove_refusals(sqlite::Database& database, const AuditBounds& bounds,
                                          Instant cut_off) {
  const auto kept = number(database, "SELECT count(*) FROM refusals");
  database
      .prepare(
          "DELETE FROM refusals WHERE (hour, kind, reason, client, source) IN (SELECT hour, kind, "
          "reason, client, source FROM refusals WHERE hour < ? ORDER BY hour LIMIT ?)")
      .with(cut_off.milliseconds, kRemovedAtOnce)
      .run();
  const auto beyond = std::min(kept - bounds.refusals, kRemovedAtOnce);
  if (beyond > 0)
    database
        .prepare(
            "DELETE FROM refusals WHERE (hour, kind, reason, client, source) IN (SELECT hour, "
            "kind, reason, client, source FROM refusals ORDER BY hour LIMIT ?)")
        .with(beyond)
        .run();
  return kept - number(database, "SELECT count(*) FROM refusals");
}

// In pieces, so that nobody waits long for the file. What the bounds remove meanwhile is passed
// over.
std::optional<std::int64_t> SecurityLog::first_broken() {
  const auto start_now = [&] {
    return database_.read([](sqlite::Database& database) { return chain_start(database); });
  };
  auto checked = start_now();
  while (true) {
    const auto piece = events_after(checked.sequence, kRemovedAtOnce);
    if (const auto start = start_now(); start.sequence > checked.sequence) {
      checked = start;
      continue;
    }
    if (piece.empty()) return std::nullopt;
    for (const auto& [sequence, event, digest] : piece) {
      checked.digest =
          link(checked.digest, sequence, event.time.milliseconds, event.kind, event.detail);
      if (sequence != ++checked.sequence || digest != checked.digest) return sequence;
    }
  }
}

std::vector<StoredSecurityEvent> SecurityLog::events_after(std::int64_t sequence,
                                                           std::int64_t limit) {
  return database_.read([&](sqlite::Database& database) {
    std::vector<StoredSecurityEvent> events;
    auto row = database.prepare(
        "SELECT sequence, time, kind, detail, digest FROM security_events WHERE sequence > ? "
        "ORDER BY sequence LIMIT ?");
    row.bind(1, sequence);
    row.bind(2, limit);
    while (row.step())
      events.push_back(
          {row.integer(0),
           {std::string{row.bytes(2)}, std::string{row.bytes(3)}, Instant{row.integer(1)}},
           std::string{row.bytes(4)}});
    return events;
  });
}

std::vector<RefusalCount> SecurityLog::refusals_after(Instant hour, std::size_t limit) {
  return database_.read([&](sqlite::Database& database) {
    std::vector<RefusalCount> counts;
    auto row = database.prepare(
        "SELECT hour, kind, reason, client, network, count, first, last FROM refusals "
        "WHERE hour > ? ORDER BY hour, kind, reason, client, source");
    row.bind(1, hour.milliseconds);
    while (row.step()) {
      const Instant of{row.integer(0)};
      if (counts.size() >= limit && of != counts.back().hour) break;
      counts.push_back({of, std::string{row.bytes(1)}, std::string{row.bytes(2)},
                        std::string{row.bytes(3)}, std::string{row.bytes(4)}, row.integer(5),
                        Instant{row.integer(6)}, Instant{row.integer(7)}});
    }
    return counts;
  });
}

AuditSize SecurityLog::size() {
  return database_.read([](sqlite::Database& database) {
    // The chain has no gaps, so that its ends tell the number.
    const auto last = number(database, "SELECT max(sequence) FROM security_events");
    const auto first = number(database, "SELECT min(sequence) FROM security_events");
    return AuditSize{last == 0 ? 0 : last - first + 1,
                     number(database, "SELECT count(*) FROM refusals")};
  });
}

}  // namespace vip
