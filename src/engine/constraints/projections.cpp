// projections: records of other resources that are derived from each record. They are made with it,
// follow its changes and go with it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/json_nodes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/read_template.h"
#include "engine/record_path.h"
#include "rules/rules.h"

namespace vip {
namespace {

struct Projection {
  // A value of the other record that a text makes.
  struct Assignment {
    std::string name;  // of the other resource's field
    TextTemplate text;
    const Field* field = nullptr;  // null while that domain is not loaded
  };
  std::string path;                   // of the other resource
  const Resource* target = nullptr;   // null while its domain is not loaded
  const Field* id = nullptr;          // keeps the other record's id; null: it has this one's
  std::vector<Assignment> values;     // beside what the two share by name
  std::vector<Assignment> on_delete;  // what a deletion sets there; empty: it deletes there too
  std::vector<std::pair<const Field*, const Field*>> shared;  // own field, the other's

  Uuid id_of(const Record& record) const {
    return id == nullptr ? record.id() : record.uuid(FieldHandle{id});
  }
};

Value value_of(const Projection::Assignment& assignment, const Record& record, DataContext& data) {
  const TextTemplate::Piece* placeholder = assignment.text.sole_placeholder();
  if (placeholder != nullptr && !placeholder->path.empty() &&
      placeholder->path.back()->type == assignment.field->type)
    return value_along(placeholder->path, record, data);
  std::string text = filled_in(assignment.text, record, data, assignment.field->max_length);
  return text.empty() ? null_value() : Value{std::move(text)};
}

void create(const Projection& projection, const Record& record, RuleContext& context) {
  std::vector<FieldValue> values{{{&projection.target->id()}, projection.id_of(record)}};
  for (const Projection::Assignment& assignment : projection.values)
    values.push_back({{assignment.field}, value_of(assignment, record, context)});
  for (const auto& [own, theirs] : projection.shared)
    if (theirs->role != FieldRole::id) values.push_back({{theirs}, record.at(*own)});
  std::erase_if(values, [](const FieldValue& value) { return is_null(value.value); });
  context.create(*projection.target, std::move(values));
}

void update(const Projection& projection, const Change& change, RuleContext& context) {
  const Record& after = change.after();
  std::vector<FieldValue> values;
  for (const Projection::Assignment& assignment : projection.values) {
    Value now = value_of(assignment, after, context);
    if (now != value_of(assignment, *change.before, context))
      values.push_back({{assignment.field}, std::move(now)});
  }
  for (const auto& [own, theirs] : projection.shared)
    if (change.changes({own})) values.push_back({{theirs}, after.at(*own)});
  if (!values.empty())
    context.patch(*projection.target, projection.id_of(after), std::move(values));
}

void remove(const Projection& projection, const Record& record, RuleContext& context) {
  const Uuid id = projection.id_of(record);
  if (projection.on_delete.empty()) return context.remove(*projection.target, id);
  std::vector<FieldValue> values;
  for (const Projection::Assignment& assignment : projection.on_delete)
    values.push_back({{assignment.field}, value_of(assignment, record, context)});
  context.patch(*projection.target, id, std::move(values));
}

class Projections final : public Constraint {
 public:
  explicit Projections(std::vector<Projection> all) : all_{std::move(all)} {}

  Steps steps() const override { return kPrepare | kEffects; }

  // The ids of records that will be made are minted, so that this one can keep them.
  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    for (const Projection& projection : all_)
      if (projection.id != nullptr && is_null(change.after().at(*projection.id)))
        context.set(FieldHandle{projection.id}, context.new_id());
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& record = change.removes() ? *change.before : change.after();
    for (const Projection& projection : all_) {
      if (projection.target == nullptr) continue;
      if (change.creates())
        create(projection, record, context);
      else if (is_deletion(change))
        remove(projection, record, context);
      else
        update(projection, change, context);
    }
  }

  void publish(Publication& out) const override {
    std::vector<std::string> paths;
    for (const Projection& projection : all_) paths.push_back(projection.path);
    out.members.emplace_back("x-projections", json::texts(paths));
  }

  // "Projected to", then a line for each: "billing/billables: account-uuid, date".
  std::string explanation() const override {
    std::string text = "Projected to";
    for (const Projection& projection : all_) {
      std::vector<std::string> names;
      for (const auto& assignment : projection.values) names.push_back(assignment.name);
      for (const auto& [own, theirs] : projection.shared)
        if (theirs->role != FieldRole::id) names.push_back(theirs->name);
      text += fmt::format("\n  {}: {}", projection.path, fmt::join(names, ", "));
    }
    return text;
  }

 private:
  std::vector<Projection> all_;
};

// One projection as it is declared, and what its names mean.
class Reader {
 public:
  Reader(const Mapping& parts, const KeywordScope& scope)
      : parts_{parts}, scope_{scope.at(parts.line())} {}

  Projection read() {
    projection_.path = parts_.required_text("resource");
    projection_.target = scope_.find_resource(projection_.path);
    if (const std::string name = parts_.text("id-field"); !name.empty()) {
      projection_.id = scope_.own_field(name);
      if (projection_.id != nullptr && projection_.id->type != FieldType::uuid)
        scope_.error(name + " is no uuid");
    }
    read_assignments("values", projection_.values);
    read_assignments("on-delete", projection_.on_delete);
    read_names();
    if (projection_.target != nullptr) share();
    return std::move(projection_);
  }

 private:
  const Field* find_theirs(std::string_view name) const {
    return projection_.target == nullptr ? nullptr : scope_.field_of(*projection_.target, name);
  }

  // {their-field: text with placeholders, …}
  void read_assignments(std::string_view keyword, std::vector<Projection::Assignment>& into) {
    const Mapping::Entry* declared = parts_.find(keyword);
    if (declared == nullptr) return;
    const Mapping values{*declared, scope_.errors(), parts_.what() + ": " + std::string(keyword)};
    for (const Mapping::Entry& value : values.entries()) {
      auto text = read_template(values.text(value.name), scope_.errors(), value.line,
                                values.what() + ": " + value.name);
      if (!text) continue;
      into.push_back({value.name, *std::move(text)});
      resolve(into.back());
    }
  }

  void resolve(Projection::Assignment& value) {
    resolve_template(value.text, scope_);
    value.field = find_theirs(value.name);
    if (value.field == nullptr) return;
    if (value.field->type == FieldType::text)
      return check_template(value.text, *value.field, scope_);
    const TextTemplate::Piece* placeholder = value.text.sole_placeholder();
    const auto& known = value.field->enum_values;
    const bool is_state =
        placeholder == nullptr && value.text.parts.size() == 1 &&
        std::ranges::find(known, value.text.parts[0].pieces[0].literal) != known.end();
    const bool same_type =
        placeholder != nullptr &&
        (placeholder->path.empty() || placeholder->path.back()->type == value.field->type);
    if (!is_state && !same_type) scope_.error(value.name + " does not take such a value");
    if (same_type && !placeholder->path.empty() && placeholder->path.back()->pii &&
        !value.field->pii)
      scope_.error(placeholder->name + " is personal, " + value.name + " is not");
  }

  void read_names() {
    omitted_ = parts_.texts("omit");
    for (const std::string& name : omitted_) scope_.own_field(name);
    const Mapping::Entry* declared = parts_.find("rename");
    if (declared == nullptr) return;
    const Mapping names{*declared, scope_.errors(), parts_.what() + ": rename"};
    for (const Mapping::Entry& entry : names.entries()) {
      renamed_.emplace_back(entry.name, names.text(entry.name));
      scope_.own_field(renamed_.back().first);
      find_theirs(renamed_.back().second);
    }
  }

  std::string name_there(const Field& own) const {
    if (std::ranges::find(omitted_, own.name) != omitted_.end()) return {};
    for (const auto& [before, after] : renamed_)
      if (before == own.name) return after;
    return own.name;
  }

  void check_shared(const Field& own, const Field& theirs) const {
    const bool enums = own.type == FieldType::enumeration && theirs.type == own.type;
    const bool into_text = own.is_text() && theirs.type == FieldType::text;
    if ((own.type != theirs.type && !into_text) || own.scale != theirs.scale)
      scope_.error(own.name + " is of another type or scale there");
    else if (enums && own.enum_values != theirs.enum_values)
      scope_.error(own.name + " has other values there");
    else if (into_text && own.type == theirs.type && own.max_length > theirs.max_length)
      scope_.error(own.name + " may be longer than it may be there");
    if (own.pii && !theirs.pii)
      scope_.error(own.name + " is personal, so it has to be personal there");
  }

  // By name: a resource that gains such a field projects it without a keyword here.
  void share() {
    for (const Field& own : scope_.resource().fields) {
      const bool is_mark = own.role == FieldRole::deactivation;
      if (own.role != FieldRole::declared && own.role != FieldRole::id && !is_mark) continue;
      const std::string name = name_there(own);
      const Field* theirs = name.empty() ? nullptr : projection_.target->find(name);
      const auto is_given = [&](const Projection::Assignment& value) {
        return value.field == theirs;
      };
      if (theirs == nullptr || std::ranges::any_of(projection_.values, is_given)) continue;
      check_shared(own, *theirs);
      projection_.shared.emplace_back(&own, theirs);
    }
  }

  const Mapping& parts_;
  KeywordScope scope_;
  Projection projection_;
  std::vector<std::string> omitted_;                          // own fields
  std::vector<std::pair<std::string, std::string>> renamed_;  // own name, the other's
};

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  std::vector<Projection> all;
  for (Mapping& parts : scope.mappings()) {
    parts.accept({"resource", "id-field", "values", "rename", "omit", "on-delete"});
    all.push_back(Reader{parts, scope}.read());
  }
  return std::make_shared<Projections>(std::move(all));
}

}  // namespace

Keyword make_projections_keyword() {
  return {.name = "projections", .of = Keyword::Of::resources, .order = 30, .read = read};
}

}  // namespace vip
