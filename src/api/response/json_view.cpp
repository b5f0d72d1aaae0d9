// Rows and records as JSON. One plan of columns serves both, so that an answer to GET and one to
// PATCH cannot differ.

#include "api/response/json_view.h"

#include <algorithm>

#include "core/bytes.h"
#include "core/time.h"
#include "schema/expiring_state.h"
#include "schema/value_json.h"

namespace vip {
namespace {

constexpr std::int64_t kMillisecondsOfDay = 86'400'000;  // milliseconds

struct RowSource {
  const RowReader& row;
  void append(std::string& out, const Field& field) const {
    const Cell cell = row.cell(field.index);
    switch (cell.kind) {
      case Cell::Kind::null:
        out.append("null");
        return;
      case Cell::Kind::integer:
        append_json(out, field, cell.integer);
        return;
      case Cell::Kind::bytes:
        append_json_text(out, field, cell.bytes);
        return;
    }
  }
};

struct RecordSource {
  const Record& record;
  void append(std::string& out, const Field& field) const {
    append_json(out, field, record.at(field));
  }
};

template <class Source>
void open(std::string& out, const View& view, const Source& source) {
  for (const View::Column& column : view.columns) {
    out.append(column.prefix);
    source.append(out, *column.field);
  }
}

}  // namespace

View make_view(const Resource& resource, bool pii, const std::vector<const Field*>* only) {
  View view{.resource = &resource, .columns = {}, .digest = {}, .pii = false};
  bool full = true;
  std::string names;
  for (const Field* field : visible_fields(resource)) {
    const bool when_asked = !field->opt_in_parameter.empty();
    if (only == nullptr && when_asked) continue;
    const bool chosen = only == nullptr || field->role == FieldRole::id ||
                        std::ranges::find(*only, field) != only->end();
    if (!chosen || (field->pii && !pii)) {
      full = full && when_asked;
      continue;
    }
    full = full && !when_asked;
    std::string prefix = view.columns.empty() ? "{\"" : ",\"";
    view.columns.push_back({field, prefix + field->name + "\":"});
    names.append(field->name).push_back(' ');
    view.pii = view.pii || field->pii;
    view.expires = view.expires || constraint_of<ExpiringState>(*field) != nullptr;
  }
  if (!full) view.digest = hex(as_view(sha256(names)).substr(0, 4));
  return view;
}

View make_legacy_view(const Resource& resource) {
  const Field& legacy = resource.fields[static_cast<std::size_t>(resource.legacy_id_field)];
  View view{.resource = &resource, .columns = {}, .digest = "legacy", .pii = false};
  view.columns.push_back({&legacy, "{\"" + legacy.name + "\":"});
  view.columns.push_back({&resource.id(), ",\"" + resource.id().name + "\":"});
  return view;
}

Views::Views(const Catalogue& catalogue) {
  const auto add = [this](const Resource& resource) {
    pairs_.emplace(&resource, Pair{std::make_shared<View>(make_view(resource, false)),
                                   std::make_shared<View>(make_view(resource, true))});
  };
  for (const Resource* resource : catalogue.all()) {
    add(*resource);
    if (resource->deleted_records != nullptr) add(*resource->deleted_records);
  }
  for (const auto& domain : catalogue.domains)
    for (const auto& action : domain->actions) add(*action->output);
}

const std::shared_ptr<const View>& Views::of(const Resource& resource, bool pii) const {
  const Pair& pair = pairs_.at(&resource);
  return pii ? pair.pii : pair.open;
}

std::string entity_tag(const View& view, std::int64_t version) {
  std::string tag = "\"" + std::to_string(version);
  if (!view.digest.empty()) tag.append(".").append(view.digest);
  // What expires is shown differently from one day to the next, in the same version.
  if (view.expires)
    tag.append(".day-").append(
        std::to_string(system_clock().now().milliseconds / kMillisecondsOfDay));
  return tag + "\"";
}

void open_object(std::string& out, const View& view, const RowReader& row) {
  open(out, view, RowSource{row});
}

void open_object(std::string& out, const View& view, const Record& record) {
  open(out, view, RecordSource{record});
}

}  // namespace vip
