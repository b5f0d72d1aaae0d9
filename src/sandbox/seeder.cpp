// Batches of records: many in one transaction, each checked by the engine and its rules.

#include "sandbox/seeder.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <span>
#include <stdexcept>

#include "core/json.h"
#include "core/time.h"
#include "engine/data_context.h"
#include "engine/value_codec.h"
#include "sandbox/calendar.h"

namespace vip::sandbox {
namespace {

// 2026-01-01T00:00:00Z: ids contain a time, and it is the same in every run.
constexpr std::int64_t kEpoch = 1'767'225'600'000;
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDayMinutes = 24 * 60;
constexpr std::string_view kZone = "Europe/London";

// Scenarios write an object, an array or a list of ids as JSON; it is decoded as in a request.
Value stored_value(const Field& field, const Value& value) {
  const auto node = json::parse(std::get<std::string>(value));
  if (!node) throw std::runtime_error("The value of " + field.name + " is not JSON");
  auto decoded = decode_json(field, *node, LocalZone{[] { return std::string{"UTC"}; }});
  if (decoded) return std::move(*decoded);
  throw std::runtime_error("The value of " + field.name + " was refused: " +
                           decoded.error().front().below + " " + decoded.error().front().message);
}

}  // namespace

Seeder::Seeder(const Loading& loading, const Tenant& tenant, std::uint64_t seed)
    : loading_{loading},
      tenant_{tenant},
      random_{seed},
      ids_{seed ^ 0x5eedULL},
      today_{date_in_zone(loading.engine.clock().now(), kZone).days} {}

Uuid Seeder::entry(std::string_view path, std::string_view code) const {
  const auto& all = entries(path);
  const auto found = std::ranges::find(all, code, &SystemEntry::code);
  if (found == all.end())
    throw std::runtime_error("No entry " + std::string(code) + " in " + std::string(path));
  return found->id;
}

Value Seeder::entry_value(std::string_view path, const SystemEntry& entry,
                          std::string_view field) const {
  const int index = resource(path).field(field).index;
  for (const auto& [at, value] : entry.values)
    if (at == index) return value;
  return null_value();
}

std::string Seeder::name_of(std::string_view path, std::string_view code) const {
  const auto& all = entries(path);
  const auto found = std::ranges::find(all, code, &SystemEntry::code);
  if (found == all.end())
    throw std::runtime_error("No entry " + std::string(code) + " in " + std::string(path));
  return std::get<std::string>(entry_value(path, *found, "name"));
}

Value Seeder::moment(std::int64_t days_ago, std::int64_t minutes) {
  const Date day{static_cast<std::int32_t>(today_ - days_ago)};
  const std::int64_t midnight = midnight_of(day);
  // On a day on which the clocks change, a time of the clock is another number of minutes later.
  const bool changes = midnight_of(Date{day.days + 1}) - midnight != kDayMinutes * kMinute;
  if (changes && minutes >= 0 && minutes <= kDayMinutes)
    return Value{
        moment_in_zone(day, TimeOfDay{static_cast<std::int32_t>(minutes)}, kZone).milliseconds};
  return Value{midnight + minutes * kMinute};
}

std::int64_t Seeder::midnight_of(Date day) {
  auto found = midnights_.find(day.days);
  if (found == midnights_.end())
    found = midnights_.emplace(day.days, start_of_day(day, kZone).milliseconds).first;
  return found->second;
}

std::int64_t Seeder::open_days_ago(std::int64_t days_ago) const {
  return today_ - open_day_until(today_ - days_ago);
}

// The layout of version 7, with a sequence number in place of the time and bits that follow from
// the seed in place of random ones.
Uuid Seeder::next() {
  Uuid id;
  std::uint64_t time = static_cast<std::uint64_t>(kEpoch + sequence_++);
  for (std::size_t i = 6; i-- > 0; time >>= 8U) id.bytes[i] = static_cast<std::uint8_t>(time);
  std::uint64_t high = ids_.next();
  std::uint64_t low = ids_.next();
  for (std::size_t i = 6; i < 8; ++i, high >>= 8U) id.bytes[i] = static_cast<std::uint8_t>(high);
  for (std::size_t i = 8; i < 16; ++i, low >>= 8U) id.bytes[i] = static_cast<std::uint8_t>(low);
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0fU));
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3fU));
  return id;
}

Body Seeder::body_of(const Resource& resource, const NamedValues& values) const {
  Body body;
  for (const auto& [name, value] : values) {
    const Field& field = resource.field(name);
    const bool structured = field.type == FieldType::object || field.type == FieldType::uuid_list;
    body.given.push_back(
        {&field, structured && !is_null(value) ? stored_value(field, value) : value, {}, false});
  }
  return body;
}

Uuid Seeder::create(std::string_view path, const NamedValues& values, const Uuid& parent) {
  const Resource& created = resource(path);
  const Uuid id = next();
  Pending pending{&created, parent, Uuid{}, body_of(created, values), false};
  pending.body.given.push_back({&created.id(), Value{id}, {}, false});
  queue(std::move(pending));
  return id;
}

void Seeder::update(std::string_view path, const Uuid& id, const NamedValues& values) {
  const Resource& updated = resource(path);
  queue({&updated, Uuid{}, id, body_of(updated, values), false});
}

void Seeder::remove(std::string_view path, const Uuid& id) {
  queue({&resource(path), Uuid{}, id, {}, true});
}

void Seeder::queue(Pending pending) {
  pending_.push_back(std::move(pending));
  if (pending_.size() >= kBatch) flush();
}

Result<void> Seeder::carry_out(WriteSession& session, const Pending& pending) {
  const Actor actor{&tenant_, {.client = {}, .business = {}, .correlation_id = "sandbox"}, this};
  const Resource& resource = *pending.resource;
  if (pending.removes) return loading_.engine.remove(session, resource, pending.changed, {}, actor);
  const ParentKey parent{pending.parent.is_nil() ? nullptr : resource.parent_resource,
                         pending.parent};
  auto written =
      pending.changed.is_nil()
          ? loading_.engine.create(session, resource, parent, pending.body, actor)
          : loading_.engine.patch(session, resource, pending.changed, pending.body, {}, actor);
  if (!written) return tl::unexpected<Problem>(std::move(written.error()));
  return {};
}

void Seeder::write(WriteSession& session, const Pending& pending) {
  const auto written = carry_out(session, pending);
  if (written) return;
  std::string message = "A record of " + pending.resource->name + " was refused:";
  for (const FieldError& error : written.error().errors)
    message.append(" ").append(error.name).append(": ").append(error.message);
  throw std::runtime_error(message + " " + written.error().detail);
}

std::string Seeder::store_content(std::string_view bytes) {
  auto file = loading_.spool.create();
  if (!file || !file->append(bytes)) throw std::runtime_error("A document cannot be written");
  file->end();
  auto stored = loading_.blobs.keep(tenant_.id, *file);
  if (!stored) throw std::runtime_error("A document cannot be stored");
  contents_.push_back(std::move(*stored));
  return hex(as_view(file->digest()));
}

void Seeder::read(const std::function<void(ReadSession&)>& reading) {
  flush();
  loading_.store.read(TenantKey::for_internal_work(tenant_.id),
                      std::chrono::steady_clock::time_point::max(), reading);
}

std::optional<Record> Seeder::find(std::string_view path, const Uuid& id) {
  std::optional<Record> found;
  read([&](ReadSession& session) { found = session.find(resource(path), id, {}); });
  return found;
}

std::vector<Record> Seeder::find_all(std::string_view path, std::string_view field,
                                     const Value& value) {
  const Resource& of = resource(path);
  std::vector<Record> found;
  read([&](ReadSession& session) {
    found =
        session.records(query_of(of, {{{{&of.field(field)}, FilterOp::eq, {value}}}, {}, 0}, {}));
  });
  return found;
}

void Seeder::flush() {
  if (pending_.empty()) return;
  std::string problem = "The store refused a batch of records";
  std::atomic<std::size_t> waiting = (pending_.size() + kSlice - 1) / kSlice;
  std::atomic<bool> written = true;
  std::promise<void> finished;
  for (std::size_t from = 0; from < pending_.size(); from += kSlice) {
    const auto slice = std::span{pending_}.subspan(from, std::min(kSlice, pending_.size() - from));
    const auto job = [&, slice](WriteSession& session) {
      try {
        for (const Pending& pending : slice) write(session, pending);
      } catch (const std::exception& error) {
        if (written.exchange(false)) problem = error.what();
        return false;
      }
      return true;
    };
    const auto on_end = [&](WriteOutcome end) {
      if (end != WriteOutcome::kept) written = false;
      if (--waiting == 0) finished.set_value();
    };
    if (!loading_.store.write(TenantKey::for_internal_work(tenant_.id), job, on_end))
      on_end(WriteOutcome::failed);
  }
  finished.get_future().wait();
  if (!written) throw std::runtime_error(problem);
  for (PendingBlob& content : contents_) content.confirm();
  contents_.clear();
  pending_.clear();
}

void Seeder::report(std::string_view what, std::size_t done, std::size_t of) {
  if (loading_.progress) loading_.progress(what, done, of);
}

}  // namespace vip::sandbox
