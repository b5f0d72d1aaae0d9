#include "engine/data_context.h"

#include <algorithm>
#include <limits>

#include "core/time.h"
#include "engine/constraints/exclusive.h"
#include "rules/closing.h"
#include "store/keyset.h"

namespace vip {
namespace {

// "Stock Item or Service" where an id may be of either.
std::string title_of_target(const Field& reference) {
  std::string titles;
  for (const Resource* target : targets_of(reference))
    titles.append(titles.empty() ? "" : " or ").append(target->title);
  return titles;
}

}  // namespace

ZoneSource zone_source_of(const Catalogue& catalogue) {
  for (const Resource* resource : catalogue.all()) {
    const auto zone = std::ranges::find(resource->fields, TextFormat::time_zone, &Field::format);
    const auto main = std::ranges::find_if(resource->fields, is_exclusive);
    if (resource->parent_field < 0 && zone != resource->fields.end() &&
        main != resource->fields.end())
      return {resource, &*main, &*zone};
  }
  return {};
}

std::string time_zone_of(ReadSession& session, const ZoneSource& source, const Record* location) {
  if (source.resource == nullptr) return "UTC";
  if (location != nullptr && location->resource == source.resource)
    return std::string(location->text({source.zone}));
  Query query;
  query.resource = source.resource;
  query.limit = 1;
  query.where.push_back({source.main, FilterOp::eq, {Value{std::int64_t{1}}}});
  const auto main = session.records(query);
  return main.empty() ? "UTC" : std::string(main.front().text({source.zone}));
}

std::vector<const Resource*> targets_of(const Field& reference) {
  if (reference.target != nullptr) return {reference.target};
  return reference.any_targets;
}

std::string out_of_use_text(const Record& record) {
  const Resource& resource = *record.resource;
  const bool in_error =
      resource.deactivates() &&
      resource.fields[static_cast<std::size_t>(resource.deactivation_field)].name ==
          "entered-in-error";
  return resource.title + (in_error ? " was entered in error" : " is deactivated");
}

std::optional<ReferenceError> error_of_reference(const Field& reference,
                                                 const std::optional<Record>& found, bool in_use,
                                                 DataContext& data) {
  if (targets_of(reference).empty()) return std::nullopt;
  if (!found)
    return ReferenceError{errors::reference_not_found,
                          title_of_target(reference) + " does not exist"};
  if (!in_use) return std::nullopt;
  if (const auto unused = out_of_use_along(*found, data))
    return ReferenceError{errors::reference_deactivated, out_of_use_text(*unused)};
  return std::nullopt;
}

Query query_of(const Resource& resource, const Selection& selection, const Uuid& business) {
  Query query;
  query.resource = &resource;
  query.business = business;
  query.limit = selection.limit == 0 ? std::numeric_limits<std::int64_t>::max()
                                     : static_cast<std::int64_t>(selection.limit);
  for (const Where& where : selection.where)
    query.where.push_back({where.field.field, where.op, where.values});
  for (const auto& [field, descending] : selection.order)
    query.order.push_back({field.field, descending});
  return query;
}

void each_record(ReadSession& session, const Query& query,
                 const std::function<bool(const Record&)>& visit) {
  const auto rows = session.select(query);
  Record record;
  while (rows->next()) {
    read_record(record, *query.resource, *rows);
    if (!visit(record)) return;
  }
}

}  // namespace vip
