#pragma once

// What one record tells another: the fields that two resources have by the same name. A resource
// that gains such a field passes it on without a line of code.

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/rules.h"

namespace vip::domains {

class SharedFields {
 public:
  // `to` may be null, when its domain is not served. `renamed`: own names that the other resource
  // has by another name; by an empty one, that are not passed on.
  SharedFields(const Resource& from, const Resource* to,
               std::initializer_list<std::pair<std::string_view, std::string_view>> renamed = {}) {
    for (const Field& own : from.fields) {
      if (to == nullptr || (own.role != FieldRole::declared && own.role != FieldRole::id)) continue;
      std::string_view name = own.name;
      for (const auto& [before, after] : renamed)
        if (before == own.name) name = after;
      const Field* theirs = name.empty() ? nullptr : to->find(name);
      if (theirs != nullptr) shared_.emplace_back(&own, theirs);
    }
  }

  void append_to(std::vector<FieldValue>& values, const Record& record) const {
    for (const auto& [own, theirs] : shared_)
      if (!is_null(record.at(*own))) values.push_back({{theirs}, record.at(*own)});
  }
  // As an action answers.
  void copy_to(Record& answer, const Record& record) const {
    for (const auto& [own, theirs] : shared_) answer.at(*theirs) = record.at(*own);
  }

 private:
  std::vector<std::pair<const Field*, const Field*>> shared_;  // own field, the other's
};

}  // namespace vip::domains
