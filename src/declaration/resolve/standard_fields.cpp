// The fields that nobody declares: the id, those of libraries, jobs and records that are
// corrected, external-id, legacy-id, created-date, modified.
//
// Why here and not in each file: they mean the same everywhere, and a client relies on that. A
// library may declare a field of its own in place of a library's, never in place of these last
// four.
#include "declaration/resolve/standard_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace vip {
namespace {

struct StandardField {
  Field field;
  FieldAst ast;
};

StandardField make(std::string name, FieldType type, std::string description) {
  StandardField made;
  made.field.name = std::move(name);
  made.field.type = type;
  made.field.description = std::move(description);
  return made;
}

void set_default(StandardField& made, std::int64_t number) {
  made.field.default_kind = DefaultKind::literal;
  made.field.default_value = number;
}

std::vector<StandardField> library_fields() {
  auto name = make("name", FieldType::text, "The entry's name, as people choose it.");
  name.field.required = true;
  name.field.max_length = 100;
  auto description = make("description", FieldType::text, "What the entry is for.");
  description.field.max_length = 500;
  auto view_order = make("view-order", FieldType::integer, "The entry's place when it is shown.");
  set_default(view_order, 0);
  view_order.field.minimum = std::numeric_limits<std::int32_t>::min();
  view_order.field.maximum = std::numeric_limits<std::int32_t>::max();
  view_order.ast.sortable = true;
  auto hidden = make("hidden", FieldType::boolean,
                     "No longer offered. What refers to the entry keeps it; nothing new may.");
  set_default(hidden, 0);
  auto system = make("system-defined", FieldType::boolean,
                     "Comes with the platform, with the same id in every tenant.");
  set_default(system, 0);
  system.field.read_only = true;
  return {name, description, view_order, hidden, system};
}

StandardField kept(StandardField made) {
  made.field.read_only = true;
  return made;
}

// The trouble with a line of a job, or with the job itself.
StandardField job_errors() {
  auto errors = make("errors", FieldType::object,
                     "What was wrong: the first hundred errors, each with the line that has it.");
  Field item = make("error", FieldType::object, "One error.").field;
  Field line =
      make("line", FieldType::integer, "The line, counted from 1. Null: the job as a whole.").field;
  Field pointer =
      make("pointer", FieldType::text, "The member of the line, as a JSON pointer.").field;
  Field message = make("message", FieldType::text, "What was wrong, and what is accepted.").field;
  message.max_length = 500;
  message.required = true;
  message.nullable = false;
  item.members = {line, pointer, message};
  errors.field.items = {item};
  errors.field.default_kind = DefaultKind::literal;
  errors.field.default_value = std::string("[]");
  return kept(errors);
}

std::vector<StandardField> job_fields() {
  auto status = make("status", FieldType::enumeration,
                     "Requested until it begins, then Running, in the end Completed or Failed.");
  status.field.enum_values = {"Requested", "Running", "Completed", "Failed"};
  status.field.default_kind = DefaultKind::literal;
  status.field.default_value = std::string("Requested");
  auto correlation =
      make("correlation-id", FieldType::text, "The correlation id of the request that started it.");
  correlation.field.max_length = 128;
  auto client = make("started-by", FieldType::uuid, "The client that started it.");
  client.field.hidden = true;
  const auto number = [](const char* name, const char* description) {
    auto made = make(name, FieldType::integer, description);
    set_default(made, 0);
    return kept(made);
  };
  return {kept(status),
          kept(make("start-date", FieldType::date_time, "When it began. Null before.")),
          kept(make("end-date", FieldType::date_time, "When it ended. Null before.")),
          kept(correlation),
          client,
          number("lines", "How many lines it has to read."),
          number("lines-read", "How many of them it has read."),
          number("error-count", "How many errors were found in all."),
          job_errors()};
}

StandardField date_field(const char* name, FieldRole role, const char* description) {
  auto made = make(name, FieldType::date_time, description);
  made.field.role = role;
  made.field.read_only = true;
  made.ast.nullable = false;
  return made;
}

std::vector<StandardField> closing_fields(const Resource& resource) {
  std::vector<StandardField> closing;
  if (resource.delete_kind == DeleteKind::final_soft) {
    auto deleted = make("deleted-date", FieldType::date_time, "When the record was deleted.");
    deleted.field.read_only = true;
    closing.push_back(deleted);
  }
  auto external = make("external-id", FieldType::text,
                       "The record's id in your own system. Only your business sees it.");
  external.field.max_length = 100;
  external.field.role = FieldRole::external_id;
  closing.push_back(external);
  if (!resource.legacy_list.empty()) {
    auto legacy =
        make("legacy-id", FieldType::text, "The record's id in the system that it was moved from.");
    legacy.field.max_length = 100;
    legacy.field.role = FieldRole::legacy_id;
    legacy.field.create_only = true;
    legacy.field.unique = true;
    closing.push_back(legacy);
  }
  closing.push_back(date_field("created-date", FieldRole::created, "When the record was made."));
  closing.push_back(date_field("modified", FieldRole::modified, "When the record last changed."));
  return closing;
}

StandardField reason_field(const char* name, const char* description) {
  auto reason = make(name, FieldType::text, description);
  reason.field.max_length = 500;
  return reason;
}

// Of a resource whose records are corrected or withdrawn, never changed.
std::vector<StandardField> error_fields(const Resource& resource, bool corrections) {
  std::vector<StandardField> fields;
  auto in_error =
      make("entered-in-error", FieldType::boolean,
           "Whether it was corrected or withdrawn: it stays readable, but no longer counts.");
  set_default(in_error, 0);
  fields.push_back(kept(in_error));
  const auto link = [&](const char* name, const char* description) {
    auto made = make(name, FieldType::uuid, description);
    made.field.references = resource.name;
    return made;
  };
  if (corrections) {
    fields.push_back(
        link("corrects-uuid", "The record that this one corrects, which still counts."));
    fields.push_back(reason_field("correction-reason", "What was wrong. A correction needs it."));
    fields.push_back(kept(link("corrected-by-uuid", "The record that corrects this one.")));
    for (StandardField& field : fields) field.field.immutable = !field.field.read_only;
  }
  fields.push_back(kept(make("withdrawn-date", FieldType::date_time, "When it was withdrawn.")));
  auto reason = reason_field("withdrawn-reason",
                             "Why it should never have been made. Withdraws the record for good.");
  reason.field.patch_only = true;
  fields.push_back(reason);
  return fields;
}

void complete_id(Field& id) {
  id.type = FieldType::uuid;
  id.role = FieldRole::id;
  id.read_only = true;
  id.nullable = false;
  id.description = "The id of this record.";
}

void insert(ResourceAst& ast, std::size_t at, StandardField made) {
  const auto offset = static_cast<std::ptrdiff_t>(at);
  auto& fields = ast.resource->fields;
  made.ast.line = ast.line("resource");
  fields.insert(fields.begin() + offset, std::move(made.field));
  ast.fields.insert(ast.fields.begin() + offset, std::move(made.ast));
}

void add_library_fields(ResourceAst& ast) {
  std::size_t at = 1;
  const bool hides_otherwise = !ast.deactivation.empty();
  for (StandardField& made : library_fields()) {
    const bool replaced = (made.field.name == "name" && !ast.name_field.empty()) ||
                          (made.field.name == "hidden" && hides_otherwise);
    if (!replaced && ast.find(made.field.name) == nullptr) insert(ast, at++, std::move(made));
  }
  if (!hides_otherwise) ast.deactivation = "hidden";
}

void add_job_fields(ResourceAst& ast) {
  std::size_t at = 1;
  for (StandardField& made : job_fields()) {
    if (ast.find(made.field.name) != nullptr)
      ast.errors.add(ast.line("job"), fmt::format("field {}: every job has it, it is not declared",
                                                  made.field.name));
    insert(ast, at++, std::move(made));
  }
}

void add_error_fields(ResourceAst& ast) {
  const auto entry = std::ranges::find(ast.keywords, "entered-in-error", &Mapping::Entry::name);
  if (entry == ast.keywords.end()) return;
  Resource& resource = *ast.resource;
  if (!ast.deactivation.empty() || resource.delete_kind != DeleteKind::none)
    ast.errors.add(entry->line,
                   "entered-in-error: neither \"deactivation\" nor \"delete\" goes with it");
  for (Field& field : resource.fields)
    if (field.role == FieldRole::declared && !field.read_only) field.immutable = true;
  const Mapping parts{*entry, ast.errors, "entered-in-error"};
  for (StandardField& made : error_fields(resource, parts.flag("corrections", true)))
    insert(ast, ast.fields.size(), std::move(made));
  ast.deactivation = "entered-in-error";
  resource.include_parameter = "include-entered-in-error";
  resource.operations.patch = true;
}

void add_closing_fields(ResourceAst& ast) {
  for (StandardField& made : closing_fields(*ast.resource)) {
    const Field* declared = ast.find(made.field.name);
    if (declared == nullptr) {
      insert(ast, ast.fields.size(), std::move(made));
      continue;
    }
    const auto at = static_cast<std::size_t>(declared - ast.resource->fields.data());
    ast.errors.add(
        ast.fields[at].line,
        fmt::format("field {}: every resource has it, it is not declared", declared->name));
  }
}

void refuse_second_id(ResourceAst& ast) {
  const auto& fields = ast.resource->fields;
  for (std::size_t i = 1; i < fields.size(); ++i) {
    if (fields[i].name != fields.front().name) continue;
    ast.errors.add(ast.fields[i].line,
                   fmt::format("field {}: it is the id, which is not declared", fields[i].name));
  }
}

}  // namespace

void add_standard_fields(ResourceAst& ast) {
  Resource& resource = *ast.resource;
  refuse_second_id(ast);
  complete_id(resource.fields.front());
  if (resource.library) add_library_fields(ast);
  if (resource.job) add_job_fields(ast);
  add_error_fields(ast);
  add_closing_fields(ast);
  for (std::size_t i = 0; i < resource.fields.size(); ++i) {
    Field& field = resource.fields[i];
    const int index = static_cast<int>(i);
    field.index = index;
    field.owner = &resource;
    field.column = field.name;
    std::replace(field.column.begin(), field.column.end(), '-', '_');
    if (field.role == FieldRole::external_id) resource.external_id_field = index;
    if (field.role == FieldRole::legacy_id) resource.legacy_id_field = index;
    if (field.role == FieldRole::created) resource.created_field = index;
    if (field.role == FieldRole::modified) resource.modified_field = index;
    if (field.name == "deleted-date") resource.deleted_date_field = index;
    const std::string& name_field = ast.name_field.empty() ? "name" : ast.name_field;
    if (resource.library && field.name == name_field) resource.name_field = index;
  }
}

}  // namespace vip
