#include "engine/constraints/projections.h"

#include "core/decimal.h"
#include "core/json.h"
#include "core/text.h"

namespace vip {
namespace {

std::string text_of(const Field& field, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return {};
  if (field.type == FieldType::date) return to_string(Date{static_cast<std::int32_t>(*number)});
  return decimal_to_string(*number, field.scale);
}

// What all entries of a list have there: "Creatinine, Glucose".
std::string text_of_members(const Field& list, const Field& member, const Value& value) {
  std::string joined;
  const auto* text = std::get_if<std::string>(&value);
  const auto entries = text == nullptr ? Result<json::Node>{} : json::parse(*text);
  if (list.items.empty() || !entries) return joined;
  for (const json::Node& entry : entries->items) {
    const json::Node* found = entry.find(member.name);
    if (found != nullptr && !found->is(json::Node::Kind::null))
      joined.append(joined.empty() ? "" : ", ").append(found->text);
  }
  return joined;
}

std::string text_along(const std::vector<const Field*>& path, const Record& record,
                       DataContext& data) {
  if (path.empty()) return {};
  const std::size_t last = path.size() - 1;
  if (last > 0 && !path[last - 1]->items.empty()) {
    const std::vector<const Field*> to_list{path.begin(), path.end() - 1};
    return text_of_members(*path[last - 1], *path[last], value_along(to_list, record, data));
  }
  return text_of(*path[last], value_along(path, record, data));
}

// None when the part is optional and a gap of it has no value.
std::string filled_in(const TextTemplate::Part& part, const Record& record, DataContext& data) {
  std::string text;
  for (const TextTemplate::Piece& piece : part.pieces) {
    const std::string value = piece.name.empty() ? "" : text_along(piece.path, record, data);
    if (value.empty() && !piece.name.empty() && part.optional) return {};
    text += value.empty() ? piece.literal : value;
  }
  return text;
}

Uuid id_there(const Projection& passing, const Record& record) {
  return passing.id == nullptr ? record.id() : record.uuid(FieldHandle{passing.id});
}

Value value_of(const Projection::Given& given, const Record& record, DataContext& data) {
  const TextTemplate::Piece* gap = given.text.only_gap();
  if (gap != nullptr && !gap->path.empty() && gap->path.back()->type == given.field->type)
    return value_along(gap->path, record, data);
  std::string text = filled_in(given.text, record, data, given.field->max_length);
  return text.empty() ? null_value() : Value{std::move(text)};
}

void create_there(const Projection& passing, const Record& record, RuleContext& context) {
  std::vector<FieldValue> values{{{&passing.target->id()}, id_there(passing, record)}};
  for (const Projection::Given& given : passing.values)
    values.push_back({{given.field}, value_of(given, record, context)});
  for (const auto& [own, theirs] : passing.shared)
    if (theirs->role != FieldRole::id) values.push_back({{theirs}, record.at(*own)});
  std::erase_if(values, [](const FieldValue& value) { return is_null(value.value); });
  context.create(*passing.target, std::move(values));
}

void follow_there(const Projection& passing, const Change& change, RuleContext& context) {
  const Record& after = change.after();
  std::vector<FieldValue> values;
  for (const Projection::Given& given : passing.values) {
    Value now = value_of(given, after, context);
    if (now != value_of(given, *change.before, context))
      values.push_back({{given.field}, std::move(now)});
  }
  for (const auto& [own, theirs] : passing.shared)
    if (change.changes({own})) values.push_back({{theirs}, after.at(*own)});
  if (!values.empty()) context.patch(*passing.target, id_there(passing, after), std::move(values));
}

void delete_there(const Projection& passing, const Record& record, RuleContext& context) {
  const Uuid id = id_there(passing, record);
  if (passing.when_deleted.empty()) return context.remove(*passing.target, id);
  std::vector<FieldValue> values;
  for (const Projection::Given& given : passing.when_deleted)
    values.push_back({{given.field}, value_of(given, record, context)});
  context.patch(*passing.target, id, std::move(values));
}

}  // namespace

Value value_along(const std::vector<const Field*>& path, const Record& from, DataContext& data) {
  std::optional<Record> at = from;
  for (std::size_t i = 0; at && i + 1 < path.size(); ++i) at = data.find(FieldHandle{path[i]}, *at);
  if (!at) return null_value();
  // A reference may name one of several resources; all have the field.
  return at->at(at->resource == path.back()->owner ? *path.back()
                                                   : at->resource->field(path.back()->name));
}

std::string filled_in(const TextTemplate& text, const Record& record, DataContext& data,
                      std::size_t most) {
  std::string filled;
  for (const TextTemplate::Part& part : text.parts) filled += filled_in(part, record, data);
  return shortened(std::move(filled), most);
}

void mint_projected(const Change& change, RuleContext& context) {
  if (!change.creates()) return;
  for (const Projection& passing : change.after().resource->projections)
    if (passing.id != nullptr && is_null(change.after().at(*passing.id)))
      context.set(FieldHandle{passing.id}, context.new_id());
}

void project(const Change& change, RuleContext& context) {
  const Record& record = change.removes() ? *change.before : change.after();
  for (const Projection& passing : record.resource->projections) {
    if (passing.target == nullptr) continue;
    if (change.creates())
      create_there(passing, record, context);
    else if (is_deletion(change))
      delete_there(passing, record, context);
    else
      follow_there(passing, change, context);
  }
}

}  // namespace vip
