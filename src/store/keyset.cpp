// The data of a row in a cursor, and the check that a cursor fits a query.

#include "store/keyset.h"

#include <algorithm>
#include <cstring>

#include "store/schema.h"

namespace vip {

namespace {

bool is_of_kind(const Value& value, const Field& field) {
  switch (column_type(field)) {
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case ColumnType::blob:
      return std::holds_alternative<Uuid>(value);
    case ColumnType::text:
      return std::holds_alternative<std::string>(value);
  }
  return false;
}

}  // namespace

Value value_of(const Field& field, const RowReader& row) {
  const Cell cell = row.cell(field.index);
  if (cell.kind == Cell::Kind::null) return {};
  switch (column_type(field)) {
    case ColumnType::integer:
      return cell.integer;
    case ColumnType::text:
      return std::string{cell.bytes};
    case ColumnType::blob:
      break;
  }
  Uuid id;
  std::memcpy(id.bytes.data(), cell.bytes.data(), std::min(cell.bytes.size(), id.bytes.size()));
  return id;
}

void read_record(Record& record, const Resource& resource, const RowReader& row) {
  record.resource = &resource;
  record.version = row.cell(row.version_column()).integer;
  record.sequence = row.cell(row.sequence_column()).integer;
  record.values.resize(resource.fields.size());
  for (const Field& field : resource.fields)
    record.values[static_cast<std::size_t>(field.index)] = value_of(field, row);
}

Keyset keyset_of(const std::vector<Order>& order, const RowReader& row) {
  Keyset keyset;
  keyset.values.reserve(order.size());
  for (const Order& part : order) keyset.values.push_back(value_of(*part.field, row));
  keyset.sequence = row.cell(row.sequence_column()).integer;
  return keyset;
}

bool fits(const Keyset& keyset, const std::vector<Order>& order) {
  return std::ranges::equal(keyset.values, order, [](const Value& value, const Order& part) {
    return is_null(value) || is_of_kind(value, *part.field);
  });
}

}  // namespace vip
