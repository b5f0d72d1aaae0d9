// Where parameters come from: a query string, all of whose values are texts, or the JSON body of a
// search, whose values have types. After this both are the same.

#include "api/request/raw_parameters.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "api/request/filter_conditions.h"
#include "core/json.h"
#include "core/text.h"
#include "engine/value_codec.h"
#include "http/query_string.h"

namespace vip {
namespace {

using Kind = json::Node::Kind;

struct Expected {
  Kind kind;
  const char* message;
  bool also_text = false;  // decimals: JSON numbers, or numbers as text
};

constexpr Expected kText{Kind::string, "Expected a text."};
constexpr Expected kNumber{Kind::number, "Expected a number, not in quotes."};
constexpr Expected kBoolean{Kind::boolean, "Expected true or false, not in quotes."};
constexpr Expected kDecimal{Kind::number, "Expected a number.", true};

Expected expected_of(const QueryParameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::page:
    case ParameterKind::size:
      return kNumber;
    case ParameterKind::include_hidden:
    case ParameterKind::include_omitted:
    case ParameterKind::shown:
      return kBoolean;
    case ParameterKind::named:
      return parameter.named->is_flag() ? kBoolean : kText;
    case ParameterKind::filter:
    case ParameterKind::start:
    case ParameterKind::end:
      break;
    default:
      return kText;
  }
  if (parameter.op == FilterOp::is_null) return kBoolean;
  switch (parameter.field->type) {
    case FieldType::integer:
      return kNumber;
    case FieldType::decimal:
      return kDecimal;
    case FieldType::boolean:
      return kBoolean;
    default:
      return kText;
  }
}

// A member, or an item of it, as the text that a query string would have.
std::optional<std::string> scalar_text(const json::Node& node, const Expected& expected) {
  if (!node.is(expected.kind) && !(expected.also_text && node.is(Kind::string)))
    return std::nullopt;
  if (node.is(Kind::boolean)) return node.boolean ? "true" : "false";
  return node.text;
}

}  // namespace

RawParameter read_member(const QueryParameter& known, const json::Node& value,
                         const std::string& pointer) {
  RawParameter given{known.name, {}};
  const Expected expected = expected_of(known);
  const auto add = [&](const json::Node& item, std::string place) {
    if (auto text = scalar_text(item, expected))
      given.values.push_back(std::move(*text));
    else
      given.errors.push_back(at_pointer(std::move(place), errors::invalid_type, expected.message));
  };
  if (!takes_list(known)) {
    add(value, pointer);
  } else if (value.is(Kind::array)) {
    for (std::size_t i = 0; i < value.items.size(); ++i)
      add(value.items[i], pointer + "/" + std::to_string(i));
  } else {
    given.errors.push_back(at_pointer(pointer, errors::invalid_type, "Expected a list of values."));
  }
  return given;
}

Result<std::vector<RawParameter>> parameters_of_query(std::string_view query) {
  auto form = http::parse_form(query);
  if (!form) return tl::unexpected(std::move(form.error()));
  std::vector<RawParameter> given;
  for (auto& [name, value] : *form) {
    const auto earlier = std::ranges::find(given, name, &RawParameter::name);
    if (earlier != given.end())
      earlier->values.push_back(std::move(value));
    else
      given.push_back({std::move(name), {std::move(value)}});
  }
  return given;
}

Result<std::vector<RawParameter>> parameters_of_body(const std::vector<QueryParameter>& known,
                                                     std::string_view text) {
  auto node = json::parse(is_blank(text) ? "{}" : text);
  if (!node) return tl::unexpected(std::move(node.error()));
  if (!node->is(Kind::object))
    return fail(at_pointer({}, errors::body_not_object, "The body must be a JSON object."));
  std::vector<RawParameter> given;
  for (const auto& [name, value] : node->members) {
    if (name == kFilterParameter && takes_filter(known)) {
      for (RawParameter& condition : conditions_of_member(value, known))
        add_parameter(given, std::move(condition));
      continue;
    }
    const auto found = std::ranges::find(known, name, &QueryParameter::name);
    // The value of an unknown one is no matter: its name is refused where all names are.
    add_parameter(given, found == known.end() ? RawParameter{name, {}}
                                              : read_member(*found, value, pointer_to(name)));
  }
  return given;
}

}  // namespace vip
