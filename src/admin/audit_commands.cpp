// What the audit has, page by page, and whether its chain is intact.

#include "admin/admin_commands.h"
#include "admin/lookup.h"
#include "admin/records_json.h"
#include "platform/security_log.h"

namespace vip::admin {
namespace {

constexpr std::int64_t kPage = 2000;

// The arguments "since" and "until": a period, its end not included.
class Period {
 public:
  explicit Period(const Arguments& arguments)
      : since_{arguments.moment("since")}, until_{arguments.moment("until")} {}
  bool has(Instant moment) const { return overlaps(moment, moment); }
  bool overlaps(Instant first, Instant last) const {
    return (!since_ || last >= *since_) && (!until_ || first < *until_);
  }

 private:
  std::optional<Instant> since_, until_;
};

void write_event(json::Writer& writer, const StoredSecurityEvent& stored) {
  writer.begin_object().key("sequence").number(stored.sequence);
  writer.key("time").string(to_string(stored.event.time));
  writer.key("kind").string(stored.event.kind).key("detail").raw(stored.event.detail);
  writer.key("digest").string(stored.digest).end_object();
}

void write_refusal(json::Writer& writer, const RefusalCount& refusal) {
  writer.begin_object().key("hour").string(to_string(refusal.hour));
  writer.key("kind").string(refusal.kind).key("reason").string(refusal.reason);
  if (!refusal.client.empty()) writer.key("client").string(refusal.client);
  writer.key("network").string(refusal.network).key("count").number(refusal.count);
  writer.key("first").string(to_string(refusal.first));
  writer.key("last").string(to_string(refusal.last)).end_object();
}

// {"results": [...], "next": <after>}, without `next` on the last page.
template <class Rows, class Wanted, class Write>
std::string page(const Rows& rows, std::optional<std::int64_t> next, Wanted wanted, Write write) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("results").begin_array();
  for (const auto& row : rows)
    if (wanted(row)) write(writer, row);
  writer.end_array();
  if (next) writer.key("next").number(*next);
  writer.end_object();
  return text;
}

}  // namespace

std::string list_audit_events(const AdminContext& context, const Arguments& arguments) {
  const Period period{arguments};
  const auto events = SecurityLog{context.platform.database()}.events_after(
      arguments.number("after").value_or(0), kPage);
  const auto next =
      events.empty() ? std::nullopt : std::optional<std::int64_t>{events.back().sequence};
  return page(
      events, next, [&](const auto& stored) { return period.has(stored.event.time); }, write_event);
}

std::string list_audit_refusals(const AdminContext& context, const Arguments& arguments) {
  const Period period{arguments};
  const auto refusals = SecurityLog{context.platform.database()}.refusals_after(
      Instant{arguments.number("after").value_or(-1)}, kPage);
  const auto next = refusals.empty()
                        ? std::nullopt
                        : std::optional<std::int64_t>{refusals.back().hour.milliseconds};
  return page(
      refusals, next,
      [&](const auto& refusal) { return period.overlaps(refusal.first, refusal.last); },
      write_refusal);
}

std::string check_audit(const AdminContext& context, const Arguments& /*arguments*/) {
  SecurityLog log{context.platform.database()};
  if (const auto broken = log.first_broken())
    refuse("The audit was changed outside of the platform: the security event " +
           std::to_string(*broken) +
           " does not follow from the one before it. Compare with an export or a backup.");
  const auto size = log.size();
  std::string text;
  json::Writer{text}
      .begin_object()
      .key("events")
      .number(size.events)
      .key("counts-of-refusals")
      .number(size.refusals)
      .end_object();
  return text;
}

}  // namespace vip::admin
