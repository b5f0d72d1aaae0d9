// latest: a date that follows the newest of other records, such as the day of the last visit.
//
// Why it only moves forward, but for a record that no longer counts: a caller may know of a later
// day than the platform, such as a visit to another practice, and what it sends is not undone by an
// older record that comes in afterwards. When the record that gave the date stops counting, the
// newest of those that are left gives it.
#include <algorithm>

#include "core/json_nodes.h"
#include "declaration/ast/literal.h"
#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"
#include "rules/place.h"
#include "rules/rules.h"
#include "schema/condition_json.h"

namespace vip {
namespace {

// Records of one resource that give a date.
struct DateSource {
  std::string source, foreign_key, date;  // as declared
  const Resource* resource = nullptr;     // null while not loaded, and after an error
  const Field* key = nullptr;
  const Field* moment = nullptr;
  std::vector<FieldCondition> where;  // all of them hold for a record that counts

  bool counts(const Record& record) const {
    return !is_null(record.at(*key)) && !is_null(record.at(*moment)) &&
           std::ranges::all_of(where, [&](const FieldCondition& condition) {
             return condition.holds(record.at(*condition.field));
           });
  }
};

class Latest final : public Constraint {
 public:
  Latest(const Field& field, std::vector<DateSource> sources)
      : field_{&field}, sources_{std::move(sources)} {}

  const Field& field() const { return *field_; }
  const std::vector<DateSource>& sources() const { return sources_; }
  Steps steps() const override { return 0; }
  bool is_kept_by_others() const override { return true; }

  // The date that a record gives, in the form of the field.
  Value given_by(const DateSource& source, const Record& record, DataContext& data) const {
    const Value& value = record.at(*source.moment);
    if (source.moment->type == field_->type) return value;
    return to_value(day_at(record, Instant{std::get<std::int64_t>(value)}, data));
  }

  // The newest of all that count for the record; null: none does.
  Value newest_for(const Uuid& id, DataContext& data) const {
    Value newest = null_value();
    for (const DateSource& source : sources_) {
      if (source.resource == nullptr) continue;
      Selection selection{{{{source.key}, FilterOp::eq, {id}}}, {{{source.moment}, true}}, 1};
      for (const FieldCondition& condition : source.where) {
        if (condition.admits_null())
          selection.where.push_back({{condition.field}, FilterOp::is_null, {std::int64_t{1}}});
        else
          selection.where.push_back({{condition.field}, FilterOp::in, condition.values});
      }
      selection.where.push_back({{source.moment}, FilterOp::is_null, {std::int64_t{0}}});
      for (const Record& record : data.select(*source.resource, selection))
        newest = std::max(newest, given_by(source, record, data));
    }
    return newest;
  }

  void publish(Publication& out) const override {
    json::Node all = json::array({});
    for (const DateSource& source : sources_) {
      json::Node parts = json::object();
      json::set(parts, "source", json::text(source.source));
      json::set(parts, "foreign-key", json::text(source.foreign_key));
      json::set(parts, "date", json::text(source.date));
      json::Node where = condition_json(source.where);
      if (!where.members.empty()) json::set(parts, "where", std::move(where));
      all.items.push_back(std::move(parts));
    }
    out.members.emplace_back("x-latest", std::move(all));
    out.sentences += " The platform moves it forward, and never before a later one that you set.";
  }

 private:
  const Field* field_;
  std::vector<DateSource> sources_;
};

// The fields of others that a resource's records give a date to.
class GivenDates final : public Constraint {
 public:
  struct Given {
    const Latest* latest;
    const DateSource* source;
  };
  explicit GivenDates(std::vector<Given> all) : all_{std::move(all)} {}

  Steps steps() const override { return kAfterEffects; }

  void after_effects(const Change& change, RuleContext& context) const override {
    for (const Given& given : all_) {
      const Record* before = counted(given, change.before);
      const Record* after = counted(given, change.after_record);
      if (after != nullptr) advance(given, *after, context);
      const bool same = before != nullptr && after != nullptr &&
                        before->at(*given.source->key) == after->at(*given.source->key) &&
                        before->at(*given.source->moment) == after->at(*given.source->moment);
      if (before != nullptr && !same) fall_back(given, *before, context);
    }
  }

 private:
  static const Record* counted(const Given& given, const Record* record) {
    return record != nullptr && given.source->counts(*record) ? record : nullptr;
  }

  static std::optional<Record> target_of(const Given& given, const Record& record,
                                         RuleContext& context) {
    return context.find(*given.latest->field().owner,
                        std::get<Uuid>(record.at(*given.source->key)));
  }

  static void advance(const Given& given, const Record& record, RuleContext& context) {
    const auto target = target_of(given, record, context);
    const FieldHandle field{&given.latest->field()};
    const Value date = given.latest->given_by(*given.source, record, context);
    if (target && target->at(field) < date)  // null is less than any
      context.patch(field.resource(), target->id(), {{field, date}});
  }

  static void fall_back(const Given& given, const Record& record, RuleContext& context) {
    const auto target = target_of(given, record, context);
    const FieldHandle field{&given.latest->field()};
    if (!target || target->at(field) != given.latest->given_by(*given.source, record, context))
      return;
    const Value newest = given.latest->newest_for(target->id(), context);
    if (newest != target->at(field))
      context.patch(field.resource(), target->id(), {{field, newest}});
  }

  std::vector<Given> all_;
};

// One source as it is declared, and what its names mean.
DateSource read_source(const Mapping& parts, const KeywordScope& scope) {
  DateSource source;
  source.source = parts.required_text("source");
  source.foreign_key = parts.required_text("foreign-key");
  source.date = parts.required_text("date");
  if (source.source.empty()) return source;
  const Resource* resource = scope.find_resource(source.source);
  if (resource == nullptr) return source;
  source.key = scope.field_of(*resource, source.foreign_key);
  source.moment = scope.field_of(*resource, source.date);
  if (source.key == nullptr || source.moment == nullptr) return source;
  if (source.key->target != &scope.resource()) {
    scope.error(source.foreign_key + " does not refer to this resource");
    return source;
  }
  const bool to_day = scope.field().type == FieldType::date;
  if (source.moment->type != scope.field().type &&
      !(to_day && source.moment->type == FieldType::date_time)) {
    scope.error(source.date + " is of another type");
    return source;
  }
  if (const Mapping::Entry* where = parts.find("where")) {
    const std::string what = scope.what() + ": where";
    const Mapping conditions{*where, scope.errors(), what};
    for (const Mapping::Entry& condition : conditions.entries()) {
      const Field* field = scope.at(condition.line).field_of(*resource, condition.name);
      if (field != nullptr)
        source.where.push_back({field, read_values(*condition.value, *field, scope.errors(),
                                                   what + ": " + field->name)});
    }
  }
  source.resource = resource;
  return source;
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<DateSource> sources;
  for (Mapping& parts : scope.mappings()) {
    parts.accept({"source", "foreign-key", "date", "where"});
    sources.push_back(read_source(parts, scope));
  }
  return std::make_shared<Latest>(scope.field(), std::move(sources));
}

void join(CatalogueScope& scope) {
  std::vector<std::pair<const Resource*, std::vector<GivenDates::Given>>> givers;
  for (const Resource* resource : scope.resources())
    for (const Field& field : resource->fields) {
      const auto* latest = constraint_of<Latest>(field);
      if (latest == nullptr) continue;
      for (const DateSource& source : latest->sources()) {
        if (source.resource == nullptr) continue;
        auto found = std::ranges::find(givers, source.resource,
                                       [](const auto& giver) { return giver.first; });
        if (found == givers.end())
          found = givers.insert(found, {source.resource, std::vector<GivenDates::Given>{}});
        found->second.push_back({latest, &source});
      }
    }
  for (auto& [resource, given] : givers)
    scope.add(*resource, std::make_shared<GivenDates>(std::move(given)));
}

}  // namespace

Keyword make_latest_keyword() {
  return {.name = "latest",
          .order = 115,
          .applies = [](const Field& field) { return field.is_day_or_moment(); },
          .read = read,
          .join = join};
}

}  // namespace vip
