#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/tenant.h"
#include "core/time.h"
#include "rules/record.h"

namespace vip {

// A field of a record that an effect or an action writes, by the target's public contract.
struct FieldValue {
  FieldHandle field;
  Value value;
};

// One condition: the same operators as the filters of a list. `values` has one entry, for `in` any
// number up to 100, for `is_null` one integer (1: is null, 0: is not).
struct Where {
  FieldHandle field;
  FilterOp op = FilterOp::eq;
  std::vector<Value> values;
};

// Which records, in which order, how many. Without an order they come in that of creation.
struct Selection {
  std::vector<Where> where;
  std::vector<std::pair<FieldHandle, bool>> order;  // field, descending
  std::size_t limit = 100;                          // 0: all
};

// What rules and actions may see: the clock, the tenant, records. Never a socket, SQL or the store.
class DataContext {
 public:
  virtual ~DataContext() = default;

  virtual Instant now() const = 0;
  // Of a location, else of the tenant's main one.
  virtual Date today(const Record* location = nullptr) const = 0;
  virtual std::string time_zone(const Record* location = nullptr) const = 0;  // IANA name
  virtual const Tenant& tenant() const = 0;
  // An id for a record that an effect will make, so that this one can keep it.
  virtual Uuid new_id() = 0;

  // The record that a reference field of `record` names; none when null, missing or in a domain not
  // loaded.
  virtual std::optional<Record> find(FieldHandle reference, const Record& record) = 0;
  virtual std::optional<Record> find(const Resource& resource, const Uuid& id) = 0;
  // Deactivated, archived and deleted records are among those that these give.
  virtual std::vector<Record> select(const Resource& resource, const Selection& selection) = 0;
  // One by one; false ends it.
  virtual void each(const Resource& resource, const Selection& selection,
                    const std::function<bool(const Record&)>& visit) = 0;

  // Records of the field's resource with the value, oldest first, at most `limit`.
  std::vector<Record> all_with(FieldHandle field, const Value& value, std::size_t limit = 100) {
    if (is_null(value)) return {};
    return select(field.resource(), {{{field, FilterOp::eq, {value}}}, {}, limit});
  }
  std::vector<Record> all_of(const Resource& resource, std::size_t limit = 100) {
    return select(resource, {{}, {}, limit});
  }
};

}  // namespace vip
