#pragma once

#include <vector>

#include "engine/data_context.h"
#include "engine/record_writer.h"
#include "jobs/job_lines.h"

// What a job's rules see: the records of a session, the job itself, its input.

namespace vip {

// What stands between the pieces of one run: the job's record and the errors not yet written.
struct JobState {
  Record job;
  Tenant tenant;
  std::vector<std::pair<std::int64_t, FieldError>> errors;  // line, error
  std::int64_t lines_read = 0;

  Actor actor() const;
};

// The values of a job's own fields, by name: every job has them.
class JobRecord {
 public:
  explicit JobRecord(Record& record) : record_{record} {}
  std::string_view text(std::string_view field) const {
    return record_.text({&record_.resource->field(field)});
  }
  std::int64_t number(std::string_view field) const {
    return record_.number({&record_.resource->field(field)});
  }
  void set(std::string_view field, Value value) {
    record_.at(record_.resource->field(field)) = std::move(value);
  }
  bool is_open() const { return text("status") == "Requested" || text("status") == "Running"; }
  void report(std::int64_t line, const FieldError& error);

 private:
  Record& record_;
};

template <class Base>
class JobWorld : public Base {
 public:
  JobWorld(const RecordWriter& engine, ReadSession& session, const JobState& state)
      : engine_{engine}, session_{session}, state_{state} {}

  Date today(const Record* location) const override {
    return date_in_zone(this->now(), time_zone(location));
  }
  std::string time_zone(const Record* location) const override {
    return time_zone_of(session_, engine_.zone(), location);
  }
  const Tenant& tenant() const override { return state_.tenant; }
  Uuid new_id() override { return make_uuid_v7(this->now().milliseconds); }
  std::optional<Record> find(FieldHandle reference, const Record& record) override {
    const auto* id = std::get_if<Uuid>(&record.at(reference));
    if (id == nullptr) return std::nullopt;
    return find_reference(session_, *reference.field, *id, {});
  }
  std::optional<Record> find(const Resource& resource, const Uuid& id) override {
    return session_.find(resource, id, {});
  }
  std::vector<Record> select(const Resource& resource, const Selection& selection) override {
    return select_records(session_, resource, selection, {});
  }
  void each(const Resource& resource, const Selection& selection,
            const std::function<bool(const Record&)>& visit) override {
    each_record(session_, resource, selection, visit, {});
  }

 protected:
  const RecordWriter& engine_;

 private:
  ReadSession& session_;
  const JobState& state_;
};

class JobReadingRun final : public JobWorld<JobReading> {
 public:
  JobReadingRun(const RecordWriter& engine, ReadSession& session, JobState& state, JobLines& lines)
      : JobWorld{engine, session, state}, state_{state}, lines_{lines} {}

  Instant now() const override { return engine_.clock().now(); }
  const Record& job() const override { return state_.job; }
  std::vector<JobLine> next_lines(std::size_t most) override;

 private:
  JobState& state_;
  JobLines& lines_;
};

class JobWritingRun final : public JobWorld<JobWriting> {
 public:
  JobWritingRun(const RecordWriter& engine, WriteSession& session, const JobState& state)
      : JobWorld{engine, session, state}, session_{session}, state_{state}, after_{state.job} {}

  Instant now() const override { return session_.stamp(); }
  const Record& job() const override { return after_; }
  void set(FieldHandle job_field, Value value) override {
    after_.at(*job_field.field) = std::move(value);
  }
  void report(std::int64_t line, const FieldError& error) override {
    JobRecord{after_}.report(line, error);
  }
  Result<Uuid> create(const Resource& resource, std::vector<FieldValue> values) override;
  Check patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) override;
  Record blank(const Resource& resource) override;
  void insert(Record record) override;
  void update(const Record& before, Record after) override;

  // Writes the job's own record with the progress, and gives it as it is then.
  Record keep_progress();

 private:
  WriteSession& session_;
  const JobState& state_;
  Record after_;
};

}  // namespace vip
