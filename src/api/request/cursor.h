#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request/raw_parameters.h"
#include "core/uuid.h"
#include "store/query.h"

namespace vip {

// What a cursor carries: whose traversal it is, its query and the row that it has reached.
struct CursorState {
  Uuid tenant, client;
  std::string path;  // with its ids
  std::vector<RawParameter>
      parameters;  // filters, sort, q: all that makes the rows and their order
  std::int64_t size = 20;
  Keyset position;
};

// Seals cursors with AES-256-GCM: they stand in URLs, and filters and positions can be personal
// data. A key that outlives the process makes cursors that never expire.
class CursorSealer {
 public:
  explicit CursorSealer(std::string key);  // 32 bytes

  std::string seal(const CursorState& state) const;
  std::optional<CursorState> open(
      std::string_view cursor) const;  // none: not one that was given out

 private:
  std::string key_;
};

}  // namespace vip
