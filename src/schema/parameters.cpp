// Query parameters follow from the descriptor: the paging parameters that every list has, then each
// field's filters in the order of the declaration.
//
// A date's `-start` and `-end` are ordinary conditions with a friendlier name, so they carry the
// operator that they stand for and need no case of their own where queries are planned.

#include "schema/parameters.h"

#include <algorithm>
#include <array>

namespace vip {
namespace {

constexpr std::array kOperators{
    FilterOp::eq,  FilterOp::ne, FilterOp::lt,          FilterOp::lte,      FilterOp::gt,
    FilterOp::gte, FilterOp::in, FilterOp::starts_with, FilterOp::contains, FilterOp::is_null};

void add_filters(std::vector<QueryParameter>& out, const Field& field, const std::string& name,
                 bool alias) {
  for (const FilterOp op : kOperators) {
    if (!field.allows(op)) continue;
    std::string full = name;
    if (op != FilterOp::eq) full.append("[").append(to_string(op)).append("]");
    out.push_back({std::move(full), ParameterKind::filter, &field, op, alias});
  }
  if (!field.is_day_or_moment()) return;
  const FilterOp last = field.type == FieldType::date ? FilterOp::lte : FilterOp::lt;
  out.push_back({name + "-start", ParameterKind::start, &field, FilterOp::gte, alias});
  out.push_back({name + "-end", ParameterKind::end, &field, last, alias});
}

void add_field(std::vector<QueryParameter>& out, const Field& field) {
  const bool delta =
      field.role == FieldRole::modified;  // every resource has modified-start and -end
  if (field.create_only || (field.filters == 0 && !delta)) return;
  add_filters(out, field, field.name, false);
  if (!field.filter_as.empty()) add_filters(out, field, field.filter_as, true);
  if (!field.filter_not.empty())
    out.push_back({field.filter_not, ParameterKind::filter, &field, FilterOp::ne});
}

void add_paging(std::vector<QueryParameter>& out, std::int64_t default_size = 20) {
  out.push_back({"page", ParameterKind::page});
  out.push_back({"size", ParameterKind::size});
  out.back().default_size = default_size;
}

void add_view(std::vector<QueryParameter>& out, const Resource& resource) {
  out.push_back({"fields", ParameterKind::fields});
  if (!includes(resource).empty()) out.push_back({"include", ParameterKind::include});
  for (const Field& field : resource.fields)
    if (!field.opt_in_parameter.empty())
      out.push_back({field.opt_in_parameter, ParameterKind::shown, &field});
}

// A range of the time of deletion, by the name that delta reads have everywhere.
std::vector<QueryParameter> deleted_parameters(const Resource& resource) {
  std::vector<QueryParameter> out;
  add_paging(out);
  out.push_back({"cursor", ParameterKind::cursor});
  out.push_back({"total", ParameterKind::total});
  const Field* deleted = resource.deleted_records->ordered_by;
  out.push_back({"modified-start", ParameterKind::start, deleted, FilterOp::gte});
  out.push_back({"modified-end", ParameterKind::end, deleted, FilterOp::lt});
  return out;
}

std::vector<QueryParameter> legacy_parameters(const Resource& resource) {
  std::vector<QueryParameter> out;
  add_paging(out);
  out.push_back({"cursor", ParameterKind::cursor});
  out.push_back({"total", ParameterKind::total});
  if (resource.legacy_id_field < 0) return out;
  const Field& legacy = resource.fields[static_cast<std::size_t>(resource.legacy_id_field)];
  out.push_back({legacy.name, ParameterKind::filter, &legacy, FilterOp::eq});
  out.push_back({legacy.name + "[in]", ParameterKind::filter, &legacy, FilterOp::in});
  return out;
}

// The name of a reference without `-uuid`; empty when it does not end so.
std::string embedded_name(const Field& field) {
  constexpr std::string_view kEnding = "-uuid";
  if (field.type != FieldType::uuid || !field.name.ends_with(kEnding)) return {};
  return field.name.substr(0, field.name.size() - kEnding.size());
}

}  // namespace

std::string_view to_string(FilterOp op) {
  switch (op) {
    case FilterOp::eq:
      return "eq";
    case FilterOp::ne:
      return "ne";
    case FilterOp::lt:
      return "lt";
    case FilterOp::lte:
      return "lte";
    case FilterOp::gt:
      return "gt";
    case FilterOp::gte:
      return "gte";
    case FilterOp::in:
      return "in";
    case FilterOp::starts_with:
      return "starts-with";
    case FilterOp::contains:
      return "contains";
    case FilterOp::is_null:
      return "is-null";
  }
  return {};
}

bool takes_list(const QueryParameter& parameter) {
  return parameter.kind == ParameterKind::sort || parameter.kind == ParameterKind::fields ||
         parameter.kind == ParameterKind::include ||
         (parameter.kind == ParameterKind::filter && parameter.op == FilterOp::in);
}

bool is_condition(const QueryParameter& parameter) {
  if (parameter.kind == ParameterKind::filter) return true;
  const bool period =
      parameter.kind == ParameterKind::start || parameter.kind == ParameterKind::end;
  return period && parameter.field->role != FieldRole::modified;
}

bool takes_filter(const std::vector<QueryParameter>& parameters) {
  const bool whole = std::ranges::find(parameters, ParameterKind::fields, &QueryParameter::kind) !=
                     parameters.end();
  return whole && std::ranges::any_of(parameters, is_condition);
}

std::vector<QueryParameter> list_parameters(const Resource& resource) {
  std::vector<QueryParameter> out;
  add_paging(out);
  if (!sort_fields(resource).empty()) out.push_back({"sort", ParameterKind::sort});
  out.push_back({"cursor", ParameterKind::cursor});
  out.push_back({"total", ParameterKind::total});
  add_view(out, resource);
  if (!searched_fields(resource).empty()) out.push_back({"q", ParameterKind::q});
  if (!resource.include_parameter.empty())
    out.push_back({resource.include_parameter, ParameterKind::include_hidden});
  if (resource.omission.exists())
    out.push_back({resource.omission.parameter, ParameterKind::include_omitted});
  if (resource.delete_kind == DeleteKind::final_soft)
    out.push_back({"deleted", ParameterKind::deleted});
  for (const NamedFilter& filter : resource.named_filters)
    out.push_back({filter.name, ParameterKind::named, nullptr, FilterOp::eq, false, &filter});
  for (const Field& field : resource.fields) add_field(out, field);
  return out;
}

std::vector<QueryParameter> search_parameters(const Resource& resource) {
  std::vector<QueryParameter> out = list_parameters(resource);
  for (const Relation& relation : resource.relations) {
    if (relation.look_up.empty()) continue;
    QueryParameter parameter;
    parameter.name = relation.look_up.front()->name;
    parameter.kind = ParameterKind::look_up;
    parameter.field = relation.look_up.front();
    parameter.relation = &relation;
    out.push_back(std::move(parameter));
  }
  return out;
}

std::vector<QueryParameter> parameters_of(const Route& route) {
  std::vector<QueryParameter> out;
  switch (route.kind) {
    case RouteKind::list:
    case RouteKind::listed_at:
      return list_parameters(*route.resource);
    case RouteKind::legacy_list:
      return legacy_parameters(*route.resource);
    case RouteKind::deleted:
      return deleted_parameters(*route.resource);
    case RouteKind::duplicates:
      add_paging(out);
      out.push_back({"total", ParameterKind::total});
      return out;
    case RouteKind::read:
    case RouteKind::singleton_read:
      add_view(out, *route.resource);
      return out;
    case RouteKind::create:
    case RouteKind::search:
    case RouteKind::patch:
    case RouteKind::remove:
    case RouteKind::singleton_create:
      return out;
    case RouteKind::action:
      // Of a GET, and of an upload, whose body is the file.
      if (route.action->posts && route.action->upload.limit == 0) return out;
      for (const Field& field : route.resource->fields)
        out.push_back({field.name, ParameterKind::input, &field});
      if (route.action->pages()) add_paging(out, route.action->page_size);
      return out;
  }
  return out;
}

std::vector<Include> includes(const Resource& resource) {
  std::vector<Include> out;
  for (const Relation& relation : resource.relations)
    out.push_back({relation.name, &relation, nullptr});
  for (const Field& field : resource.fields) {
    const bool inside = field.target != nullptr && field.target->domain == resource.domain;
    if (!inside || field.hidden || field.create_only) continue;
    std::string name = embedded_name(field);
    // A field of that name, such as a copy of the record's name, keeps its place.
    if (!name.empty() && resource.find(name) == nullptr)
      out.push_back({std::move(name), nullptr, &field});
  }
  return out;
}

std::vector<std::string> include_names(const Resource& resource) {
  std::vector<std::string> names;
  for (Include& include : includes(resource)) names.push_back(std::move(include.name));
  return names;
}

std::vector<const Field*> visible_fields(const Resource& resource) {
  std::vector<const Field*> out;
  for (const Field& field : resource.fields)
    if (!field.hidden && !field.create_only) out.push_back(&field);
  return out;
}

std::vector<const Field*> sort_fields(const Resource& resource) {
  std::vector<const Field*> out;
  for (const Field* field : visible_fields(resource))
    if (field->sortable) out.push_back(field);
  return out;
}

std::vector<const Field*> searched_fields(const Resource& resource) {
  std::vector<const Field*> out;
  for (const Field& field : resource.fields)
    if (field.searched) out.push_back(&field);
  for (const Relation& relation : resource.relations)
    out.insert(out.end(), relation.searched.begin(), relation.searched.end());
  return out;
}

}  // namespace vip
