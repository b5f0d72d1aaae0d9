#include "engine/test_practice.h"

#include <stdexcept>

#include "engine/write_operation.h"

namespace vip::test {
namespace {

std::vector<FieldValue> values_of(const Resource& resource, const NamedValues& named) {
  std::vector<FieldValue> values;
  for (const auto& [name, value] : named) values.push_back({{&resource.field(name)}, value});
  return values;
}

void apply(Record& record, const NamedValues& values) {
  for (const auto& [name, value] : values) record.at(record.resource->field(name)) = value;
}

// "/city" as "city".
std::string place_of(const std::string& pointer) {
  return pointer.starts_with('/') ? pointer.substr(1) : pointer;
}

std::string refusal(const std::string& pointer, ErrorCode code) {
  return place_of(pointer) + ": " + std::string(info(code).name);
}

}  // namespace

TestPractice::TestPractice(TestTenant& data, const Catalogue& catalogue, const RecordWriter& writer)
    : data_{data}, catalogue_{catalogue}, writer_{writer} {
  data_.begin();
  actor.tenant = &tenant;
  actor.origin.business = make_uuid_v4();
}

// An id and what the declaration says by itself.
Record TestPractice::blank(const Resource& resource) const {
  Record record{&resource, 0, 0, std::vector<Value>(resource.fields.size())};
  record.at(resource.id()) = make_uuid_v7(time.milliseconds);
  for (const Field& field : resource.fields) {
    if (field.default_kind == DefaultKind::literal) record.at(field) = field.default_value;
    if (field.default_kind == DefaultKind::now) record.at(field) = Value{time.milliseconds};
  }
  return record;
}

Record TestPractice::add(std::string_view resource, const NamedValues& values) {
  Record record = blank(catalogue_.resource(resource));
  apply(record, values);
  data_.write(time, [&](WriteSession& session) {
    session.insert(record, actor.origin);
    return true;
  });
  return record;
}

void TestPractice::set(Record& record, const NamedValues& values) {
  data_.write(time, [&](WriteSession& session) {
    const Record before =
        session.find(*record.resource, record.id(), actor.origin.business).value();
    record = before;
    apply(record, values);
    session.update(before, record, actor.origin);
    return true;
  });
}

void TestPractice::keep(const Problem& problem) {
  for (const FieldError& error : problem.errors) {
    refusals.push_back(refusal(error.name, error.code));
    last_detail = error.message;
  }
  if (!problem.errors.empty()) return;
  refusals.emplace_back(info(problem.code).name);
  last_detail = problem.detail;
}

void TestPractice::write(const std::function<Result<void>(WriteSession&)>& job) {
  refusals.clear();
  warnings.clear();
  last_detail.clear();
  const std::int64_t before = data_.last_change();
  data_.write(time, [&](WriteSession& session) {
    const auto done = job(session);
    if (!done) keep(done.error());
    return done.has_value();
  });
  changes = data_.changes_after(before);
}

Record TestPractice::create(std::string_view resource_path, const NamedValues& values,
                            const ParentKey& parent) {
  const Resource& resource = catalogue_.resource(resource_path);
  Record made = blank(resource);
  write([&](WriteSession& session) -> Result<void> {
    auto written =
        writer_.create(session, resource, parent, body_of(values_of(resource, values)), actor);
    if (!written) return tl::unexpected(std::move(written.error()));
    for (const Warning& warning : written->warnings)
      warnings.push_back(refusal(warning.pointer, warning.code));
    made = std::move(written->record);
    return {};
  });
  return made;
}

Record TestPractice::patch(Record& record, const NamedValues& values,
                           const ExpectedVersion& expected) {
  const Resource& resource = *record.resource;
  write([&](WriteSession& session) -> Result<void> {
    auto written = writer_.patch(session, resource, record.id(),
                                 body_of(values_of(resource, values)), expected, actor);
    if (!written) return tl::unexpected(std::move(written.error()));
    for (const Warning& warning : written->warnings)
      warnings.push_back(refusal(warning.pointer, warning.code));
    record = std::move(written->record);
    return {};
  });
  return record;
}

void TestPractice::remove(const Record& record, const ExpectedVersion& expected) {
  write([&](WriteSession& session) {
    return writer_.remove(session, *record.resource, record.id(), expected, actor);
  });
}

std::vector<std::string> TestPractice::written() const {
  std::vector<std::string> names;
  for (const LoggedChange& change : changes) names.push_back(change.name());
  return names;
}

Record TestPractice::made(std::string_view resource) {
  for (const LoggedChange& change : changes)
    if (change.operation == "create" && change.resource == resource)
      return stored(resource, change.record);
  throw std::runtime_error("it made none of " + std::string(resource));
}

void TestPractice::look(const std::function<void(WriteSession&)>& question) {
  data_.write(time, [&](WriteSession& session) {
    question(session);
    return false;
  });
}

void TestPractice::ask(const std::function<void(DataContext&)>& question) {
  look([&](WriteSession& session) {
    Change nothing;
    WriteOperation context{writer_, session, actor, nothing, {}};
    question(context);
  });
}

bool TestPractice::exists(std::string_view resource, const Uuid& id) {
  bool found = false;
  look([&](WriteSession& session) { found = session.exists(catalogue_.resource(resource), id); });
  return found;
}

Record TestPractice::stored(std::string_view resource, const Uuid& id) {
  std::optional<Record> found;
  look([&](WriteSession& session) {
    found = session.find(catalogue_.resource(resource), id, actor.origin.business);
  });
  if (!found) throw std::runtime_error("no such record: " + std::string(resource));
  return *std::move(found);
}

std::vector<Record> TestPractice::all(std::string_view resource) {
  std::vector<Record> found;
  ask([&](DataContext& data) { found = data.all_of(catalogue_.resource(resource), 0); });
  return found;
}

std::vector<Record> TestPractice::all_with(std::string_view resource, std::string_view field,
                                           const Value& value) {
  std::vector<Record> found;
  ask([&](DataContext& data) {
    found = data.all_with({&catalogue_.resource(resource).field(field)}, value, 0);
  });
  return found;
}

}  // namespace vip::test
