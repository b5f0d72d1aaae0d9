#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/resource.h"
#include "schema/routes.h"

// Which query parameters an operation takes. Requests are decoded by this list and OpenAPI
// documents it, so that a filter that works is always a filter that is published.

namespace vip {

enum class ParameterKind : std::uint8_t {
  page,
  size,
  sort,  // a list of field,asc or field,desc of sort_fields()
  cursor,
  total,    // exact | none
  fields,   // a list of visible_fields()
  include,  // a list of includes()
  q,
  include_hidden,   // include-deactivated | include-archived: Resource::include_parameter
  include_omitted,  // include-cancelled: Resource::omission
  deleted,          // IncludeDeleted | DeletedOnly, where a delete is final
  named,            // a filter that the declaration names: `named`
  shown,            // shows `field`, which else only `fields` does
  filter,           // `field` by `op`
  look_up,          // of a search: the exact value of `relation`'s looked-up fields
  start,            // `field` at or after
  end,              // `field` before (date-time), or at or before (date)
  input,            // a field of an action's input
};

struct QueryParameter {
  std::string name;  // "last-name[starts-with]"
  ParameterKind kind{};
  const Field* field = nullptr;        // of filter, start, end
  FilterOp op = FilterOp::eq;          // of filter; gte of start; lt or lte of end
  bool alias = false;                  // another documented name of a parameter that is there too
  const NamedFilter* named = nullptr;  // of named
  const Relation* relation = nullptr;  // of look_up
  std::int64_t default_size = 20;      // of size
};

// What `include=` can embed: a nested collection, or the record that a reference inside the domain
// names. Not embedded: lists of ids (uuid-list), which have no name without `-uuid`, and a
// reference beside which a field has that name already.
struct Include {
  std::string name;                    // "addresses"; "account" for account-uuid
  const Relation* relation = nullptr;  // of a collection
  const Field* reference = nullptr;    // of a single record
};

// Whether a parameter takes a list: repeated, divided by commas, or both.
bool takes_list(const QueryParameter& parameter);
// The parameter that takes filters as texts: filter=last-name[starts-with]=Har. In a search body,
// the member that takes them as an object.
inline constexpr std::string_view kFilterParameter = "filter";
// Whether a parameter is a filter by a field: what `filter` takes beside the parameter itself. The
// period of the last change stands by itself, since every list has it.
bool is_condition(const QueryParameter& parameter);
// Whether an operation takes its filters in that form too: every list does that shows whole
// records.
bool takes_filter(const std::vector<QueryParameter>& parameters);

std::string_view to_string(FilterOp op);  // "starts-with"; "eq" is written without brackets

// Every parameter that a list of this resource takes.
std::vector<QueryParameter> list_parameters(const Resource& resource);
// The members of a search's body: those of a list by the same names, and the look-ups, whose values
// are personal and do not stand in a URL.
std::vector<QueryParameter> search_parameters(const Resource& resource);
// Every query parameter of a route; none where it takes a body instead.
std::vector<QueryParameter> parameters_of(const Route& route);

std::vector<Include> includes(const Resource& resource);
std::vector<std::string> include_names(const Resource& resource);
// Fields that an answer shows, in order: neither hidden nor create-only.
std::vector<const Field*> visible_fields(const Resource& resource);
std::vector<const Field*> sort_fields(const Resource& resource);
// Fields that `q` looks into: own ones, then those of relations.
std::vector<const Field*> searched_fields(const Resource& resource);

}  // namespace vip
