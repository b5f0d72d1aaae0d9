#include "api/request/action_input.h"

#include <algorithm>
#include <iterator>

#include "api/request/parameter_names.h"
#include "engine/value_codec.h"

namespace vip {
namespace {

// The value of one field; none when it was not given, with an error where it is required or wrong.
std::optional<Value> read_value(const Field& field, const std::vector<RawParameter>& given,
                                std::vector<FieldError>& errors) {
  const auto found = std::ranges::find(given, field.name, &RawParameter::name);
  const bool absent = found == given.end();
  if (absent && !field.required) return std::nullopt;
  const std::string text = absent || found->values.empty() ? std::string{} : found->values.front();
  if (text.empty()) {
    errors.push_back(at_parameter(field.name, absent ? errors::required : errors::empty,
                                  "Expected " + accepted(field) + "."));
    return std::nullopt;
  }
  auto value = decode_text(field, text);
  if (value) return std::move(*value);
  for (ValueError& error : value.error())
    errors.push_back(at_parameter(field.name, error.code, std::move(error.message)));
  return std::nullopt;
}

Result<Body> decode_query(const Action& action, const QuerySchema& schema, std::string_view query,
                          bool pii, std::vector<RawParameter> fields) {
  auto given = parameters_of_query(query);
  if (!given) return tl::unexpected(std::move(given.error()));
  std::ranges::move(fields, std::back_inserter(*given));
  Body body;
  std::vector<FieldError> errors;
  check_names(*given, schema.names, Operators::none,
              [&](const std::string& name, ErrorCode code, std::string message) {
                errors.push_back(at_parameter(name, code, std::move(message)));
              });
  for (const Field& field : action.input->fields)
    if (auto value = read_value(field, *given, errors))
      body.given.push_back({&field, std::move(*value), {}, false});
  if (!errors.empty()) return fail(std::move(errors));
  for (const GivenField& field : body.given)
    if (field.field->pii && !pii)
      errors.push_back(at_parameter(
          field.field->name, errors::insufficient_scope,
          "The parameter is personal data and needs the scope " + action.scope + ":pii."));
  if (!errors.empty()) return fail(std::move(errors));
  return body;
}

}  // namespace

bool reads_query(const Action& action) { return !action.posts || action.upload.limit > 0; }

Result<Body> decode_input(const Action& action, const RouteSchema& schema, std::string_view body,
                          std::string_view query, bool pii, std::vector<RawParameter> fields) {
  if (reads_query(action)) return decode_query(action, schema.query, query, pii, std::move(fields));
  if (auto none = parameters_of_query(query); !none || !none->empty())
    return fail(at_parameter(none && !none->empty() ? none->front().name : "query",
                             errors::unknown_parameter,
                             "The operation takes its parameters in the body, none in the URL."));
  if (action.input->fields.empty()) return Body{};
  return decode_body(*schema.body, body, pii);
}

}  // namespace vip
