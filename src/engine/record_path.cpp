#include "engine/record_path.h"

#include "core/decimal.h"
#include "core/json.h"
#include "core/json_nodes.h"
#include "core/text.h"

namespace vip {
namespace {

// A reference may name one of several resources; all have the field.
const Field& of(const Record& record, const Field& field) {
  return record.resource == field.owner ? field : record.resource->field(field.name);
}

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
  if (list.items.empty() || text == nullptr) return joined;
  for (const json::Node& entry : json::from_json(*text).items) {
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

// None when the part is optional and a placeholder of it has no value.
std::string filled_in(const TextTemplate::Part& part, const Record& record, DataContext& data) {
  std::string text;
  for (const TextTemplate::Piece& piece : part.pieces) {
    const std::string value = piece.name.empty() ? "" : text_along(piece.path, record, data);
    if (value.empty() && !piece.name.empty() && part.optional) return {};
    text += value.empty() ? piece.literal : value;
  }
  return text;
}

}  // namespace

Value value_along(const std::vector<const Field*>& path, const Record& from, DataContext& data) {
  std::optional<Record> at = from;
  for (std::size_t i = 0; at && i + 1 < path.size(); ++i)
    at = data.find(FieldHandle{&of(*at, *path[i])}, *at);
  return at ? at->at(of(*at, *path.back())) : null_value();
}

std::string filled_in(const TextTemplate& text, const Record& record, DataContext& data,
                      std::size_t max_length) {
  std::string filled;
  for (const TextTemplate::Part& part : text.parts) filled += filled_in(part, record, data);
  return shortened(std::move(filled), max_length);
}

}  // namespace vip
