#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_code.h"
#include "schema/field.h"

namespace vip {

struct Action;
struct Domain;
struct Migration;

struct Operations {
  bool list = false, read = false, create = false, patch = false, remove = false;
};

enum class DeleteKind : std::uint8_t { none, hard, soft, final_soft };

// A collection of other records that belong to one record of this resource.
struct Relation {
  std::string name;                    // contacts → "addresses"
  const Resource* target = nullptr;    // of the same domain
  const Field* by_field = nullptr;     // the child's field that names the parent
  std::vector<const Field*> searched;  // fields of the child that q on the parent looks into
  // Searches find a record by the exact value of any of these fields of its children; the parameter
  // has the name of the first one.
  std::vector<const Field*> look_up;
  bool always = false;  // stands in every answer of one, without being asked for
  // Its records are part of this one: they are nested below it, or the declaration names the
  // relation. A change of theirs is a change of this record, with a version and `modified`.
  bool part = false;
};

// A further path that lists this resource: filtered by a path parameter
// (/species/:species-uuid/breeds), or narrowed for good (/invoices/deleted).
struct ListedAt {
  std::string path;       // template below /api
  std::string parameter;  // "species-uuid"; empty: none
  // The field that the parameter filters; a uuid_list means "contains".
  const Field* by_field = nullptr;
  const Resource* parent_resource = nullptr;          // whose record must exist
  std::vector<std::pair<const Field*, Value>> where;  // what all its records have
  bool deleted_only = false;                          // of a final delete
  // Days since 1970-01-01: since when it is deprecated and when it may go; 0: it is not.
  std::int64_t deprecated_since = 0, sunset = 0;
  bool deprecated() const { return deprecated_since != 0; }
};

// A list parameter of its own, each value of which stands for a condition on a field:
// unpaid-only=true. With the one value `true` it is a flag, and false is as if it were not there.
struct NamedFilter {
  struct Choice {
    std::string value;
    const Field* field = nullptr;
    FilterOp op = FilterOp::eq;
    Value bound;
  };
  std::string name;
  std::string description;
  std::vector<Choice> choices;

  bool is_flag() const { return choices.size() == 1 && choices.front().value == "true"; }
};

// What makes two records likely to be the same thing: all the named fields equal by their key, none
// null.
struct DuplicateSign {
  std::string reason;               // stable word for the answer: "name-and-postcode"
  int score = 0;                    // 1 to 100
  std::vector<std::string> fields;  // own fields, or relation.field
};

// A uniqueness over several fields, beside Field::unique.
struct UniqueTogether {
  std::vector<const Field*> fields;
  ErrorCode code{};  // not_unique unless the declaration names another
  std::string detail;
};

// Fields that are often asked for together: an index over them, in this order.
struct IndexedTogether {
  std::vector<const Field*> fields;
};

// An entry that every tenant has, with a UUID made from domain, resource and code.
struct SystemEntry {
  std::string code;
  Uuid id;
  std::vector<std::pair<int, Value>> values;  // by field index
};

// Records that are work done in the background: each has a state, and lines of input where a
// request brought them.
struct JobKind {
  std::string member;              // of the body that has the lines; empty: none are wanted
  std::int64_t most = 0;           // lines that are accepted
  std::shared_ptr<Resource> line;  // its fields; no table
};

// Records that lists omit, for the value of a field: unless a parameter, or a filter of the field
// by that value, asks for them.
struct Omission {
  std::string parameter;  // include-cancelled; empty: none are omitted
  const Field* field = nullptr;
  Value value;

  bool exists() const { return field != nullptr; }
};

struct Resource {
  const Domain* domain = nullptr;
  std::string name;    // "contacts": the collection's path segment
  std::string title;   // "Contact"
  std::string plural;  // "Contacts"
  std::string
      schema_name;  // "PhoneNumber", where the title alone is no name for a schema; or empty
  std::string description;
  std::string tag;    // OpenAPI
  std::string scope;  // "contact"; the narrower group is "contact.contacts"
  std::string file;   // the declaration, for messages
  std::string table;  // "contact_management_contacts"
  Operations operations;
  DeleteKind delete_kind = DeleteKind::none;
  bool library = false;  // docs/contract.md 6: all results without page and size
  bool singleton =
      false;  // RC under a parent: GET gives the newest, POST supersedes (no id in the path)
  bool searchable = true;  // POST /<collection>/search

  std::vector<Field>
      fields;  // id first, then as declared, then external-id, legacy-id, created-date, modified
  int id_field = 0;
  int created_field = -1, modified_field = -1, external_id_field = -1, legacy_id_field = -1;
  int deactivation_field = -1;    // the flag that hides a record from lists; -1: none
  bool active_when = false;       // the flag says "in use": what is false is hidden
  int name_field = -1;            // of a library
  std::string include_parameter;  // include-deactivated | include-archived; empty for libraries
                                  // (hidden ones are listed)
  int deleted_date_field = -1;    // of final_soft
  Omission omission;

  const Resource* parent_resource = nullptr;  // of a nested collection
  int parent_field =
      -1;  // the field that names the parent; read-only in bodies, taken from the path

  const Field* place = nullptr;  // names the location where a record is, whose time zone counts

  std::vector<Relation> relations;
  std::vector<ListedAt> listed_at;
  std::vector<NamedFilter> named_filters;
  std::vector<DuplicateSign> duplicates;  // non-empty: GET /<collection>/duplicates
  std::string legacy_list;                // "/migration-account-legacy-id"; empty: none
  std::vector<UniqueTogether> unique_together;
  std::vector<IndexedTogether> indexed_together;
  std::vector<SystemEntry> system_entries;
  std::optional<JobKind> job;
  // What its own keywords make of changes; and these together with those of the fields, in the
  // order in which changes come to them. See constraint.h.
  std::vector<std::shared_ptr<const Constraint>> constraints, all_constraints;
  // Two references: there is a record for each pair of what they name, made and removed with it.
  std::vector<const Field*> for_each_pair;  // empty also while a target's domain is not loaded
  std::string collection_path;              // "/contacts" or "/contacts/:contact-uuid/addresses"
  std::string
      item_path;  // "/contacts/:contact-uuid", "/addresses/:address-uuid"; empty for singletons
  std::vector<std::string> path_aliases;  // further paths of the collection: /clinical-document
  // Its records that are gone for good, as their list shows them: the id, and when. No table: they
  // are rows of the change log. Null: none can be deleted so.
  std::shared_ptr<const Resource> deleted_records;
  std::string deleted_path;           // "/addresses/deleted"
  const Field* ordered_by = nullptr;  // lists are in its order unless sorted; null: of creation

  const Field* find(std::string_view field_name) const;  // null when there is none
  const Field& field(
      std::string_view field_name) const;  // throws std::logic_error naming file and field
  const Field& id() const { return fields[static_cast<std::size_t>(id_field)]; }
  const Resource& referenced(std::string_view field_name) const;
  bool deactivates() const { return deactivation_field >= 0; }
  // The value of the deactivation flag that hides a record.
  std::int64_t hidden_value() const { return active_when ? 0 : 1; }
};

struct Import {          // a resource of another domain that this one refers to
  std::string resource;  // "location-management/locations"
};

struct Domain {
  std::string name;  // "contact-management": folder and URL segment
  std::string title;
  std::string description;
  std::string version;  // semver
  std::string scope;    // group: "contact"
  std::string owner;
  std::string support;
  std::vector<Import> imports;
  std::vector<std::unique_ptr<const Resource>> resources;
  std::vector<std::unique_ptr<const Action>> actions;
  // How data of earlier releases become those of this one: the first has the number 1.
  std::vector<std::unique_ptr<const Migration>> migrations;

  Domain();
  ~Domain();
  const Resource* find(std::string_view resource_name) const;
};

// All that is served: built once at start, immutable after.
struct Catalogue {
  std::vector<std::unique_ptr<const Domain>> domains;

  const Domain* domain(std::string_view name) const;
  const Resource* find(std::string_view path) const;  // "contact-management/contacts"
  const Resource& resource(
      std::string_view path) const;  // throws std::logic_error when there is none
  const Action* find_action(std::string_view path) const;  // "formulary-management/prices-quote"
  // Who refers to a resource: every reference field (also uuid_list) in any loaded domain.
  std::vector<std::pair<const Resource*, const Field*>> referrers(const Resource& target) const;
  std::vector<const Resource*> all() const;
};

}  // namespace vip
