// An action is called with a session like any read or write; what it creates goes through the same
// engine as a request of its own would.

#include "api/execution/action_invocation.h"

#include <stdexcept>

#include "api/request/action_input.h"
#include "core/bytes.h"
#include "engine/references.h"

namespace vip {

ActionInvocation::ActionInvocation(const Parts& parts, ReadSession& session, WriteSession* writing)
    : SessionDataContext{{.session = session,
                          .writing = writing,
                          .zone = parts.writer.zone(),
                          .clock = parts.writer.clock(),
                          .actor = parts.actor}},
      parts_{parts},
      writing_{writing},
      answer_{parts.action, parts.view, parts.page, parts.answer_limit} {
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
                           .path = upload.file.path(),
                           .also_accepted = parts_.also_accepted};
}

const UploadedFile& ActionInvocation::upload() const {
  if (!uploaded_) throw std::logic_error(parts_.action.file + ": it does not say upload");
  return *uploaded_;
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
  auto written = parts_.writer.create(*writing_, resource, {}, body_of(values), parts_.actor);
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
  return keep(parts_.writer.patch(*writing_, resource, id, body_of(values), {}, parts_.actor));
}

// What a body refers to is there and in use; a GET's filter that names nothing finds nothing.
void ActionInvocation::check_references() {
  if (!parts_.action.posts) return;
  for (const GivenField& given : parts_.input.given) {
    for (const NamedRecord& named : records_named_by(*given.field, given.value))
      if (auto error =
              error_of_reference(*named.reference, find(*named.reference, named.id), true, *this))
        refuse({given.field}, error->code, std::move(error->detail), named.below);
  }
}

Result<ActionAnswer> ActionInvocation::run(const ActionRules& rules) {
  check_references();
  if (errors_.empty()) rules.run(*this);
  if (problem_) return tl::unexpected(std::move(*problem_));
  if (!errors_.empty()) return fail(std::move(errors_));
  answer_.check();
  // Last, when nothing else can refuse any more.
  if (keeps_) {
    auto kept = parts_.blobs.keep(tenant().id, parts_.upload->file);
    if (!kept) return tl::unexpected(std::move(kept.error()));
    kept_ = *std::move(kept);
  }
  return std::move(answer_);
}

}  // namespace vip
