#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "rules/data_context.h"

// The contract between the engine and the domains' rules: what a declaration cannot say, said in
// C++ beside it. Order for each change: prepare (may set fields) → validate (may not) → store →
// effects. All errors are collected.

namespace vip {

enum class Operation : std::uint8_t { create, patch, remove };

// What is about to happen to a record.
struct Change {
  Operation operation = Operation::create;
  const Record* before = nullptr;  // null on create
  Record* after_record = nullptr;  // null on a hard delete
  std::vector<bool> changed;  // by Field::index: value differs from before (on create: has a value)

  bool creates() const { return operation == Operation::create; }
  bool removes() const { return operation == Operation::remove; }  // hard delete
  const Record& after() const { return *after_record; }
  bool changes(FieldHandle handle) const {
    return changed[static_cast<std::size_t>(handle.index())];
  }
  bool sets_to_true(FieldHandle handle) const {
    return after_record && changes(handle) && after().flag(handle);
  }
};

// Whether a value is new in this change: given at create, or altered since.
inline bool is_new(const Change& change, FieldHandle field) {
  return !change.removes() && change.after().has(field) && change.changes(field);
}

// Whether a field has another value than before, in prepare too: with what rules have set so far.
inline bool differs(const Change& change, FieldHandle field) {
  const Record& after = change.after();
  return change.before == nullptr ? after.has(field) : change.before->at(field) != after.at(field);
}

// Whether the record goes for good: a hard delete, or the date of a final one.
inline bool is_deletion(const Change& change) {
  if (change.removes()) return true;
  const int deleted = change.after().resource->deleted_date_field;
  return deleted >= 0 && !change.creates() && change.changed[static_cast<std::size_t>(deleted)];
}

// A record that was not stored: as its rules would have it, and whether they would take it.
struct DryRun {
  Record record;
  bool accepted = false;
};

// The data that the rules of one change see, and what they may set, refuse and cause.
class RuleContext : public DataContext {
 public:
  // The caller's body names the field (null counts).
  virtual bool is_explicit(FieldHandle field) const = 0;
  // Whether another record (than the one being changed) of this field's resource has the value;
  // `active_only` leaves out deactivated ones.
  virtual bool exists_with(FieldHandle field, const Value& value, bool active_only = false) = 0;

  // What creating the record as an effect would come to now. For effects that the target's rules
  // may not want; what they refuse for other reasons is checked in validate.
  virtual DryRun dry_run(const Resource& resource, const std::vector<FieldValue>& values) = 0;

  // prepare only: sets a field of the record after the change.
  virtual void set(FieldHandle field, Value value) = 0;
  // validate (and prepare, for values whose form only a rule knows): collects an error; the code's
  // status decides. An empty detail is the code's title. The pointer is the field's name, or its
  // create-as name on a create; `below` goes on from there: "/0/quantity".
  virtual void refuse(FieldHandle field, ErrorCode code, std::string detail = {},
                      const std::string& below = {}) = 0;
  virtual void warn(FieldHandle field, ErrorCode code, std::string message) = 0;

  // effects only: written in the same transaction, in this order, each through the target's own
  // rules, as an event that an outbox could carry. They cannot be refused: what could refuse them
  // is checked in validate. A value for the id gives a created record that id.
  virtual void create(const Resource& resource, std::vector<FieldValue> values) = 0;
  virtual void patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) = 0;
  // Adds to numbers of a record, whatever they are by then. Nothing where there is no such record.
  virtual void add(const Resource& resource, const Uuid& id, std::vector<FieldValue> amounts) = 0;
  // As DELETE does: hard, the flag of a soft one, or the date of a final one.
  virtual void remove(const Resource& resource, const Uuid& id) = 0;
};

// What a resource's rules are made from: its descriptor, and all others by name.
struct RuleSetup {
  const Resource& resource;
  const Catalogue& catalogue;

  FieldHandle field(std::string_view name) const { return {&resource.field(name)}; }
  FieldHandle field_of(std::string_view resource_path, std::string_view name) const {
    return {&catalogue.resource(resource_path).field(name)};
  }
  // For resources of a domain that this process may not serve: null when it does not. A rule then
  // finds nothing to look into, and leaves the check to whoever serves both.
  const Resource* resource_or_null(std::string_view resource_path) const {
    return catalogue.find(resource_path);
  }
  FieldHandle field_if_served(std::string_view resource_path, std::string_view name) const {
    const Resource* found = catalogue.find(resource_path);
    return {found == nullptr ? nullptr : &found->field(name)};
  }
};

class ResourceRules {
 public:
  virtual ~ResourceRules() = default;
  virtual void prepare(const Change&, RuleContext&) const {}
  virtual void validate(const Change&, RuleContext&) const {}
  virtual void effects(const Change&, RuleContext&) const {}
};

// For rules and their parts that name a field where they keep its handle:
//   FieldHandle net_ = own("net"), balance_ = of("billing/billing-accounts", "balance");
class Handles {
 protected:
  explicit Handles(const RuleSetup& setup) : setup_{setup} {}
  FieldHandle own(std::string_view name) const { return setup_.field(name); }
  std::vector<FieldHandle> own(std::initializer_list<std::string_view> names) const {
    std::vector<FieldHandle> fields;
    for (const std::string_view name : names) fields.push_back(own(name));
    return fields;
  }
  // Null when the resource's domain is not served.
  FieldHandle of(std::string_view resource_path, std::string_view name) const {
    return setup_.field_if_served(resource_path, name);
  }
  static FieldHandle of(const Resource& resource, std::string_view name) {
    return {&resource.field(name)};
  }
  const Resource& resource(std::string_view path) const { return setup_.catalogue.resource(path); }
  const RuleSetup& setup() const { return setup_; }

 private:
  RuleSetup setup_;
};

// The usual base of a resource's rules; its constructor is inherited.
class RulesWithHandles : public ResourceRules, protected Handles {
 public:
  explicit RulesWithHandles(const RuleSetup& setup) : Handles{setup} {}
};

}  // namespace vip
