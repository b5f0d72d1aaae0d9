#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "declaration/test_declarations.h"
#include "engine/test_zone.h"
#include "schema/value_json.h"

// A small catalogue for the tests of the API, and errors as short texts that a table can expect.
// It has one of each thing that the API treats in a way of its own.

namespace vip::test {

inline constexpr const char* kId = "0198c0de-0000-7000-8000-00000000000a";
inline constexpr const char* kIdInCapitals = "0198C0DE-0000-7000-8000-00000000000A";
inline constexpr const char* kOtherId = "0198c0de-0000-7000-8000-00000000000b";

inline constexpr const char* kOwners = R"(delete: hard
deactivation: {field: deactivated, parameter: include-deactivated}
legacy-list: /migration-owner-legacy-id
fields:
  last-name: {type: string, required: true, pii: true, maxLength: 10}
  first-name: {type: string, pii: true, maxLength: 10}
  code: {type: string}
  kind: {enum: [Person, Farm], required: true, immutable: true}
  herd-size: {type: integer, minimum: 1, required-when: {field: kind, equals: Farm}}
  balance: {type: decimal, scale: 2, read-only: true}
  home-region-uuid: {references: regions, create-as: region-uuid, required: true}
  credit-limit: {type: decimal, scale: 2, minimum: 0, maximum: 500}
  town: {type: string, filter-as: city}
  joined: {type: date}
  contacted: {type: date-time}
  newsletter: {type: boolean, default: true}
  hours:
    type: object
    properties:
      open: {type: time, required: true}
      close: {type: time}
  notes: {type: string, multiline: true, pii: true}
  saved-town: {type: string, hidden: true}
  deactivated: {type: boolean}
relations:
  phones: {has-many: phones, by: owner-uuid}
lists:
  - {path: /regions/:region-uuid/owners, parent: regions, by: home-region-uuid}
duplicates:
  - {reason: name, score: 60, fields: [last-name]}
)";

inline constexpr const char* kPhones = R"(delete: hard
parent: owners
by: owner-uuid
fields:
  owner-uuid: {references: owners}
  number: {type: string, required: true, pii: true}
)";

inline constexpr const char* kVisits = R"(delete: final
omitted-when: {field: state, equals: Cancelled, parameter: include-cancelled}
fields:
  day: {type: date}
  state: {enum: [Booked, Cancelled], default: Booked}
lists:
  - {path: /visits/gone, deleted: DeletedOnly}
)";

// One field of every type.
inline constexpr const char* kSamples = R"(fields:
  any-uuid: {type: uuid}
  word: {type: string, minLength: 2, maxLength: 5}
  lines: {type: string, multiline: true}
  chip: {type: string, format: microchip}
  count: {type: integer, minimum: 0, maximum: 10}
  price: {type: decimal, scale: 2, minimum: 0, maximum: 1000}
  flag: {type: boolean}
  day: {type: date}
  moment: {type: date-time}
  at: {type: time}
  build: {enum: [Small, Large]}
  ids: {type: uuid-list, maxItems: 3}
  needed-ids: {type: uuid-list, required: true}
  hours:
    type: object
    properties:
      open: {type: time, required: true}
      close: {type: time}
      rate: {type: decimal, scale: 2}
      seats: {type: integer}
  slots:
    type: array
    maxItems: 2
    items:
      type: object
      properties:
        start: {type: time, required: true}
)";

inline Catalogue api_catalogue() {
  return read(pets({resource_file("owners", kOwners, "list, read, create, patch, delete"),
                    resource_file("phones", kPhones, "list, read, create, patch, delete"),
                    resource_file("regions", "fields:\n  name: {type: string, required: true}\n"),
                    resource_file("visits", kVisits, "list, read, create, delete"),
                    resource_file("samples", kSamples), library_file("colours")}));
}

// "/last-name required", in the order in which they are told.
inline Texts summary_of(const Problem& problem) {
  Texts texts;
  for (const FieldError& error : problem.errors)
    texts.push_back(error.name + " " + std::string(info(error.code).name));
  return texts;
}

// The same for any result; none when it is right. A problem without errors tells its code.
template <class T>
Texts summary_of(const Result<T>& result) {
  if (result) return {};
  if (result.error().errors.empty()) return {std::string(info(result.error().code).name)};
  return summary_of(result.error());
}

}  // namespace vip::test
