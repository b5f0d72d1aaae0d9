#include "api/response/conditional.h"

#include "http/conditional.h"

namespace vip {

bool is_not_modified(const http::Headers& headers, std::string_view etag, Instant modified) {
  const http::Precondition by_tag = http::if_none_match(headers, etag);
  if (by_tag != http::Precondition::none) return by_tag == http::Precondition::fails;
  return http::if_modified_since(headers, modified.milliseconds) == http::Precondition::fails;
}

}  // namespace vip
