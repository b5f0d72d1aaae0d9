#pragma once

// Looks for records that a candidate may be a duplicate of, by the signs that the resource
// declares.
//
// Why the last indexed field of a sign finds the records: a postcode, a number or a chip has few, a
// name may have thousands. So the work is bounded, however many records there are.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/data_context.h"

namespace vip::domains {

class DuplicateCheck {
 public:
  // Values by the names of the signs' fields: "last-name", "addresses.postcode".
  using Candidate = std::map<std::string, Value, std::less<>>;
  struct Match {
    Uuid id;
    int score = 0;
    std::vector<std::string> reasons;
  };

  explicit DuplicateCheck(const Resource& resource);

  // The most alike first, then the oldest; at most `kMost`.
  std::vector<Match> matches(const Candidate& candidate, DataContext& data) const;

  static constexpr std::size_t kMost = 100;

 private:
  struct Part {
    std::string name;
    const Relation* relation = nullptr;  // null: the record's own field
    FieldHandle field;
  };
  struct Sign {
    std::vector<Part> parts;
    Part finds;
  };
  using Found = std::map<Uuid, std::uint64_t>;  // bits of the signs

  Part part_of(const std::string& name) const;
  static bool has_all(const Sign& sign, const Candidate& candidate);
  static bool is_alike(const Part& part, const Candidate& candidate, const Record& own,
                       const Record& related);
  void look(std::size_t index, const Candidate& candidate, DataContext& data, Found& found) const;

  const Resource& resource_;
  std::vector<Sign> signs_;
};

}  // namespace vip::domains
