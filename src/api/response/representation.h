#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "http/message.h"

namespace vip {

// What a GET answers whatever its conditions: they are compared with it each time it is given.
struct Representation {
  // Of one record without what is embedded.
  struct RecordState {
    std::int64_t version = 1;
    Instant modified;
  };

  http::Response response;  // 200, without ETag and Last-Modified
  std::string etag;         // with quotes; empty: it has none, and conditions do not count
  std::optional<RecordState> record;

  // The tag of what has no version: it follows from the body.
  void tag_by_content();
};

// As the conditions of the request say: 200, 304, or the problem 412.
Result<http::Response> conditional_response(Representation&& made, const http::Headers& headers,
                                            Instant now);
Result<http::Response> conditional_response(const Representation& kept,
                                            const http::Headers& headers, Instant now);

}  // namespace vip
