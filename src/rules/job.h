#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "rules/data_context.h"

// The contract between the engine and a domain's jobs: work too long for a request, declared as a
// resource with `job`, done in jobs/<resource>.cpp. The engine runs it in the background, finds it
// again after a restart, and keeps its state and progress.

namespace vip {

// A line of the job's input, decoded by its declaration.
struct JobLine {
  std::int64_t number = 0;         // counts from 1
  Record values;                   // what could be read of it
  std::vector<FieldError> errors;  // empty: the line is good. The engine reports them
  bool done = false;               // written before the job was interrupted: known, not new
};

// What a job prepares with: a snapshot of the tenant, holding nobody up.
class JobReading : public DataContext {
 public:
  virtual const Record& job() const = 0;
  // The next lines of the input, at most so many. None: the input has ended.
  virtual std::vector<JobLine> next_lines(std::size_t most) = 0;
};

// What a job writes with: one small transaction of the tenant's writer, together with its progress.
class JobWriting : public DataContext {
 public:
  virtual const Record& job() const = 0;
  virtual void set(FieldHandle job_field, Value value) = 0;  // of the job's own record
  // An error of a line, or of the job as a whole (line 0). The first hundred are kept.
  virtual void report(std::int64_t line, const FieldError& error) = 0;

  // Through the target's own rules, as an action does.
  virtual Result<Uuid> create(const Resource& resource, std::vector<FieldValue> values) = 0;
  virtual Check patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) = 0;

  // For records without rules that nobody but this job writes, by the hundred thousand: kept as
  // they are. The job answers for their references.
  virtual Record blank(const Resource& resource) = 0;  // an id and the defaults
  virtual void insert(Record record) = 0;
  virtual void update(const Record& before, Record after) = 0;
};

// One run of a job, from its beginning or, after a restart, from where its record says. When a
// transaction is not kept, the run is let go of and another one begins.
class JobRun {
 public:
  virtual ~JobRun() = default;
  // Prepares the next piece. False: nothing is left to do.
  virtual bool read(JobReading& reading) = 0;
  // Writes the piece; short, since other writers of the tenant wait.
  virtual void write(JobWriting& writing) = 0;
};

// The job as a whole cannot go on: it ends as Failed, with this among its errors.
class JobFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class JobRules {
 public:
  virtual ~JobRules() = default;
  virtual std::unique_ptr<JobRun> begin(const Record& job) const = 0;
};

// What a job's rules are made from, once at start.
struct JobSetup {
  const Resource& resource;
  const Catalogue& catalogue;

  FieldHandle field(std::string_view name) const { return {&resource.field(name)}; }
  FieldHandle line(std::string_view name) const { return {&resource.job->line->field(name)}; }
  FieldHandle field_of(std::string_view resource_path, std::string_view name) const {
    return {&catalogue.resource(resource_path).field(name)};
  }
  const Resource* resource_or_null(std::string_view resource_path) const {
    return catalogue.find(resource_path);
  }
};

}  // namespace vip
