#include "rules/closing.h"

#include <algorithm>

#include "core/error_codes.h"
#include "core/json_nodes.h"
#include "rules/place.h"
#include "schema/value_json.h"

namespace vip {
namespace {

json::Node names_of(const std::vector<const Field*>& fields) {
  std::vector<std::string> names;
  for (const Field* field : fields) names.push_back(field->name);
  return json::texts(names);
}

// The value at the end of references; null when the way is broken off.
Value value_at_end(const std::vector<const Field*>& path, const Record& from, DataContext& data) {
  std::optional<Record> at = from;
  for (std::size_t i = 0; at && i + 1 < path.size(); ++i) at = data.find(FieldHandle{path[i]}, *at);
  return at ? at->at(*path.back()) : null_value();
}

Value value_of(const ClosingValue& value, const Record& record, const std::string& state,
               const std::string& detail, DataContext& data) {
  const auto text = [](const std::string& said) {
    return said.empty() ? null_value() : Value{said};
  };
  switch (value.kind) {
    case ClosingValue::Kind::literal:
      return value.literal;
    case ClosingValue::Kind::state:
      return text(state);
    case ClosingValue::Kind::detail:
      return text(detail);
    case ClosingValue::Kind::today:
      return to_value(today_at(record, data));
    case ClosingValue::Kind::along:
      return value_at_end(value.path, record, data);
  }
  return null_value();
}

}  // namespace

void ClosingFlags::publish(Publication& out) const {
  json::Node states = json::object();
  for (const ClosingFlag& flag : flags_) json::set(states, flag.state, json::text(flag.flag->name));
  out.members.emplace_back("x-closing-flags", std::move(states));
}

void ClosesWith::publish(Publication& out) const {
  out.members.emplace_back("x-closes-with", names_of(references_));
}

const ClosingFlag* closing_flag_of(const Record& record) {
  const auto* flags = constraint_of<ClosingFlags>(*record.resource);
  if (flags == nullptr) return nullptr;
  const auto set = std::ranges::find_if(
      flags->all(), [&](const ClosingFlag& one) { return record.flag(FieldHandle{one.flag}); });
  return set == flags->all().end() ? nullptr : &*set;
}

bool is_out_of_use(const Record& record) {
  const Resource& resource = *record.resource;
  if (resource.deleted_date_field >= 0)
    return !is_null(record.values[static_cast<std::size_t>(resource.deleted_date_field)]);
  if (!resource.deactivates()) return false;
  const Value& flag = record.values[static_cast<std::size_t>(resource.deactivation_field)];
  return !is_null(flag) && std::get<std::int64_t>(flag) == resource.hidden_value();
}

std::optional<Record> out_of_use_along(const Record& record, DataContext& data) {
  if (is_out_of_use(record)) return record;
  const auto* chain = constraint_of<ClosesWith>(*record.resource);
  if (chain == nullptr) return std::nullopt;
  for (const Field* reference : chain->references())
    if (const auto owner = data.find(FieldHandle{reference}, record))
      if (auto found = out_of_use_along(*owner, data)) return found;
  return std::nullopt;
}

bool is_closed(const Record& record, DataContext& data) {
  return closing_flag_of(record) != nullptr || out_of_use_along(record, data).has_value();
}

std::vector<FieldValue> filled_in(const std::vector<ClosingValue>& values, const Record& record,
                                  const std::string& state, const std::string& detail,
                                  DataContext& data) {
  std::vector<FieldValue> filled;
  for (const ClosingValue& value : values)
    filled.push_back({{value.field}, value_of(value, record, state, detail, data)});
  return filled;
}

bool OpenRecords::is_open(const Record& record, DataContext& data) const {
  if (is_out_of_use(record)) return false;
  const bool in_state = std::ranges::all_of(
      parts_.where, [&](const FieldCondition& one) { return one.holds(record.at(*one.field)); });
  if (!in_state || parts_.to_come == nullptr) return in_state;
  const FieldHandle when{parts_.to_come};
  if (parts_.to_come->type == FieldType::date_time)
    return record.number(when) > data.now().milliseconds;
  return record.number(when) >= today_at(record, data).days;
}

std::vector<Record> OpenRecords::of(const Field& reference, const Uuid& id,
                                    DataContext& data) const {
  Selection open{{{{&reference}, FilterOp::eq, {id}}}, {}, 0};
  for (const FieldCondition& one : parts_.where)
    if (!one.admits_null()) open.where.push_back({{one.field}, FilterOp::in, one.values});
  auto found = data.select(*resource_, open);
  std::erase_if(found, [&](const Record& record) { return !is_open(record, data); });
  return found;
}

std::vector<FieldValue> OpenRecords::ended(const Record& record, const std::string& state,
                                           const std::string& detail, DataContext& data) const {
  return filled_in(parts_.ends_as, record, state, detail, data);
}

void OpenRecords::validate(const Change& change, RuleContext& context) const {
  if (change.creates() || !opens_again(change, context)) return;
  for (const Field* reference : parts_.closes_with) {
    const auto named = context.find(FieldHandle{reference}, change.after());
    const auto closed = named ? out_of_use_along(*named, context) : std::nullopt;
    if (closed)
      context.refuse(FieldHandle{reference}, errors::reference_deactivated,
                     closed->resource->title + " is deactivated");
  }
}

// {"while": {"status": ["Open"]}, "closes-with": ["patient-uuid"], "blocks": ["account-uuid"]}
void OpenRecords::publish(Publication& out) const {
  json::Node open = json::object();
  json::Node where = json::object();
  for (const FieldCondition& one : parts_.where) {
    json::Node values = json::array({});
    for (const Value& value : one.values)
      values.items.push_back(json::from_json(json_of(*one.field, value)));
    json::set(where, one.field->name, std::move(values));
  }
  json::set(open, "while", std::move(where));
  if (parts_.to_come != nullptr) json::set(open, "to-come", json::text(parts_.to_come->name));
  if (!parts_.closes_with.empty()) json::set(open, "closes-with", names_of(parts_.closes_with));
  if (!parts_.blocks.empty()) json::set(open, "blocks", names_of(parts_.blocks));
  out.members.emplace_back("x-open", std::move(open));
}

bool opens_again(const Change& change, DataContext& data) {
  if (change.creates() || change.removes()) return false;
  const auto* open = constraint_of<OpenRecords>(*change.after().resource);
  return open != nullptr && !open->is_open(*change.before, data) &&
         open->is_open(change.after(), data);
}

}  // namespace vip
