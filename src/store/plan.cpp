// Derives from the catalogue which fields copy others, which resources search others, and the
// constant texts of statements.

#include "store/plan.h"

#include <fmt/format.h>

#include "core/bytes.h"
#include "schema/text_keys.h"

namespace vip {

namespace {

std::string insert_text(const Resource& resource) {
  std::string columns = "seq,version";
  std::string marks = "?,?";
  for (const Field& field : resource.fields)
    for (const std::string& column : kept_columns(field)) {
      columns += "," + quoted_name(column);
      marks += ",?";
    }
  return fmt::format("INSERT INTO {}({}) VALUES({})", quoted_name(resource.table), columns, marks);
}

// A version for a change of the record's parts. Parameters: the time, once for each of its fields,
// and the id.
std::string touch_text(const Resource& resource, const std::vector<int>& modified_at) {
  std::string times;
  for (const int field : modified_at)
    times +=
        "," + quoted_name(column_name(resource.fields[static_cast<std::size_t>(field)])) + "=?";
  return fmt::format("UPDATE {} SET version=version+1{} WHERE id=? RETURNING version",
                     quoted_name(resource.table), times);
}

// The external id is looked up for each business, so it splits the columns of a select in two.
void add_columns(TablePlan& plan, const Resource& resource) {
  for (const Field& field : resource.fields) {
    if (!has_column(field)) continue;
    const bool before = resource.external_id_field < 0 || field.index < resource.external_id_field;
    std::string& part = before ? plan.columns : plan.columns_after;
    part += (before ? "" : ",") + shown_column(field) + (before ? "," : "");
  }
  plan.columns_after += ",t.version,t.seq";
  if (resource.external_id_field < 0) plan.columns.pop_back();
}

// What deleted records are selected from: their entries in the change log.
std::string removals_of(const Resource& resource) {
  const std::string_view domain =
      resource.domain == nullptr ? std::string_view{} : std::string_view{resource.domain->name};
  return fmt::format(
      "(SELECT seq,record AS id,version,at AS deleted_date FROM changes WHERE operation='remove' "
      "AND domain='{}' AND resource='{}')",
      domain, resource.name);
}

TablePlan plan_of_deleted(const Resource& deleted) {
  TablePlan plan;
  plan.resource = &deleted;
  plan.path = resource_path(deleted);
  plan.table = removals_of(deleted);
  add_columns(plan, deleted);
  return plan;
}

TablePlan plan_of(const Resource& resource) {
  TablePlan plan;
  plan.resource = &resource;
  plan.path = resource_path(resource);
  plan.table = quoted_name(resource.table);
  if (has_search_terms(resource)) plan.terms_table = quoted_name(resource.table + "_words");
  add_columns(plan, resource);
  plan.insert = insert_text(resource);
  for (const Field& field : resource.fields) {
    if (field.searched) plan.searched.push_back(&field);
    if (field.role == FieldRole::modified || field.aliases_modified())
      plan.modified_at.push_back(field.index);
    if (field.denormalized_reference != nullptr && field.denormalized_source != nullptr)
      plan.copies.push_back(&field);
  }
  plan.touch = touch_text(resource, plan.modified_at);
  return plan;
}

bool is_set(const Record& record, int index) {
  return is_true(record.values[static_cast<std::size_t>(index)]);
}

}  // namespace

bool TablePlan::hides(const Record& record) const {
  if (resource->deleted_date_field >= 0 &&
      !is_null(record.values[static_cast<std::size_t>(resource->deleted_date_field)]))
    return true;
  const Omission& omission = resource->omission;
  if (omission.exists() &&
      record.values[static_cast<std::size_t>(omission.field->index)] == omission.value)
    return true;
  return resource->deactivates() && !resource->include_parameter.empty() &&
         is_set(record, resource->deactivation_field);
}

StorePlan::StorePlan(const Catalogue& catalogue)
    : catalogue_{&catalogue}, schema_{schema_of(catalogue)} {
  for (const Resource* resource : catalogue.all()) {
    plans_.emplace(resource, plan_of(*resource));
    if (const Resource* deleted = resource->deleted_records.get(); deleted != nullptr)
      plans_.emplace(deleted, plan_of_deleted(*deleted));
  }
  for (const auto& domain : catalogue.domains)
    for (const auto& resource : domain->resources) connect(*resource);
  for (const Table& table : schema_.tables) name_indexes(table);
  digest_ = hex(as_view(sha256(describe(schema_, catalogue))));
}

void StorePlan::connect(const Resource& resource) {
  for (const Field* field : plans_.at(&resource).copies)
    if (const Resource* source = field->denormalized_reference->target; source != nullptr)
      plans_.at(source).dependents.push_back({&resource, field});
  if (!resource.for_each_pair.empty()) {
    const Field* one = resource.for_each_pair.front();
    const Field* other = resource.for_each_pair.back();
    plans_.at(one->target).paired_with.push_back({&resource, one, other});
    plans_.at(other->target).paired_with.push_back({&resource, other, one});
  }
  for (const Relation& relation : resource.relations) {
    if (relation.target == nullptr) continue;
    TablePlan& target = plans_.at(relation.target);
    if (!relation.searched.empty()) target.searched_by.push_back({&resource, &relation});
    if (relation.part) target.part_of.push_back({&resource, &relation});
  }
}

void StorePlan::name_indexes(const Table& table) {
  auto& indexes = plans_.at(table.resource).indexes;
  for (const Index& index : table.indexes)
    for (const Column& column : table.columns)
      if (column.field != nullptr && index.columns == std::vector{column.name})
        indexes.emplace(column.field, quoted_name(index.name));
}

std::vector<std::string> kept_columns(const Field& field) {
  if (!has_column(field)) return {};
  std::vector<std::string> columns{column_name(field)};
  if (field.has_key) columns.push_back(key_name(field));
  if (field.sort_numeric) columns.push_back(sort_name(field));
  return columns;
}

void append_kept(std::vector<Value>& out, const Field& field, const Value& value) {
  if (!has_column(field)) return;
  out.push_back(value);
  const auto* text = std::get_if<std::string>(&value);
  if (field.has_key) out.push_back(text == nullptr ? Value{} : Value{key_of(field, *text)});
  if (field.sort_numeric) out.push_back(text == nullptr ? Value{} : Value{numeric_sort_key(*text)});
}

}  // namespace vip
