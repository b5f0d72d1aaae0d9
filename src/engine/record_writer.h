#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/uuid.h"
#include "engine/actor.h"
#include "engine/data_context.h"
#include "engine/precondition.h"
#include "engine/record_input.h"
#include "engine/record_lookup.h"
#include "engine/rule_set.h"
#include "store/store.h"

namespace vip {

// Something worth saying about a change that was made all the same.
struct Warning {
  std::string pointer;
  ErrorCode code{};
  std::string message;
};

// The record as it is after a write.
struct Written {
  Record record;
  std::vector<Warning> warnings;
};

class WriteOperation;

// Carries out creates, patches and deletes inside a write session. The order is that of
// docs/contract.md 5: the record, the precondition, references, prepare, validate, store, effects.
// It returns what was written; an answer is made of it after the commit. A refusal leaves the
// session's savepoint to be rolled back by the caller.
class RecordWriter {
 public:
  RecordWriter(const Catalogue& catalogue, const RuleSet& rules, const Clock& clock);

  Result<Written> create(WriteSession& session, const Resource& resource, const ParentKey& parent,
                         const Body& body, const Actor& actor) const;
  Result<Written> patch(WriteSession& session, const Resource& resource, const Uuid& id,
                        const Body& body, const Precondition& expected, const Actor& actor) const;
  // Hard, or the flag of a soft delete, or the date of a final one.
  Result<void> remove(WriteSession& session, const Resource& resource, const Uuid& id,
                      const Precondition& expected, const Actor& actor) const;

  const ZoneSource& zone() const { return zone_; }
  const Clock& clock() const { return clock_; }
  const RuleSet& rules() const { return rules_; }

 private:
  friend class WriteOperation;
  static Record draft(WriteSession& session, const Resource& resource, const Body& body);
  DryRun dry_run(WriteSession& session, const Resource& resource, const Body& body,
                 const Actor& actor) const;
  Result<Written> create_at(WriteSession& session, const Resource& resource,
                            const ParentKey& parent, const Body& body, const Actor& actor,
                            int depth) const;
  Result<Written> patch_at(WriteSession& session, const Resource& resource, const Uuid& id,
                           const Body& body, const Precondition& expected, const Actor& actor,
                           int depth) const;
  Result<void> remove_at(WriteSession& session, const Resource& resource, const Uuid& id,
                         const Precondition& expected, const Actor& actor, int depth) const;
  Result<void> remove_softly(WriteSession& session, const Resource& resource, const Uuid& id,
                             const Precondition& expected, const Actor& actor, int depth) const;
  const Catalogue& catalogue_;
  const RuleSet& rules_;
  const Clock& clock_;
  ZoneSource zone_;
};

}  // namespace vip
