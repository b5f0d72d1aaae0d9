#include "sandbox/create_examples.h"

#include <algorithm>
#include <chrono>

#include "core/json_nodes.h"
#include "core/text.h"
#include "core/time.h"
#include "engine/constraints/exclusive.h"
#include "engine/record_input.h"
#include "schema/bodies.h"
#include "schema/value_json.h"

namespace vip::sandbox {
namespace {

using json::Node;

constexpr std::int64_t kRecordsLookedAt = 60;
constexpr int kMendsOfOne = 40;  // of one pattern
constexpr std::size_t kWeeksTried = 4;
constexpr std::int64_t kWeek = 7;
constexpr std::int64_t kMillisecondsOfWeek = kWeek * 86'400'000;

std::vector<Record> newest(ReadSession& session, const Resource& resource,
                           std::vector<Condition> where) {
  Query query;
  query.resource = &resource;
  query.where = std::move(where);
  for (const Field& field : resource.fields)
    if (field.role == FieldRole::created) query.order = {{&field, true}};
  query.limit = kRecordsLookedAt;
  return session.records(query);
}

bool is_out_of_use(const Record& record) {
  const Resource& resource = *record.resource;
  const auto set = [&](int field) {
    return field >= 0 && !is_null(record.values[static_cast<std::size_t>(field)]) &&
           record.values[static_cast<std::size_t>(field)] != Value{std::int64_t{0}};
  };
  return set(resource.deactivation_field) || set(resource.deleted_date_field);
}

Node* member(Node& object, std::string_view name) {
  const auto found = std::ranges::find(object.members, name, &json::Member::first);
  return found == object.members.end() ? nullptr : &found->second;
}

// What an example need not say: it is the platform's to set, or can be had by one record only.
bool is_left_out(const Field& field) {
  const bool may_be_absent = !field.required;
  return field.role != FieldRole::declared || field.create_only ||
         (may_be_absent && (field.unique || field.sequence)) || is_exclusive(field);
}

}  // namespace

struct CreateExamples::Trial {
  const Resource& resource;
  Record values;  // of the pattern, as they were changed
  Node body;
  std::map<const Field*, std::size_t> mends;
};

const std::vector<Record>& CreateExamples::records(const Resource& resource) {
  const auto found = records_.find(&resource);
  if (found != records_.end()) return found->second;
  return records_.emplace(&resource, select(resource, {})).first->second;
}

std::vector<Record> CreateExamples::select(const Resource& resource,
                                           std::vector<Condition> where) const {
  std::vector<Record> found;
  loading_.store.read(
      TenantKey::for_internal_work(tenant_.id), std::chrono::steady_clock::time_point::max(),
      [&](ReadSession& session) { found = newest(session, resource, std::move(where)); });
  std::erase_if(found, is_out_of_use);
  return found;
}

std::optional<ExampleCall> CreateExamples::find(const Resource& resource) {
  for (const Record& pattern : records(resource))
    if (auto call = vary(resource, pattern)) return call;
  return std::nullopt;
}

Node CreateExamples::body_like(const Resource& resource, const Record& pattern) {
  Node body = json::object();
  for (const Field* field : create_fields(resource)) {
    const Value& value = pattern.at(*field);
    if (is_null(value) || is_left_out(*field)) continue;
    Node shown = json::from_json(json_of(*field, value));
    if (field->unique && shown.is(Node::Kind::string)) shown.text = fresh_text(*field, shown.text);
    json::set(body, create_name(*field), std::move(shown));
  }
  return body;
}

std::optional<ExampleCall> CreateExamples::vary(const Resource& resource, const Record& pattern) {
  Trial trial{resource, pattern, body_like(resource, pattern), {}};
  ParentKey parent;
  ExampleCall call;
  if (resource.parent_field >= 0 && resource.parent_resource != nullptr) {
    const Value& id = pattern.values[static_cast<std::size_t>(resource.parent_field)];
    parent = {resource.parent_resource, std::get<Uuid>(id)};
    for (const std::string& name : path_parameters(resource.collection_path))
      call.path.emplace_back(name, parent.id);
  }
  for (int mends = 0; mends < kMendsOfOne; ++mends) {
    const auto errors = refusals(resource, parent, trial.body);
    if (!errors) {
      call.body = std::move(trial.body);
      return call;
    }
    if (!mend(trial, *errors)) return std::nullopt;
  }
  return std::nullopt;
}

// None: the create is accepted. It is rolled back either way.
std::optional<std::vector<FieldError>> CreateExamples::refusals(const Resource& resource,
                                                                const ParentKey& parent,
                                                                const Node& body) {
  const LocalZone zone{[] { return std::string{"UTC"}; }};
  auto decoded = decode_body(create_schema(resource), json::to_string(body), true, zone);
  if (!decoded) return std::move(decoded.error().errors);
  std::optional<std::vector<FieldError>> errors = std::vector<FieldError>{};
  const Actor actor{&tenant_, {.client = {}, .business = {}, .correlation_id = "sandbox"}, nullptr};
  loading_.store.write_and_wait(
      TenantKey::for_internal_work(tenant_.id), [&](WriteSession& session) {
        try {
          auto made = loading_.engine.create(session, resource, parent, *decoded, actor);
          if (made)
            errors.reset();
          else
            errors = std::move(made.error().errors);
        } catch (const StoreConflict& conflict) {
          if (conflict.field != nullptr)
            errors = {at_pointer("/" + create_name(*conflict.field), errors::conflict, {})};
        }
        return false;
      });
  return errors;
}

bool CreateExamples::mend(Trial& trial, const std::vector<FieldError>& errors) {
  for (const FieldError& error : errors) {
    if (error.name.empty()) continue;
    const std::string_view name =
        std::string_view(error.name).substr(1, error.name.find('/', 1) - 1);
    for (const Field* field : create_fields(trial.resource))
      if (create_name(*field) == name && mend_field(trial, *field)) return true;
  }
  // What follows from a reference is told of another field.
  for (const Field* field : create_fields(trial.resource))
    if (field->required && field->is_reference() && member(trial.body, create_name(*field))) {
      ++trial.mends[field];
      return name_another(trial, *field);
    }
  return false;
}

bool CreateExamples::mend_field(Trial& trial, const Field& field) {
  const std::string& name = create_name(field);
  const std::size_t times = trial.mends[&field]++;
  Node* value = member(trial.body, name);
  if (value == nullptr) return false;
  const bool needed = field.required || field.is_day_or_moment();
  if (!needed || (times > 0 && !field.required)) {
    std::erase_if(trial.body.members, [&](const json::Member& each) { return each.first == name; });
    return true;
  }
  // Whoever is busy at one time may be free at another.
  if ((field.is_day_or_moment() || (field.is_reference() && times < kWeeksTried)) &&
      move_days(trial))
    return true;
  if (field.is_reference()) return name_another(trial, field);
  if (field.type != FieldType::text || times > 2) return false;
  value->text = fresh_text(field, value->text);
  return true;
}

// All required days and times move together, so that their order stays.
bool CreateExamples::move_days(Trial& trial) {
  bool moves = false;
  for (const Field* each : create_fields(trial.resource)) {
    Node* moved = member(trial.body, create_name(*each));
    if (moved == nullptr || !each->is_day_or_moment()) continue;
    Value& moment = trial.values.at(*each);
    std::get<std::int64_t>(moment) += each->type == FieldType::date ? kWeek : kMillisecondsOfWeek;
    *moved = json::from_json(json_of(*each, moment));
    moves = moves || each->required;
  }
  return moves;
}

// The next record that the reference may name.
bool CreateExamples::name_another(Trial& trial, const Field& field) {
  std::vector<Record> others;
  std::vector<const Resource*> targets = field.any_targets;
  if (field.target != nullptr) targets.push_back(field.target);
  for (const Resource* target : targets)
    others.insert(others.end(), records(*target).begin(), records(*target).end());
  const std::size_t next = trial.mends[&field] - 1;
  if (next >= others.size()) return false;
  Node* value = member(trial.body, create_name(field));
  const Node id = json::text(to_string(others[next].id()));
  *value = field.type == FieldType::uuid_list ? json::array({id}) : id;
  return true;
}

// A text of the same kind that no record has.
std::string CreateExamples::fresh_text(const Field& field, std::string_view like) {
  ++fresh_;
  if (field.format ==
      TextFormat::gtin) {  // GS1: the last digit makes the weighted sum divide by 10
    std::string digits = "50999" + std::to_string(1'000'000 + fresh_);
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += (i % 2 == 0 ? 1 : 3) * (digits[i] - '0');
    return digits + std::to_string((10 - sum % 10) % 10);
  }
  if (field.format == TextFormat::digits || field.format == TextFormat::microchip) {
    const std::string number = std::to_string(fresh_);
    std::string digits(std::max(like.size(), number.size()), '9');
    return digits.replace(digits.size() - number.size(), number.size(), number);
  }
  const std::string ending = " " + std::to_string(fresh_ + 1);
  const std::size_t room = field.max_length > ending.size() ? field.max_length - ending.size() : 1;
  std::string kept(like);
  while (count_code_points(kept) > room) kept.pop_back();
  return kept + ending;
}

}  // namespace vip::sandbox
