#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/data_context.h"
#include "engine/record_writer.h"

namespace vip {

// What effects ask for: a record to make or to change in the same transaction. A value without
// pointers to the session, so that an outbox can carry it to a domain that is served elsewhere.
struct Effect {
  Operation operation = Operation::create;
  const Resource* resource = nullptr;
  Uuid id;  // nil for a create
  std::vector<FieldValue> values;
  bool adds = false;  // the values are added to what is there
};

// One change of one record on its way through the rules: what they may see, set, refuse and cause.
class WriteOperation final : public SessionDataContext<StoreContext> {
 public:
  WriteOperation(const RecordWriter& engine, WriteSession& session, const Actor& actor,
                 Change& change, std::vector<bool> given)
      : SessionDataContext{{.session = session,
                            .writing = &session,
                            .zone = engine.zone_,
                            .clock = engine.clock_,
                            .actor = actor}},
        engine_{engine},
        session_{session},
        actor_{actor},
        change_{change},
        given_{std::move(given)} {}

  using SessionDataContext::find;
  // What was found once is not looked for again until the record is stored.
  std::optional<Record> find(const Resource& resource, const Uuid& id) override;
  bool is_explicit(FieldHandle field) const override;
  bool exists_with(FieldHandle field, const Value& value, bool active_only) override;
  DryRun dry_run(const Resource& resource, const std::vector<FieldValue>& values) override;
  void set(FieldHandle field, Value value) override;
  void refuse(FieldHandle field, ErrorCode code, std::string detail,
              const std::string& below) override;
  void warn(FieldHandle field, ErrorCode code, std::string message) override;
  void create(const Resource& resource, std::vector<FieldValue> values) override;
  void patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) override;
  void add(const Resource& resource, const Uuid& id, std::vector<FieldValue> amounts) override;
  void remove(const Resource& resource, const Uuid& id) override;
  void overwrite(const Record& before, Record after) override;

  // The engine's own checks of the record after the change; each collects.
  // `in_use`: what is deactivated is refused, too. Effects may name it, since they cannot be
  // refused: a return to stock names the record whose deletion caused it.
  void check_references(bool in_use);
  void check_required();  // what only callers have to give
  void check_dates();     // what rules have computed lies in the calendar
  void check_unique();
  void check_system_defined();
  void check_not_referenced();  // before a hard delete

  void refresh_changes();  // Change::changed, from before and after
  bool anything_changed() const;
  void run_prepare();
  void run_settle();
  void run_validate();
  Result<void> verdict();
  void store();
  Result<void> run_effects(int depth);
  std::vector<Warning> take_warnings() { return std::move(warnings_); }

 private:
  const Resource& resource() const {
    return change_.removes() ? *change_.before->resource : *change_.after().resource;
  }
  const ConstrainedRules& rules() const { return engine_.rules_.of(resource()); }
  std::string pointer(const Field& field) const;
  void collect(const Field& field, ErrorCode code, std::string message,
               const std::string& below = {});
  Result<void> apply(const Effect& effect, int depth);
  // The warnings of an effect are warnings of the change: what it caused is what it did.
  Result<void> keep_warnings(Result<Written> effect);
  Result<void> add_there(const Effect& effect, int depth);
  bool taken_together(const UniqueTogether& together);
  void check_unreferenced(const Record& record, int depth);

  const RecordWriter& engine_;
  WriteSession& session_;
  const Actor& actor_;
  Change& change_;
  std::vector<bool> given_;
  std::vector<FieldError> errors_;
  std::vector<Warning> warnings_;
  std::deque<Effect> effects_;
  // What was asked for by id until the record is stored: the engine and several rules look at the
  // same few records.
  std::map<std::pair<const Resource*, Uuid>, std::optional<Record>> seen_;
};

}  // namespace vip
