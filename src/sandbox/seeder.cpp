// Loading in batches: one transaction for many records, each through all the rules.

#include "sandbox/seeder.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <span>
#include <stdexcept>

#include "api/value_codec.h"
#include "core/json.h"

namespace vip::sandbox {
namespace {

// 2026-01-01T00:00:00Z: ids carry a time, and the same one in every run.
constexpr std::int64_t kEpoch = 1'767'225'600'000;
constexpr std::int64_t kDay = 86'400'000;

// An object, an array or a list of ids is written as JSON in recipes and kept as a request's would
// be.
Value as_kept(const Field& field, const Value& value) {
  const auto node = json::parse(std::get<std::string>(value));
  if (!node) throw std::runtime_error("a made-up " + field.name + " is no JSON");
  auto decoded = decode_json(field, *node);
  if (decoded) return std::move(*decoded);
  throw std::runtime_error("a made-up " + field.name + " was refused: " +
                           decoded.error().front().below + " " + decoded.error().front().message);
}

}  // namespace

Seeder::Seeder(const Loading& loading, const Tenant& tenant, std::uint64_t seed)
    : loading_{loading},
      tenant_{tenant},
      random_{seed},
      ids_{seed ^ 0x5eedULL},
      today_{loading.engine.clock().now().milliseconds / kDay} {}

Uuid Seeder::entry(std::string_view path, std::string_view code) const {
  const auto& all = entries(path);
  const auto found = std::ranges::find(all, code, &SystemEntry::code);
  if (found == all.end())
    throw std::runtime_error("no entry " + std::string(code) + " in " + std::string(path));
  return found->id;
}

Value Seeder::entry_value(std::string_view path, const SystemEntry& entry,
                          std::string_view field) const {
  const int index = resource(path).field(field).index;
  for (const auto& [at, value] : entry.values)
    if (at == index) return value;
  return null_value();
}

// Version 7 by its layout, with the sequence in place of the time and made-up bits in place of
// random ones.
Uuid Seeder::next_id() {
  Uuid id;
  std::uint64_t time = static_cast<std::uint64_t>(kEpoch + made_++);
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
        {&field, structured && !is_null(value) ? as_kept(field, value) : value, {}, false});
  }
  return body;
}

Uuid Seeder::create(std::string_view path, const NamedValues& values, const Uuid& parent) {
  const Resource& made = resource(path);
  const Uuid id = next_id();
  Pending pending{&made, parent, Uuid{}, body_of(made, values)};
  pending.body.given.push_back({&made.id(), Value{id}, {}, false});
  pending_.push_back(std::move(pending));
  if (pending_.size() >= kBatch) flush();
  return id;
}

void Seeder::update(std::string_view path, const Uuid& id, const NamedValues& values) {
  const Resource& changed = resource(path);
  pending_.push_back({&changed, Uuid{}, id, body_of(changed, values)});
}

void Seeder::write(WriteSession& session, const Pending& pending) {
  const Writer writer{&tenant_, {.client = {}, .business = {}, .correlation_id = "sandbox"}, this};
  const ParentKey parent{pending.parent.is_nil() ? nullptr : pending.resource->parent_resource,
                         pending.parent};
  const auto written =
      pending.changed.is_nil()
          ? loading_.engine.create(session, *pending.resource, parent, pending.body, writer)
          : loading_.engine.patch(session, *pending.resource, pending.changed, pending.body,
                                  nullptr, writer);
  if (written) return;
  std::string message = "a made-up record of " + pending.resource->name + " was refused:";
  for (const Fault& fault : written.error().faults)
    message.append(" ").append(fault.name).append(": ").append(fault.message);
  throw std::runtime_error(message + " " + written.error().detail);
}

std::string Seeder::store_content(std::string_view bytes) {
  auto file = loading_.spool.create();
  if (!file || !file->append(bytes))
    throw std::runtime_error("a made-up document cannot be written");
  file->end();
  auto kept = loading_.blobs.keep(tenant_.id, *file);
  if (!kept) throw std::runtime_error("a made-up document cannot be kept");
  contents_.push_back(std::move(*kept));
  return hex(as_view(file->digest()));
}

std::optional<Record> Seeder::find(std::string_view path, const Uuid& id) {
  flush();
  std::optional<Record> found;
  loading_.store.read(tenant_.id, std::chrono::steady_clock::time_point::max(),
                      [&](ReadSession& session) { found = session.find(resource(path), id, {}); });
  return found;
}

void Seeder::flush() {
  if (pending_.empty()) return;
  std::string trouble = "the store did not take a batch";
  std::atomic<std::size_t> waiting = (pending_.size() + kSlice - 1) / kSlice;
  std::atomic<bool> kept = true;
  std::promise<void> told;
  for (std::size_t from = 0; from < pending_.size(); from += kSlice) {
    const auto slice = std::span{pending_}.subspan(from, std::min(kSlice, pending_.size() - from));
    const auto job = [&, slice](WriteSession& session) {
      try {
        for (const Pending& pending : slice) write(session, pending);
      } catch (const std::exception& fault) {
        if (kept.exchange(false)) trouble = fault.what();
        return false;
      }
      return true;
    };
    const auto tell = [&](WriteEnd end) {
      if (end != WriteEnd::kept) kept = false;
      if (--waiting == 0) told.set_value();
    };
    if (!loading_.store.write(tenant_.id, job, tell)) tell(WriteEnd::failed);
  }
  told.get_future().wait();
  if (!kept) throw std::runtime_error(trouble);
  for (PendingBlob& content : contents_) content.confirm();
  contents_.clear();
  pending_.clear();
}

void Seeder::report(std::string_view what, std::size_t done, std::size_t of) {
  if (loading_.progress) loading_.progress(what, done, of);
}

}  // namespace vip::sandbox
