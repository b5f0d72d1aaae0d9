#include "api/request/filter_conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/error_codes.h"
#include "engine/value_codec.h"

namespace vip {
namespace {

using Kind = json::Node::Kind;

constexpr const char* kForm =
    "Expected conditions such as name=value or name[operator]=value, each as one `filter`.";

const QueryParameter* find_parameter(const std::vector<QueryParameter>& known,
                                     std::string_view name) {
  const auto found = std::ranges::find(known, name, &QueryParameter::name);
  return found == known.end() ? nullptr : &*found;
}

// "starts-with" of "last-name" → "last-name[starts-with]"; the ends of a period follow a hyphen.
std::string parameter_name(const std::string& name, const std::string& op) {
  if (op == to_string(FilterOp::eq)) return name;
  if (op == "start" || op == "end") return name + "-" + op;
  return name + "[" + op + "]";
}

RawParameter malformed(std::string name, std::string pointer, const char* message) {
  RawParameter condition{std::move(name), {}};
  condition.errors.push_back(at_pointer(pointer, errors::invalid_type, message));
  condition.pointer = std::move(pointer);
  return condition;
}

void add_operators(std::vector<RawParameter>& out, const std::string& name,
                   const json::Node& operators, const std::vector<QueryParameter>& known) {
  const std::string place = pointer_to(kFilterParameter) + pointer_to(name);
  for (const auto& [op, value] : operators.members) {
    const std::string full = parameter_name(name, op);
    const QueryParameter* parameter = find_parameter(known, full);
    const bool condition = parameter != nullptr && is_condition(*parameter);
    std::string pointer = place + pointer_to(op);
    // An unknown one is refused where all names are. Its operator in brackets tells it apart from a
    // parameter that is no condition.
    RawParameter given = condition ? read_member(*parameter, value, pointer)
                                   : RawParameter{fmt::format("{}[{}]", name, op), {}};
    given.pointer = std::move(pointer);
    out.push_back(std::move(given));
  }
}

}  // namespace

void add_parameter(std::vector<RawParameter>& given, RawParameter parameter) {
  const auto earlier = std::ranges::find(given, parameter.name, &RawParameter::name);
  if (earlier == given.end()) {
    given.push_back(std::move(parameter));
    return;
  }
  std::ranges::move(parameter.values, std::back_inserter(earlier->values));
  std::ranges::move(parameter.errors, std::back_inserter(earlier->errors));
}

std::vector<RawParameter> with_conditions(std::vector<RawParameter> given,
                                          const std::vector<QueryParameter>& known,
                                          std::vector<FieldError>& errors) {
  if (!takes_filter(known)) return given;
  std::vector<RawParameter> out;
  const auto refuse = [&](ErrorCode code, std::string message) {
    errors.push_back(at_parameter(std::string(kFilterParameter), code, std::move(message)));
  };
  for (RawParameter& parameter : given) {
    if (parameter.name != kFilterParameter) {
      add_parameter(out, std::move(parameter));
      continue;
    }
    for (const std::string& text : parameter.values) {
      const std::size_t equals = text.find('=');
      const std::string name = text.substr(0, equals);
      const QueryParameter* named = find_parameter(known, name);
      if (text.empty())
        refuse(errors::empty, "The parameter has no value; leave it out instead.");
      else if (equals == std::string::npos)
        refuse(errors::invalid_parameter, kForm);
      else if (name == kFilterParameter || (named != nullptr && !is_condition(*named)))
        refuse(errors::invalid_parameter,
               "`" + name + "` is a parameter of its own and no condition.");
      else
        add_parameter(out, {name, {text.substr(equals + 1)}});
    }
  }
  return out;
}

std::vector<RawParameter> conditions_of_member(const json::Node& member,
                                               const std::vector<QueryParameter>& known) {
  const std::string place = pointer_to(kFilterParameter);
  if (!member.is(Kind::object))
    return {malformed(std::string(kFilterParameter), place, "Expected an object of fields.")};
  std::vector<RawParameter> out;
  for (const auto& [name, operators] : member.members) {
    if (operators.is(Kind::object))
      add_operators(out, name, operators, known);
    else
      out.push_back(malformed(name, place + pointer_to(name),
                              "Expected an object of operators, such as {\"eq\": …}."));
  }
  return out;
}

}  // namespace vip
