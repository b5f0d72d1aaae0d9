#include "api/request/shown_by_default.h"

namespace vip {

void add_default_conditions(Query& query, const AlsoShown& also) {
  const Resource& resource = *query.resource;
  const auto field = [&](int index) { return &resource.fields[static_cast<std::size_t>(index)]; };
  if (!also.hidden && resource.deleted_date_field >= 0) {
    query.where.push_back(
        {field(resource.deleted_date_field), FilterOp::is_null, {Value{std::int64_t{1}}}});
  } else if (!also.hidden && resource.deactivates()) {
    query.where.push_back(
        {field(resource.deactivation_field), FilterOp::eq, {Value{std::int64_t{0}}}});
  }
  if (!also.omitted && resource.omission.exists())
    query.where.push_back({resource.omission.field, FilterOp::ne, {resource.omission.value}});
}

}  // namespace vip
