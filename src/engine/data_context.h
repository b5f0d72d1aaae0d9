#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rules/data_context.h"
#include "store/store.h"

// How rules and actions see the records of a session: the one translation of their questions into
// the store's.

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

// Whether a record is out of use: deactivated, archived, hidden or deleted for good.
bool is_out_of_use(const Record& record);

// Every resource that a reference may mean.
std::vector<const Resource*> targets_of(const Field& reference);
std::optional<Record> find_reference(ReadSession& session, const Field& reference, const Uuid& id,
                                     const Uuid& business);
// Why a reference is refused: nothing was found by it, or what is out of use where `in_use` is
// asked. None also when the resource is served elsewhere.
struct ReferenceError {
  ErrorCode code;
  std::string detail;
};
std::optional<ReferenceError> error_of_reference(const Field& reference,
                                                 const std::optional<Record>& found, bool in_use);

std::vector<Record> select_records(ReadSession& session, const Resource& resource,
                                   const Selection& selection, const Uuid& business);
void each_record(ReadSession& session, const Resource& resource, const Selection& selection,
                 const std::function<bool(const Record&)>& visit, const Uuid& business);

}  // namespace vip
