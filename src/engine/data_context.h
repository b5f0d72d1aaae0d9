#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/actor.h"
#include "rules/data_context.h"
#include "store/store.h"

// How rules, actions and jobs see the records of a session: the one translation of their questions
// into the store's.

namespace vip {

// Where a tenant's main location keeps its time zone: the record with the exclusive flag of the
// resource with a time zone.
struct ZoneSource {
  const Resource* resource = nullptr;
  const Field* main = nullptr;
  const Field* zone = nullptr;
};
ZoneSource zone_source_of(const Catalogue& catalogue);

std::string time_zone_of(ReadSession& session, const ZoneSource& source, const Record* location);

// Every resource that a reference may mean.
std::vector<const Resource*> targets_of(const Field& reference);
// Why a reference is refused: nothing was found by it, or, where `in_use` is asked, what is out of
// use, or belongs to something that is. None also when the resource is served elsewhere.
struct ReferenceError {
  ErrorCode code;
  std::string detail;
};
std::optional<ReferenceError> error_of_reference(const Field& reference,
                                                 const std::optional<Record>& found, bool in_use,
                                                 DataContext& data);

// Calls `visit` with each record of a query until it returns false.
void each_record(ReadSession& session, const Query& query,
                 const std::function<bool(const Record&)>& visit);
// A selection of a rule as the store's query.
Query query_of(const Resource& resource, const Selection& selection, const Uuid& business);

// What a data context looks at: a session, and whom it serves. All outlive it.
struct ContextSource {
  ReadSession& session;
  const WriteSession* writing = nullptr;  // the same session where something is written
  const ZoneSource& zone;
  const Clock& clock;
  const Actor& actor;
};

// The DataContext of rules, actions and jobs: records of one session, the time and the tenant.
// `Contract` is what the caller offers besides: RuleContext, ActionCall, JobReading, JobWriting.
template <class Contract>
class SessionDataContext : public Contract {
 public:
  explicit SessionDataContext(const ContextSource& source) : source_{source} {}

  // In a transaction there is one moment, which is also `modified` of all that it writes.
  Instant now() const override {
    return source_.writing != nullptr ? source_.writing->stamp() : source_.clock.now();
  }
  Date today(const Record* location) const override {
    return date_in_zone(now(), time_zone(location));
  }
  std::string time_zone(const Record* location) const override {
    return time_zone_of(source_.session, source_.zone, location);
  }
  const Tenant& tenant() const override { return *source_.actor.tenant; }
  Uuid new_id() override { return source_.actor.new_id(now()); }

  std::optional<Record> find(FieldHandle reference, const Record& record) override {
    const auto* id = std::get_if<Uuid>(&record.at(reference));
    return id == nullptr ? std::nullopt : find(*reference.field, *id);
  }
  std::optional<Record> find(const Resource& resource, const Uuid& id) override {
    return source_.session.find(resource, id, business());
  }
  std::vector<Record> select(const Resource& resource, const Selection& selection) override {
    return source_.session.records(query_of(resource, selection, business()));
  }
  void each(const Resource& resource, const Selection& selection,
            const std::function<bool(const Record&)>& visit) override {
    each_record(source_.session, query_of(resource, selection, business()), visit);
  }

 protected:
  // The record that an id in a reference field means.
  std::optional<Record> find(const Field& reference, const Uuid& id) {
    for (const Resource* target : targets_of(reference))
      if (auto found = find(*target, id)) return found;
    return std::nullopt;
  }
  ReadSession& session() const { return source_.session; }
  const Actor& actor() const { return source_.actor; }
  const Uuid& business() const { return source_.actor.origin.business; }

 private:
  ContextSource source_;
};

}  // namespace vip
