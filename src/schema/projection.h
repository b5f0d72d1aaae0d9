#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schema/field.h"

namespace vip {

// What each record of a resource passes on: another resource has a record that goes with it.
struct Projection {
  struct Given {
    std::string name;  // of the other resource's field
    TextTemplate text;
    const Field* field = nullptr;  // null while that domain is not loaded
  };
  std::string to;                    // "domain/resource", as declared
  const Resource* target = nullptr;  // null while its domain is not loaded
  std::string id_name;               // the own field that keeps the other record's id
  const Field* id = nullptr;         // null: the other record has this one's id
  std::vector<Given> values;         // beside what the two share by name
  std::vector<Given> when_deleted;   // what a deletion sets there; empty: it deletes there too
  std::vector<std::pair<std::string, std::string>> renamed;   // own name, the other's
  std::vector<std::string> without;                           // own fields that are not passed on
  std::vector<std::pair<const Field*, const Field*>> shared;  // own field, the other's
};

}  // namespace vip
