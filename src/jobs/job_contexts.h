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
  Actor actor;  // the client that started the job; refers to `tenant`
  std::vector<std::pair<std::int64_t, FieldError>> errors;  // line, error
  std::int64_t lines_read = 0;
};

// A job writes in the name of the client that started it.
Actor actor_of(const Record& job, const Tenant& tenant);

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

class JobReadingRun final : public SessionDataContext<JobReading> {
 public:
  JobReadingRun(const RecordWriter& engine, ReadSession& session, JobState& state, JobLines& lines)
      : SessionDataContext{{.session = session,
                            .writing = nullptr,
                            .zone = engine.zone(),
                            .clock = engine.clock(),
                            .actor = state.actor}},
        state_{state},
        lines_{lines} {}

  const Record& job() const override { return state_.job; }
  std::vector<JobLine> next_lines(std::size_t most) override;

 private:
  JobState& state_;
  JobLines& lines_;
};

class JobWritingRun final : public SessionDataContext<JobWriting> {
 public:
  JobWritingRun(const RecordWriter& engine, WriteSession& session, const JobState& state)
      : SessionDataContext{{.session = session,
                            .writing = &session,
                            .zone = engine.zone(),
                            .clock = engine.clock(),
                            .actor = state.actor}},
        engine_{engine},
        session_{session},
        state_{state},
        after_{state.job} {}

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
  const RecordWriter& engine_;
  WriteSession& session_;
  const JobState& state_;
  Record after_;
};

}  // namespace vip
