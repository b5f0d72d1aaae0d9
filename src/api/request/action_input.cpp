#include "api/request/action_input.h"

#include <algorithm>
#include <iterator>

#include "api/request/parameter_names.h"
#include "engine/value_codec.h"
#include "http/query_string.h"

namespace vip {
namespace {

// The value of one field; none when it was not given, with an error where it is required or wrong.
std::optional<Value> read_value(const Field& field, const std::vector<RawParameter>& given,
                                const LocalZone& zone, std::vector<FieldError>& errors) {
  const auto found = std::ranges::find(given, field.name, &RawParameter::name);
  const bool absent = found == given.end();
  if (absent && !field.required) return std::nullopt;
  const std::string text = absent || found->values.empty() ? std::string{} : found->values.front();
  if (text.empty()) {
    errors.push_back(at_parameter(field.name, absent ? errors::required : errors::empty,
                                  "Expected " + accepted(field) + "."));
    return std::nullopt;
  }
  auto value = decode_text(field, text, zone);
  if (value) return std::move(*value);
  for (ValueError& error : value.error())
    errors.push_back(at_parameter(field.name, error.code, std::move(error.message)));
  return std::nullopt;
}

// A form's text fields are parameters, too. One that stands in both places stands twice.
void add_fields(std::vector<RawParameter>& given, std::vector<RawParameter> fields) {
  for (RawParameter& field : fields) {
    const auto earlier = std::ranges::find(given, field.name, &RawParameter::name);
    if (earlier == given.end())
      given.push_back(std::move(field));
    else
      std::ranges::move(field.values, std::back_inserter(earlier->values));
  }
}

void append_parameter(std::string& query, const RawParameter& given) {
  for (const std::string& value : given.values)
    query.append(query.empty() ? "?" : "&")
        .append(http::percent_encode(given.name))
        .append("=")
        .append(http::percent_encode(value));
}

PageWanted read_page(const Action& action, const std::vector<RawParameter>& given,
                     std::vector<FieldError>& errors) {
  PageWanted wanted{1, action.page_size, {}};
  if (!action.pages()) return wanted;
  for (const RawParameter& parameter : given) {
    const bool is_page = parameter.name == "page";
    if (!is_page) append_parameter(wanted.query, parameter);
    if (!is_page && parameter.name != "size") continue;
    const auto number = read_page_number(parameter.values.front(), is_page ? kMaxPage : kMaxSize);
    if (number)
      (is_page ? wanted.page : wanted.size) = *number;
    else
      errors.push_back(at_parameter(parameter.name, number.error().code, number.error().message));
  }
  return wanted;
}

Result<ActionInput> decode_query(const Action& action, const QuerySchema& schema,
                                 std::string_view query, bool pii, const LocalZone& zone,
                                 std::vector<RawParameter> fields) {
  auto given = parameters_of_query(query);
  if (!given) return tl::unexpected(std::move(given.error()));
  add_fields(*given, std::move(fields));
  ActionInput input;
  Body& body = input.body;
  std::vector<FieldError> errors;
  check_names(*given, schema, Operators::none,
              [&](const std::string& name, ErrorCode code, std::string message) {
                errors.push_back(at_parameter(name, code, std::move(message)));
              });
  for (const Field& field : action.input->fields)
    if (auto value = read_value(field, *given, zone, errors))
      body.given.push_back({&field, std::move(*value), {}, false});
  input.page = read_page(action, *given, errors);
  if (!errors.empty()) return fail(std::move(errors));
  for (const GivenField& field : body.given)
    if (field.field->pii && !pii)
      errors.push_back(at_parameter(
          field.field->name, errors::insufficient_scope,
          "The parameter is personal data and needs the scope " + action.scope + ":pii."));
  if (!errors.empty()) return fail(std::move(errors));
  return input;
}

}  // namespace

bool reads_query(const Action& action) { return !action.posts || action.upload.limit > 0; }

Result<ActionInput> decode_input(const Action& action, const RouteSchema& schema,
                                 std::string_view body, std::string_view query, bool pii,
                                 const LocalZone& zone, std::vector<RawParameter> fields) {
  if (reads_query(action))
    return decode_query(action, schema.query, query, pii, zone, std::move(fields));
  if (auto none = parameters_of_query(query); !none || !none->empty())
    return fail(at_parameter(none && !none->empty() ? none->front().name : "query",
                             errors::unknown_parameter,
                             "The operation takes its parameters in the body, none in the URL."));
  if (action.input->fields.empty()) return ActionInput{};
  auto decoded = decode_body(*schema.body, body, pii, zone);
  if (!decoded) return tl::unexpected(std::move(decoded.error()));
  return ActionInput{std::move(*decoded), {}};
}

}  // namespace vip
