#pragma once

#include "engine/test_practice.h"

// A practice with the project's own declarations, rules and system entries.

namespace vip::domains {

using test::NamedValues;

inline Value boolean(bool value) { return std::int64_t{value ? 1 : 0}; }
inline Value day(std::string_view text) { return std::int64_t{parse_date(text).value().days}; }
inline Value moment(std::string_view text) { return parse_instant(text).value().milliseconds; }
inline Value value_of(const Record& record, std::string_view field) {
  return record.at(record.resource->field(field));
}
// A field of a record as text, for comparing in tests: empty when null.
inline std::string text_of(const Record& record, std::string_view field) {
  return std::string(record.text({&record.resource->field(field)}));
}

// The project's own declarations, read once.
const Catalogue& declared();
// A system-defined entry's id by its code.
Uuid entry(std::string_view resource, std::string_view code);

// One at a time.
class Practice : public test::TestPractice {
 public:
  Practice();
  // Locations have a time zone, as all have that a request made: London's, if none is named.
  Record add(std::string_view resource, const NamedValues& values);
};

}  // namespace vip::domains
