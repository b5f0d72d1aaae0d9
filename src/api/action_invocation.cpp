// An action is called with a session like any read or write; what it creates goes through the same
// engine as a request of its own would.

#include "api/action_invocation.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "api/reads.h"
#include "api/response/content.h"
#include "core/text.h"
#include "engine/references.h"
#include "engine/value_codec.h"

namespace vip {
namespace {

bool reads_query(const Action& action) { return !action.posts || action.upload.limit > 0; }

// Errors of a query that name no field of the input, or one twice.
void check_names(const std::vector<RawParameter>& given, const Action& action,
                 std::vector<FieldError>& errors) {
  std::vector<std::string_view> names;
  for (const Field& field : action.input->fields) names.push_back(field.name);
  for (auto parameter = given.begin(); parameter != given.end(); ++parameter) {
    if (std::ranges::find(names, parameter->name) == names.end()) {
      const std::string_view near = nearest(parameter->name, names);
      errors.push_back(at_parameter(
          parameter->name, errors::unknown_parameter,
          near.empty() ? "No such parameter here."
                       : "No such parameter here; did you mean `" + std::string(near) + "`?"));
    } else if (std::find_if(given.begin(), parameter, [&](const RawParameter& earlier) {
                 return earlier.name == parameter->name;
               }) != parameter) {
      errors.push_back(at_parameter(parameter->name, errors::repeated_parameter,
                                    "The parameter may stand once only."));
    }
  }
}

Result<Body> decode_query(const Action& action, std::string_view query, bool pii,
                          std::vector<RawParameter> fields) {
  auto given = parameters_of_query(query);
  if (!given) return tl::unexpected(std::move(given.error()));
  std::ranges::move(fields, std::back_inserter(*given));
  Body body;
  std::vector<FieldError> errors;
  check_names(*given, action, errors);
  for (const Field& field : action.input->fields) {
    const auto found = std::ranges::find(*given, field.name, &RawParameter::name);
    if (found == given->end()) {
      if (field.required)
        errors.push_back(
            at_parameter(field.name, errors::required, "Expected " + accepted(field) + "."));
      continue;
    }
    const std::string text = found->values.empty() ? std::string{} : found->values.front();
    if (text.empty()) {
      errors.push_back(
          at_parameter(field.name, errors::empty, "Expected " + accepted(field) + "."));
      continue;
    }
    auto value = decode_text(field, text);
    if (value) {
      body.given.push_back({&field, std::move(*value), {}, false});
    } else {
      for (ValueError& error : value.error())
        errors.push_back(at_parameter(field.name, error.code, std::move(error.message)));
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  for (const GivenField& field : body.given)
    if (field.field->pii && !pii)
      errors.push_back(at_parameter(
          field.field->name, errors::insufficient_scope,
          "The parameter is personal data and needs the scope " + action.scope + ":pii."));
  if (!errors.empty()) return fail(std::move(errors));
  return body;
}

constexpr std::string_view kResults = "{\"results\":[";

}  // namespace

Result<Body> decode_input(const Action& action, std::string_view body, std::string_view query,
                          bool pii, std::vector<RawParameter> fields) {
  if (reads_query(action)) return decode_query(action, query, pii, std::move(fields));
  if (auto none = parameters_of_query(query); !none || !none->empty())
    return fail(at_parameter(none && !none->empty() ? none->front().name : "query",
                             errors::unknown_parameter,
                             "The operation takes its parameters in the body, none in the URL."));
  if (action.input->fields.empty()) return Body{};
  return decode_create(*action.input, body, pii);
}

ActionInvocation::ActionInvocation(const Parts& parts, ReadSession& session, WriteSession* writing)
    : parts_{parts}, session_{session}, writing_{writing} {
  input_.resource = parts_.action.input.get();
  input_.values.resize(input_.resource->fields.size());
  for (const Field& field : input_.resource->fields) {
    if (field.default_kind == DefaultKind::literal) input_.at(field) = field.default_value;
    if (field.default_kind == DefaultKind::now) input_.at(field) = Value{now().milliseconds};
    if (field.default_kind == DefaultKind::today)
      input_.at(field) = Value{std::int64_t{today(nullptr).days}};
  }
  for (const GivenField& given : parts_.input.given)
    if (!is_null(given.value)) input_.at(*given.field) = given.value;
  if (parts_.upload == nullptr) return;
  const Upload& upload = *parts_.upload;
  uploaded_ = UploadedFile{.file_name = upload.file_name,
                           .media_type = upload.media_type,
                           .beginning = upload.file.beginning(),
                           .size = upload.file.size(),
                           .digest = hex(as_view(upload.file.digest())),
                           .path = upload.file.path()};
}

const UploadedFile& ActionInvocation::upload() const {
  if (!uploaded_) throw std::logic_error(parts_.action.file + ": it does not say upload");
  return *uploaded_;
}

void ActionInvocation::locate(const Resource& resource, const Uuid& id) {
  location_ = location_of(resource, id, parts_.base, {});
}

Instant ActionInvocation::now() const {
  return writing_ != nullptr ? writing_->stamp() : parts_.engine.clock().now();
}

std::string ActionInvocation::time_zone(const Record* location) const {
  return time_zone_of(session_, parts_.engine.zone(), location);
}

Date ActionInvocation::today(const Record* location) const {
  return date_in_zone(now(), time_zone(location));
}

std::optional<Record> ActionInvocation::find(FieldHandle reference, const Record& record) {
  const auto* id = std::get_if<Uuid>(&record.at(reference));
  if (id == nullptr) return std::nullopt;
  return find_reference(session_, *reference.field, *id, parts_.actor.origin.business);
}

std::optional<Record> ActionInvocation::find(const Resource& resource, const Uuid& id) {
  return session_.find(resource, id, parts_.actor.origin.business);
}

std::vector<Record> ActionInvocation::select(const Resource& resource, const Selection& selection) {
  return select_records(session_, resource, selection, parts_.actor.origin.business);
}

void ActionInvocation::each(const Resource& resource, const Selection& selection,
                            const std::function<bool(const Record&)>& visit) {
  each_record(session_, resource, selection, visit, parts_.actor.origin.business);
}

bool ActionInvocation::given(FieldHandle input_field) const {
  return parts_.input.find(*input_field.field) != nullptr;
}

bool ActionInvocation::sees_personal(std::string_view group) const {
  return parts_.scopes.admits(std::string(group) + ":pii");
}

Record ActionInvocation::answer() const {
  const Resource& output = *parts_.action.output;
  return Record{&output, 0, 1, std::vector<Value>(output.fields.size())};
}

void ActionInvocation::respond(const Record& answer) {
  if (rows_++ > 0)
    text_.push_back(',');
  else if (parts_.action.results)
    text_ = kResults;
  open_object(text_, parts_.view, answer);
  text_.push_back('}');
}

void ActionInvocation::refuse(FieldHandle input_field, ErrorCode code, std::string detail,
                              const std::string& below) {
  if (detail.empty()) detail = std::string(info(code).title);
  errors_.push_back(reads_query(parts_.action)
                        ? at_parameter(input_field.name(), code, std::move(detail))
                        : at_pointer("/" + input_field.name() + below, code, std::move(detail)));
}

void ActionInvocation::refuse_at_path(std::string_view parameter, ErrorCode code,
                                      std::string detail) {
  if (detail.empty()) detail = std::string(info(code).title);
  errors_.push_back(at_parameter(std::string(parameter), code, std::move(detail)));
}

void ActionInvocation::refuse_not_found(std::string detail) {
  problem_ = Problem{errors::not_found, std::move(detail), {}, {}};
}

bool ActionInvocation::keep(Result<Written> written) {
  if (written) return true;
  problem_ = std::move(written.error());
  return false;
}

// What a job knows of its beginning.
void ActionInvocation::add_start(const Resource& resource, std::vector<FieldValue>& values) const {
  if (parts_.job == nullptr || parts_.action.upload.job != &resource || parts_.job->started)
    throw std::logic_error(parts_.action.file + ": it does not start this job with its body");
  const WriteOrigin& origin = parts_.actor.origin;
  values.push_back({{&resource.field("correlation-id")}, origin.correlation_id});
  values.push_back({{&resource.field("started-by")}, origin.client});
  values.push_back({{&resource.field("lines")}, parts_.job->lines});
}

std::optional<Uuid> ActionInvocation::create(const Resource& resource,
                                             std::vector<FieldValue> values) {
  if (writing_ == nullptr) throw std::logic_error(parts_.action.file + ": it does not say writes");
  if (resource.job) add_start(resource, values);
  auto written = parts_.engine.create(*writing_, resource, {}, body_of(values), parts_.actor);
  if (!written) {
    keep(std::move(written));
    return std::nullopt;
  }
  if (resource.job) parts_.job->started = written->record.id();
  return written->record.id();
}

bool ActionInvocation::patch(const Resource& resource, const Uuid& id,
                             std::vector<FieldValue> values) {
  if (writing_ == nullptr) throw std::logic_error(parts_.action.file + ": it does not say writes");
  return keep(parts_.engine.patch(*writing_, resource, id, body_of(values), {}, parts_.actor));
}

// What a body refers to is there and in use; a GET's filter that names nothing finds nothing.
void ActionInvocation::check_references() {
  if (!parts_.action.posts) return;
  for (const GivenField& given : parts_.input.given) {
    for (const NamedRecord& named : records_named_by(*given.field, given.value))
      if (auto error = error_of_reference(
              *named.reference, find_reference(session_, *named.reference, named.id, {}), true))
        refuse({given.field}, error->code, std::move(error->detail), named.below);
  }
}

Result<http::Response> ActionInvocation::run(const ActionRules& rules) {
  check_references();
  if (errors_.empty()) rules.run(*this);
  if (problem_) return tl::unexpected(std::move(*problem_));
  if (!errors_.empty()) return fail(std::move(errors_));
  // Last, when nothing else can refuse any more.
  if (keeps_) {
    auto kept = parts_.blobs.keep(tenant().id, parts_.upload->file);
    if (!kept) return tl::unexpected(std::move(kept.error()));
    kept_ = *std::move(kept);
  }
  if (content_)
    return content_response(*content_, parts_.blobs, tenant().id, parts_.headers,
                            parts_.view.pii || parts_.action.pii);
  return response();
}

Result<http::Response> ActionInvocation::response() {
  const Action& action = parts_.action;
  http::Response response;
  response.status = action.status;
  response.header("Content-Type", action.media.empty() ? "application/json" : action.media);
  if (!action.media.empty()) {
    response.body = std::move(text_);
  } else if (action.results) {
    if (rows_ == 0) text_ = kResults;
    text_ += "]}";
    response.body = std::move(text_);
  } else {
    if (rows_ != 1) throw std::logic_error(action.file + ": it gave no answer");
    response.body = std::move(text_);
  }
  if (!location_.empty()) response.header("Location", location_);
  if (parts_.view.pii || action.pii || !action.media.empty())
    response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace vip
