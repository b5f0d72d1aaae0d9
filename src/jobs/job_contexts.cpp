#include "jobs/job_contexts.h"

#include "core/text.h"

namespace vip {
namespace {

constexpr std::int64_t kErrorsKept = 100;

}  // namespace

Actor actor_of(const Record& job, const Tenant& tenant) {
  const auto* client = std::get_if<Uuid>(&job.at(job.resource->field("started-by")));
  return {&tenant,
          {.client = client == nullptr ? Uuid{} : *client,
           .business = {},
           .correlation_id = std::string(job.text({&job.resource->field("correlation-id")}))}};
}

void JobRecord::report(std::int64_t line, const FieldError& error) {
  const std::int64_t count = number("error-count");
  set("error-count", count + 1);
  if (count >= kErrorsKept) return;
  std::string errors(text("errors"));
  if (errors.size() < 2) errors = "[]";
  errors.pop_back();  // the closing bracket
  if (errors.size() > 1) errors.push_back(',');
  json::Writer writer{errors};
  writer.begin_object().key("line");
  if (line > 0)
    writer.number(line);
  else
    writer.null();
  writer.key("pointer");
  if (error.name.empty())
    writer.null();
  else
    writer.string(error.name);
  writer.key("message").string(error.message).end_object();
  errors.push_back(']');
  set("errors", std::move(errors));
}

std::vector<JobLine> JobReadingRun::next_lines(std::size_t most) {
  std::vector<JobLine> lines = lines_.next(most);
  for (const JobLine& line : lines) {
    if (line.done) continue;
    state_.lines_read = line.number;
    for (const FieldError& error : line.errors) state_.errors.emplace_back(line.number, error);
  }
  return lines;
}

Result<Uuid> JobWritingRun::create(const Resource& resource, std::vector<FieldValue> values) {
  auto written = engine_.create(session_, resource, {}, body_of(values), state_.actor);
  if (!written) return tl::unexpected(std::move(written.error()));
  return written->record.id();
}

Check JobWritingRun::patch(const Resource& resource, const Uuid& id,
                           std::vector<FieldValue> values) {
  auto written = engine_.patch(session_, resource, id, body_of(values), {}, state_.actor);
  if (!written) return tl::unexpected(std::move(written.error()));
  return {};
}

Record JobWritingRun::blank(const Resource& resource) {
  Record record{&resource, 0, 0, std::vector<Value>(resource.fields.size())};
  for (const Field& field : resource.fields)
    if (field.default_kind == DefaultKind::literal) record.at(field) = field.default_value;
  record.at(resource.id()) = make_uuid_v7(session_.stamp().milliseconds);
  return record;
}

void JobWritingRun::insert(Record record) { session_.insert(record, state_.actor.origin); }

void JobWritingRun::update(const Record& before, Record after) {
  session_.update(before, after, state_.actor.origin);
}

Record JobWritingRun::keep_progress() {
  JobRecord progress{after_};
  if (state_.lines_read > progress.number("lines-read"))
    progress.set("lines-read", state_.lines_read);
  for (const auto& [line, error] : state_.errors) progress.report(line, error);
  if (after_.values != state_.job.values) session_.update(state_.job, after_, state_.actor.origin);
  return after_;
}

}  // namespace vip
